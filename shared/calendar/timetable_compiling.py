"""Compiles the timetables of a school: once a day, and when its classes or its calendar change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.calendar.clocks import day_at
from shared.calendar.store import Draft
from shared.calendar.timetable_store import TimetableState, TimetableStore
from shared.calendar.timetables import changes, digest_of, fields_of, timetables_of
from shared.calendar.views import CalendarBody
from shared.calendar.where import Timetable
from shared.kernel.errors import Conflict
from shared.people.list_store import ListStore
from shared.people.model import School
from shared.people.section_store import SectionStore

_TRIES = 3


class TimetableCompiler:
    """Compiles timetables. Where nothing has changed a school costs two reads an hour."""

    def __init__(self, store: TimetableStore, sections: SectionStore, lists: ListStore) -> None:
        self._store = store
        self._sections = sections
        self._lists = lists

    def compile(
        self, school: School, draft: Draft, published: CalendarBody | None, now: datetime
    ) -> int:
        """Bring a school's timetables up to date; how many were written or deleted.

        Args:
            school: whose.
            draft: says which version counts.
            published: that version; None where none does.
            now: the present instant.

        Raises:
            Conflict: others compile the same school again and again.
        """
        today = day_at(now, ZoneInfo(school.time_zone)).isoformat()
        touched: set[str] = set()
        for _ in range(_TRIES):
            was = self._store.state(school.id)
            newest = self._store.newest_change(school.id)
            if not touched and (was.day, was.version, was.newest) == (today, draft.version, newest):
                return 0
            made = self._made(school, published)
            digests = {person: digest_of(fields_of(each)) for person, each in made.items()}
            written, gone = changes(was.digests, digests)
            # Whoever compiled meanwhile wrote what this process may have written over.
            written = sorted({*written, *(touched & made.keys())})
            gone = sorted({*gone, *(touched - made.keys())})
            self._store.write(school.id, (made[person] for person in written), gone)
            touched.update(written, gone)
            try:
                state = TimetableState("", digests, today, draft.version, newest)
                self._store.save(school.id, was, state)
            except Conflict:
                continue
            return len(touched)
        raise Conflict("TIMETABLES_CONTENDED", "others compile the same school meanwhile")

    def _made(self, school: School, published: CalendarBody | None) -> dict[str, Timetable]:
        sections = self._sections.all_sections(school.id)
        named = [] if published is None else _audiences(published)
        audiences = [self._lists.get(school.id, name) for name in named]
        return timetables_of(
            sections.values(),
            self._sections.all_terms(school.id),
            [each for each in audiences if each is not None],
        )


def _audiences(body: CalendarBody) -> list[str]:
    """The lists that schedules are for."""
    several = [*body.patterns, *(one for each in body.exceptions for one in each.assignments)]
    return sorted({name for each in several for name in each.list_ids})
