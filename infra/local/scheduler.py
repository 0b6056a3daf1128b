"""The local Cloud Scheduler: fires the catalogue's scheduled functions when they are due.

It speaks the real API over gRPC as well, by which jobs are made and changed. A process of its own,
``python -m infra.local.scheduler``, and a part of the stack. Its clock is the machine's, moved by
``CARILLON_CLOCK_OFFSET_SECONDS`` like the functions' own.
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

import grpc
import httpx

from infra.local.catalogue import CATALOGUE, read_catalogue
from infra.local.cron import parse_cron
from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers, python
from infra.local.scheduler_jobs import Job, JobBook
from infra.local.status_page import serve_status, until_stopped

_OFFSET = "CARILLON_CLOCK_OFFSET_SECONDS"
_RETRY_SECONDS = 0.5
_START_TRIES = 240


def scheduler_spec(
    port: int,
    api_port: int,
    book: Path,
    function_url: str,
    clock_offset_seconds: int = 0,
    catalogue: Path = CATALOGUE,
) -> Spec:
    """How to start it.

    Args:
        port: of its status page.
        api_port: where it speaks the API.
        book: the file of the jobs that the API has changed, which outlives the process.
        function_url: address of a function with ``{entry_point}`` in it.
        clock_offset_seconds: how far its clock is moved.
        catalogue: the file that names the jobs.
    """
    arguments = [
        f"--port={port}",
        f"--api-port={api_port}",
        f"--book={book}",
        f"--function-url={function_url}",
        f"--catalogue={catalogue}",
    ]
    argv = python("infra.local.scheduler", *arguments)
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    env = {_OFFSET: str(clock_offset_seconds)}
    return Spec("scheduler", argv, ready, ports=[port, api_port], env=env)


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
        book: the jobs.
        offset: how far the clock is moved.
        fired: how often each job was fired, whatever was answered.
        started: jobs that ran at the start and were answered 2xx.
    """

    client: httpx.AsyncClient
    book: JobBook
    offset: timedelta
    fired: dict[str, int] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)

    def status(self) -> dict[str, object]:
        """What the status page shows."""
        return {"fired": self.fired, "started": self.started}

    def now(self) -> datetime:
        """The moved clock, UTC."""
        return datetime.now(UTC) + self.offset

    async def run(self) -> None:
        """Fire for ever."""
        async with asyncio.TaskGroup() as group:
            for job in self.book.jobs.values():
                if job.at_start:
                    group.create_task(self._at_start(job))
            minute = _minute_of(self.now())
            while True:
                # What a machine slept through is not made up for.
                minute = max(minute + timedelta(minutes=1), _minute_of(self.now()))
                await self._sleep_until(minute)
                for job in self.book.jobs.values():
                    if parse_cron(job.schedule).matches(minute.astimezone(ZoneInfo(job.zone))):
                        group.create_task(self._fire(job, minute))

    async def _sleep_until(self, due: datetime) -> None:
        while True:
            wait = (due - self.now()).total_seconds()
            if wait <= 0:
                return
            # Asked again after a while, because a machine's clock may be set meanwhile.
            await asyncio.sleep(min(wait, 30.0))

    async def _at_start(self, job: Job) -> None:
        """A job that runs at the start is the recovery, so it is fired until it was done."""
        for _ in range(_START_TRIES):
            if await self._fire(job, self.now()):
                self.started.append(job.entry_point)
                return
            await asyncio.sleep(_RETRY_SECONDS)
        print(f"{job.entry_point}: gave up at the start", flush=True)

    async def _fire(self, job: Job, due: datetime) -> bool:
        self.fired[job.entry_point] = self.fired.get(job.entry_point, 0) + 1
        headers = job_headers(job.entry_point, due)
        try:
            answer = await self.client.post(job.url, headers=headers, timeout=job.timeout_seconds)
        except httpx.HTTPError as error:
            print(f"{job.entry_point}: {type(error).__name__}", flush=True)
            return False
        print(f"{job.entry_point}: {answer.status_code}", flush=True)
        return answer.is_success


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


async def serve(port: int, api_port: int, book: JobBook) -> None:
    """Run until SIGTERM or SIGINT."""
    # Imported here, so that what starts this process doesn't pay for the API's messages.
    from infra.local.scheduler_rpc import SchedulerService  # noqa: PLC0415

    # Without this option a second server would share the port in silence.
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((SchedulerService(book).handler(),))
    server.add_insecure_port(f"{LOOPBACK}:{api_port}")
    offset = timedelta(seconds=int(os.environ.get(_OFFSET) or 0))
    async with httpx.AsyncClient(**PLAINLY) as client:
        ticker = Ticker(client, book, offset)
        await server.start()
        async with await serve_status(port, ticker.status):
            await until_stopped(ticker.run())
        await server.stop(grace=0.2)


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-port", type=int, required=True)
    parser.add_argument("--book", type=Path, required=True)
    parser.add_argument("--function-url", required=True)
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    parser.add_argument("--zone", default="UTC")
    wanted = parser.parse_args(arguments)
    functions = read_catalogue(wanted.catalogue).with_trigger("schedule")
    book = JobBook(wanted.book, functions, wanted.function_url, wanted.zone)
    asyncio.run(serve(wanted.port, wanted.api_port, book))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
