"""Doors that Cloud Scheduler opens."""

from __future__ import annotations

from functions.runtime.internal import ScheduleCall, schedule_door
from shared import bootstrap


@schedule_door
def roster_archive(call: ScheduleCall) -> None:
    """At the district's hour, begin the daily archive phase of every connection."""
    bootstrap.rostering().starter.start_archive_phases(call.scheduled)


@schedule_door
def roster_nightly(call: ScheduleCall) -> None:
    """From the district's hour on, pull every system, and tell the district how it went."""
    bootstrap.rostering().nights.tick(call.scheduled)


@schedule_door
def roster_watch(call: ScheduleCall) -> None:
    """Tell the schools whose files have not come, and make good what a night has lost."""
    rostering = bootstrap.rostering()
    try:
        rostering.watch.look(call.scheduled)
    finally:
        rostering.nights.look(call.scheduled)


@schedule_door
def roster_reconcile(_call: ScheduleCall) -> None:
    """Finish what an event or a task has lost."""
    bootstrap.rostering().reconciler.reconcile(bootstrap.clock)
