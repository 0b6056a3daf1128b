"""Somebody's timetable as it is asked for: the one that was compiled, or one worked out at once."""

from __future__ import annotations

from dataclasses import replace

from shared.calendar.timetable_store import TimetableStore
from shared.calendar.timetables import classes_of
from shared.calendar.where import Timetable
from shared.people.class_schedules import is_class
from shared.people.list_store import MOST_HOLDING, ListStore
from shared.people.section_store import SectionStore


class TimetableReader:
    """Reads timetables."""

    def __init__(self, store: TimetableStore, lists: ListStore, sections: SectionStore) -> None:
        """Take the parts.

        Args:
            store: holds those that were compiled.
            lists: the classes and lists of somebody.
            sections: knows their terms.
        """
        self._store = store
        self._lists = lists
        self._sections = sections

    def compiled(self, school: str, person: str, grade: str) -> Timetable:
        """The timetable that was compiled; worked out where none was, as in the first hour."""
        found = self._store.find(school, person, grade)
        return found or self.worked_out(school, person, grade)

    def with_lists(self, school: str, timetable: Timetable) -> Timetable:
        """A timetable with the lists that somebody is on now.

        One that was compiled knows the lists that the version of then had schedules for.
        """
        held = self._lists.holding(school, timetable.person)
        return replace(timetable, lists=frozenset(each.id for each in held))

    def worked_out(self, school: str, person: str, grade: str) -> Timetable:
        """A timetable with all of somebody's lists, whether or not a schedule is for them yet."""
        held = self._lists.page(school, MOST_HOLDING, None, {"member": person})
        taught = self._lists.taught_by(school, person)
        both = {each.id: each for each in (*held, *taught)}
        sections = [each for each in both.values() if is_class(each.fields)]
        named = {name for each in sections for name in each.fields["termIds"]}
        terms = self._sections.terms(school, sorted(named)) if named else {}
        classes = sorted(classes_of(sections, terms), key=lambda one: one.section)
        return Timetable(person, grade, frozenset(each.id for each in held), tuple(classes))
