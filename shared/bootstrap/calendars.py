"""Calendars, school days and timetables."""

from __future__ import annotations

from shared import bootstrap
from shared.calendar.compiling import CalendarCompiler
from shared.calendar.desk import CalendarDesk
from shared.calendar.matching_desk import MatchingDesk
from shared.calendar.publishing import Publisher
from shared.calendar.room_desk import RoomDesk
from shared.calendar.seen_days import SeenDays
from shared.calendar.store import CalendarStore
from shared.calendar.timetable_compiling import TimetableCompiler
from shared.calendar.timetable_reading import TimetableReader
from shared.calendar.timetable_store import TimetableStore
from shared.calendar.where_desk import WhereDesk
from shared.calendar.year_desk import YearDesk
from shared.people.list_store import ListStore
from shared.people.reaches import Reaches
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


def where_desk() -> WhereDesk:
    """What callers hear of where members should be."""
    database = bootstrap.documents()
    lists = ListStore(database)
    timetables = TimetableReader(TimetableStore(database), lists, SectionStore(database))
    return WhereDesk(_seen_days(), timetables, PeopleStore(database), Reaches(lists))


def room_desk() -> RoomDesk:
    """What callers hear of rooms."""
    database = bootstrap.documents()
    lists = ListStore(database)
    sections, people = SectionStore(database), PeopleStore(database)
    return RoomDesk(_seen_days(), sections, lists, people, Reaches(lists), bootstrap.looks())


def _seen_days() -> SeenDays:
    database = bootstrap.documents()
    store = CalendarStore(database)
    return SeenDays(store, SchoolStore(database), Publisher(store), bootstrap.clock)


def outdate_timetables(school: str) -> None:
    """Have the timetables of a school compiled anew within the hour."""
    TimetableStore(bootstrap.documents()).outdate(school)


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
