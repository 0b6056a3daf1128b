"""Every question of the people's and the audit's stores has its indexes; an emulator needs none."""

from __future__ import annotations

import json
from itertools import combinations, product
from typing import Any

from google.cloud.firestore_v1.types import StructuredQuery

from shared.identity.audit_store import AuditStore, Sought
from shared.people.history_store import HistoryStore
from shared.people.list_store import ListStore
from shared.people.store import QUERIED, PeopleStore
from tests.support.counting import counted
from tests.support.tree import ROOT
from tests.support.world import World

FILE: dict[str, Any] = json.loads((ROOT / "infra/firebase/firestore.indexes.json").read_text())


def indexes(collection: str) -> set[tuple[str, ...]]:
    return {
        tuple(f"{field['fieldPath']} {_kind(field)}" for field in index["fields"])
        for index in FILE["indexes"]
        if index["collectionGroup"] == collection
    }


def _kind(field: dict[str, str]) -> str:
    return field.get("arrayConfig") or field["order"]


def needed(query: StructuredQuery) -> set[tuple[str, ...]]:
    """The indexes that answer a query together: each of its equal fields with its order.

    See https://cloud.google.com/firestore/docs/query-data/index-overview#taking_advantage_of_index_merging
    """
    order = [
        f"{each.field.field_path} {each.direction.name}"
        for each in query.order_by
        if each.field.field_path != "__name__"
    ]
    where = query.where
    alone = [where] if "field_filter" in where or "unary_filter" in where else []
    filters = list(where.composite_filter.filters) or alone
    sorts = {
        (_field(each), "CONTAINS" if _op(each) in _CONTAINS else "ASCENDING")
        for each in filters
        if order and _op(each) not in _RANGES
    }
    return {(f"{field} {sort}", *order) for field, sort in sorts}


_OPS = StructuredQuery.FieldFilter.Operator
_CONTAINS = {_OPS.ARRAY_CONTAINS, _OPS.ARRAY_CONTAINS_ANY}
_RANGES = {_OPS.GREATER_THAN_OR_EQUAL, _OPS.LESS_THAN}
"""Of the field of the order, so that each index of the others has it already."""


def _field(one: StructuredQuery.Filter) -> str:
    """A filter for nothing at all is of its own sort."""
    of = one.unary_filter if "unary_filter" in one else one.field_filter
    return str(of.field.field_path)


def _op(one: StructuredQuery.Filter) -> Any:
    return None if "unary_filter" in one else one.field_filter.op


def test_members_and_lists_are_asked_for_by_index(world: World) -> None:
    people, lists = PeopleStore(world.documents), ListStore(world.documents)
    with counted(world) as counts:
        for size in range(len(QUERIED) + 1):
            for names in combinations(QUERIED, size):
                equal = dict.fromkeys(names, "x")
                for key in ("", "ga"):
                    people.page(world.school, equal, key, [], 1, None)
                    if "grade" not in equal:
                        people.page(world.school, equal, key, ["09", "10"], 1, None)
        for wanted in ({}, {"kind": "SECTION"}, {"member": "p1"}, {"teacher": "p1"}):
            lists.page(world.school, 1, None, wanted)
            lists.page(world.school, 1, None, {"kind": "MANUAL", **wanted})
        lists.page(world.school, 1, None, {}, "p1")
        lists.page(world.school, 1, None, {"kind": "SECTION"}, "p1")
        lists.taught_by(world.school, "p1")
        lists.teaches_enough(world.school, "p1")
        HistoryStore(world.documents).page(world.school, "p1", 1, None)
    assert len(counts.queries) == 61
    for query in counts.queries:
        there = indexes(query.from_[0].collection_id)
        assert needed(query) <= there, f"firestore.indexes.json lacks {needed(query) - there}"


def test_the_audit_log_is_asked_by_index(world: World) -> None:
    audit, moment = AuditStore(world.documents), world.now
    fields = ("actor", "verb")
    narrowed = [names for size in range(3) for names in combinations(fields, size)]
    ranges = list(product((None, moment), repeat=2))
    with counted(world) as counts:
        for names, (start, end) in product(narrowed, ranges):
            equal = dict.fromkeys(names, "x")
            audit.page(Sought(None, equal, "", start, end), 1, None)
            for person in ("", "p1"):
                audit.page(Sought(world.school, equal, person, start, end), 1, None)
    assert len(counts.queries) == 4 * 4 * 3
    for query in counts.queries:
        needs = needed(query)
        assert needs
        assert needs <= indexes("audit"), f"firestore.indexes.json lacks {needs}"
        ranged = {
            _field(each) for each in query.where.composite_filter.filters if _op(each) in _RANGES
        }
        assert ranged <= {"time"}


def test_what_only_a_composite_index_answers_has_no_index_of_its_own() -> None:
    without = {
        (each["collectionGroup"], each["fieldPath"])
        for each in FILE["fieldOverrides"]
        if each["indexes"] == []
    }
    assert {
        ("audit", "expiresAt"),
        ("audit", "members"),
        ("members", "searchKeys"),
        ("lists", "memberIds"),
        ("lists", "teacherIds"),
    } <= without


def test_entries_end_by_themselves() -> None:
    policies = {
        (each["collectionGroup"], each["fieldPath"])
        for each in FILE["fieldOverrides"]
        if each.get("ttl")
    }
    assert ("audit", "expiresAt") in policies
