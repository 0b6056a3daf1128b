"""Who has to say yes: by type, place, room, kiosk and colleague, and when nobody has to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.calendar.where import where_is
from shared.passes.answers import ApproverKind, Approvers, Effect, Keeper, Outcome, Rule
from shared.passes.approvals import may_answer
from shared.passes.asked import Asked, Stage, Use
from shared.passes.gate import decide
from shared.passes.model import Standing, StudentDay, Via
from shared.passes.policy import Approval, AutoPass, PassSettings, PassType, StaffBinding
from tests.unit.calendar.days_by_hand import at, school_day
from tests.unit.passes.passes_by_hand import (
    LIBRARY,
    MS_LEE,
    NORTH,
    RESTROOM,
    ROOM_101,
    TIMETABLE,
    asked,
    by_staff,
    facts,
    found,
    later,
)

LEE = frozenset({"lee"})
LIBRARIANS = frozenset({"park", "diaz"})
KIND = ApproverKind


def of_type(approval: Approval) -> PassType:
    return replace(RESTROOM, approval=approval)


def approvers(request: Asked, settings: PassSettings | None = None) -> Approvers | None:
    return decide(request, facts(settings)).approvers


@pytest.mark.parametrize(
    ("approval", "expected"),
    [
        (Approval.NONE, None),
        (Approval.ORIGIN_TEACHER, Approvers(KIND.ORIGIN_TEACHER, LEE)),
        (Approval.NAMED_TEACHER, Approvers(KIND.NAMED_TEACHER, frozenset({"kim"}))),
        (Approval.DESTINATION_STAFF, Approvers(KIND.DESTINATION_STAFF, LIBRARIANS)),
        (
            Approval.ORIGIN_OR_DESTINATION,
            Approvers(KIND.ORIGIN_OR_DESTINATION, LEE | LIBRARIANS),
        ),
    ],
)
def test_what_the_type_says(approval: Approval, expected: Approvers | None) -> None:
    request = asked(type=of_type(approval), destination=LIBRARY, teacher="kim")
    assert approvers(request) == expected
    decision = decide(request, facts())
    assert decision.outcome is (Outcome.NEEDS_APPROVAL if expected else Outcome.ALLOW)
    (finding,) = found(decision, Rule.APPROVAL)
    assert (finding.setting, finding.keeper) == ("passTypes/restroom.approval", Keeper.MANAGER)


@pytest.mark.parametrize(
    ("of_place", "expected"),
    [
        (None, KIND.ORIGIN_TEACHER),
        (Approval.DESTINATION_STAFF, KIND.DESTINATION_STAFF),
        (Approval.NONE, None),
    ],
)
def test_the_destinations_own_word_goes_first(
    of_place: Approval | None, expected: ApproverKind | None
) -> None:
    place = replace(LIBRARY, approval=of_place)
    decision = decide(asked(type=of_type(Approval.ORIGIN_TEACHER), destination=place), facts())
    assert (decision.approvers.kind if decision.approvers else None) is expected
    (finding,) = found(decision, Rule.APPROVAL)
    of_type_ = of_place is None
    path = "passTypes/restroom.approval" if of_type_ else "places/library.approval"
    assert finding.setting == path


@pytest.mark.parametrize(
    "request_",
    [
        asked(type=of_type(Approval.DESTINATION_STAFF), destination=NORTH),
        asked(type=of_type(Approval.DESTINATION_STAFF), destination=None),
        asked(type=of_type(Approval.NAMED_TEACHER)),
    ],
)
def test_where_nobody_is_known_any_adult_may(request_: Asked) -> None:
    assert approvers(request_) == Approvers(KIND.ANY_STAFF)


def test_the_origin_is_the_class_and_the_room() -> None:
    request = asked(type=of_type(Approval.ORIGIN_TEACHER), origin=LIBRARY)
    assert approvers(request) == Approvers(KIND.ORIGIN_TEACHER, LEE | LIBRARIANS)
    nowhere = replace(request, origin=None)
    assert approvers(nowhere) == Approvers(KIND.ORIGIN_TEACHER, LEE)
    walking = facts(where=where_is(school_day(), TIMETABLE, at("08:52")), expected=None)
    assert decide(nowhere, walking).approvers == Approvers(KIND.ANY_STAFF)
    assert decide(nowhere, facts(where=None)).approvers == Approvers(KIND.ANY_STAFF)
    in_library = decide(request, walking).approvers
    assert in_library == Approvers(KIND.ORIGIN_TEACHER, LIBRARIANS)


def test_adults_make_passes_without_being_approved() -> None:
    request = by_staff(type=of_type(Approval.ORIGIN_TEACHER))
    decision = decide(request, facts())
    assert (decision.outcome, decision.approvers) == (Outcome.ALLOW, None)
    (finding,) = found(decision, Rule.APPROVAL)
    assert (finding.setting, finding.keeper) == ("", Keeper.NOBODY)


def test_an_adult_may_ask_a_colleague_for_a_student() -> None:
    decision = decide(by_staff(colleague="kim"), facts())
    assert decision.outcome is Outcome.NEEDS_APPROVAL
    assert decision.approvers == Approvers(KIND.COLLEAGUE, frozenset({"kim"}))


def test_a_colleague_is_second_adult_enough() -> None:
    settings = PassSettings(day_limit=0, staff_limits=StaffBinding.SECOND_ADULT)
    assert approvers(by_staff(colleague="kim"), settings) == Approvers(
        KIND.COLLEAGUE, frozenset({"kim"})
    )
    assert approvers(by_staff(), settings) == Approvers(KIND.SECOND_ADULT)


def test_an_adult_who_stands_by_has_said_yes() -> None:
    request = asked(type=of_type(Approval.ORIGIN_TEACHER), vouched_by="lee")
    assert decide(request, facts()).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("approval", "kiosk_approves", "outcome"),
    [
        (Approval.ORIGIN_TEACHER, True, Outcome.ALLOW),
        (Approval.NAMED_TEACHER, True, Outcome.ALLOW),
        (Approval.ORIGIN_TEACHER, False, Outcome.NEEDS_APPROVAL),
        (Approval.DESTINATION_STAFF, True, Outcome.NEEDS_APPROVAL),
        (Approval.ORIGIN_OR_DESTINATION, True, Outcome.NEEDS_APPROVAL),
        (Approval.NONE, True, Outcome.ALLOW),
    ],
)
def test_a_kiosk_stands_for_the_teacher_of_its_room(
    approval: Approval,
    *,
    kiosk_approves: bool,
    outcome: Outcome,
) -> None:
    at_kiosk = asked(type=of_type(approval), destination=LIBRARY, via=Via.KIOSK)
    settings = PassSettings(kiosk_approves=kiosk_approves)
    assert decide(at_kiosk, facts(settings)).outcome is outcome


LETS = AutoPass("lee", frozenset({"library"}))
OFFERED = frozenset({"library"})


@pytest.mark.parametrize(
    ("offered", "auto", "approval", "goes"),
    [
        (OFFERED, LETS, Approval.ORIGIN_TEACHER, True),
        (OFFERED, LETS, Approval.NAMED_TEACHER, True),
        (OFFERED, LETS, Approval.ORIGIN_OR_DESTINATION, True),
        (OFFERED, LETS, Approval.DESTINATION_STAFF, False),
        (frozenset({"north"}), LETS, Approval.ORIGIN_TEACHER, False),
        (OFFERED, AutoPass("lee", frozenset({"north"})), Approval.ORIGIN_TEACHER, False),
        (OFFERED, AutoPass("kim", frozenset({"library"})), Approval.ORIGIN_TEACHER, False),
    ],
)
def test_where_a_teacher_lets_students_go(
    offered: frozenset[str],
    auto: AutoPass,
    approval: Approval,
    *,
    goes: bool,
) -> None:
    request = asked(type=of_type(approval), destination=LIBRARY, teacher="lee")
    decision = decide(request, facts(PassSettings(auto_places=offered), autos=(auto,)))
    assert decision.outcome is (Outcome.ALLOW if goes else Outcome.NEEDS_APPROVAL)
    assert decision.via is (Via.AUTO if goes else Via.STUDENT)
    (finding,) = found(decision, Rule.APPROVAL)
    assert (finding.setting == "passSettings.autoPlaces") is goes
    assert decision.counts


def test_a_teacher_lets_students_go_on_their_own_pages_only() -> None:
    known = facts(PassSettings(auto_places=OFFERED, kiosk_approves=False), autos=(LETS,))
    request = asked(type=of_type(Approval.ORIGIN_TEACHER), destination=LIBRARY)
    assert decide(replace(request, via=Via.KIOSK), known).outcome is Outcome.NEEDS_APPROVAL
    assert decide(replace(request, destination=None), known).outcome is Outcome.NEEDS_APPROVAL


def test_nobody_is_asked_where_nobody_has_to_be() -> None:
    known = facts(PassSettings(auto_places=OFFERED), autos=(LETS,))
    decision = decide(asked(destination=LIBRARY), known)
    assert (decision.outcome, decision.via) == (Outcome.ALLOW, Via.STUDENT)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (LIBRARY, Approvers(KIND.DESTINATION_STAFF, LIBRARIANS)),
        (NORTH, Approvers(KIND.ORIGIN_TEACHER, LEE)),
        (None, Approvers(KIND.ORIGIN_TEACHER, LEE)),
        (
            replace(LIBRARY, approval=Approval.ORIGIN_TEACHER),
            Approvers(KIND.ORIGIN_TEACHER, LEE),
        ),
    ],
)
def test_an_appointment_is_between_two(place: object, expected: Approvers) -> None:
    request = asked(via=Via.APPOINTMENT, destination=place, start=later(60))
    decision = decide(request, facts())
    assert decision.outcome is Outcome.NEEDS_APPROVAL
    assert decision.approvers == expected
    assert not decision.counts


def test_an_appointment_that_was_agreed_upon_is_an_adults() -> None:
    settings = PassSettings(day_limit=0, students_may_create=False)
    known = facts(settings, day=StudentDay(used=2))
    request = asked(via=Via.APPOINTMENT, destination=LIBRARY)
    assert decide(request, known).outcome is Outcome.REFUSE
    for stage in (Stage.APPROVAL, Stage.START):
        assert decide(replace(request, stage=stage), known).outcome is Outcome.ALLOW


def test_whoever_was_asked_is_not_asked_again() -> None:
    request = asked(type=of_type(Approval.ORIGIN_TEACHER), stage=Stage.APPROVAL)
    decision = decide(request, facts())
    (finding,) = found(decision, Rule.APPROVAL)
    assert (decision.outcome, finding.effect) == (Outcome.ALLOW, Effect.PASSES)


def test_an_adult_is_asked_once_and_before_the_student_waits() -> None:
    full = replace(LIBRARY, most_to=4)
    request = asked(type=of_type(Approval.ORIGIN_TEACHER), destination=full)
    known = facts(uses={"to:library": Use(4)})
    first = decide(request, known)
    assert first.outcome is Outcome.NEEDS_APPROVAL
    assert [each.rule for each in first.reasons] == [Rule.PLACE_FULL, Rule.APPROVAL]
    assert decide(replace(request, stage=Stage.APPROVAL), known).outcome is Outcome.QUEUE


@pytest.mark.parametrize(
    ("people", "person", "may"),
    [
        (LEE, "lee", True),
        (LEE, "kim", False),
        (frozenset(), "kim", True),
        (frozenset(), "asker", False),
        (frozenset({"asker"}), "asker", False),
    ],
)
def test_who_may_answer(people: frozenset[str], person: str, *, may: bool) -> None:
    asked_of = Approvers(KIND.SECOND_ADULT, people)
    assert may_answer(asked_of, person, frozenset({"asker"})) is may


def test_staff_of_no_class_ask_for_a_student_like_teachers() -> None:
    nurse = Standing("nina", MS_LEE.role)
    assert decide(by_staff(by=nurse, origin=ROOM_101), facts()).outcome is Outcome.ALLOW
