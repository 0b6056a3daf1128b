"""Doors that Cloud Scheduler opens."""

from __future__ import annotations

from functions.runtime.internal import ScheduleCall, schedule_door
from shared import bootstrap


@schedule_door
def account_sweep(_call: ScheduleCall) -> None:
    """Bring every account up to date with the roster, where nobody has seen a change yet."""
    bootstrap.account_keeper().sweep()
