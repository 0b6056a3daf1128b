"""The page of the nights in a real Chromium: an hour is kept, and the scheduler's job follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.cloud import scheduler_v1
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)

from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.scheduler import scheduler_spec
from tests.support.console import Console

AS_BEFORE = """
from shared import bootstrap
commit = bootstrap.documents().commit()
commit.update("district/settings", {"pullHour": 1})
commit.run()
"""
JOB = "locations/us-central1/jobs/roster-nightly"


@pytest.fixture(scope="module")
def scheduler(console: Console, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The local Cloud Scheduler where the functions look for it; what it fires goes nowhere."""
    place = console.env["CARILLON_SCHEDULER_EMULATOR"]
    folder: Path = tmp_path_factory.mktemp("scheduler")
    port = int(place.rpartition(":")[2])
    nowhere = f"http://127.0.0.1:{free_port()}/{{entry_point}}"
    child = Child(scheduler_spec(free_port(), port, folder / "jobs.json", nowhere, 0), folder)
    child.wait_ready()
    yield place
    child.kill()


@pytest.fixture(scope="module")
def seen(console: Console, scheduler: str) -> Iterator[dict[str, Any]]:
    """What the browser saw. Afterwards the night is at its old hour, for the tests of pages."""
    assert scheduler
    told = console.browse("nights.mjs", "DISTRICT_MANAGER", owner=console.accounts["OWNER"])
    yield json.loads(told)
    console.program("-c", AS_BEFORE)


def plain(texts: list[str]) -> list[str]:
    """With plain spaces."""
    return [re.sub(r"\s+", " ", text).strip() for text in texts]


def hours(texts: list[str]) -> list[str]:
    """Of what happens in a night, when."""
    clock = r"\d+:\d\d [AP]M"
    return [" ".join(re.findall(clock, text)) for text in plain(texts)]


def test_an_hour_that_was_chosen_is_drawn_saved_and_kept(seen: dict[str, Any]) -> None:
    assert hours(seen["before"]) == ["1:00 AM 2:00 AM", "2:00 AM 6:00 AM", "3:00 AM", "7:00 AM"]
    later = ["10:00 PM 11:00 PM", "11:00 PM 3:00 AM", "3:00 AM", "4:00 AM"]
    assert hours(seen["chosen"]) == later
    assert seen["code"] == 200
    assert hours(seen["after"]) == later


def test_the_job_of_cloud_scheduler_has_the_hour(
    console: Console, scheduler: str, seen: dict[str, Any]
) -> None:
    assert seen["code"] == 200
    transport = CloudSchedulerGrpcTransport(channel=grpc.insecure_channel(scheduler))
    name = f"projects/{console.env['GOOGLE_CLOUD_PROJECT']}/{JOB}"
    job = scheduler_v1.CloudSchedulerClient(transport=transport).get_job(name=name)
    assert (job.schedule, job.time_zone) == ("0 0,1,2,3,4,22,23 * * *", "America/Chicago")


def test_somebody_is_put_on_the_list_of_the_mail(seen: dict[str, Any]) -> None:
    assert seen["isWrong"]
    assert seen["address"] == "district@demo.example"


def test_each_connection_of_the_last_night_is_told_and_leads_to_its_run(
    seen: dict[str, Any],
) -> None:
    # Systems that other tests connect at their own schools have not begun, or begin tonight.
    others = {"Not begun", "Begins tonight"}
    told = [
        each for each in zip(seen["badges"], seen["rows"], strict=True) if each[0] not in others
    ]
    assert [badge for badge, _ in told] == [
        "Failed",
        "Held, needs your decision",
        "Synced",
        "Blackout, not asked",
    ]
    names = ["Skyward", "Synergy", "Aeries", "Summer school"]
    assert [name in row for name, (_, row) in zip(names, told, strict=True)] == [True] * 4
    assert seen["run"].startswith("/schools/maple-grove-elementary/rostering/runs/")
    assert re.fullmatch(r"\?night=\d{4}-\d\d-\d\d", seen["search"])


def test_who_runs_one_school_sees_the_hours_and_changes_none(seen: dict[str, Any]) -> None:
    assert seen["owner"] == [True, 0]
