"""A student's day of random events: one pass runs, and nothing comes back from its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from shared.passes.answers import Outcome
from shared.passes.asked import Asked, Stage, Use
from shared.passes.clock import event_due
from shared.passes.course import Move, moved
from shared.passes.gate import decide
from shared.passes.limits import begun, ended, waits, waits_no_more
from shared.passes.model import CLOSED, RUNNING, Pass, State, StudentDay, Via
from shared.passes.policy import Approval, PassSettings
from shared.passes.states import Event, Party, first_state
from tests.unit.calendar.days_by_hand import at
from tests.unit.passes.passes_by_hand import (
    EMERGENCY,
    NORTH,
    NOW,
    RESTROOM,
    asked,
    by_staff,
    facts,
    one_pass,
)

SCHOOL = PassSettings(day_limit=3, overdue_minutes=5)
PLACE = replace(NORTH, most_to=4)
APPROVED = replace(RESTROOM, approval=Approval.ORIGIN_TEACHER)
CLOSES = at("11:30")
BEGINS = {Event.APPROVE: Stage.APPROVAL, Event.TAKE: Stage.OFFER, Event.START: Stage.START}
HELD = frozenset({"to:north"})


class StudentsDay(RuleBasedStateMachine):
    """One student, a place that others fill and leave, and events in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.day = StudentDay()
        self.others = 0
        self.passes: dict[str, Pass] = {}
        self.requests: dict[str, Asked] = {}
        self.closed: dict[str, Pass] = {}

    def known(self, mine: str = "") -> object:
        held = HELD if mine and self.passes[mine].state is State.OFFERED else frozenset()
        own = sum(each.state in {*RUNNING, State.OFFERED} for each in self.passes.values())
        return {
            "now": self.now,
            "day": self.day,
            "uses": {"to:north": Use(self.others + own)},
            "held": held,
        }

    @rule(
        kind=st.sampled_from((RESTROOM, APPROVED, EMERGENCY)),
        staff=st.booleans(),
        in_minutes=st.sampled_from((None, None, 10)),
    )
    def somebody_asks(self, kind: object, *, staff: bool, in_minutes: int | None) -> None:
        name = f"p{len(self.passes)}"
        start = None if in_minutes is None else self.now + timedelta(minutes=in_minutes)
        ask = by_staff if staff else asked
        request = ask(pass_id=name, type=kind, destination=PLACE, start=start)
        decision = decide(request, facts(SCHOOL, **self.known()))  # type: ignore[arg-type]
        state = first_state(decision.outcome, later=start is not None)
        made = one_pass(
            state,
            id=name,
            type=request.type.id,
            via=decision.via,
            counts=decision.counts,
            requested=self.now,
            start=self.now if state is State.ACTIVE else start,
        )
        self.requests[name] = request
        if decision.replaces:
            self.happens(decision.replaces, Event.SUPERSEDE, Party.SYSTEM)
        self.put(made)

    @rule(event=st.sampled_from(Event), party=st.sampled_from(Party), pick=st.integers(0, 40))
    def something_happens(self, event: Event, party: Party, pick: int) -> None:
        if self.passes:
            self.happens(f"p{pick % len(self.passes)}", event, party)

    @rule(minutes=st.integers(0, 12))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for name, one in list(self.passes.items()):
            event = event_due(one, SCHOOL, self.now, CLOSES)
            if event is not None:
                self.happens(name, event, Party.SYSTEM)

    @rule(others=st.integers(0, 4))
    def others_come_and_go(self, others: int) -> None:
        self.others = others

    def happens(self, name: str, event: Event, party: Party) -> None:
        one = self.passes[name]
        if event in BEGINS and one.state not in {*RUNNING, *CLOSED} and not self.lets(name, event):
            return
        what = Move(event, frozenset({party}), self.now, "who", CLOSES, minutes=1)
        self.put(moved(one, what)[1])

    def lets(self, name: str, event: Event) -> bool:
        request = replace(self.requests[name], stage=BEGINS[event])
        if request.via is Via.STUDENT and request.type is EMERGENCY and self.day.active:
            return False
        decision = decide(request, facts(SCHOOL, **self.known(name)))  # type: ignore[arg-type]
        return decision.outcome is Outcome.ALLOW and decision.replaces == ""

    def put(self, one: Pass) -> None:
        before = self.passes.get(one.id)
        self.passes[one.id] = one
        if one.state in RUNNING:
            self.day = begun(self.day, one)
        elif one.state in {State.REQUESTED, State.QUEUED, State.OFFERED}:
            self.day = waits(self.day, one)
        elif one.state in CLOSED and (before is None or before.state not in CLOSED):
            self.day = waits_no_more(ended(self.day, one, self.now), one)
        if one.state in CLOSED:
            self.closed.setdefault(one.id, one)

    @invariant()
    def one_pass_runs(self) -> None:
        running = [each.id for each in self.passes.values() if each.state in RUNNING]
        assert running == ([self.day.active] if self.day.active else [])

    @invariant()
    def nothing_comes_back_from_its_end(self) -> None:
        for name, first in self.closed.items():
            assert replace(self.passes[name], archived=first.archived) == first

    @invariant()
    def what_began_is_counted_once(self) -> None:
        ran = [each for each in self.passes.values() if each.counts and _has_run(each)]
        assert self.day.used == len(ran)
        assert sum(self.day.by_type.values()) == len(ran)

    @invariant()
    def students_stay_within_their_limit(self) -> None:
        own = [
            each
            for each in self.passes.values()
            if each.counts and each.type != "emergency" and _has_run(each)
        ]
        assert len(own) <= 3

    @invariant()
    def every_end_says_why(self) -> None:
        for each in self.passes.values():
            assert (each.end_reason is not None) is (each.state is State.ENDED)
            if each.ended is not None and _has_run(each) and each.start is not None:
                assert each.ended >= each.start


def _has_run(one: Pass) -> bool:
    return one.state in RUNNING or one.state is State.ENDED


TestStudentsDay = StudentsDay.TestCase
TestStudentsDay.settings = settings(max_examples=100, stateful_step_count=40)
