"""The table of permissions, held against one that was written by hand."""

from __future__ import annotations

import pytest

from shared.kernel.actor import Actor, Membership, Module
from shared.kernel.errors import Denied
from shared.kernel.permissions import (
    Action,
    Scope,
    actions_of,
    authorize,
    schools_of,
    scope_of,
)
from shared.kernel.roles import Role
from tests.support.authz_reaches import LIMITED, SCHOOL, actor, reaches


def test_the_table_by_hand_names_every_action_and_every_role() -> None:
    assert set(reaches()) == {action.value for action in Action}
    assert all(set(row) == {*Role, LIMITED} for row in reaches().values())


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("column", [*Role, LIMITED])
def test_a_role_reaches_as_far_as_is_written(action: Action, column: str) -> None:
    written = reaches()[action.value][column]
    assert (scope_of(actor(column), action, SCHOOL) or "-") == written


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("column", [each for each in Role if each is not Role.DISTRICT_MANAGER])
def test_at_another_school_nobody_may_do_anything(action: Action, column: str) -> None:
    assert scope_of(actor(column), action, "roosevelt") is None
    with pytest.raises(Denied) as denied:
        authorize(actor(column), action, "roosevelt")
    assert denied.value.reason == "SCHOOL_NOT_YOURS"


def test_a_role_that_may_not_is_told_so() -> None:
    with pytest.raises(Denied) as denied:
        authorize(actor(Role.TEACHER), Action.RUNS_GET, SCHOOL)
    assert denied.value.reason == "ROLE_MAY_NOT"
    assert denied.value.metadata == {"action": "rosterRuns:get", "school": SCHOOL}


def test_an_action_reaches_the_schools_where_the_role_may_and_no_others() -> None:
    several = {
        "lincoln": Membership(Role.MANAGER, "p1"),
        "adams": Membership(Role.OWNER, "p2"),
        "roosevelt": Membership(Role.TEACHER, "p3"),
    }
    somebody = Actor("uid", "", several)
    assert schools_of(somebody, Action.SCHOOLS_HEALTH) == ["adams", "lincoln"]
    assert schools_of(somebody, Action.SIS_SYSTEMS_LIST) == ["adams"]
    assert schools_of(actor(Role.DISTRICT_MANAGER), Action.SCHOOLS_HEALTH) is None
    with pytest.raises(Denied) as denied:
        schools_of(actor(Role.TEACHER), Action.SCHOOLS_HEALTH)
    assert denied.value.reason == "ROLE_MAY_NOT"


def test_who_manages_a_module_finds_everybody_of_the_school() -> None:
    passes = actor(Role.TEACHER, modules=frozenset({Module.PASSES}))
    assert scope_of(passes, Action.MEMBERS_LIST, SCHOOL) is Scope.SCHOOL
    assert scope_of(passes, Action.MEMBERS_GET_FULL, SCHOOL) is Scope.OWN
    reports = actor(Role.TEACHER, modules=frozenset({Module.REPORTS}))
    assert scope_of(reports, Action.MEMBERS_LIST, SCHOOL) is Scope.OWN_CLASSES
    student = actor(Role.STUDENT, modules=frozenset({Module.PASSES}))
    assert scope_of(student, Action.MEMBERS_LIST, SCHOOL) is None


def test_what_a_student_may_do_is_only_about_themselves_and_the_schools_name() -> None:
    assert actions_of(actor(Role.STUDENT), SCHOOL) == [
        Action.SIGN_IN_OPTIONS_GET,
        Action.PASSWORDS_RESET,
        Action.SIGN_IN_LINKS_CREATE,
        Action.ME_GET,
        Action.PERMISSIONS_LIST,
        Action.CHILDREN_LIST,
        Action.OWN_LISTS_LIST,
        Action.SESSIONS_LIST,
        Action.SESSIONS_END,
        Action.SESSIONS_USE,
        Action.SCHOOLS_GET,
        Action.MEMBERS_GET,
        Action.MEMBERS_GET_FULL,
        Action.SCHOOL_DAYS_GET,
        Action.CONNECTION_REQUESTS_ANSWER,
    ]
