"""The local Cloud Scheduler: fires the catalogue's scheduled functions when they are due.

A process of its own, ``python -m infra.local.scheduler``, and a part of the stack. Its clock is
the machine's, moved by ``CARILLON_CLOCK_OFFSET_SECONDS`` like the functions' own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from infra.local.catalogue import CATALOGUE, Function, read_catalogue
from infra.local.cron import parse_cron
from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers, python
from infra.local.status_page import serve_status, until_stopped

_OFFSET = "CARILLON_CLOCK_OFFSET_SECONDS"
_RETRY_SECONDS = 0.5
_START_TRIES = 240


def scheduler_spec(
    port: int, function_url: str, clock_offset_seconds: int = 0, catalogue: Path = CATALOGUE
) -> Spec:
    """How to start it.

    Args:
        port: of its status page.
        function_url: address of a function with ``{entry_point}`` in it.
        clock_offset_seconds: how far its clock is moved.
        catalogue: the file that names the jobs.
    """
    arguments = [f"--port={port}", f"--function-url={function_url}", f"--catalogue={catalogue}"]
    argv = python("infra.local.scheduler", *arguments)
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    env = {_OFFSET: str(clock_offset_seconds)}
    return Spec("scheduler", argv, ready, ports=[port], env=env)


def job_headers(entry_point: str, due: datetime) -> dict[str, str]:
    """What Cloud Scheduler sends with a job that was due at an aware instant."""
    return {
        "User-Agent": "Google-Cloud-Scheduler",
        "X-CloudScheduler": "true",
        "X-CloudScheduler-JobName": entry_point.replace("_", "-"),
        "X-CloudScheduler-ScheduleTime": due.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }


@dataclass
class Ticker:
    """Fires jobs on the event loop.

    Attributes:
        offset: how far the clock is moved.
        zone: in whose hours the schedules are written.
        fired: how often each job was fired, whatever was answered.
        started: jobs that ran at the start and were answered 2xx.
    """

    client: httpx.AsyncClient
    function_url: str
    offset: timedelta
    zone: ZoneInfo
    fired: dict[str, int] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)

    def status(self) -> dict[str, object]:
        """What the status page shows."""
        return {"fired": self.fired, "started": self.started}

    def now(self) -> datetime:
        """The moved clock, UTC."""
        return datetime.now(UTC) + self.offset

    async def run(self, jobs: Sequence[Function]) -> None:
        """Fire for ever."""
        timed = [(job, parse_cron(job.schedule)) for job in jobs]
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                if job.at_start:
                    group.create_task(self._at_start(job))
            minute = _minute_of(self.now())
            while True:
                # What a machine slept through is not made up for.
                minute = max(minute + timedelta(minutes=1), _minute_of(self.now()))
                await self._sleep_until(minute)
                for job, cron in timed:
                    if cron.matches(minute.astimezone(self.zone)):
                        group.create_task(self._fire(job, minute))

    async def _sleep_until(self, due: datetime) -> None:
        while True:
            wait = (due - self.now()).total_seconds()
            if wait <= 0:
                return
            # Asked again after a while, because a machine's clock may be set meanwhile.
            await asyncio.sleep(min(wait, 30.0))

    async def _at_start(self, job: Function) -> None:
        """A job that runs at the start is the recovery, so it is fired until it was done."""
        for _ in range(_START_TRIES):
            if await self._fire(job, self.now()):
                self.started.append(job.entry_point)
                return
            await asyncio.sleep(_RETRY_SECONDS)
        print(f"{job.entry_point}: gave up at the start", flush=True)

    async def _fire(self, job: Function, due: datetime) -> bool:
        self.fired[job.entry_point] = self.fired.get(job.entry_point, 0) + 1
        url = self.function_url.format(
            entry_point=job.entry_point, service=job.entry_point.replace("_", "-")
        )
        headers = job_headers(job.entry_point, due)
        try:
            answer = await self.client.post(url, headers=headers, timeout=job.timeout_seconds)
        except httpx.HTTPError as error:
            print(f"{job.entry_point}: {type(error).__name__}", flush=True)
            return False
        print(f"{job.entry_point}: {answer.status_code}", flush=True)
        return answer.is_success


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


async def serve(port: int, function_url: str, catalogue: Path, zone: str) -> None:
    """Run until SIGTERM or SIGINT."""
    jobs = read_catalogue(catalogue).with_trigger("schedule")
    offset = timedelta(seconds=int(os.environ.get(_OFFSET) or 0))
    async with httpx.AsyncClient(**PLAINLY) as client:
        ticker = Ticker(client, function_url, offset, ZoneInfo(zone))
        async with await serve_status(port, ticker.status):
            await until_stopped(ticker.run(jobs))


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--function-url", required=True)
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    parser.add_argument("--zone", default="UTC")
    wanted = parser.parse_args(arguments)
    asyncio.run(serve(wanted.port, wanted.function_url, wanted.catalogue, wanted.zone))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
