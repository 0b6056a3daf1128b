"""The door to Cloud Scheduler: have a function called at certain hours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from shared.kernel.errors import Transient

if TYPE_CHECKING:
    from google.cloud.scheduler_v1 import CloudSchedulerClient, Job

TIMEOUT_SECONDS = 20.0
ATTEMPT_SECONDS = 1_800
"""That one call of a function may take."""


class Jobs:
    """The jobs of one project and region; each POSTs to its function."""

    def __init__(self, project: str, region: str, emulator: str, service_account: str) -> None:
        """Name the project.

        Args:
            project: id.
            region: of the jobs.
            emulator: ``host:port`` of a local servicer, empty in production.
            service_account: whose OIDC token the call carries; its audience is the address.
        """
        self._parent = f"projects/{project}/locations/{region}"
        self._emulator = emulator
        self._service_account = service_account

    def set(self, job: str, cron: str, zone: str, url: str) -> bool:
        """Have a function called at these times, and at no others. Safe to repeat.

        What is already so is left alone; a job that isn't there is made.

        Args:
            job: its id, letters, digits, hyphens and underscores.
            cron: five fields.
            zone: IANA name, on whose clocks the fields are.
            url: the function's address.

        Returns:
            True when the job was changed or made.

        Raises:
            Transient: ``SCHEDULER_UNAVAILABLE``.
        """
        from google.api_core import exceptions  # noqa: PLC0415  # half a second, on first use
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

        wanted = self._job(job, cron, zone, url)
        try:
            return self._put(wanted)
        except (
            exceptions.Aborted,
            exceptions.AlreadyExists,
            exceptions.Cancelled,
            exceptions.ServerError,
            exceptions.RetryError,
            exceptions.TooManyRequests,
            GoogleAuthError,
        ) as error:
            raise Transient("SCHEDULER_UNAVAILABLE", "Cloud Scheduler did not answer") from error

    def _put(self, wanted: Job) -> bool:
        from google.api_core import exceptions  # noqa: PLC0415  # as above

        client = _client(self._emulator)
        # Without the client's own retries, which go on for ten minutes: the next look tries again.
        try:
            found = client.get_job(name=wanted.name, retry=None, timeout=TIMEOUT_SECONDS)
        except exceptions.NotFound:
            client.create_job(parent=self._parent, job=wanted, retry=None, timeout=TIMEOUT_SECONDS)
            return True
        if _is_so(found, wanted):
            return False
        asked = {"job": wanted, "update_mask": {"paths": ["schedule", "time_zone", "http_target"]}}
        client.update_job(request=asked, retry=None, timeout=TIMEOUT_SECONDS)
        return True

    def _job(self, job: str, cron: str, zone: str, url: str) -> Job:
        from google.cloud import scheduler_v1  # noqa: PLC0415  # as above
        from google.protobuf import duration_pb2  # noqa: PLC0415

        target = scheduler_v1.HttpTarget(uri=url, http_method=scheduler_v1.HttpMethod.POST)
        if self._service_account:
            target.oidc_token = scheduler_v1.OidcToken(
                service_account_email=self._service_account, audience=url
            )
        return scheduler_v1.Job(
            name=f"{self._parent}/jobs/{job}",
            schedule=cron,
            time_zone=zone,
            http_target=target,
            attempt_deadline=duration_pb2.Duration(seconds=ATTEMPT_SECONDS),
        )


def _is_so(found: Job, wanted: Job) -> bool:
    """True when a job calls the same function at the same times, as the same caller."""
    return _facts(found) == _facts(wanted)


def _facts(job: Job) -> tuple[str, ...]:
    token = job.http_target.oidc_token
    return (
        job.schedule,
        job.time_zone,
        job.http_target.uri,
        token.service_account_email,
        token.audience,
    )


@lru_cache(maxsize=2)
def _client(emulator: str) -> CloudSchedulerClient:
    from google.cloud.scheduler_v1 import CloudSchedulerClient  # noqa: PLC0415

    if not emulator:
        return CloudSchedulerClient()
    import grpc  # noqa: PLC0415
    from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (  # noqa: PLC0415
        CloudSchedulerGrpcTransport,
    )

    channel = grpc.insecure_channel(emulator)
    return CloudSchedulerClient(transport=CloudSchedulerGrpcTransport(channel=channel))
