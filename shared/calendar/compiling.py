"""Has the coming days of every school stand there before they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore
from shared.kernel.errors import Conflict
from shared.people.model import School
from shared.people.school_store import SchoolStore

_PAGE = 100


class DayCompiler:
    """Compiles days. Each school costs one read where nothing is left to do."""

    def __init__(self, store: CalendarStore, schools: SchoolStore, publisher: Publisher) -> None:
        self._store = store
        self._schools = schools
        self._publisher = publisher

    def compile_all(self, now: datetime) -> int:
        """Compile what is not there yet, of every school; how many days there were.

        A school whose calendar is published meanwhile is left to that publication.
        """
        return sum(self._compile(school, now) for school in self._all_schools())

    def _compile(self, school: School, now: datetime) -> int:
        draft = self._store.draft(school.id)
        try:
            return self._publisher.extend(school, draft, now)
        except Conflict:
            return 0

    def _all_schools(self) -> Iterator[School]:
        after: list[object] | None = None
        while found := self._schools.page(_PAGE, after):
            yield from found
            after = [found[-1].id]
