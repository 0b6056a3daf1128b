"""Every question that the people's stores ask has its indexes; an emulator answers without any."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

from google.cloud.firestore_v1.types import StructuredQuery

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
    filters = [where] if "field_filter" in where else list(where.composite_filter.filters)
    contains = StructuredQuery.FieldFilter.Operator.ARRAY_CONTAINS
    first = [
        (f.field_filter.field.field_path, f.field_filter.op == contains) for f in filters if order
    ]
    return {(f"{field} {'CONTAINS' if array else 'ASCENDING'}", *order) for field, array in first}


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
        lists.page(world.school, 1, None)
        lists.page(world.school, 1, None, "p1")
        lists.taught_by(world.school, "p1")
        lists.teaches_enough(world.school, "p1")
        HistoryStore(world.documents).page(world.school, "p1", 1, None)
    assert len(counts.queries) == 53
    for query in counts.queries:
        there = indexes(query.from_[0].collection_id)
        assert needed(query) <= there, f"firestore.indexes.json lacks {needed(query) - there}"


def test_what_only_a_composite_index_answers_has_no_index_of_its_own() -> None:
    without = {
        (each["collectionGroup"], each["fieldPath"])
        for each in FILE["fieldOverrides"]
        if each["indexes"] == []
    }
    assert {
        ("audit", "members"),
        ("members", "searchKeys"),
        ("lists", "memberIds"),
        ("lists", "teacherIds"),
    } <= without
