"""Doors that Cloud Tasks opens."""

from __future__ import annotations

from functions.runtime.internal import Payload, TaskCall, task_door
from shared import bootstrap


@task_door
def account_follow(payload: Payload, _call: TaskCall) -> None:
    """End the sessions of those whom a run archived or made less: ``{school, run}``."""
    leavers = bootstrap.rostering().leavers.of(payload["school"], payload["run"])
    bootstrap.account_keeper().people_changed(leavers)
