"""Has the coming days and the timetables of every school stand there before they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore
from shared.calendar.timetable_compiling import TimetableCompiler
from shared.kernel.errors import Conflict
from shared.people.model import School
from shared.people.school_store import SchoolStore

_PAGE = 100


class CalendarCompiler:
    """Compiles days and timetables."""

    def __init__(
        self,
        store: CalendarStore,
        schools: SchoolStore,
        publisher: Publisher,
        timetables: TimetableCompiler,
    ) -> None:
        """Take the parts.

        Args:
            store: knows which calendar counts.
            schools: all of them.
            publisher: compiles days.
            timetables: compiles them.
        """
        self._store = store
        self._schools = schools
        self._publisher = publisher
        self._timetables = timetables

    def compile_all(self, now: datetime) -> None:
        """Compile what has changed, of every school.

        A school that somebody else works on meanwhile is left to them, and to the next hour.
        """
        for school in self._all_schools():
            try:
                self._compile(school, now)
            except Conflict:
                continue

    def _compile(self, school: School, now: datetime) -> None:
        draft = self._store.draft(school.id)
        if not draft.version:
            return
        self._publisher.extend(school, draft, now)
        self._timetables.compile(school, draft.version, now)

    def _all_schools(self) -> Iterator[School]:
        after: list[object] | None = None
        while found := self._schools.page(_PAGE, after):
            yield from found
            after = [found[-1].id]
