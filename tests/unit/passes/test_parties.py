"""What somebody is to a pass, for one event."""

from __future__ import annotations

import pytest

from shared.kernel.roles import Role
from shared.passes.model import Pass, Standing, State
from shared.passes.parties import parties_of
from shared.passes.states import Event, Party, Verdict, step
from tests.unit.passes.passes_by_hand import MR_KIM, MS_LEE, SOFIA, one_pass

BEN = Standing("ben", Role.STUDENT)
NINA = Standing("nina", Role.STAFF)
MOTHER = Standing("mother", Role.PARENT)
P = Party
ASKED_OF_LEE = one_pass(State.REQUESTED, put_to=frozenset({"lee"}))
ASKED_OF_ANY = one_pass(State.REQUESTED)
SECOND = one_pass(State.REQUESTED, created_by="lee")


def of(
    one: Pass, who: Standing, event: Event, *, manages: bool = False, may_end: bool = True
) -> set[Party]:
    return set(parties_of(one, who, event, manages=manages, may_end=may_end))


@pytest.mark.parametrize(
    ("one", "who", "event", "expected"),
    [
        (one_pass(), SOFIA, Event.END, {P.STUDENT, P.AUTHOR}),
        (one_pass(created_by="lee"), SOFIA, Event.END, {P.STUDENT}),
        (one_pass(), BEN, Event.END, set()),
        (one_pass(), MOTHER, Event.END, set()),
        (one_pass(put_to=frozenset({"lee"})), NINA, Event.END, {P.STAFF}),
        (ASKED_OF_LEE, MS_LEE, Event.APPROVE, {P.ADDRESSEE, P.STAFF}),
        (ASKED_OF_LEE, NINA, Event.APPROVE, {P.STAFF}),
        (ASKED_OF_ANY, NINA, Event.APPROVE, {P.ADDRESSEE, P.STAFF}),
        (ASKED_OF_ANY, SOFIA, Event.APPROVE, {P.STUDENT, P.AUTHOR}),
        (SECOND, MS_LEE, Event.APPROVE, {P.AUTHOR, P.STAFF}),
        (SECOND, MS_LEE, Event.CANCEL, {P.AUTHOR, P.STAFF}),
    ],
)
def test_what_somebody_is(one: Pass, who: Standing, event: Event, expected: set[Party]) -> None:
    assert of(one, who, event) == expected


def test_a_student_who_may_not_end_it_may_still_take_an_offer() -> None:
    assert of(one_pass(), SOFIA, Event.END, may_end=False) == {P.AUTHOR}
    assert P.STUDENT in of(one_pass(), SOFIA, Event.TAKE, may_end=False)
    assert P.STUDENT in of(one_pass(), SOFIA, Event.EXTEND, may_end=False)


def test_a_manager_answers_for_others_and_not_for_themselves() -> None:
    assert P.MANAGER in of(ASKED_OF_LEE, MR_KIM, Event.APPROVE, manages=True)
    own = one_pass(State.REQUESTED, created_by="kim")
    for event in (Event.APPROVE, Event.HOLD):
        parties = parties_of(own, MR_KIM, event, manages=True, may_end=True)
        assert step(own.state, event, parties).verdict is Verdict.NOT_YOURS
    assert P.MANAGER in of(own, MR_KIM, Event.CANCEL, manages=True)


def test_a_student_manages_nothing() -> None:
    assert of(one_pass(), SOFIA, Event.ARCHIVE, manages=True) == {P.STUDENT, P.AUTHOR}


def test_what_an_adult_sends_is_answered_by_the_student() -> None:
    sent = one_pass(State.PROPOSED, created_by="lee", put_to=frozenset({"sofia"}))
    assert of(sent, SOFIA, Event.DECLINE) == {P.STUDENT, P.ADDRESSEE}
    assert of(sent, NINA, Event.AGREE) == {P.STAFF}
