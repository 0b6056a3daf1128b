"""The door to Cloud Tasks: hand work to a function, once for each name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.kernel.errors import Transient

if TYPE_CHECKING:
    from google.cloud.tasks_v2 import CloudTasksClient

DISPATCH_DEADLINE_SECONDS = 1800


class Queue:
    """One queue whose tasks are POSTed as JSON to the function of the given address."""

    def __init__(self, path: str, emulator: str, service_account: str) -> None:
        """Name the queue.

        Args:
            path: ``projects/P/locations/L/queues/Q``.
            emulator: ``host:port`` of a local servicer, empty in production.
            service_account: whose OIDC token the call carries; its audience is the address.
        """
        self._path = path
        self._emulator = emulator
        self._service_account = service_account

    def enqueue(
        self, name: str, url: str, payload: Mapping[str, Any], delay: timedelta = timedelta()
    ) -> bool:
        """Hand over one task.

        Args:
            name: letters, digits, hyphens and underscores; deterministic.
            url: the function's address.
            payload: small, JSON, ids only.
            delay: how long it is kept before it is called; 30 days at most.

        Returns:
            False when a task of this name was already handed over.

        Raises:
            Transient: ``TASKS_UNAVAILABLE``.
        """
        from google.api_core import exceptions  # noqa: PLC0415  # half a second, on first use
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
        from google.cloud import tasks_v2  # noqa: PLC0415
        from google.protobuf import duration_pb2  # noqa: PLC0415

        request = tasks_v2.HttpRequest(
            http_method=tasks_v2.HttpMethod.POST,
            url=url,
            headers={"Content-Type": "application/json"},
            body=json.dumps(payload).encode(),
        )
        if self._service_account:
            request.oidc_token = tasks_v2.OidcToken(
                service_account_email=self._service_account, audience=url
            )
        task = tasks_v2.Task(
            name=f"{self._path}/tasks/{name}",
            http_request=request,
            dispatch_deadline=duration_pb2.Duration(seconds=DISPATCH_DEADLINE_SECONDS),
        )
        if delay:
            # On the clock of the machine: Cloud Tasks knows no moved one.
            due: Any = datetime.now(UTC) + delay  # the client takes one, whatever the stubs say
            task.schedule_time = due
        try:
            _client(self._emulator).create_task(parent=self._path, task=task, timeout=20.0)
        except exceptions.AlreadyExists:
            return False
        except (
            exceptions.ServerError,
            exceptions.RetryError,
            exceptions.TooManyRequests,
            exceptions.Cancelled,
            GoogleAuthError,
        ) as error:
            raise Transient("TASKS_UNAVAILABLE", "Cloud Tasks did not answer") from error
        return True


@lru_cache(maxsize=2)
def _client(emulator: str) -> CloudTasksClient:
    from google.cloud import tasks_v2  # noqa: PLC0415

    if not emulator:
        return tasks_v2.CloudTasksClient()
    import grpc  # noqa: PLC0415
    from google.cloud.tasks_v2.services.cloud_tasks.transports import (  # noqa: PLC0415
        CloudTasksGrpcTransport,
    )

    channel = grpc.insecure_channel(emulator)
    return tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
