"""The use cases of notifications: deliver an event once, and sweep up what a crash left behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, assert_never

from pydantic import ValidationError

from shared.kernel import outbox
from shared.kernel.errors import Permanent, Transient
from shared.kernel.outbox import Busy, OutboxEvent, OutboxState, Settled, Taken
from shared.notifications import rules
from shared.notifications.account_letters import (
    ACCOUNT_MESSAGES,
    AccountMessage,
    ConnectionAsked,
    account_letter,
)
from shared.notifications.emergency import EmergencyOpened
from shared.notifications.mail import Mail, Relay
from shared.notifications.model import (
    Audience,
    Letter,
    Notice,
    NoticeState,
    Outcome,
    Recipient,
)
from shared.notifications.rendering import MESSAGES, Message, render
from shared.notifications.roster_night import NightEnded
from shared.notifications.roster_request import RequestAnswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.kernel.clock import Clock
    from shared.notifications.store import NotificationStore, Stored
    from shared.notifications.tasks import NoticeTasks

EVENT_LEASE = timedelta(seconds=60)
"""Only spares two deliveries the same work; the claim of each notice prevents a second mail."""

SWEEP_LIMIT = 200
_WRITE_TRIES = 3


class LinkDesk(Protocol):
    """What knows who gets a mail with a link, and makes the link in it."""

    def addressee(self, event: OutboxEvent) -> str | None:
        """The address that an event's mail goes to; None where nobody gets one."""

    def link(self, event: OutboxEvent) -> str:
        """The link for an event's mail, made now; nothing but the mail may hold it."""


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One event in the hands of one delivery."""

    event: OutboxEvent
    message: Message | AccountMessage
    audience: Audience


class NotificationService:
    """Delivers events from the outbox to the people whom their school chose."""

    def __init__(
        self,
        store: NotificationStore,
        relay: Relay,
        tasks: NoticeTasks,
        clock: Clock,
        token: Callable[[], str],
        console_url: str,
        accounts: LinkDesk,
        requests: LinkDesk,
    ) -> None:
        """Wire it.

        Args:
            store: documents.
            relay: where mail goes out.
            tasks: the queue of deliveries.
            clock: the present instant.
            token: makes a new unguessable text for each lease.
            console_url: for links in mails.
            accounts: who the mails about accounts go to.
            requests: who the mails of connection requests go to.
        """
        self._accounts = accounts
        self._requests = requests
        self._store = store
        self._relay = relay
        self._tasks = tasks
        self._clock = clock
        self._token = token
        self._console_url = console_url

    def kick(self, event_id: str) -> None:
        """Have a committed event delivered at once; if that fails, the sweeper finds it."""
        try:
            self._tasks.kick(event_id)
        except Transient:
            return

    def sweep(self) -> int:
        """Hand out again every event that is due, and say how many there were.

        Raises:
            Transient: the database or the queue is away.
        """
        now = self._clock()
        due = self._store.due_events(now, SWEEP_LIMIT)
        for event_id in due:
            self._tasks.kick_again(event_id, now)
        return len(due)

    def deliver_event(self, event_id: str) -> None:
        """Send what is still to be sent of an event; what must wait is left to the sweeper.

        Raises:
            Permanent: ``EVENT_UNKNOWN``, ``EVENT_TYPE_UNKNOWN`` or ``EVENT_MALFORMED``.
            Transient: ``EVENT_LEASED`` while another delivery is at it, or the database is away.
        """
        taken = self._take(event_id)
        if taken is None:
            return
        event = taken.value
        message = _read(event)
        delivery = _Delivery(event, message, self._audience(event, message))
        notices = self._open_notices(delivery)
        waits = [wait for notice in notices if (wait := self._handle(notice, delivery))]
        self._finish(taken, waits)

    def give_up(self, event_id: str, reason: str) -> None:
        """Close an event that can never be delivered, with its reason, for people to see."""
        if not outbox.is_event_id(event_id):
            return
        stored = self._store.event(event_id)
        if stored is None or stored.value.state is not OutboxState.PENDING:
            return
        for notice in self._store.notices(event_id).values():
            closed = rules.close(notice.value, reason)
            if closed != notice.value:
                self._store.save_notice(notice, closed)
        self._store.save_event(stored, outbox.settle(stored.value, OutboxState.FAILED, reason))

    def _take(self, event_id: str) -> Stored[OutboxEvent] | None:
        stored = self._store.event(event_id) if outbox.is_event_id(event_id) else None
        if stored is None:
            raise Permanent("EVENT_UNKNOWN", "there is no event of this id")
        step = outbox.take(stored.value, self._clock(), self._token(), EVENT_LEASE)
        match step:
            case Settled():
                return None
            case Busy():
                raise Transient("EVENT_LEASED", "another delivery is at work on this event")
            case Taken(event):
                taken = self._store.save_event(stored, event)
                if taken is None:
                    raise Transient("EVENT_LEASED", "another delivery took this event")
                return taken
            case _ as never:
                assert_never(never)

    def _audience(self, event: OutboxEvent, message: Message | AccountMessage) -> Audience:
        """Whom the school chose; of a mail with a link who that is for."""
        if isinstance(message, EmergencyOpened):
            # It belongs to no school, and says itself who is told.
            return message.audience
        if isinstance(message, NightEnded):
            return self._store.district_audience()
        nobody = Audience(school_name="", time_zone="UTC", recipients=())
        school = self._store.audience(event.school) if event.school else nobody
        if isinstance(message, RequestAnswered):
            return message.audience(school)
        if not isinstance(message, AccountMessage):
            return school
        address = self._desk(message).addressee(event)
        owner = (Recipient(address, message.language),) if address else ()
        return replace(school, recipients=owner)

    def _open_notices(self, delivery: _Delivery) -> list[Stored[Notice]]:
        """All notices of the event, with those of recipients who have none yet."""
        found = self._store.notices(delivery.event.event_id)
        now = self._clock()
        template = delivery.event.type.replace(".", "_")
        for recipient in delivery.audience.recipients:
            notice = rules.open_notice(delivery.event, recipient, template, now)
            if notice.notice_id not in found:
                found[notice.notice_id] = self._store.create_notice(notice)
        return list(found.values())

    def _handle(self, stored: Stored[Notice], delivery: _Delivery) -> datetime | None:
        """Do what is to be done with one notice; gives when to look again, None when final."""
        notice = stored.value
        decision = rules.decide(notice, self._clock(), wanted=_wanted(notice, delivery))
        match decision:
            case rules.Send():
                return self._send(stored, delivery)
            case rules.Wait(until):
                return until
            case rules.MarkUnknown():
                return self._save(stored, rules.mark_unknown(notice))
            case rules.GiveUp():
                return self._save(stored, rules.give_up(notice))
            case rules.Suppress():
                return self._save(stored, rules.suppress(notice))
            case rules.Done():
                return None
            case _ as never:
                assert_never(never)

    def _send(self, stored: Stored[Notice], delivery: _Delivery) -> datetime | None:
        notice = stored.value
        token = self._token()
        claimed: list[Stored[Notice]] = []

        def claim() -> bool:
            leased = self._store.save_notice(stored, rules.claim(notice, self._clock(), token))
            claimed.extend([leased] if leased else [])
            return bool(claimed)

        mail = Mail(
            notice_id=notice.notice_id,
            address=notice.recipient.address,
            language=notice.recipient.language,
            letter=self._letter(notice, delivery),
            sent=self._clock(),
        )
        outcome = self._relay.send(mail, claim)
        return self._conclude(claimed[0] if claimed else stored, token, outcome)

    def _conclude(self, stored: Stored[Notice], token: str, outcome: Outcome) -> datetime | None:
        for _ in range(_WRITE_TRIES):
            own = token if stored.value.lease_token == token else None
            changed = rules.conclude(stored.value, own, outcome, self._clock())
            if changed is None:
                break
            if self._store.save_notice(stored, changed) is not None:
                return _wait_of(changed)
            stored = self._store.notice(stored.value.notice_id)
        return self._look_again(stored.value.notice_id)

    def _save(self, stored: Stored[Notice], changed: Notice) -> datetime | None:
        if self._store.save_notice(stored, changed) is not None:
            return None
        return self._look_again(stored.value.notice_id)

    def _look_again(self, notice_id: str) -> datetime | None:
        """When to come back to a notice that somebody else has changed meanwhile."""
        return _wait_of(self._store.notice(notice_id).value)

    def _letter(self, notice: Notice, delivery: _Delivery) -> Letter:
        message = delivery.message
        if isinstance(message, AccountMessage):
            link = self._desk(message).link(delivery.event)
            return account_letter(message, delivery.audience.school_name, link)
        return render(
            message,
            delivery.event.school,
            delivery.audience,
            notice.recipient.language,
            self._console_url,
        )

    def _desk(self, message: AccountMessage) -> LinkDesk:
        return self._requests if isinstance(message, ConnectionAsked) else self._accounts

    def _finish(self, taken: Stored[OutboxEvent], waits: list[datetime]) -> None:
        """Settle the event, or leave it to the sweeper; another's takeover of it is left alone."""
        event = taken.value
        if waits:
            self._store.save_event(taken, outbox.postpone(event, min(waits)))
            return
        notices = self._store.notices(event.event_id).values()
        state, reason = rules.event_state([stored.value.state for stored in notices])
        self._store.save_event(taken, outbox.settle(event, state, reason))


def _read(event: OutboxEvent) -> Message | AccountMessage:
    known = MESSAGES.get(event.type) or ACCOUNT_MESSAGES.get(event.type)
    if known is None:
        raise Permanent("EVENT_TYPE_UNKNOWN", "no notice is known for this type of event")
    try:
        return known.model_validate(event.payload)
    except ValidationError as error:
        # The cause is left out: its text quotes values of the payload.
        raise Permanent("EVENT_MALFORMED", f"{error.error_count()} fields are wrong") from None


def _wanted(notice: Notice, delivery: _Delivery) -> bool:
    address = notice.recipient.address.lower()
    return any(address == r.address.lower() for r in delivery.audience.recipients)


def _wait_of(notice: Notice) -> datetime | None:
    match notice.state:
        case NoticeState.PENDING:
            return notice.not_before
        case NoticeState.LEASED:
            return notice.lease_until
        case NoticeState.SENT | NoticeState.FAILED | NoticeState.UNKNOWN | NoticeState.SUPPRESSED:
            return None
        case _ as never:
            assert_never(never)
