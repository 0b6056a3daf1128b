"""The law of notices, over every interleaving that Hypothesis thinks of.

Senders run as generators that stop at each point where a process can die or another can step in;
the store is compare-and-set, as Firestore's preconditions are, and a write may go through although
its answer is lost.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel import outbox
from shared.notifications import rules
from shared.notifications.model import (
    Accepted,
    Deferred,
    Language,
    Notice,
    NoticeState,
    Outcome,
    Recipient,
    Refused,
    Unanswered,
)

START = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
EVENT = outbox.announce("roster.run.closed", "lincoln", "run7", {}, START)
RECIPIENT = Recipient("office@lincoln.example", Language.EN)

BEFORE = st.sampled_from([None, None, Deferred("SMTP_CONNECT_LOST"), Refused("SMTP_RCPT_550")])
RELAY = st.sampled_from(["accepts", "accepts", "accepts silently", "refuses", "defers"])
STEP = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["go"] * 9 + ["die"]),
    st.sampled_from([0, 0, 0, 1, 40, 200]),
)


class World:
    """One notice, one relay and the time."""

    def __init__(self) -> None:
        self.now = START
        self.notice = rules.open_notice(EVENT, RECIPIENT, "roster_run_closed", START)
        self.version = 0
        self.handed_over = 0
        self.in_inbox = 0
        self.tokens = 0

    def save(self, version: int, changed: Notice) -> bool:
        if version != self.version:
            return False
        self.notice, self.version = changed, version + 1
        return True

    def transmit(self, behavior: str) -> Outcome:
        if behavior == "refuses":
            return Refused("SMTP_CONTENT_554")
        if behavior == "defers":
            return Deferred("SMTP_CONTENT_451")
        self.in_inbox += 1
        return Accepted() if behavior == "accepts" else Unanswered("SMTP_UNANSWERED")


def sender(world: World, before: Outcome | None, behavior: str) -> Generator[None, None, None]:
    """What the service does with one notice, step by step."""
    notice, version = world.notice, world.version
    yield
    decision = rules.decide(notice, world.now, wanted=True)
    if isinstance(decision, rules.MarkUnknown):
        world.save(version, rules.mark_unknown(notice))
        return
    if isinstance(decision, rules.GiveUp):
        world.save(version, rules.give_up(notice))
        return
    if not isinstance(decision, rules.Send):
        return
    yield
    token, outcome = None, before
    if outcome is None:
        world.tokens += 1
        token = str(world.tokens)
        if not world.save(version, rules.claim(notice, world.now, token)):
            return
        yield
        outcome = world.transmit(behavior)
        yield
    changed = rules.conclude(world.notice, token, outcome, world.now)
    if changed is not None:
        world.save(world.version, changed)


def run_to_the_end(world: World) -> None:
    """Sweep a sound world until nothing is left to do; a day is more than enough."""
    for _ in range(400):
        for _ in sender(world, None, "accepts"):
            pass
        world.now += timedelta(minutes=5)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(BEFORE, RELAY), min_size=3, max_size=9),
    st.lists(STEP, min_size=8, max_size=60),
)
def test_no_interleaving_sends_twice_and_none_loses_a_notice_in_silence(
    attempts: list[tuple[Outcome | None, str]], steps: list[tuple[int, str, int]]
) -> None:
    world = World()
    waiting = list(attempts)
    alive: list[Generator[None, None, None] | None] = [None, None, None]
    for who, what, seconds in steps:
        world.now += timedelta(seconds=seconds)
        if what == "die":
            alive[who] = None
        elif alive[who] is None and waiting:
            alive[who] = sender(world, *waiting.pop())
        elif (running := alive[who]) is not None and next(running, "ended") == "ended":
            alive[who] = None
        assert world.in_inbox <= 1
    run_to_the_end(world)
    assert world.in_inbox <= 1
    assert world.notice.state in {NoticeState.SENT, NoticeState.FAILED, NoticeState.UNKNOWN}
    if world.notice.state is NoticeState.SENT:
        assert world.in_inbox == 1
    if world.notice.state is NoticeState.FAILED:
        assert world.in_inbox == 0
