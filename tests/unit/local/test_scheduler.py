"""The scheduler's process, which fires into a real HTTP server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.scheduler import scheduler_spec
from tests.support.doors import Door, eventually, open_door

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


def start(ends: ExitStack, tmp_path: Path, door: Door, offset: int) -> str:
    catalogue = tmp_path / "functions.yaml"
    catalogue.write_text(CATALOGUE)
    port = free_port()
    spec = scheduler_spec(port, f"{door.url}/{{entry_point}}", offset, catalogue)
    child = Child(spec, tmp_path)
    ends.callback(child.kill)
    child.wait_ready()
    return f"http://127.0.0.1:{port}/"


def test_jobs_fire_in_their_minute_of_the_moved_clock(ends: ExitStack, tmp_path: Path) -> None:
    door = ends.enter_context(open_door())
    # The moved clock stands four seconds before the new year.
    year = datetime.now(UTC).year
    midnight = datetime(year + 1, 1, 1, tzinfo=UTC)
    offset = int((midnight - datetime.now(UTC) - timedelta(seconds=4)).total_seconds())

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
