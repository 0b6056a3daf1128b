"""From the outbox to the mailbox, on the Firestore emulator and real SMTP servers."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.kernel.errors import Permanent, Transient
from tests.emulator.notifications.deliveries import START, Hands, SchoolOffice
from tests.emulator.notifications.relays import HANG_UP, OK, ScriptedRelay
from tests.unit.notifications.run_results import brake, closed

OFFICE = "office@lincoln.example"
DOMINGO = "oficina@lincoln.example"


def test_each_recipient_gets_one_mail_in_their_language(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    office.choose((OFFICE, "en"), (DOMINGO, "es"), ("OFFICE@lincoln.example", "es"))
    event_id = office.announce()
    for _ in range(3):
        office.service().deliver_event(event_id)
    assert [to for to, _ in relay.contents] == [OFFICE, DOMINGO]
    assert [message["Subject"] for message in relay.messages()] == [
        "Lincoln High School: roster sync finished",
        "Lincoln High School: la sincronización de listas terminó",
    ]
    assert [message["Content-Language"] for message in relay.messages()] == ["en", "es"]
    assert office.states(event_id) == {OFFICE: ("SENT", None), DOMINGO: ("SENT", None)}
    sent = office.notices(event_id)[OFFICE]
    assert (sent["sentTime"], sent["attempts"], sent["channel"]) == (START, 1, "mail")
    event = office.event(event_id)
    assert (event["state"], event["dueTime"], event["leaseToken"]) == ("DONE", None, None)
    assert event["payload"]["fileName"] == "LincolnHighSchool_students_nov22_2026.csv"


def test_a_payload_may_carry_times_as_firestore_gives_them(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    payload = brake() | {"receivedTime": START, "closedTime": START + timedelta(seconds=9)}
    event_id = office.announce(payload=payload)
    office.service().deliver_event(event_id)
    [message] = relay.messages()
    text = message.get_body(("plain",))
    assert text is not None
    assert "HELD ARCHIVE_SHARE" in text.get_content()
    assert "November 22, 2026, 2:05 PM CST" in text.get_content()


def test_a_school_without_recipients_leaves_a_visible_end(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    office.choose()
    event_id = office.announce()
    office.service().deliver_event(event_id)
    event = office.event(event_id)
    assert (event["state"], event["reason"]) == ("SUPPRESSED", "NO_RECIPIENTS")
    assert office.notices(event_id) == {}
    assert relay.contents == []


def test_recipients_are_those_of_the_moment_of_sending(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    event_id = office.announce()
    relay.rcpt = lambda _: "451 try later"
    office.service().deliver_event(event_id)
    office.choose((DOMINGO, "es"))
    relay.rcpt = lambda _: OK
    office.clock.forward(seconds=30)
    office.service().deliver_event(event_id)
    assert [to for to, _ in relay.contents] == [DOMINGO]
    assert office.states(event_id) == {
        OFFICE: ("SUPPRESSED", "RECIPIENT_REMOVED"),
        DOMINGO: ("SENT", None),
    }


def test_a_relay_that_defers_is_asked_again_when_the_delay_is_over(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    event_id = office.announce()
    relay.content = lambda: "451 try later"
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("PENDING", "SMTP_CONTENT_451")}
    assert office.event(event_id)["dueTime"] == START + timedelta(seconds=30)
    relay.content = lambda: OK
    office.service().deliver_event(event_id)
    assert len(relay.contents) == 1
    office.clock.forward(seconds=30)
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("SENT", None)}
    assert office.notices(event_id)[OFFICE]["attempts"] == 2
    identities = {message["Message-ID"] for message in relay.messages()}
    assert len(identities) == 1


def test_a_relay_away_for_a_day_ends_in_a_visible_failure(office: SchoolOffice) -> None:
    office.smtp_port = 1
    event_id = office.announce()
    deliveries = 0
    while (due := office.event(event_id)["dueTime"]) is not None:
        office.clock.now = max(office.clock.now, due)
        office.service().deliver_event(event_id)
        deliveries += 1
        assert deliveries < 200
    assert office.states(event_id) == {OFFICE: ("FAILED", "SMTP_CONNECT_LOST")}
    assert START + timedelta(hours=24) <= office.clock.now <= START + timedelta(hours=25)


def test_a_recipient_refused_for_good_does_not_keep_the_others_waiting(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    office.choose((OFFICE, "en"), (DOMINGO, "es"), ("no address", "en"))
    relay.rcpt = lambda address: "550 no such user" if address == OFFICE else OK
    event_id = office.announce()
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {
        OFFICE: ("FAILED", "SMTP_RCPT_550"),
        DOMINGO: ("SENT", None),
        "no address": ("FAILED", "ADDRESS_INVALID"),
    }
    assert office.event(event_id)["state"] == "DONE"


def test_a_connection_lost_after_the_content_is_unknown_and_never_sent_again(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    relay.content = lambda: HANG_UP
    event_id = office.announce()
    office.service().deliver_event(event_id)
    relay.content = lambda: OK
    office.clock.forward(days=1)
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("UNKNOWN", "SMTP_UNANSWERED")}
    assert len(relay.contents) == 1


def start_delivery(office: SchoolOffice, event_id: str) -> subprocess.Popen[bytes]:
    arguments = [office.project, office.school, str(office.smtp_port), event_id]
    module = "tests.emulator.notifications.deliver_once"
    return subprocess.Popen([sys.executable, "-m", module, *arguments])


class Killer:
    """Answers a step of SMTP by killing the client with -9, once."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.started = threading.Event()

    def __call__(self, _address: str = "") -> str:
        assert self.started.wait(20)
        if self.child is not None:
            self.child.kill()
            self.child.wait(20)
            self.child = None
        return OK


@pytest.mark.parametrize("step", ["rcpt", "mail"])
def test_a_sender_killed_before_the_content_loses_nothing_and_sends_nothing_twice(
    office: SchoolOffice, relay: ScriptedRelay, step: str
) -> None:
    killer = Killer()
    setattr(relay, step, killer)
    event_id = office.announce()
    killer.child = child = start_delivery(office, event_id)
    killer.started.set()
    assert child.wait(60) == -9
    assert relay.contents == []
    assert office.states(event_id) == {OFFICE: ("PENDING", None)}
    with pytest.raises(Transient) as leased:
        office.service().deliver_event(event_id)
    assert leased.value.reason == "EVENT_LEASED"
    office.clock.forward(seconds=60)
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("SENT", None)}
    assert len(relay.contents) == 1


def test_a_sender_killed_with_the_content_out_ends_in_a_visible_unknown(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    killer = Killer()
    relay.content = killer
    event_id = office.announce()
    killer.child = child = start_delivery(office, event_id)
    killer.started.set()
    assert child.wait(60) == -9
    assert office.states(event_id) == {OFFICE: ("LEASED", None)}
    office.clock.forward(seconds=60)
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("LEASED", None)}
    assert office.event(event_id)["dueTime"] == START + timedelta(seconds=180)
    office.clock.forward(seconds=120)
    office.service().deliver_event(event_id)
    assert office.states(event_id) == {OFFICE: ("UNKNOWN", "SENDER_LOST")}
    assert office.event(event_id)["state"] == "DONE"
    assert len(relay.contents) == 1


def test_two_deliveries_at_the_last_step_before_the_content_send_one_mail(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    event_id = office.announce()
    both_there = threading.Barrier(2)
    first_there = threading.Event()

    def meet(_address: str) -> str:
        first_there.set()
        both_there.wait(30)
        return OK

    relay.rcpt = meet
    late = Hands(office.clock.now + timedelta(seconds=61))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(office.service().deliver_event, event_id)
        assert first_there.wait(30)
        second = pool.submit(office.service(late).deliver_event, event_id)
        for delivery in (first, second):
            delivery.result(60)
    assert len(relay.contents) == 1
    assert office.states(event_id) == {OFFICE: ("SENT", None)}


def test_many_deliveries_at_once_send_one_mail_to_each(
    office: SchoolOffice, relay: ScriptedRelay
) -> None:
    office.choose((OFFICE, "en"), (DOMINGO, "es"))
    event_id = office.announce()

    def deliver(_: int) -> str:
        try:
            office.service().deliver_event(event_id)
        except Transient as error:
            return error.reason
        return "DONE"

    with ThreadPoolExecutor(8) as pool:
        ends = set(pool.map(deliver, range(8)))
    assert ends <= {"DONE", "EVENT_LEASED"}
    assert sorted(to for to, _ in relay.contents) == [OFFICE, DOMINGO]
    assert office.event(event_id)["state"] == "DONE"


@pytest.mark.parametrize(
    ("type_", "payload", "reason"),
    [
        ("roster.run.closed", {"run": "run1"}, "EVENT_MALFORMED"),
        ("roster.run.closed", closed("EXPLODED"), "EVENT_MALFORMED"),
        ("pass.created", {}, "EVENT_TYPE_UNKNOWN"),
    ],
)
def test_what_can_never_be_delivered_is_closed_with_its_reason(
    office: SchoolOffice, type_: str, payload: dict[str, str], reason: str
) -> None:
    event_id = office.announce(type_, payload)
    with pytest.raises(Permanent) as refused:
        office.service().deliver_event(event_id)
    assert refused.value.reason == reason
    office.service().give_up(event_id, reason)
    event = office.event(event_id)
    assert (event["state"], event["reason"], event["dueTime"]) == ("FAILED", reason, None)


@pytest.mark.parametrize("event_id", ["", "nothing", "../members/x", "a/b"])
def test_an_event_that_is_not_there_is_permanent(office: SchoolOffice, event_id: str) -> None:
    with pytest.raises(Permanent) as refused:
        office.service().deliver_event(event_id)
    assert refused.value.reason == "EVENT_UNKNOWN"
    office.service().give_up(event_id, "EVENT_UNKNOWN")


def test_giving_up_closes_the_notices_too(office: SchoolOffice, relay: ScriptedRelay) -> None:
    relay.rcpt = lambda address: OK if address == DOMINGO else "451 try later"
    office.choose((OFFICE, "en"), (DOMINGO, "es"))
    event_id = office.announce()
    office.service().deliver_event(event_id)
    office.service().give_up(event_id, "UNEXPECTED")
    assert office.states(event_id) == {OFFICE: ("FAILED", "UNEXPECTED"), DOMINGO: ("SENT", None)}
    assert office.event(event_id)["state"] == "FAILED"
