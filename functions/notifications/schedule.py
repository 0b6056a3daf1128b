"""Work of notifications that Cloud Scheduler starts."""

from __future__ import annotations

from functions.runtime.internal import ScheduleCall, schedule_door
from shared import bootstrap


@schedule_door
def notice_sweep(_call: ScheduleCall) -> None:
    """Hand out again what a crash or an outage left undelivered."""
    bootstrap.notifications().sweep()
