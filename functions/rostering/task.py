"""Doors that Cloud Tasks opens."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.runtime.internal import TaskCall, task_door
from shared import bootstrap


def _give_up(payload: dict[str, Any], reason: str) -> None:
    bootstrap.rostering().closer.give_up(payload["school"], payload["run"], reason)


@partial(task_door, poisoned=_give_up)
def roster_import(payload: dict[str, Any], _call: TaskCall) -> None:
    """Work on a run that was received: ``{school, run}``."""
    bootstrap.rostering().importer.work_on(payload["school"], payload["run"])


@partial(task_door, poisoned=_give_up)
def roster_pull(payload: dict[str, Any], _call: TaskCall) -> None:
    """Pull a run's people from the system that they come from: ``{school, run}``."""
    bootstrap.rostering().puller.pull(payload["school"], payload["run"])


@partial(task_door, poisoned=_give_up)
def roster_apply(payload: dict[str, Any], _call: TaskCall) -> None:
    """Apply one chunk of a plan: ``{school, run, chunk}``."""
    bootstrap.rostering().applier.apply(payload["school"], payload["run"], payload["chunk"])
