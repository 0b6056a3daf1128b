"""The jobs of the local Cloud Scheduler: those of the catalogue, as the API has changed them.

What was changed is in a file, so that a scheduler that starts anew with another clock goes on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from infra.local.catalogue import Function

DEFAULT_SECONDS = 180
"""How long one call may take where nobody has said it; Cloud Scheduler's own."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Attributes:
        schedule: cron text of five fields.
        zone: IANA name, on whose clocks the schedule is.
        url: of the function that it calls.
        timeout_seconds: that one call may take.
        caller: whose token the call would carry; empty here, where none is made.
        audience: of that token.
        at_start: True when it also runs once at each start.
    """

    job: str
    schedule: str
    zone: str
    url: str
    timeout_seconds: float = DEFAULT_SECONDS
    caller: str = ""
    audience: str = ""
    at_start: bool = False

    @property
    def entry_point(self) -> str:
        """The function that it is named after."""
        return self.job.replace("-", "_")


class JobBook:
    """The jobs by their ids."""

    def __init__(
        self, path: Path, functions: Sequence[Function], function_url: str, zone: str
    ) -> None:
        """Read what was changed.

        Args:
            path: the file.
            functions: the scheduled ones of the catalogue.
            function_url: address of a function with ``{entry_point}`` or ``{service}`` in it.
            zone: of the catalogue's schedules.
        """
        self._path = path
        self.jobs = {job.job: job for job in _made(functions, function_url, zone)}
        self._changed: dict[str, Job] = {}
        if path.exists():
            held = json.loads(path.read_text("utf-8"))
            self._changed = {name: Job(**each) for name, each in held.items()}
            self.jobs |= self._changed

    def put(self, job: Job) -> None:
        """Make a job or change it, and write that down before it is answered."""
        known = self.jobs.get(job.job)
        self.jobs[job.job] = job if known is None else replace(job, at_start=known.at_start)
        self._changed[job.job] = self.jobs[job.job]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({name: asdict(each) for name, each in self._changed.items()}))
        new.replace(self._path)


def _made(functions: Sequence[Function], function_url: str, zone: str) -> list[Job]:
    """The jobs that a deployment makes of the catalogue."""
    made = []
    for each in functions:
        service = each.entry_point.replace("_", "-")
        url = function_url.format(entry_point=each.entry_point, service=service)
        made.append(
            Job(
                service,
                each.schedule,
                zone,
                url,
                each.timeout_seconds,
                at_start=each.at_start,
            )
        )
    return made
