"""Calendars, school days and timetables."""

from __future__ import annotations

from shared import bootstrap
from shared.calendar.compiling import CalendarCompiler
from shared.calendar.desk import CalendarDesk
from shared.calendar.matching_desk import MatchingDesk
from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore
from shared.calendar.timetable_compiling import TimetableCompiler
from shared.calendar.timetable_store import TimetableStore
from shared.people.list_store import ListStore
from shared.people.school_store import SchoolStore
from shared.people.section_store import SectionStore


def calendar_desk() -> CalendarDesk:
    """What callers see and change of calendars."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    return CalendarDesk(store, SchoolStore(database), Publisher(store), bootstrap.clock)


def matching_desk() -> MatchingDesk:
    """How the classes of a school meet its periods."""
    database = bootstrap.documents()
    stores = CalendarStore(database), SchoolStore(database), SectionStore(database)
    return MatchingDesk(*stores, bootstrap.clock)


def calendar_compiler() -> CalendarCompiler:
    """Who compiles the coming days and the timetables."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    timetables = TimetableCompiler(
        TimetableStore(database), store, SectionStore(database), ListStore(database)
    )
    return CalendarCompiler(store, SchoolStore(database), Publisher(store), timetables)
