"""What a school begins with."""

from __future__ import annotations

import pytest

from shared.passes import defaults
from shared.passes.answers import Outcome
from shared.passes.defaults import NAMES, Language
from shared.passes.gate import decide
from shared.passes.model import STUDENTS_OWN, EndMethod
from shared.passes.policy import Approval, CapsCount, PassSettings, StaffBinding
from tests.unit.passes.passes_by_hand import asked, by_staff, facts


@pytest.mark.parametrize("type_id", ["restroom", "water-fountain"])
def test_restroom_and_water_are_as_schools_know_them(type_id: str) -> None:
    (found,) = [each for each in defaults.types("en") if each.id == type_id]
    assert (found.minutes, found.most_at_once, found.daily_limit) == (5, 10, None)
    assert (found.kiosk, found.student_may_end, found.student_created) == (True, True, True)
    assert (found.ignores_blackouts, found.ignores_limits) == (False, False)
    assert (found.end_method, defaults.settings().end_method) == (None, EndMethod.AUTO)
    assert (found.approval, found.active) == (Approval.NONE, True)


def test_types_come_active_and_in_their_order() -> None:
    types = defaults.types("en")
    assert [each.priority for each in types] == list(range(len(types)))
    assert all(each.active for each in types)
    assert [each.id for each in types] == [
        *("restroom", "water-fountain", "nurse", "locker", "library", "office", "counselor"),
        *("classroom", "emergency"),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_names_are_there_in_both_languages(language: Language) -> None:
    shown = {each.id: each.name for each in defaults.types(language)}
    shown |= {each.id: each.name for each in defaults.blackouts(language)}
    assert shown == {each: NAMES[each][language] for each in NAMES}
    assert all(shown.values())


def test_no_type_tells_of_an_accommodation() -> None:
    words = " ".join(name for names in NAMES.values() for name in names.values()).casefold()
    assert [word for word in ("504", "iep", "accommodation", "medical") if word in words] == []


def test_only_one_type_is_held_back_by_nothing() -> None:
    assert [each.id for each in defaults.types("en") if each.emergency] == ["emergency"]


def test_a_type_of_the_schools_own_begins_switched_off() -> None:
    own = defaults.custom_type("debate", "Debate")
    assert not own.active
    assert decide(by_staff(type=own), facts()).outcome is Outcome.REFUSE


def test_settings_where_schools_disagree() -> None:
    found = defaults.settings()
    assert found == PassSettings()
    assert found.staff_limits is StaffBinding.WARN
    assert found.counted == STUDENTS_OWN
    assert found.caps_count is CapsCount.EITHER_END
    assert (found.scheduled_into_full, found.queue, found.kiosk_approves) == (True, True, True)
    assert (found.day_limit, found.most_out, found.wait_minutes) == (None, None, 0)


def test_the_edges_of_classes_are_ready_and_switched_off() -> None:
    (edges,) = defaults.blackouts("en")
    assert (edges.first_minutes, edges.last_minutes, edges.active) == (10, 10, False)


def test_a_school_that_changes_nothing_lets_a_student_go() -> None:
    known = facts(defaults.settings(), blackouts=defaults.blackouts("en"))
    outcomes = {each.id: decide(asked(type=each), known).outcome for each in defaults.types("en")}
    assert outcomes == {
        **dict.fromkeys(("restroom", "water-fountain", "nurse", "emergency"), Outcome.ALLOW),
        **dict.fromkeys(
            ("locker", "library", "office", "counselor", "classroom"), Outcome.NEEDS_APPROVAL
        ),
    }
