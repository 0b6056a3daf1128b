"""Reads the catalogue of functions, `infra/functions.yaml`, as the local stack needs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).resolve().parents[1] / "functions.yaml"


@dataclass(frozen=True, slots=True)
class Function:
    """One entry point.

    Attributes:
        trigger: ``event``, ``task``, ``schedule`` or ``http``.
        queue: the queue that calls it; empty for other triggers.
        schedule: cron text of five fields; empty for other triggers.
        at_start: True when it also runs once at each start.
        paths: patterns of the public paths that it answers; empty for other triggers than ``http``.
    """

    entry_point: str
    trigger: str
    timeout_seconds: int
    queue: str = ""
    schedule: str = ""
    at_start: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entry points, in the file's order, and the ids of all queues."""

    functions: tuple[Function, ...]
    queues: tuple[str, ...]

    def with_trigger(self, trigger: str) -> list[Function]:
        """The entry points of one kind."""
        return [function for function in self.functions if function.trigger == trigger]


def read_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Read the file.

    Raises:
        KeyError: an entry lacks its trigger or timeout.
        OSError: it cannot be read.
        yaml.YAMLError: it is not YAML.
    """
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    functions = tuple(
        Function(
            entry_point=entry_point,
            trigger=facts["trigger"],
            timeout_seconds=int(facts["timeoutSeconds"]),
            queue=facts.get("queue", ""),
            schedule=facts.get("schedule", ""),
            at_start=bool(facts.get("atStart", False)),
            paths=tuple(facts.get("paths", ())),
        )
        for entry_point, facts in found["functions"].items()
    )
    queues = {function.queue for function in functions if function.queue}
    return Catalogue(functions, tuple(sorted(queues | set(found.get("queues", {})))))
