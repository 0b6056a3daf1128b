from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.roles import Role
from shared.rostering.gate import (
    PrivilegeGate,
    archives_too_many,
    holds_managers,
    rejected_rows_hold_archives,
    shrunk,
    too_many_rejected,
)
from shared.rostering.limits import Limits
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
