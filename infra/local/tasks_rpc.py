"""The Cloud Tasks API (`google.cloud.tasks.v2`) in front of the local queue's book.

Offers what the product and its tests call; anything else answers UNIMPLEMENTED, as gRPC does.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import grpc
from google.cloud import tasks_v2

from infra.local.rpc import Methods, Refused, handler_of
from infra.local.tasks_book import Book, NameTaken, Record

SERVICE = "google.cloud.tasks.v2.CloudTasks"
_QUEUE = re.compile(r"projects/[^/]+/locations/[^/]+/queues/[A-Za-z0-9-]{1,100}")
_TASK = re.compile(
    r"(?P<queue>projects/[^/]+/locations/[^/]+/queues/[^/]+)/tasks/[\w-]{1,500}", re.ASCII
)
_MAX_BODY_BYTES = 1024 * 1024
_MAX_AHEAD_SECONDS = 30 * 86400
_PAGE = 1000


class TasksService:
    """The API's methods. Queues that nobody made are made on first use unless ``strict``."""

    def __init__(
        self, book: Book, schedule: Callable[[Record], None], queues: set[str], *, strict: bool
    ) -> None:
        """Serve a book.

        Args:
            book: where tasks are kept.
            schedule: told of each new task.
            queues: ids of the queues that exist.
            strict: refuse other queues with NOT_FOUND, as Cloud Tasks does.
        """
        self._book = book
        self._schedule = schedule
        self._ids = queues
        self._strict = strict
        self._queues = {record.queue for record in book.tasks.values()}

    def handler(self) -> grpc.GenericRpcHandler:
        """What a gRPC server is given."""
        t = tasks_v2
        methods: Methods = {
            "CreateTask": (self.create_task, t.CreateTaskRequest, t.Task),
            "GetTask": (self.get_task, t.GetTaskRequest, t.Task),
            "ListTasks": (self.list_tasks, t.ListTasksRequest, t.ListTasksResponse),
            "DeleteTask": (self.delete_task, t.DeleteTaskRequest, None),
            "CreateQueue": (self.create_queue, t.CreateQueueRequest, t.Queue),
            "GetQueue": (self.get_queue, t.GetQueueRequest, t.Queue),
            "ListQueues": (self.list_queues, t.ListQueuesRequest, t.ListQueuesResponse),
        }
        return handler_of(SERVICE, methods)

    def create_task(self, request: tasks_v2.CreateTaskRequest) -> tasks_v2.Task:
        """Take a task; ALREADY_EXISTS for an hour after one of its name was done."""
        self._known(request.parent)
        task = request.task
        if not task.name:
            task.name = f"{request.parent}/tasks/{secrets.randbelow(10**19)}"
        named = _TASK.fullmatch(task.name)
        if named is None or named["queue"] != request.parent:
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "task.name does not fit the queue")
        now = time.time()
        due = _due(task, now)
        _check(task)
        stored = json.loads(tasks_v2.Task.to_json(task, use_integers_for_enums=False))
        try:
            record = self._book.add(task.name, stored, due, now)
        except NameTaken as error:
            message = "a task of this name exists, or did so within the last hour"
            raise Refused(grpc.StatusCode.ALREADY_EXISTS, message) from error
        self._schedule(record)
        return _shown(record)

    def get_task(self, request: tasks_v2.GetTaskRequest) -> tasks_v2.Task:
        """An unfinished task."""
        return _shown(self._record(request.name), full=_is_full(request))

    def list_tasks(self, request: tasks_v2.ListTasksRequest) -> tasks_v2.ListTasksResponse:
        """The unfinished tasks of a queue, running ones included."""
        self._known(request.parent)
        records = self._book.of_queue(request.parent)
        start = int(request.page_token or 0)
        size = min(request.page_size or _PAGE, _PAGE)
        page = [_shown(r, full=_is_full(request)) for r in records[start : start + size]]
        following = str(start + size) if len(records) > start + size else ""
        return tasks_v2.ListTasksResponse(tasks=page, next_page_token=following)

    def delete_task(self, request: tasks_v2.DeleteTaskRequest) -> None:
        """Take a task out; an attempt that runs is not called back."""
        self._book.finish(self._record(request.name), time.time())

    def create_queue(self, request: tasks_v2.CreateQueueRequest) -> tasks_v2.Queue:
        """Make a queue; its rates and retry rules are the local ones whatever is asked."""
        name = request.queue.name
        if not _QUEUE.fullmatch(name):
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "queue.name is not a queue's name")
        if name in self._queues:
            raise Refused(grpc.StatusCode.ALREADY_EXISTS, "the queue exists")
        self._ids.add(name.rpartition("/")[2])
        self._queues.add(name)
        return tasks_v2.Queue(name=name, state=tasks_v2.Queue.State.RUNNING)

    def get_queue(self, request: tasks_v2.GetQueueRequest) -> tasks_v2.Queue:
        """A queue that exists."""
        self._known(request.name)
        return tasks_v2.Queue(name=request.name, state=tasks_v2.Queue.State.RUNNING)

    def list_queues(self, request: tasks_v2.ListQueuesRequest) -> tasks_v2.ListQueuesResponse:
        """The queues below a location that were used; every one for an empty parent."""
        names = sorted(name for name in self._queues if name.startswith(request.parent))
        running = tasks_v2.Queue.State.RUNNING
        return tasks_v2.ListQueuesResponse(
            queues=[tasks_v2.Queue(name=name, state=running) for name in names]
        )

    def _known(self, queue: str) -> None:
        fits = _QUEUE.fullmatch(queue)
        if not fits or (self._strict and queue.rpartition("/")[2] not in self._ids):
            raise Refused(grpc.StatusCode.NOT_FOUND, "there is no such queue")
        self._queues.add(queue)

    def _record(self, name: str) -> Record:
        record = self._book.tasks.get(name)
        if record is None:
            raise Refused(grpc.StatusCode.NOT_FOUND, "there is no such task")
        return record


def _due(task: tasks_v2.Task, now: float) -> float:
    if "schedule_time" not in task:
        return now
    stamp: Any = task.schedule_time  # a datetime, whatever the stubs say
    due = float(stamp.timestamp())
    if due > now + _MAX_AHEAD_SECONDS:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "schedule_time is over 30 days ahead")
    return max(due, now)


def _check(task: tasks_v2.Task) -> None:
    """Hold a task to Cloud Tasks' limits, and to this machine."""
    if "http_request" not in task:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "only http_request tasks are dispatched")
    address = urlsplit(task.http_request.url)
    if address.scheme != "http" or address.hostname not in {"127.0.0.1", "localhost", "::1"}:
        message = "the local queue calls http addresses of this machine only"
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, message)
    if len(task.http_request.body) > _MAX_BODY_BYTES:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "the body is over 1 MiB")


def _is_full(request: tasks_v2.GetTaskRequest | tasks_v2.ListTasksRequest) -> bool:
    return bool(request.response_view == tasks_v2.Task.View.FULL)


def _shown(record: Record, *, full: bool = False) -> tasks_v2.Task:
    """The API's view of a task; the body only in the full one."""
    task: tasks_v2.Task = tasks_v2.Task.from_json(json.dumps(record.task))
    if not full:
        task.http_request.body = b""
    task.dispatch_count = record.dispatches
    task.response_count = record.responses
    return task
