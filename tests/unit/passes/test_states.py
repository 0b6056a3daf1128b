"""The table of states whole: every event in every state, by everybody."""

from __future__ import annotations

from itertools import product

import pytest

from shared.passes.answers import Outcome
from shared.passes.model import CLOSED, State
from shared.passes.states import TABLE, WHO, Event, Party, Verdict, first_state, step

SHORT = {
    "PRO": State.PROPOSED,
    "REQ": State.REQUESTED,
    "SCH": State.SCHEDULED,
    "QUE": State.QUEUED,
    "OFF": State.OFFERED,
    "ACT": State.ACTIVE,
    "OVE": State.OVERDUE,
    "END": State.ENDED,
    "DEN": State.DENIED,
    "DCL": State.DECLINED,
    "EXP": State.EXPIRED,
    "CAN": State.CANCELLED,
}
# A row for each event of people and a column for each state: where it leads for whoever may;
# `=` where it has had its effect, `late` where the pass is closed, `no` where it doesn't fit.
PEOPLE = """
         PRO  REQ  SCH  QUE  OFF  ACT  OVE  END  DEN  DCL  EXP  CAN
APPROVE  no   ACT  no   =    =    =    =    =    late late late late
HOLD     no   QUE  no   =    =    =    =    =    late late late late
DENY     no   DEN  no   no   no   no   no   late =    late late late
AGREE    SCH  no   =    =    =    =    =    =    late late late late
DECLINE  DCL  no   no   no   no   no   no   late late =    late late
CANCEL   CAN  CAN  CAN  CAN  CAN  no   no   late late late late =
TAKE     no   no   no   no   ACT  =    =    =    late late late late
EXTEND   no   no   no   no   no   ACT  ACT  late late late late late
END      no   no   no   no   no   END  END  =    late late late late
EDIT     no   no   no   no   no   no   no   END  DEN  DCL  EXP  CAN
ARCHIVE  no   no   no   no   no   no   no   END  DEN  DCL  EXP  CAN
RESTORE  no   no   no   no   no   no   no   END  DEN  DCL  EXP  CAN
"""
# The same by adults, where the system may as well.
ADULTS = """
         PRO  REQ  SCH  QUE  OFF  ACT  OVE  END  DEN  DCL  EXP  CAN
START    no   no   ACT  ACT  ACT  =    =    =    late late late late
PAUSE    no   no   no   no   no   ACT  no   =    late late late late
RESUME   no   no   no   no   no   ACT  =    =    late late late late
"""
# By the system what doesn't fit is nothing: its tasks come late, twice and out of order.
SYSTEM = """
          PRO  REQ  SCH  QUE  OFF  ACT  OVE  END  DEN  DCL  EXP  CAN
LAPSE     EXP  EXP  =    =    EXP  =    =    =    =    =    =    =
START     =    =    ACT  not  not  =    =    =    =    =    =    =
WAIT      =    =    QUE  =    =    =    =    =    =    =    =    =
REFUSE    =    =    DEN  DEN  DEN  =    =    =    =    =    =    =
OFFER     =    =    =    OFF  =    =    =    =    =    =    =    =
PAUSE     =    =    =    =    =    ACT  =    =    =    =    =    =
RESUME    =    =    =    =    =    ACT  =    =    =    =    =    =
DUE       =    =    =    =    =    OVE  =    =    =    =    =    =
AUTO_END  =    =    =    =    =    END  =    =    =    =    =    =
TIME_OUT  =    =    =    =    =    =    END  =    =    =    =    =
CLOSE     EXP  EXP  EXP  EXP  EXP  END  END  =    =    =    =    =
LEAVE     CAN  CAN  CAN  CAN  CAN  END  END  =    =    =    =    =
SUPERSEDE =    CAN  =    CAN  CAN  END  END  =    =    =    =    =
"""
VERDICTS = {
    "=": Verdict.ALREADY,
    "late": Verdict.TOO_LATE,
    "no": Verdict.DOES_NOT_FIT,
    "not": Verdict.NOT_YOURS,
}
P = Party
MAY = {
    Event.APPROVE: {P.ADDRESSEE, P.MANAGER},
    Event.HOLD: {P.ADDRESSEE, P.MANAGER},
    Event.DENY: {P.ADDRESSEE, P.MANAGER},
    Event.AGREE: {P.ADDRESSEE},
    Event.DECLINE: {P.ADDRESSEE},
    Event.LAPSE: {P.SYSTEM},
    Event.CANCEL: {P.AUTHOR, P.STAFF, P.MANAGER},
    Event.START: {P.STAFF, P.MANAGER, P.SYSTEM},
    Event.WAIT: {P.SYSTEM},
    Event.REFUSE: {P.SYSTEM},
    Event.OFFER: {P.SYSTEM},
    Event.TAKE: {P.STUDENT},
    Event.EXTEND: {P.STUDENT, P.STAFF, P.MANAGER},
    Event.PAUSE: {P.STAFF, P.MANAGER, P.KIOSK, P.SYSTEM},
    Event.RESUME: {P.STAFF, P.MANAGER, P.KIOSK, P.SYSTEM},
    Event.DUE: {P.SYSTEM},
    Event.AUTO_END: {P.SYSTEM},
    Event.TIME_OUT: {P.SYSTEM},
    Event.END: {P.STUDENT, P.STAFF, P.MANAGER, P.KIOSK},
    Event.CLOSE: {P.SYSTEM},
    Event.LEAVE: {P.SYSTEM},
    Event.SUPERSEDE: {P.SYSTEM},
    Event.EDIT: {P.MANAGER},
    Event.ARCHIVE: {P.MANAGER},
    Event.RESTORE: {P.MANAGER},
}

Cell = tuple[Event, State, Verdict, State]


def cells(grid: str) -> list[Cell]:
    head, *rows = grid.strip().splitlines()
    found = []
    for row in rows:
        name, *words = row.split()
        for short, word in zip(head.split(), words, strict=True):
            state = SHORT[short]
            verdict = VERDICTS.get(word, Verdict.MOVES)
            found.append((Event(name), state, verdict, SHORT.get(word, state)))
    return found


def told(event: Event, state: State, party: Party) -> tuple[Verdict, State]:
    found = step(state, event, frozenset({party}))
    return found.verdict, found.to


BY_PEOPLE, BY_ADULTS, BY_SYSTEM = cells(PEOPLE), cells(ADULTS), cells(SYSTEM)


def test_the_grids_hold_every_event_and_every_state() -> None:
    every = {(event, state) for event, state in product(Event, State)}
    assert {cell[:2] for cell in (*BY_PEOPLE, *BY_ADULTS, *BY_SYSTEM)} == every
    assert set(MAY) == set(Event)


@pytest.mark.parametrize("cell", BY_PEOPLE, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_events_of_people(cell: Cell) -> None:
    event, state, verdict, to = cell
    assert told(event, state, Party.MANAGER if P.MANAGER in MAY[event] else _of(event)) == (
        verdict,
        to,
    )


def _of(event: Event) -> Party:
    (party,) = MAY[event]
    return party


@pytest.mark.parametrize("cell", BY_ADULTS, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_events_of_adults_beside_the_system(cell: Cell) -> None:
    event, state, verdict, to = cell
    for party in (Party.STAFF, Party.MANAGER):
        assert told(event, state, party) == (verdict, to)


@pytest.mark.parametrize("cell", BY_SYSTEM, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_events_of_the_system(cell: Cell) -> None:
    event, state, verdict, to = cell
    assert told(event, state, Party.SYSTEM) == (verdict, to)


@pytest.mark.parametrize(
    ("event", "party"), list(product(Event, Party)), ids=lambda each: each.value
)
def test_who_may_not_changes_nothing_in_any_state(event: Event, party: Party) -> None:
    answers = {told(event, state, party)[0] for state in State}
    if party in MAY[event]:
        assert Verdict.MOVES in answers
    else:
        assert answers == {Verdict.NOT_YOURS}
        assert {told(event, state, party)[1] == state for state in State} == {True}


def test_the_table_says_who_may() -> None:
    assert {event: set(parties) for event, parties in WHO.items()} == MAY


def test_what_a_teacher_sent_is_not_cancelled_by_the_student() -> None:
    assert told(Event.CANCEL, State.SCHEDULED, Party.STUDENT)[0] is Verdict.NOT_YOURS
    assert told(Event.CANCEL, State.SCHEDULED, Party.AUTHOR)[0] is Verdict.MOVES
    assert told(Event.CANCEL, State.SCHEDULED, Party.STAFF)[0] is Verdict.MOVES
    assert told(Event.CANCEL, State.REQUESTED, Party.STAFF)[0] is Verdict.NOT_YOURS


def test_one_may_be_several() -> None:
    both = frozenset({Party.STUDENT, Party.AUTHOR})
    assert step(State.REQUESTED, Event.CANCEL, both).to is State.CANCELLED
    assert step(State.OFFERED, Event.TAKE, both).to is State.ACTIVE


def test_nothing_leaves_a_closed_state() -> None:
    leaving = [(key, each.to) for key, each in TABLE.items() if key[1] in CLOSED]
    assert leaving
    assert [key for key, to in leaving if to is not key[1]] == []


def test_every_state_but_the_first_ones_is_reached() -> None:
    first = {
        first_state(outcome, later=later, declinable=declinable)
        for outcome, later, declinable in product(Outcome, (True, False), (True, False))
    }
    reached = {each.to for key, each in TABLE.items() if each.to is not key[1]}
    assert first | reached == set(State)


@pytest.mark.parametrize(
    ("outcome", "later", "declinable", "state"),
    [
        (Outcome.ALLOW, False, False, State.ACTIVE),
        (Outcome.NEEDS_APPROVAL, False, False, State.REQUESTED),
        (Outcome.QUEUE, False, False, State.QUEUED),
        (Outcome.REFUSE, False, False, State.DENIED),
        (Outcome.ALLOW, True, False, State.SCHEDULED),
        (Outcome.ALLOW, True, True, State.PROPOSED),
        (Outcome.NEEDS_APPROVAL, True, False, State.PROPOSED),
        (Outcome.REFUSE, True, True, State.DENIED),
    ],
)
def test_how_a_pass_comes_to_be(
    *, outcome: Outcome, later: bool, declinable: bool, state: State
) -> None:
    assert first_state(outcome, later=later, declinable=declinable) is state
