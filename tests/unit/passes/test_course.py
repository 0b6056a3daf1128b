"""What each event changes in a pass, and that none does so twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.passes.course import Move, moved, student_may_end
from shared.passes.model import Ended, Pass, Pause, State
from shared.passes.policy import AutoPass, PassSettings
from shared.passes.states import Event, Party, Verdict
from tests.unit.calendar.days_by_hand import at
from tests.unit.passes.passes_by_hand import RESTROOM, later, one_pass

CLOSES = at("11:30")


def move(event: Event, party: Party, minute: float = 2, **changes: object) -> Move:
    made = Move(event, frozenset({party}), later(minute), "who", CLOSES)
    return replace(made, **changes)  # type: ignore[arg-type]


def after(one: Pass, what: Move) -> Pass:
    step, found = moved(one, what)
    assert step.verdict is Verdict.MOVES
    again, same = moved(found, what)
    assert again.verdict in {
        Verdict.ALREADY,
        Verdict.DOES_NOT_FIT,
        *_MAY_REPEAT.get(what.event, ()),
    }
    if what.event not in _MAY_REPEAT:
        assert same == found
    return found


_MAY_REPEAT = {Event.EXTEND: {Verdict.MOVES}, Event.EDIT: {Verdict.MOVES}}
ASKED = one_pass(State.REQUESTED, start=None)


def test_an_approval_begins_the_pass_and_says_by_whom() -> None:
    found = after(ASKED, move(Event.APPROVE, Party.ADDRESSEE))
    assert found == replace(
        ASKED, state=State.ACTIVE, approver="who", start=later(2), due=later(11)
    )


def test_a_second_approver_changes_nothing() -> None:
    first = after(ASKED, move(Event.APPROVE, Party.ADDRESSEE))
    step, found = moved(first, move(Event.APPROVE, Party.MANAGER, 3, person="second"))
    assert (step.verdict, found) == (Verdict.ALREADY, first)


def test_an_approval_after_the_time_out_is_too_late() -> None:
    lapsed = after(ASKED, move(Event.LAPSE, Party.SYSTEM, 6, person=""))
    assert lapsed == replace(ASKED, state=State.EXPIRED, ended=later(6))
    step, found = moved(lapsed, move(Event.APPROVE, Party.ADDRESSEE, 7))
    assert (step.verdict, found) == (Verdict.TOO_LATE, lapsed)


def test_an_approval_into_a_full_place_waits_and_is_kept() -> None:
    held = after(ASKED, move(Event.HOLD, Party.ADDRESSEE))
    assert held == replace(ASKED, state=State.QUEUED, approver="who")
    offered = after(held, move(Event.OFFER, Party.SYSTEM, 5))
    assert (offered.state, offered.offered) == (State.OFFERED, later(5))
    taken = after(offered, move(Event.TAKE, Party.STUDENT, 5.4))
    assert (taken.state, taken.approver) == (State.ACTIVE, "who")
    assert (taken.start, taken.due) == (later(5.4), later(14.4))


def test_a_denial_keeps_its_reason() -> None:
    found = after(ASKED, move(Event.DENY, Party.ADDRESSEE, reason="TEST_NOW"))
    assert (found.state, found.denial, found.ended_by) == (State.DENIED, "TEST_NOW", "who")
    assert (found.ended, found.end_reason) == (later(2), None)


def test_an_appointment_that_is_agreed_upon_starts_at_its_time() -> None:
    proposed = one_pass(State.PROPOSED, start=later(60))
    agreed = after(proposed, move(Event.AGREE, Party.ADDRESSEE))
    assert agreed == replace(proposed, state=State.SCHEDULED, approver="who")
    begun = after(agreed, move(Event.START, Party.SYSTEM, 61))
    assert (begun.state, begun.start, begun.due) == (State.ACTIVE, later(61), later(70))


@pytest.mark.parametrize(
    ("state", "event", "party", "method"),
    [
        (State.ACTIVE, Event.END, Party.STUDENT, Ended.RETURNED),
        (State.ACTIVE, Event.END, Party.KIOSK, Ended.RETURNED),
        (State.OVERDUE, Event.END, Party.STAFF, Ended.RETURNED),
        (State.ACTIVE, Event.AUTO_END, Party.SYSTEM, Ended.AUTO),
        (State.OVERDUE, Event.TIME_OUT, Party.SYSTEM, Ended.TIMED_OUT),
        (State.ACTIVE, Event.CLOSE, Party.SYSTEM, Ended.DAY_OVER),
        (State.OVERDUE, Event.LEAVE, Party.SYSTEM, Ended.LEFT_SCHOOL),
        (State.ACTIVE, Event.SUPERSEDE, Party.SYSTEM, Ended.EMERGENCY),
    ],
)
def test_an_end_keeps_by_whom_and_why(
    state: State, event: Event, party: Party, method: Ended
) -> None:
    found = after(one_pass(state), move(event, party, 7))
    assert (found.state, found.ended, found.end_reason) == (State.ENDED, later(7), method)
    assert found.ended_by == "who"


def test_a_clock_that_is_wrong_ends_nothing_before_it_began() -> None:
    assert after(one_pass(), move(Event.END, Party.STUDENT, -30)).ended == later(0)


def test_a_pass_that_is_due_goes_on_until_somebody_ends_it() -> None:
    due = after(one_pass(), move(Event.DUE, Party.SYSTEM, 9))
    assert (due.state, due.due) == (State.OVERDUE, later(9))


def test_an_extension_while_it_runs() -> None:
    longer = after(one_pass(), move(Event.EXTEND, Party.STAFF, minutes=10))
    assert (longer.extra, longer.due, longer.more_taken) == (10, later(19), False)
    own = after(one_pass(State.OVERDUE), move(Event.EXTEND, Party.STUDENT, 10, minutes=5))
    assert (own.state, own.extra, own.due, own.more_taken) == (
        *(State.ACTIVE, 5),
        later(14),
        True,
    )
    again = after(own, move(Event.EXTEND, Party.STAFF, 10, minutes=1))
    assert (again.extra, again.more_taken) == (6, True)
    none = moved(one_pass(), move(Event.EXTEND, Party.STAFF, minutes=0))
    assert none[0].verdict is Verdict.ALREADY


def test_a_wait_at_a_door_stops_the_clock() -> None:
    waits = after(one_pass(), move(Event.PAUSE, Party.STAFF, 2))
    assert waits.pauses == (Pause(later(2)),)
    goes_on = after(waits, move(Event.RESUME, Party.KIOSK, 6))
    assert goes_on.pauses == (Pause(later(2), later(6)),)
    assert goes_on.due == later(13)
    again = after(goes_on, move(Event.PAUSE, Party.STAFF, 7))
    both = after(again, move(Event.RESUME, Party.STAFF, 1))
    assert both.pauses == (Pause(later(2), later(6)), Pause(later(7), later(7)))


def test_an_end_ends_a_wait() -> None:
    waits = one_pass(pauses=(Pause(later(1), later(2)), Pause(later(3))))
    found = after(waits, move(Event.END, Party.STUDENT, 8))
    assert found.pauses == (Pause(later(1), later(2)), Pause(later(3), later(8)))


def test_a_record_is_kept_out_of_reports_and_comes_back() -> None:
    ended = one_pass(State.ENDED, ended=later(5), ended_by="sofia", end_reason=Ended.RETURNED)
    away = after(ended, move(Event.ARCHIVE, Party.MANAGER, 90))
    assert away == replace(ended, archived=True)
    assert after(away, move(Event.RESTORE, Party.MANAGER, 91)) == ended
    assert after(ended, move(Event.EDIT, Party.MANAGER, 92)) == ended


def test_who_may_not_changes_nothing() -> None:
    step, found = moved(one_pass(), move(Event.END, Party.AUTHOR))
    assert (step.verdict, found) == (Verdict.NOT_YOURS, one_pass())


def test_the_same_end_twice_keeps_the_first() -> None:
    first = after(one_pass(), move(Event.END, Party.STUDENT, 5))
    step, found = moved(first, move(Event.END, Party.STAFF, 6, person="lee"))
    assert (step.verdict, found) == (Verdict.ALREADY, first)
    step, found = moved(first, move(Event.AUTO_END, Party.SYSTEM, 9))
    assert (step.verdict, found) == (Verdict.ALREADY, first)


@pytest.mark.parametrize(
    ("of_type", "of_school", "auto", "may"),
    [
        (True, True, None, True),
        (False, True, None, False),
        (True, False, None, False),
        (True, True, AutoPass("lee", students_may_end=True), True),
        (True, True, AutoPass("lee", students_may_end=False), False),
    ],
)
def test_who_may_end_their_own(
    *, of_type: bool, of_school: bool, auto: AutoPass | None, may: bool
) -> None:
    kind = replace(RESTROOM, student_may_end=of_type)
    assert student_may_end(kind, PassSettings(students_may_end=of_school), auto) is may
