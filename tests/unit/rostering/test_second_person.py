"""When an approval needs a second person; the numbers are worked out by hand."""

from __future__ import annotations

import pytest

from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb
from shared.rostering.second_person import needs_second_person


def some(count: int, verb: Verb, kind: Kind = Kind.STUDENT) -> list[Operation]:
    return [Operation(verb, kind, f"p{n}", "", "v", {}, {}) for n in range(count)]


@pytest.mark.parametrize(
    ("verb", "count", "active", "needed"),
    [
        (Verb.ARCHIVE, 25, 100, False),
        (Verb.ARCHIVE, 26, 100, True),
        (Verb.UPDATE, 26, 100, True),
        (Verb.MOVE, 26, 100, True),
        (Verb.ADD, 100, 100, False),
        (Verb.RESTORE, 100, 100, False),
        (Verb.ARCHIVE, 500, 5000, False),
        (Verb.ARCHIVE, 501, 5000, True),
        (Verb.UPDATE, 5, 5, False),
        (Verb.UPDATE, 6, 6, True),
        (Verb.UPDATE, 6, 0, True),
    ],
)
def test_more_than_a_quarter_or_than_five_hundred(
    verb: Verb, count: int, active: int, *, needed: bool
) -> None:
    assert needs_second_person(some(count, verb), {Kind.STUDENT: active}, Limits()) == needed


def test_each_kind_is_counted_against_its_own_people() -> None:
    active = {Kind.STUDENT: 1000, Kind.TEACHER: 20}
    few = some(5, Verb.UPDATE, Kind.TEACHER) + some(200, Verb.UPDATE)
    assert not needs_second_person(few, active, Limits())
    assert needs_second_person([*few, *some(1, Verb.MOVE, Kind.TEACHER)], active, Limits())


def test_what_is_changed_and_what_is_archived_count_together() -> None:
    both = some(13, Verb.UPDATE) + some(13, Verb.ARCHIVE)
    assert needs_second_person(both, {Kind.STUDENT: 100}, Limits())


@pytest.mark.parametrize(
    ("limits", "needed"),
    [
        (Limits(second_person_share=1, second_person_count=0), False),
        (Limits(second_person_share=1), True),
        (Limits(second_person_count=0), True),
        (Limits(second_person_share=1, second_person_count=600), False),
    ],
)
def test_each_rule_can_be_switched_off(limits: Limits, *, needed: bool) -> None:
    everybody = some(600, Verb.ARCHIVE)
    assert needs_second_person(everybody, {Kind.STUDENT: 600}, limits) == needed
