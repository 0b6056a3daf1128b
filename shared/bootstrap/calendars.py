"""Calendars and school days."""

from __future__ import annotations

from shared import bootstrap
from shared.calendar.compiling import DayCompiler
from shared.calendar.desk import CalendarDesk
from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore
from shared.people.school_store import SchoolStore


def calendar_desk() -> CalendarDesk:
    """What callers see and change of calendars."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    return CalendarDesk(store, SchoolStore(database), Publisher(store), bootstrap.clock)


def day_compiler() -> DayCompiler:
    """Who compiles the coming days."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    return DayCompiler(store, SchoolStore(database), Publisher(store))
