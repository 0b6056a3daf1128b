"""Doors that Cloud Scheduler opens."""

from __future__ import annotations

from functions.runtime.internal import ScheduleCall, schedule_door
from shared import bootstrap


@schedule_door
def calendar_compile(_call: ScheduleCall) -> None:
    """Compile the coming days and the timetables of every school with a calendar."""
    bootstrap.calendar_compiler().compile_all(bootstrap.clock())
