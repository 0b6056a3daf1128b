from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel import outbox
from shared.kernel.outbox import Busy, OutboxEvent, OutboxState, Settled, Taken

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def event() -> OutboxEvent:
    return outbox.announce("roster.run.closed", "lincoln", "run7", {"run": "run7"}, NOW)


def taken(by: str, at: datetime, from_: OutboxEvent) -> OutboxEvent:
    step = outbox.take(from_, at, by, LEASE)
    assert isinstance(step, Taken)
    return step.event


def test_a_new_event_waits_a_minute_for_the_sweeper_and_is_kept_thirty_days() -> None:
    assert event().as_document() == {
        "schemaVersion": 1,
        "eventId": "roster-run-closed-run7",
        "type": "roster.run.closed",
        "school": "lincoln",
        "createTime": NOW,
        "state": "PENDING",
        "payload": {"run": "run7"},
        "dueTime": datetime(2026, 11, 22, 15, 1, tzinfo=UTC),
        "leaseUntil": None,
        "leaseToken": None,
        "attempts": 0,
        "reason": None,
        "expiresAt": datetime(2026, 12, 22, 15, 0, tzinfo=UTC),
    }


@pytest.mark.parametrize("subject", ["", "a/b", "ä", "a b", "x" * 400])
def test_a_subject_that_is_no_id_announces_nothing(subject: str) -> None:
    with pytest.raises(ValueError, match="subject"):
        outbox.announce("roster.run.closed", "lincoln", subject, {}, NOW)


@pytest.mark.parametrize("text", ["", "../members/x", "a b", "x" * 401, "a\n"])
def test_text_that_could_lead_elsewhere_is_no_event_id(text: str) -> None:
    assert not outbox.is_event_id(text)


def test_an_event_on_lease_is_busy_until_the_lease_ends() -> None:
    first = taken("one", NOW, event())
    assert outbox.take(first, NOW + timedelta(seconds=59), "two", LEASE) == Busy(NOW + LEASE)
    second = taken("two", NOW + LEASE, first)
    assert (second.lease_token, second.attempts) == ("two", 2)


def test_the_sweeper_comes_when_the_lease_of_a_dead_delivery_ends() -> None:
    assert taken("one", NOW, event()).due_time == NOW + LEASE


def test_a_postponed_event_can_be_taken_and_is_due_when_said() -> None:
    later = NOW + timedelta(minutes=5)
    back = outbox.postpone(taken("one", NOW, event()), later)
    assert (back.due_time, back.lease_until, back.lease_token) == (later, None, None)
    assert isinstance(outbox.take(back, NOW, "two", LEASE), Taken)


@pytest.mark.parametrize("state", [s for s in OutboxState if s is not OutboxState.PENDING])
def test_a_settled_event_is_never_taken_nor_due_again(state: OutboxState) -> None:
    settled = outbox.settle(taken("one", NOW, event()), state, "WHY")
    assert (settled.due_time, settled.lease_until, settled.reason) == (None, None, "WHY")
    assert outbox.take(settled, NOW + timedelta(days=9), "two", LEASE) == Settled()


def test_pending_is_no_state_to_settle_in() -> None:
    with pytest.raises(ValueError, match="not a final state"):
        outbox.settle(event(), OutboxState.PENDING, None)


@given(st.lists(st.sampled_from(["take", "postpone", "settle"]), max_size=6))
def test_a_document_gives_back_the_event_it_was_made_of(steps: list[str]) -> None:
    current = event()
    for step in steps:
        if step == "take":
            result = outbox.take(current, NOW, "token", LEASE)
            current = result.event if isinstance(result, Taken) else current
        elif step == "postpone":
            current = outbox.postpone(current, NOW + LEASE)
        else:
            current = outbox.settle(current, OutboxState.FAILED, "WHY")
    assert OutboxEvent.from_document(current.as_document()) == current
