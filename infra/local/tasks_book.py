"""What the local task queue knows: its tasks, the names that are taken, and the journal of both.

No network here. Every instant is passed in as seconds since 1970.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAME_KEPT_SECONDS = 3600.0
"""How long the name of a finished task stays taken, as Cloud Tasks does it."""


class NameTaken(Exception):  # noqa: N818  # reads as the sentence that it stands for
    """A task of this name is there, or was within the last hour."""


@dataclass(slots=True)
class Record:
    """One task that is not finished.

    Attributes:
        name: ``projects/P/locations/L/queues/Q/tasks/T``.
        task: the API's Task as JSON.
        due: when it is dispatched next.
        dispatches: attempts begun.
        responses: attempts that an HTTP status answered.
        last_status: that of the last answered attempt, 0 before.
        running: True during an attempt.
    """

    name: str
    task: dict[str, Any]
    due: float
    dispatches: int = 0
    responses: int = 0
    last_status: int = 0
    running: bool = False

    @property
    def queue(self) -> str:
        """The queue's full name."""
        return self.name.rpartition("/tasks/")[0]


class Journal:
    """An append-only file of JSON lines. A line that a crash tore at the end is dropped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def load(self) -> Iterator[dict[str, Any]]:
        """Every whole line, oldest first.

        Raises:
            ValueError: a line before the last is not JSON; the file was damaged by something else.
        """
        if not self._path.exists():
            return
        *whole, _torn = self._path.read_bytes().split(b"\n")
        for number, line in enumerate(whole, start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{self._path}, line {number}: damaged") from error

    def rewrite(self, entries: Iterable[dict[str, Any]]) -> None:
        """Replace the whole file at once, and keep it open for `append`."""
        temporary = self._path.with_suffix(".new")
        with temporary.open("wb") as fresh:
            fresh.writelines(_line(entry) for entry in entries)
            fresh.flush()
            os.fsync(fresh.fileno())
        temporary.replace(self._path)
        self._file = self._path.open("ab")

    def append(self, entry: dict[str, Any], *, durable: bool) -> None:
        """Add one line; ``durable`` waits until it would survive a power cut."""
        self._file.write(_line(entry))
        self._file.flush()
        if durable:
            os.fsync(self._file.fileno())


@dataclass
class Book:
    """The tasks of all queues, restored from the journal at the start."""

    journal: Journal
    now: float
    tasks: dict[str, Record] = field(default_factory=dict)
    _finished: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.journal.load():
            self._replay(entry)
        self._forget_old_names(self.now)
        self.journal.rewrite(self._entries())

    def add(self, name: str, task: dict[str, Any], due: float, now: float) -> Record:
        """Take a new task; it is on disk when this returns.

        Raises:
            NameTaken: it was handed over before.
        """
        self._forget_old_names(now)
        if name in self.tasks or name in self._finished:
            raise NameTaken(name)
        self.journal.append({"op": "add", "name": name, "task": task, "due": due}, durable=True)
        record = self.tasks[name] = Record(name, task, due)
        return record

    def begin(self, record: Record) -> None:
        """Note that an attempt begins."""
        record.dispatches += 1
        record.running = True
        self.journal.append({"op": "begin", "name": record.name}, durable=False)

    def fail(self, record: Record, status: int, due: float) -> None:
        """Note that an attempt failed and when the next is; ``status`` is 0 without an answer."""
        self._failed(record, status, due)
        entry = {"op": "fail", "name": record.name, "status": status, "due": due}
        self.journal.append(entry, durable=False)

    def finish(self, record: Record, now: float) -> None:
        """Take a task out, done or deleted; its name stays taken for an hour."""
        if self.tasks.pop(record.name, None) is not None:
            self._finished[record.name] = now
            self.journal.append({"op": "end", "name": record.name, "at": now}, durable=True)

    def of_queue(self, queue: str) -> list[Record]:
        """The unfinished tasks of a queue, the next one first."""
        found = (record for record in self.tasks.values() if record.queue == queue)
        return sorted(found, key=lambda record: record.due)

    def _forget_old_names(self, now: float) -> None:
        # Finished in this order, so the oldest stand first.
        while self._finished:
            name, at = next(iter(self._finished.items()))
            if at > now - NAME_KEPT_SECONDS:
                return
            del self._finished[name]

    def _failed(self, record: Record, status: int, due: float) -> None:
        record.running = False
        record.due = due
        record.last_status = status or record.last_status
        record.responses += bool(status)

    def _replay(self, entry: dict[str, Any]) -> None:
        name = entry["name"]
        match entry["op"]:
            case "add":
                self.tasks[name] = Record(
                    name,
                    entry["task"],
                    entry["due"],
                    entry.get("dispatches", 0),
                    entry.get("responses", 0),
                    entry.get("status", 0),
                )
            case "begin" if name in self.tasks:
                self.tasks[name].dispatches += 1
            case "fail" if name in self.tasks:
                self._failed(self.tasks[name], entry["status"], entry["due"])
            case "end":
                self.tasks.pop(name, None)
                self._finished[name] = entry["at"]

    def _entries(self) -> Iterator[dict[str, Any]]:
        for name, at in self._finished.items():
            yield {"op": "end", "name": name, "at": at}
        for record in self.tasks.values():
            yield {
                "op": "add",
                "name": record.name,
                "task": record.task,
                "due": record.due,
                "dispatches": record.dispatches,
                "responses": record.responses,
                "status": record.last_status,
            }


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, separators=(",", ":")).encode() + b"\n"
