"""The answer about who may do what is the table itself."""

from __future__ import annotations

import pytest

from shared.identity.permission_views import permissions_page
from shared.kernel import permissions
from shared.kernel.permissions import Action, Scope
from shared.kernel.roles import Role
from tests.support.authz_reaches import LIMITED, reaches


def table() -> dict[str, dict[str, str]]:
    return {
        each.action.value: {reach.role.value: reach.scope.value for reach in each.reaches}
        for each in permissions_page().permissions
    }


def test_each_cell_is_the_one_that_was_written_by_hand() -> None:
    found = table()
    assert set(found) == set(reaches()) == {action.value for action in Action}
    for action, row in reaches().items():
        for role in Role:
            assert found[action].get(role.value, "-") == row[role.value], (action, role)


def test_who_is_limited_to_grades_has_what_was_written_by_hand() -> None:
    for each in permissions_page().permissions:
        managers = [one for one in each.reaches if one.role is Role.MANAGER]
        limited = managers[0].of_grades if managers else None
        assert (limited or "-") == reaches()[each.action.value][LIMITED]


def test_a_right_that_is_taken_is_gone_from_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {Role.STUDENT: Scope.SCHOOL}
    turned = {**permissions.TABLE, Action.MEMBERS_EXPORT: row}
    monkeypatch.setattr(permissions, "TABLE", turned)
    assert table()["members:export"] == {"STUDENT": "SCHOOL"}


def test_modules_and_what_anybody_may_are_named() -> None:
    found = {each.action.value: each for each in permissions_page().permissions}
    assert found["lists:get"].modules == [
        "BEHAVIOR", "CHECK_IN", "FLEX", "PASSES", "POINTS", "REPORTS",
    ]  # fmt: skip
    assert found["members:get"].modules == ["BEHAVIOR", "CHECK_IN", "FLEX", "PASSES", "POINTS"]
    assert [name for name, each in found.items() if each.for_anybody] == [
        "signInOptions:get",
        "passwords:reset",
        "signInLinks:create",
        "connectionRequests:answer",
    ]
