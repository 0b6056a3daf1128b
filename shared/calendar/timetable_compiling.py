"""Compiles the timetables of a school: once a day, and when its classes or its calendar change."""

from __future__ import annotations

from datetime import datetime

from shared.calendar.store import CalendarStore
from shared.calendar.timetable_store import TimetableState, TimetableStore
from shared.calendar.timetables import changes, digest_of, fields_of, timetables_of
from shared.calendar.where import Timetable
from shared.kernel.errors import Conflict
from shared.kernel.local_time import local_day
from shared.people.list_store import ListStore
from shared.people.model import School
from shared.people.section_store import SectionStore

_TRIES = 3


class TimetableCompiler:
    """Compiles timetables. Where nothing has changed a school costs two reads."""

    def __init__(
        self,
        store: TimetableStore,
        calendars: CalendarStore,
        sections: SectionStore,
        lists: ListStore,
    ) -> None:
        """Take the parts.

        Args:
            store: holds timetables.
            calendars: say which lists schedules are for.
            sections: the classes, of the roster and of people.
            lists: those that schedules are for.
        """
        self._store = store
        self._calendars = calendars
        self._sections = sections
        self._lists = lists

    def compile(self, school: School, version: int, now: datetime) -> None:
        """Bring a school's timetables up to date.

        Args:
            school: whose.
            version: of the calendar that counts.
            now: the present instant.

        Raises:
            Conflict: others compile the same school again and again.
        """
        today = local_day(now, school.time_zone).isoformat()
        touched: set[str] = set()
        for tries_left in reversed(range(_TRIES)):
            was = self._store.state(school.id)
            newest = self._store.newest_change(school.id)
            if not touched and (was.day, was.version, was.newest) == (today, version, newest):
                return
            made = self._made(school.id, version)
            digests = {person: digest_of(fields_of(each)) for person, each in made.items()}
            written, gone = changes(was.digests, digests)
            # Whoever compiled meanwhile wrote what this process may have written over.
            touched.update(written, gone)
            self._store.write(
                school.id,
                (made[person] for person in sorted(touched & made.keys())),
                sorted(touched - made.keys()),
            )
            try:
                state = TimetableState("", digests, today, version, newest)
                self._store.save(school.id, was, state)
            except Conflict:
                if not tries_left:
                    raise
            else:
                return

    def _made(self, school: str, version: int) -> dict[str, Timetable]:
        published = self._calendars.version(school, version)
        assignments = [] if published is None else published.assignments()
        named = sorted({name for each in assignments for name in each.list_ids})
        audiences = [self._lists.get(school, name) for name in named]
        return timetables_of(
            self._sections.all_classes(school).values(),
            self._sections.all_terms(school),
            [each for each in audiences if each is not None],
        )
