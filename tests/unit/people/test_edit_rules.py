"""What a person may make of how far somebody's role reaches."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.kernel.actor import Module
from shared.kernel.roles import PROTECTED, Role
from shared.people.edit_rules import REACH_FIELDS, emptied, wrong_reach
from shared.people.edit_views import MOST_GRADES, MemberChange
from shared.rostering.grades import GRADES

MODULES = [module.value for module in Module]
ADULTS = (Role.TEACHER, Role.STAFF, Role.MANAGER)
LISTS = st.fixed_dictionaries(
    {},
    optional={
        "limitedToGrades": st.lists(st.sampled_from(GRADES), max_size=4),
        "modules": st.lists(st.sampled_from(MODULES), max_size=4),
    },
)


def wrong(role: Role, **changes: list[str]) -> list[str]:
    return [each.field for each in wrong_reach(role, changes)]


@pytest.mark.parametrize("role", Role)
def test_managers_are_limited_and_employees_manage(role: Role) -> None:
    both = {"limitedToGrades": ["09"], "modules": ["PASSES"]}
    limited = [] if role is Role.MANAGER else ["limitedToGrades"]
    manages = [] if role in ADULTS else ["modules"]
    assert wrong(role, **both) == limited + manages
    # To take away what should not be there is right for everybody.
    assert wrong(role, limitedToGrades=[], modules=[]) == []


def test_each_is_named_once() -> None:
    twice = {"limitedToGrades": ["09", "10", "09"], "modules": ["FLEX", "FLEX"]}
    assert wrong(Role.MANAGER, **twice) == ["limitedToGrades", "modules"]


@given(LISTS, st.sampled_from(Role), LISTS, st.sampled_from([None, *ADULTS, Role.STUDENT]))
def test_what_an_edit_leaves_fits_the_role_that_it_leaves(
    before: dict[str, Any], role: Role, lists: dict[str, Any], new: Role | None
) -> None:
    now = {"role": role.value, **before}
    if wrong_reach(role, before):
        now = {"role": role.value}
    changes = lists | ({} if new is None or new is role else {"role": new.value})
    if wrong_reach(new or role, changes):
        return
    changes |= emptied(now, changes)
    after = {**now, **changes}
    assert wrong_reach(Role(after["role"]), after) == []
    assert emptied(after, changes) == {}
    if Role(after["role"]) in PROTECTED:
        assert not any(after.get(name) for name in REACH_FIELDS)


def test_every_grade_of_a_roster_can_be_named_and_nothing_else() -> None:
    body = MemberChange.model_validate({"limitedToGrades": list(GRADES), "modules": MODULES})
    assert body.limited_to_grades == list(GRADES)
    assert len(GRADES) == MOST_GRADES
    for name, value in (
        ("limitedToGrades", [""]),
        ("limitedToGrades", ["9"]),
        ("limitedToGrades", "09"),
        ("limitedToGrades", [*GRADES, "09"]),
        ("modules", ["passes"]),
        ("modules", [*MODULES, "FLEX"]),
    ):
        with pytest.raises(ValidationError):
            MemberChange.model_validate({name: value})
