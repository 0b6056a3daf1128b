"""The scheduler's process, which fires into a real HTTP server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import httpx
import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud import scheduler_v1
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)

from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.scheduler import scheduler_spec
from shared.cloud.scheduler import Jobs
from tests.support.doors import Door, eventually, open_door

JOB = "projects/demo-one/locations/us-central1/jobs"
CATALOGUE = """
functions:
  each_minute: {trigger: schedule, schedule: "* * * * *", timeoutSeconds: 60}
  new_year: {trigger: schedule, schedule: "0 0 1 1 *", timeoutSeconds: 60}
  recover: {trigger: schedule, schedule: "0 0 1 1 *", atStart: true, timeoutSeconds: 60}
  other: {trigger: task, queue: notices, timeoutSeconds: 60}
"""


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def start(
    ends: ExitStack, tmp_path: Path, door: Door, offset: int, api_port: int | None = None
) -> str:
    catalogue = tmp_path / "functions.yaml"
    catalogue.write_text(CATALOGUE)
    port, book = free_port(), tmp_path / "jobs.json"
    function_url = f"{door.url}/{{entry_point}}"
    spec = scheduler_spec(port, api_port or free_port(), book, function_url, offset, catalogue)
    child = Child(spec, tmp_path)
    ends.callback(child.kill)
    child.wait_ready()
    return f"http://127.0.0.1:{port}/"


def test_jobs_fire_in_their_minute_of_the_moved_clock(ends: ExitStack, tmp_path: Path) -> None:
    door = ends.enter_context(open_door())
    # The moved clock stands ten seconds before the new year.
    year = datetime.now(UTC).year
    midnight = datetime(year + 1, 1, 1, tzinfo=UTC)
    offset = int((midnight - datetime.now(UTC) - timedelta(seconds=10)).total_seconds())

    start(ends, tmp_path, door, offset)

    door.wait_for(4)
    calls = {call.path: call.headers for call in door.calls if call.path != "/recover"}
    assert set(calls) == {"/each_minute", "/new_year"}
    headers = calls["/new_year"]
    assert headers["x-cloudscheduler-jobname"] == "new-year"
    assert headers["x-cloudscheduler-scheduletime"] == f"{year + 1}-01-01T00:00:00Z"
    assert datetime.now(UTC) + timedelta(seconds=offset) >= midnight


def test_a_job_of_the_start_is_fired_until_it_was_done(ends: ExitStack, tmp_path: Path) -> None:
    door = ends.enter_context(open_door())
    door.answer = lambda _: 200 if len(door.calls) == 3 else 503
    # Far from any minute of the other jobs but the first.
    offset = -int(time.time()) % 60 + 5

    status = start(ends, tmp_path, door, offset)

    def started() -> list[str]:
        found: list[str] = httpx.get(status).json()["started"]
        return found

    eventually(lambda: started() == ["recover"], "the job of the start was done")
    assert [call.path for call in door.calls] == ["/recover"] * 3


def jobs_at(port: int) -> scheduler_v1.CloudSchedulerClient:
    channel = grpc.insecure_channel(f"127.0.0.1:{port}")
    return scheduler_v1.CloudSchedulerClient(transport=CloudSchedulerGrpcTransport(channel=channel))


def test_a_job_fires_when_the_api_says_and_on_the_clocks_that_it_names(
    ends: ExitStack, tmp_path: Path
) -> None:
    door = ends.enter_context(open_door())
    port = free_port()
    # In winter it is then half past ten in New York, and half past five in Honolulu.
    due = datetime(datetime.now(UTC).year + 1, 1, 10, 15, 30, tzinfo=UTC)
    offset = int((due - datetime.now(UTC) - timedelta(seconds=15)).total_seconds())
    start(ends, tmp_path, door, offset, port)
    jobs = Jobs("demo-one", "us-central1", f"127.0.0.1:{port}", "")
    assert jobs.set("new-year", "30 10 * * *", "America/New_York", f"{door.url}/new_year")
    assert not jobs.set("new-year", "30 10 * * *", "America/New_York", f"{door.url}/new_year")
    assert jobs.set("another", "30 5 * * *", "Pacific/Honolulu", f"{door.url}/another")
    assert jobs.set("asleep", "30 15 * * *", "Pacific/Honolulu", f"{door.url}/asleep")

    eventually(
        lambda: {"/new_year", "/another"} <= {call.path for call in door.calls}, "both have fired"
    )
    assert "/asleep" not in {call.path for call in door.calls}


def test_changed_jobs_outlive_the_process_and_the_rest_is_the_catalogues(
    ends: ExitStack, tmp_path: Path
) -> None:
    door = ends.enter_context(open_door())
    first, second = free_port(), free_port()
    start(ends, tmp_path, door, 0, first)
    caller = "ticks@example.invalid"
    Jobs("demo-one", "us-central1", f"127.0.0.1:{first}", caller).set(
        "new-year", "0 22 * * *", "America/New_York", door.url
    )
    ends.pop_all().close()
    door = ends.enter_context(open_door())
    start(ends, tmp_path, door, 0, second)
    found = {job.name: job for job in jobs_at(second).list_jobs(parent=JOB.removesuffix("/jobs"))}
    assert set(found) == {f"{JOB}/{name}" for name in ("each-minute", "new-year", "recover")}
    changed = found[f"{JOB}/new-year"]
    assert (changed.schedule, changed.time_zone) == ("0 22 * * *", "America/New_York")
    assert changed.http_target.oidc_token.service_account_email == caller
    assert found[f"{JOB}/each-minute"].schedule == "* * * * *"


@pytest.mark.parametrize(
    ("schedule", "zone", "uri"),
    [
        ("0 25 * * *", "UTC", "http://127.0.0.1:9/"),
        ("0 1 * *", "UTC", "http://127.0.0.1:9/"),
        ("0 1 * * *", "America/Nowhere", "http://127.0.0.1:9/"),
        ("0 1 * * *", "UTC", ""),
    ],
)
def test_a_job_that_could_not_fire_is_refused(
    ends: ExitStack, tmp_path: Path, schedule: str, zone: str, uri: str
) -> None:
    door = ends.enter_context(open_door())
    port = free_port()
    start(ends, tmp_path, door, 0, port)
    target = scheduler_v1.HttpTarget(uri=uri)
    job = scheduler_v1.Job(name=f"{JOB}/one", schedule=schedule, time_zone=zone, http_target=target)
    with pytest.raises(InvalidArgument):
        jobs_at(port).create_job(parent=JOB.removesuffix("/jobs"), job=job)
