from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel import outbox
from shared.kernel.outbox import OutboxState
from shared.notifications import rules
from shared.notifications.model import (
    Accepted,
    Deferred,
    Language,
    NotClaimed,
    Notice,
    NoticeState,
    Outcome,
    Recipient,
    Refused,
    Unanswered,
)

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
EVENT = outbox.announce("roster.run.closed", "lincoln", "run7", {}, NOW)
FINAL = [NoticeState.SENT, NoticeState.FAILED, NoticeState.UNKNOWN, NoticeState.SUPPRESSED]
OUTCOMES = [Accepted(), Refused("R"), Deferred("D"), Unanswered("U"), NotClaimed()]


def pending() -> Notice:
    who = Recipient("Office@lincoln.example", Language.ES)
    return rules.open_notice(EVENT, who, "roster_run_closed", NOW)


def leased(by: str = "mine") -> Notice:
    return rules.claim(pending(), NOW, by)


def later(**how: float) -> datetime:
    return NOW + timedelta(**how)


def test_a_notice_is_known_by_event_address_channel_and_template() -> None:
    key = "roster-run-closed-run7|office@lincoln.example|mail|roster_run_closed"
    assert pending().notice_id == hashlib.sha256(key.encode()).hexdigest()
    assert pending().recipient.address == "Office@lincoln.example"


@pytest.mark.parametrize("state", NoticeState)
def test_a_document_gives_back_the_notice_it_was_made_of(state: NoticeState) -> None:
    notice = replace(leased(), state=state, sent_time=NOW, reason="WHY", attempts=3)
    assert Notice.from_document(notice.as_document()) == notice


def test_a_pending_notice_is_sent_when_its_time_has_come() -> None:
    deferred = rules.conclude(pending(), None, Deferred("SMTP_CONNECT_LOST"), NOW)
    assert deferred is not None
    assert rules.decide(pending(), NOW, wanted=True) == rules.Send()
    assert rules.decide(deferred, later(seconds=29), wanted=True) == rules.Wait(later(seconds=30))
    assert rules.decide(deferred, later(seconds=30), wanted=True) == rules.Send()


def test_a_leased_notice_waits_for_its_sender_and_is_unknown_after() -> None:
    just_before = later(seconds=179)
    assert rules.decide(leased(), just_before, wanted=True) == rules.Wait(later(seconds=180))
    assert rules.decide(leased(), later(seconds=180), wanted=True) == rules.MarkUnknown()
    assert rules.mark_unknown(leased()).state is NoticeState.UNKNOWN


def test_a_notice_nobody_wants_any_more_is_suppressed_only_while_it_is_pending() -> None:
    assert rules.decide(pending(), NOW, wanted=False) == rules.Suppress()
    assert rules.suppress(pending()).state is NoticeState.SUPPRESSED
    assert rules.decide(leased(), later(seconds=180), wanted=False) == rules.MarkUnknown()


def test_a_day_is_the_longest_that_a_notice_is_tried() -> None:
    stuck = replace(pending(), reason="SMTP_CONNECT_LOST", not_before=later(hours=23, minutes=59))
    assert rules.decide(stuck, later(hours=23, minutes=59), wanted=True) == rules.Send()
    assert rules.decide(stuck, later(hours=24), wanted=True) == rules.GiveUp()
    ended = rules.give_up(stuck)
    assert (ended.state, ended.reason) == (NoticeState.FAILED, "SMTP_CONNECT_LOST")


@pytest.mark.parametrize("state", FINAL)
def test_nothing_is_done_with_a_final_notice(state: NoticeState) -> None:
    final = replace(pending(), state=state)
    assert rules.decide(final, later(days=3), wanted=False) == rules.Done()
    assert rules.close(final, "WHY") == final
    with pytest.raises(ValueError, match="pending"):
        rules.claim(final, NOW, "other")


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Accepted(), NoticeState.SENT, None),
        (Refused("SMTP_CONTENT_554"), NoticeState.FAILED, "SMTP_CONTENT_554"),
        (Deferred("SMTP_CONTENT_451"), NoticeState.PENDING, "SMTP_CONTENT_451"),
        (Unanswered("SMTP_UNANSWERED"), NoticeState.UNKNOWN, "SMTP_UNANSWERED"),
    ],
)
def test_an_attempt_that_held_the_claim_decides_the_state(
    outcome: Outcome, state: NoticeState, reason: str | None
) -> None:
    notice = rules.conclude(leased(), "mine", outcome, later(seconds=1))
    assert notice is not None
    assert (notice.state, notice.reason, notice.attempts) == (state, reason, 1)
    assert notice.sent_time == (later(seconds=1) if state is NoticeState.SENT else None)


def test_a_claim_comes_to_nothing_when_it_was_not_given() -> None:
    assert rules.conclude(pending(), None, NotClaimed(), NOW) is None


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_attempt_has_no_say_in_what_another_has_claimed(outcome: Outcome) -> None:
    assert rules.conclude(leased("theirs"), "mine", outcome, NOW) is None
    assert rules.conclude(leased("theirs"), None, outcome, NOW) is None
    assert rules.conclude(rules.mark_unknown(leased("theirs")), "mine", outcome, NOW) is None
    sent = rules.conclude(leased(), "mine", Accepted(), NOW)
    assert sent is not None
    assert rules.conclude(sent, "mine", outcome, NOW) is None


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Accepted(), NoticeState.SENT),
        (Refused("R"), NoticeState.FAILED),
        (Deferred("D"), NoticeState.FAILED),
        (Unanswered("U"), None),
        (NotClaimed(), None),
    ],
)
def test_a_slow_sender_may_still_say_what_became_of_an_unknown_one(
    outcome: Outcome, state: NoticeState | None
) -> None:
    found = rules.conclude(rules.mark_unknown(leased()), "mine", outcome, NOW)
    assert (found.state if found else None) == state


def test_work_given_up_leaves_a_visible_end() -> None:
    assert rules.close(pending(), "UNEXPECTED").state is NoticeState.FAILED
    assert rules.close(leased(), "UNEXPECTED").state is NoticeState.UNKNOWN
    assert rules.close(pending(), "UNEXPECTED").reason == "UNEXPECTED"


def test_the_delay_doubles_up_to_a_quarter_of_an_hour() -> None:
    seconds = [rules.retry_delay(attempts).total_seconds() for attempts in range(1, 8)]
    assert seconds == [30, 60, 120, 240, 480, 900, 900]
    assert rules.retry_delay(10_000) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], (OutboxState.SUPPRESSED, "NO_RECIPIENTS")),
        ([NoticeState.SUPPRESSED], (OutboxState.SUPPRESSED, "RECIPIENT_REMOVED")),
        ([NoticeState.SUPPRESSED, NoticeState.SENT], (OutboxState.DONE, None)),
        ([NoticeState.UNKNOWN, NoticeState.FAILED], (OutboxState.DONE, None)),
    ],
)
def test_an_event_ends_as_its_notices_did(
    states: list[NoticeState], expected: tuple[OutboxState, str | None]
) -> None:
    assert rules.event_state(states) == expected
