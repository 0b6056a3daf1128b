"""The Cloud Scheduler API (`google.cloud.scheduler.v1`) in front of the local book of jobs.

Offers what the product and its tests call; anything else answers UNIMPLEMENTED, as gRPC does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import grpc
from google.cloud import scheduler_v1 as api
from google.protobuf import duration_pb2

from infra.local.cron import parse_cron
from infra.local.rpc import Methods, Refused, handler_of
from infra.local.scheduler_jobs import DEFAULT_SECONDS, Job, JobBook

SERVICE = "google.cloud.scheduler.v1.CloudScheduler"
_NAME = re.compile(
    r"(?P<parent>projects/[^/]+/locations/[^/]+)/jobs/(?P<job>[\w-]{1,500})", re.ASCII
)


class SchedulerService:
    """The API's methods, for whatever project is named: there is one on this machine."""

    def __init__(self, book: JobBook) -> None:
        self._book = book

    def handler(self) -> grpc.GenericRpcHandler:
        """What a gRPC server is given."""
        methods: Methods = {
            "GetJob": (self.get, api.GetJobRequest, api.Job),
            "ListJobs": (self.jobs, api.ListJobsRequest, api.ListJobsResponse),
            "CreateJob": (self.create, api.CreateJobRequest, api.Job),
            "UpdateJob": (self.update, api.UpdateJobRequest, api.Job),
        }
        return handler_of(SERVICE, methods)

    def get(self, request: api.GetJobRequest) -> api.Job:
        """A job."""
        return _shown(request.name, self._known(request.name))

    def jobs(self, request: api.ListJobsRequest) -> api.ListJobsResponse:
        """All jobs."""
        found = sorted(self._book.jobs.items())
        return api.ListJobsResponse(
            jobs=[_shown(f"{request.parent}/jobs/{name}", job) for name, job in found]
        )

    def create(self, request: api.CreateJobRequest) -> api.Job:
        """Make a job; ALREADY_EXISTS for one that is there."""
        name = _named(request.job.name)
        if name["parent"] != request.parent:
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "job.name does not fit the parent")
        if name["job"] in self._book.jobs:
            raise Refused(grpc.StatusCode.ALREADY_EXISTS, "the job exists")
        self._book.put(_read(request.job, Job(name["job"], "", "UTC", "")))
        return self.get(api.GetJobRequest(name=request.job.name))

    def update(self, request: api.UpdateJobRequest) -> api.Job:
        """Change a job: the fields of the mask, all of them without one."""
        known = self._known(request.job.name)
        named = set(request.update_mask.paths)
        wanted = _read(request.job, known)
        if named and "schedule" not in named:
            wanted = _with(wanted, known, "schedule")
        if named and "time_zone" not in named:
            wanted = _with(wanted, known, "zone")
        if named and "http_target" not in named:
            wanted = _with(wanted, known, "url", "caller", "audience")
        if named and "attempt_deadline" not in named:
            wanted = _with(wanted, known, "timeout_seconds")
        self._book.put(wanted)
        return self.get(api.GetJobRequest(name=request.job.name))

    def _known(self, name: str) -> Job:
        found = self._book.jobs.get(_named(name)["job"])
        if found is None:
            raise Refused(grpc.StatusCode.NOT_FOUND, "there is no such job")
        return found


def _named(name: str) -> re.Match[str]:
    named = _NAME.fullmatch(name)
    if named is None:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "name is not a job's name")
    return named


def _with(wanted: Job, known: Job, *fields: str) -> Job:
    return replace(wanted, **{field: getattr(known, field) for field in fields})


def _read(job: api.Job, known: Job) -> Job:
    """A job that the API is given.

    Raises:
        Refused: its schedule or its zone is none, or it calls something else than HTTP.
    """
    try:
        parse_cron(job.schedule)
        ZoneInfo(job.time_zone or "UTC")
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise Refused(
            grpc.StatusCode.INVALID_ARGUMENT, f"the job's time is none: {error}"
        ) from error
    if "http_target" not in job or not job.http_target.uri:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "only jobs with an http_target are fired")
    token = job.http_target.oidc_token
    return Job(
        known.job,
        job.schedule,
        job.time_zone or "UTC",
        job.http_target.uri,
        _seconds(job),
        token.service_account_email,
        token.audience,
    )


def _seconds(job: api.Job) -> float:
    if "attempt_deadline" not in job:
        return DEFAULT_SECONDS
    lasts: Any = job.attempt_deadline  # a timedelta, whatever the stubs say
    return float(lasts.total_seconds())


def _shown(name: str, job: Job) -> api.Job:
    target = api.HttpTarget(uri=job.url, http_method=api.HttpMethod.POST)
    if job.caller:
        target.oidc_token = api.OidcToken(service_account_email=job.caller, audience=job.audience)
    return api.Job(
        name=name,
        schedule=job.schedule,
        time_zone=job.zone,
        http_target=target,
        state=api.Job.State.ENABLED,
        attempt_deadline=duration_pb2.Duration(seconds=int(job.timeout_seconds)),
    )
