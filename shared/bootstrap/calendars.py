"""Calendars, school days and timetables."""

from __future__ import annotations

from shared import bootstrap
from shared.calendar.compiling import CalendarCompiler
from shared.calendar.desk import CalendarDesk
from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore
from shared.calendar.timetable_compiling import TimetableCompiler
from shared.calendar.timetable_store import TimetableStore
from shared.calendar.year_desk import YearDesk
from shared.people.list_store import ListStore
from shared.people.school_store import SchoolStore
from shared.people.section_store import SectionStore
from shared.people.store import PeopleStore


def calendar_desk() -> CalendarDesk:
    """What callers see and change of calendars."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    return CalendarDesk(store, SchoolStore(database), Publisher(store), bootstrap.clock)


def year_desk() -> YearDesk:
    """Holidays out of files, and what was published."""
    database = bootstrap.documents()
    return YearDesk(
        CalendarStore(database), SchoolStore(database), PeopleStore(database), bootstrap.clock
    )


def calendar_compiler() -> CalendarCompiler:
    """Who compiles the coming days and the timetables."""
    database = bootstrap.documents()
    store = CalendarStore(database)
    timetables = TimetableCompiler(
        TimetableStore(database), store, SectionStore(database), ListStore(database)
    )
    return CalendarCompiler(store, SchoolStore(database), Publisher(store), timetables)
