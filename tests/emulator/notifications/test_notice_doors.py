"""The entry points of notifications as the framework serves them, wired by bootstrap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from functions_framework import create_app

from shared import bootstrap
from shared.settings import settings
from tests.emulator.notifications.deliveries import SchoolOffice
from tests.support.tree import ROOT

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.emulator.notifications.relays import ScriptedRelay

MINUTE = "2026-11-22T20:05:00Z"


@pytest.fixture
def wired(office: SchoolOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[SchoolOffice]:
    """The office, with bootstrap reading its relay from the environment."""
    monkeypatch.setenv("CARILLON_SMTP_PORT", str(office.smtp_port))
    settings.cache_clear()
    bootstrap.notifications.cache_clear()
    office.clock.now = bootstrap.clock()
    yield office
    settings.cache_clear()
    bootstrap.notifications.cache_clear()


def call(entry_point: str, payload: dict[str, str], headers: dict[str, str]) -> TestResponse:
    main = str(ROOT / "functions" / "main.py")
    app: Flask = create_app(entry_point, main, "http")  # type: ignore[no-untyped-call]  # theirs
    return app.test_client().post("/", json=payload, headers=headers)


def send(event_id: str) -> TestResponse:
    return call("notice_send", {"event": event_id}, {"X-CloudTasks-TaskName": f"notice-{event_id}"})


def test_a_task_sends_the_mail_once(wired: SchoolOffice, relay: ScriptedRelay) -> None:
    event_id = wired.announce()
    answers = [send(event_id) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    [message] = relay.messages()
    assert message["Subject"] == "Lincoln High School: roster sync finished"
    assert message["From"] == "Carillon <carillon@demo.example>"
    html = message.get_body(("html",))
    assert html is not None
    assert f"/console/schools/{wired.school}/rostering/runs/run" in html.get_content()


def test_an_event_that_can_never_be_sent_is_acknowledged_and_closed(wired: SchoolOffice) -> None:
    event_id = wired.announce("pass.created", {})
    answer = send(event_id)
    assert (answer.status_code, answer.json) == (200, {"reason": "EVENT_TYPE_UNKNOWN"})
    event = wired.event(event_id)
    assert (event["state"], event["reason"]) == ("FAILED", "EVENT_TYPE_UNKNOWN")


def test_a_payload_without_an_event_is_set_aside(wired: SchoolOffice) -> None:
    answer = call("notice_send", {}, {"X-CloudTasks-TaskName": f"odd-{wired.school}"})
    assert (answer.status_code, answer.json) == (200, {"reason": "EVENT_UNKNOWN"})


def test_an_event_in_other_hands_comes_again(wired: SchoolOffice, relay: ScriptedRelay) -> None:
    event_id = wired.announce()
    seen: list[int] = []

    def meanwhile(_address: str) -> str:
        seen.append(send(event_id).status_code)
        return "250 OK"

    relay.rcpt = meanwhile
    assert send(event_id).status_code == 200
    assert seen == [503]
    assert len(relay.contents) == 1


def test_the_sweep_answers_its_scheduler(
    wired: SchoolOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", f"{wired.project}-{wired.school}")
    settings.cache_clear()
    bootstrap.notifications.cache_clear()
    answer = call("notice_sweep", {}, {"X-CloudScheduler-ScheduleTime": MINUTE})
    assert (answer.status_code, answer.json) == (200, {"reason": "DONE"})
