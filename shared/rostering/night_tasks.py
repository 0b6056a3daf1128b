"""Sets the job of Cloud Scheduler that begins the nights."""

from __future__ import annotations

from shared.cloud.scheduler import Jobs
from shared.rostering.night import cron_of

JOB = "roster-nightly"
"""Its id, as a deployment makes it of the entry point's name."""


class NightJob:
    """The one job of the district's nights."""

    def __init__(self, jobs: Jobs, url: str) -> None:
        """Name it.

        Args:
            jobs: the door to Cloud Scheduler.
            url: of the function that it calls.
        """
        self._jobs = jobs
        self._url = url

    def set(self, hour: int, zone: str) -> None:
        """Have it fire from an hour on, on the clocks of an IANA zone.

        Raises:
            Transient: ``SCHEDULER_UNAVAILABLE``.
        """
        self._jobs.set(JOB, cron_of(hour), zone, self._url)
