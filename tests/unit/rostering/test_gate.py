from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.roles import Role
from shared.rostering.gate import (
    LIFTABLE,
    ChangeGate,
    PrivilegeGate,
    archives_too_many,
    changed_fields,
    columns_lost,
    cut_at_a_cell,
    district_archives_too_many,
    holds_managers,
    inserts_too_many,
    part_of_a_set,
    rejected_rows_hold_archives,
    shrunk,
    too_many_rejected,
    updates_too_many,
)
from shared.rostering.limits import DistrictLimits, Limits
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb

DEFAULTS = Limits()


# The defaults stand in the gate's table: more than 10 % and more than 5 people, or more than 100.
@pytest.mark.parametrize(
    ("leaving", "active", "held"),
    [
        (5, 10, False),
        (6, 10, True),
        (6, 60, False),
        (7, 60, True),
        (180, 1800, True),
        (100, 1800, False),
        (101, 1800, True),
        (100, 100_000, False),
        (101, 100_000, True),
        (540, 1800, True),
        (0, 0, False),
    ],
)
def test_archive_share(leaving: int, active: int, held: bool) -> None:  # noqa: FBT001
    hold = archives_too_many(Kind.STUDENT, leaving, active, DEFAULTS)
    assert (hold is not None) is held
    if hold is not None:
        assert (hold.code, hold.count, hold.of) == ("ARCHIVE_SHARE", leaving, active)


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(1, 100))
def test_more_leavers_are_never_held_less(active: int, leaving: int, more: int) -> None:
    if archives_too_many(Kind.STAFF, leaving, active, DEFAULTS):
        assert archives_too_many(Kind.STAFF, leaving + more, active, DEFAULTS)


@pytest.mark.parametrize(
    ("rows", "last_rows", "refused"),
    [(0, 0, True), (0, 100, True), (49, 100, True), (50, 100, False), (1, 0, False)],
)
def test_shrink(rows: int, last_rows: int, refused: bool) -> None:  # noqa: FBT001
    hold = shrunk(Kind.STUDENT, rows, last_rows, DEFAULTS)
    assert (hold is not None) is refused
    assert hold is None or hold.code == "SHRINK"


@pytest.mark.parametrize(("rejected", "refused"), [(20, False), (21, True)])
def test_a_fifth_of_bad_rows_refuses_the_file(rejected: int, refused: bool) -> None:  # noqa: FBT001
    hold = too_many_rejected(100, rejected, DEFAULTS)
    assert (hold is not None) is refused
    assert hold is None or hold.code == "REJECT_SHARE"


@pytest.mark.parametrize(
    ("rejected", "unreadable", "missing", "held"),
    [
        (2, 0, 10, False),
        (3, 0, 10, True),
        (1, 1, 10, True),
        (50, 50, 0, False),
    ],
)
def test_bad_rows_hold_archives(
    rejected: int,
    unreadable: int,
    missing: int,
    held: bool,  # noqa: FBT001
) -> None:
    hold = rejected_rows_hold_archives(100, rejected, unreadable, missing, DEFAULTS)
    assert (hold is not None) is held


@pytest.mark.parametrize(
    ("new", "admins", "held"),
    [
        (3, 0, False),
        (4, 0, True),
        (1, 9, True),
        (1, 10, False),
        (3, 30, False),
        (4, 100, True),
        (0, 5, False),
    ],
)
def test_new_managers(new: int, admins: int, held: bool) -> None:  # noqa: FBT001
    assert holds_managers(new, admins, DEFAULTS) is held


def _operation(verb: Verb, role: Role, before: Role | None = None) -> Operation:
    old = None if before is None else {"role": before.value}
    after = {"role": role.value}
    return Operation(verb, Kind.ADMIN, "p", "00" * 12, None, old, after)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_becomes_owner_or_manager_by_an_update(role: Role) -> None:
    gate = PrivilegeGate(100, DEFAULTS)
    passed = gate.watch(_operation(Verb.UPDATE, role, Role.TEACHER))
    assert passed is not None
    raised = role in (Role.OWNER, Role.DISTRICT_MANAGER, Role.MANAGER)
    assert (passed.hold == "PRIVILEGE") is raised


def test_an_owner_never_comes_by_file() -> None:
    gate = PrivilegeGate(100, DEFAULTS)
    passed = gate.watch(_operation(Verb.ADD, Role.OWNER))
    assert passed is not None
    assert passed.hold == "PRIVILEGE"


@pytest.mark.parametrize(("new", "held"), [(3, 0), (4, 4)])
def test_new_managers_wait_together(new: int, held: int) -> None:
    gate = PrivilegeGate(0, DEFAULTS)
    for _ in range(new):
        assert gate.watch(_operation(Verb.ADD, Role.MANAGER)) is None
    kept, hold = gate.settle()
    assert len(kept) == new
    assert sum(operation.hold == "PRIVILEGE" for operation in kept) == held
    assert (hold.count if hold else 0) == held


# The gate's table: more than three quarters change, or more than a tenth in what they are known by,
# and in both cases more than 5.
@pytest.mark.parametrize(
    ("changed", "key_changed", "people", "limit"),
    [
        (75, 0, 100, None),
        (76, 0, 100, 0.75),
        (76, 11, 100, 0.75),
        (10, 10, 100, None),
        (11, 11, 100, 0.10),
        (5, 5, 5, None),
        (6, 6, 6, 0.75),
        (6, 6, 59, 0.10),
        (6, 6, 60, None),
        (0, 0, 0, None),
    ],
)
def test_update_share(changed: int, key_changed: int, people: int, limit: float | None) -> None:
    hold = updates_too_many(Kind.STUDENT, changed, key_changed, people, DEFAULTS)
    assert (hold.limit if hold else None) == limit
    if hold is not None:
        expected = changed if limit == 0.75 else key_changed
        assert (hold.code, hold.count, hold.of) == ("UPDATE_SHARE", expected, people)


# More than half are new, and more than 5.
@pytest.mark.parametrize(
    ("new", "people", "held"),
    [(50, 100, False), (51, 100, True), (5, 5, False), (6, 11, True), (6, 12, False)],
)
def test_insert_share(new: int, people: int, held: bool) -> None:  # noqa: FBT001
    hold = inserts_too_many(Kind.STAFF, new, people, DEFAULTS)
    assert (hold is not None) is held
    if hold is not None:
        assert (hold.code, hold.count, hold.of, hold.limit) == ("INSERT_SHARE", new, people, 0.5)


# At most 5 % blank counts as full; more than 20 % blank, and more than 5 cells, is a loss.
@pytest.mark.parametrize(
    ("before", "now", "rows", "lost"),
    [
        ({"email": 0.0}, {"email": 0.2}, 100, 0),
        ({"email": 0.0}, {"email": 0.21}, 100, 21),
        ({"email": 0.05}, {"email": 0.21}, 100, 21),
        ({"email": 0.06}, {"email": 0.9}, 100, 0),
        ({"email": 0.0, "grade": 0.0}, {"email": 0.3, "grade": 0.0}, 100, 30),
        ({"email": 0.0, "phone": 0.0}, {"email": 0.3}, 100, 100),
        ({"phone": 0.0}, {}, 5, 0),
        ({"phone": 0.0}, {}, 6, 6),
        ({"phone": 0.5}, {}, 100, 0),
        ({}, {"email": 1.0}, 100, 0),
        ({"email": 0.0}, {"email": 0.25}, 20, 0),
    ],
)
def test_a_column_that_was_full(
    before: dict[str, float], now: dict[str, float], rows: int, lost: int
) -> None:
    hold = columns_lost(Kind.STUDENT, before, now, rows, DEFAULTS)
    assert (hold.count if hold else 0) == lost
    if hold is not None:
        assert (hold.code, hold.of, hold.limit) == ("MISSING_COLUMN", rows, 0.2)
        named = {name for name in ("email", "phone", "grade") if name in hold.message}
        assert named == {n for n in before if now.get(n, 1.0) > 0.2}


@pytest.mark.parametrize(
    ("ended", "ended_before", "missing", "held"),
    [
        (False, True, 2, True),
        (True, True, 2, False),
        (False, False, 2, False),
        (False, True, 0, False),
    ],
)
def test_a_file_without_its_last_line_end(
    ended: bool,  # noqa: FBT001
    ended_before: bool,  # noqa: FBT001
    missing: int,
    held: bool,  # noqa: FBT001
) -> None:
    hold = cut_at_a_cell(Kind.STUDENT, missing, 98, ended=ended, ended_before=ended_before)
    assert (hold is not None) is held
    assert hold is None or (hold.code, hold.count, hold.of) == ("FILE_TRUNCATED", missing, 98)


@pytest.mark.parametrize("known", [True, False])
def test_a_part_of_a_set(known: bool) -> None:  # noqa: FBT001
    assert part_of_a_set(Kind.STUDENT, 0, 800, known=known) is None
    hold = part_of_a_set(Kind.STUDENT, 400, 800, known=known)
    assert hold is not None
    assert hold.as_json() | {"message": ""} == {
        "code": "AMBIGUOUS_SET", "kind": "student", "count": 400, "of": 800, "limit": 0.0,
        "message": "",
    }  # fmt: skip
    assert ("halves" in hold.message) is known
    assert hold.code not in LIFTABLE


# More than a tenth of the district and more than 5; or more than 100 and more than 1 %.
@pytest.mark.parametrize(
    ("begun", "leaving", "active", "limit"),
    [
        (90, 10, 1_000, None),
        (90, 11, 1_000, 0.10),
        (0, 101, 1_000, 0.10),
        (0, 5, 20, None),
        (3, 3, 20, 0.10),
        (60, 40, 5_000, None),
        (60, 41, 5_000, 100.0),
        (60, 41, 10_100, None),
        (200, 41, 50_000, None),
        (460, 41, 50_000, 100.0),
        (500, 0, 1_000, None),
    ],
)
def test_all_archives_of_a_day(begun: int, leaving: int, active: int, limit: float | None) -> None:
    hold = district_archives_too_many(begun, leaving, active, DistrictLimits())
    assert (hold.limit if hold else None) == limit
    if hold is not None:
        assert (hold.code, hold.kind, hold.count) == ("ARCHIVE_SHARE", None, begun + leaving)
        assert "district" in hold.message


counts = st.integers(0, 2_000)


@given(counts, counts, st.integers(1, 2_000), st.integers(0, 100))
def test_more_changes_are_never_held_less(
    changed: int, key_changed: int, people: int, more: int
) -> None:
    if updates_too_many(Kind.STUDENT, changed, key_changed, people, DEFAULTS):
        worse = (changed + more, key_changed + more)
        assert updates_too_many(Kind.STUDENT, *worse, people, DEFAULTS)
    if inserts_too_many(Kind.STUDENT, changed, people, DEFAULTS):
        assert inserts_too_many(Kind.STUDENT, changed + more, people, DEFAULTS)


@given(counts, counts, st.integers(1, 50_000), counts)
def test_what_others_have_archived_never_lets_more_pass(
    begun: int, leaving: int, active: int, more: int
) -> None:
    if district_archives_too_many(begun, leaving, active, DistrictLimits()):
        assert district_archives_too_many(begun + more, leaving, active, DistrictLimits())


@given(
    st.lists(st.integers(1, 400), max_size=30),
    st.builds(DistrictLimits, st.floats(0, 1), st.integers(0, 9), st.integers(0, 200)),
)
def test_a_day_never_comes_to_more_than_the_district_allows(
    schools: list[int], limits: DistrictLimits
) -> None:
    active, begun = 10 * sum(schools), 0
    for leaving in schools:
        if district_archives_too_many(begun, leaving, active, limits) is None:
            begun += leaving
    assert begun <= max(limits.archive_share * active, limits.archive_floor)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 5_000))
def test_a_column_that_is_no_emptier_is_never_lost(before: float, now: float, rows: int) -> None:
    hold = columns_lost(Kind.STUDENT, {"email": before}, {"email": now}, rows, DEFAULTS)
    if now <= before or now <= DEFAULTS.blank_share or rows <= DEFAULTS.change_floor:
        assert hold is None


def _change(verb: Verb, before: dict[str, object], after: dict[str, object]) -> Operation:
    return Operation(verb, Kind.STUDENT, "p", "00" * 12, "v", before, after)


@pytest.mark.parametrize(
    ("operation", "changed"),
    [
        (_change(Verb.UPDATE, {"state": "ACTIVE", "grade": "09"}, {"grade": "10"}), {"grade"}),
        (_change(Verb.UPDATE, {"state": "ACTIVE", "email": "a"}, {"email": "b"}), {"email"}),
        (_change(Verb.UPDATE, {"state": "ACTIVE"}, {}), set()),
        (
            _change(
                Verb.RESTORE,
                {"state": "ARCHIVED", "archivedBy": "ROSTER", "role": "STUDENT"},
                {"state": "ACTIVE", "archivedBy": None, "role": "STUDENT"},
            ),
            set(),
        ),
        (_change(Verb.ARCHIVE, {"state": "ACTIVE"}, {"state": "ARCHIVED"}), set()),
        (Operation(Verb.ADD, Kind.STUDENT, "p", "", None, None, {"email": "a"}), set()),
        (Operation(Verb.UPDATE, Kind.STUDENT, "p", "", "v", None, {"email": "a"}), set()),
    ],
)
def test_what_an_operation_changes(operation: Operation, changed: set[str]) -> None:
    assert changed_fields(operation) == changed


def test_changes_are_counted_by_kind() -> None:
    gate = ChangeGate()
    for kind, new in ((Kind.STUDENT, 40), (Kind.TEACHER, 9)):
        for _ in range(new):
            gate.meet_new(kind)
    for _ in range(12):
        gate.watch(_change(Verb.UPDATE, {"email": "a"}, {"email": "b"}))
    for _ in range(10):
        gate.watch(_change(Verb.UPDATE, {"grade": "09"}, {"grade": "10"}))
    seen = {Kind.STUDENT: 100, Kind.TEACHER: 10, Kind.STAFF: 3}
    held = gate.holds(seen, frozenset({Kind.STUDENT, Kind.TEACHER}), DEFAULTS)
    assert [(hold.code, hold.kind, hold.count) for hold in held] == [
        ("UPDATE_SHARE", Kind.STUDENT, 12),
        ("INSERT_SHARE", Kind.TEACHER, 9),
    ]
    # Before a run of the kind was applied all are new, and that is no news.
    assert [hold.code for hold in gate.holds(seen, frozenset(), DEFAULTS)] == ["UPDATE_SHARE"]
