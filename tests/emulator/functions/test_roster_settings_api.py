"""The district's nights through the door of the API, and the job that Cloud Scheduler then has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
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
from shared import bootstrap
from shared.cloud.scheduler import Jobs
from shared.kernel.errors import Transient
from shared.kernel.roles import Role
from shared.rostering.night_tasks import NightJob
from tests.support.api import ApiDoor, Caller
from tests.support.world import World

PATH = "/v1/settings/rostering"
URL = "http://127.0.0.1:9/roster_nightly"
JOB = "projects/demo-one/locations/us-central1/jobs/roster-nightly"


class KilledError(BaseException):
    """The process ends here: nothing that follows is done."""


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The local Cloud Scheduler's ``host:port``, with the jobs of the catalogue."""
    port = free_port()
    function_url = "http://127.0.0.1:9/{entry_point}"
    # Far from any minute in which a job would fire into nothing.
    offset = 40 - datetime.now(UTC).second
    child = Child(
        scheduler_spec(free_port(), port, tmp_path / "jobs.json", function_url, offset), tmp_path
    )
    child.wait_ready()
    yield f"127.0.0.1:{port}"
    child.kill()


@pytest.fixture
def world(
    school: str,
    scheduler: str,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    world = World(school)
    world.set_up()
    job = NightJob(Jobs("demo-one", "us-central1", scheduler, ""), URL)
    monkeypatch.setattr(world, "set_night", job.set)
    world.restart()
    return world


@pytest.fixture
def manager(
    world: World, door_over: Callable[[World, str], ApiDoor], monkeypatch: pytest.MonkeyPatch
) -> Caller:
    door = door_over(world, "rostering_api")
    monkeypatch.setattr(bootstrap, "rostering", lambda: world.rostering)
    return door.district_manager()


def job_at(scheduler: str) -> tuple[str, str, str]:
    transport = CloudSchedulerGrpcTransport(channel=grpc.insecure_channel(scheduler))
    job = scheduler_v1.CloudSchedulerClient(transport=transport).get_job(name=JOB)
    return job.schedule, job.time_zone, job.http_target.uri


def change(caller: Caller, mask: str, **body: Any) -> Any:
    return caller.patch(PATH, body, updateMask=mask)


def test_the_hours_stand_as_they_are_until_somebody_sets_others(manager: Caller) -> None:
    shown = manager.get(PATH).json
    assert {name: shown[name] for name in shown if name != "etag"} == {
        "name": "settings/rostering",
        "pullHour": 1,
        "archiveHour": 3,
        "timeZone": "America/New_York",
        "summaryRecipients": [],
    }


def test_an_hour_that_is_set_is_the_jobs_on_the_districts_clocks(
    manager: Caller, scheduler: str, world: World
) -> None:
    assert change(manager, "pullHour", pullHour=22).json["pullHour"] == 22
    assert job_at(scheduler) == ("0 0,1,2,3,4,22,23 * * *", "America/New_York", URL)
    assert manager.get(PATH).json["pullHour"] == 22
    # Ten in the evening in New York.
    evening = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    district = world.rostering.store.district()
    assert district.pull_hour == 22
    world.now = evening
    assert world.rostering.nights.tick(evening) == 0


def test_what_is_not_named_stays(manager: Caller, world: World) -> None:
    told = [{"address": "it@example.org", "language": "es"}]
    assert change(manager, "summaryRecipients", summaryRecipients=told).code == 200
    after = change(manager, "archiveHour", archiveHour=4).json
    assert (after["pullHour"], after["archiveHour"], after["summaryRecipients"]) == (1, 4, told)
    district = world.documents.get("district/settings")
    assert district is not None
    assert district.fields["idSpace"] == "test-district"
    assert world.rostering.store.district().archive_hour == 4


def test_a_change_is_in_the_audit_log_without_an_address(manager: Caller, world: World) -> None:
    told = [{"address": "it@example.org", "language": "es"}]
    change(manager, "summaryRecipients", summaryRecipients=told)
    (entry,) = [each.fields for each in world.documents.all("audit")]
    assert (entry["verb"], entry["school"]) == ("rosterSettings:update", None)
    assert "it@example.org" not in str(entry)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"pullHour": 24}, "pullHour"),
        ({"pullHour": -1}, "pullHour"),
        ({"pullHour": "1"}, "pullHour"),
        ({"archiveHour": 24}, "archiveHour"),
        ({"summaryRecipients": [{"address": "nobody"}]}, "summaryRecipients[0].address"),
        ({"summaryRecipients": [{"address": "a@b.org"}] * 2}, "summaryRecipients[1].address"),
        ({"timeZone": "UTC"}, "timeZone"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    manager: Caller, scheduler: str, body: dict[str, Any], field: str
) -> None:
    before, job = manager.get(PATH).json, job_at(scheduler)
    answer = change(manager, "*", **body)
    assert answer.code == 400
    assert [each.replace(".0", "[0]").replace(".1", "[1]") for each in answer.fields] == [field]
    assert (manager.get(PATH).json, job_at(scheduler)) == (before, job)


def test_somebody_who_has_seen_other_hours_changes_nothing(manager: Caller, world: World) -> None:
    etag = manager.get(PATH).json["etag"]
    # What runs note in the same document is no concern of who reads the hours.
    commit = world.documents.commit()
    commit.update("district/settings", {"personAliases": "elsewhere"})
    commit.run()
    assert change(manager, "pullHour", pullHour=2, etag=etag).code == 200
    assert change(manager, "pullHour", pullHour=3, etag=etag).reason == "ETAG_MISMATCH"
    assert manager.get(PATH).json["pullHour"] == 2


def test_an_owner_sees_the_hours_and_does_not_change_them(
    world: World, manager: Caller, door_over: Callable[[World, str], ApiDoor]
) -> None:
    del manager
    commit = world.documents.commit()
    fields = {"schemaVersion": 1, "kind": "admin", "role": "OWNER", "state": "ACTIVE"}
    commit.put(f"schools/{world.school}/members/o1", fields)
    commit.run()
    owner = door_over(world, "rostering_api").somebody(world.school, Role.OWNER, "o1")
    assert owner.get(PATH).code == 200
    assert change(owner, "pullHour", pullHour=2).code == 403


def test_a_job_that_was_not_set_follows_within_the_hour(
    manager: Caller, world: World, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_hour: int, _zone: str) -> None:
        raise KilledError

    set_job = world.set_night
    monkeypatch.setattr(world, "set_night", killed)
    world.restart()
    before = job_at(scheduler)
    with pytest.raises(KilledError):
        change(manager, "pullHour", pullHour=4)
    assert job_at(scheduler) == before
    monkeypatch.setattr(world, "set_night", set_job)
    world.restart()
    assert manager.get(PATH).json["pullHour"] == 4
    world.rostering.nights.look(world.now)
    assert job_at(scheduler) == ("0 4,5,6,7,8,9,10 * * *", "America/New_York", URL)


def test_hours_are_kept_while_cloud_scheduler_is_away(
    manager: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = NightJob(Jobs("demo-one", "us-central1", f"127.0.0.1:{free_port()}", ""), URL)
    with pytest.raises(Transient):
        nowhere.set(2, "UTC")
    monkeypatch.setattr(world, "set_night", nowhere.set)
    world.restart()
    assert change(manager, "pullHour", pullHour=5).code == 200
    assert manager.get(PATH).json["pullHour"] == 5


def test_a_trial_sets_nothing(manager: Caller, scheduler: str) -> None:
    job = job_at(scheduler)
    answer = manager.patch(PATH, {"pullHour": 9}, updateMask="pullHour", validateOnly="true")
    assert answer.json["pullHour"] == 9
    assert manager.get(PATH).json["pullHour"] == 1
    assert job_at(scheduler) == job
