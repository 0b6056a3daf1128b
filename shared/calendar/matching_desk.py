"""How the classes of a school meet its periods, and a first calendar out of them, for callers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from shared.calendar.bodies import body_of, calendar_of
from shared.calendar.checks import violations_of
from shared.calendar.match_views import (
    MOST_WITHOUT,
    CalendarMatchView,
    CalendarSuggestBody,
    CalendarSuggestView,
    ClassWithoutView,
    PeriodCodeView,
    UnknownWordView,
)
from shared.calendar.matching import Matching, match
from shared.calendar.model import Calendar
from shared.calendar.starting import MOST_CODES, school_year_of, starter
from shared.calendar.store import CalendarStore
from shared.calendar.timetables import classes_of, span_of
from shared.calendar.views import CODE_PATTERN, CalendarBody
from shared.calendar.where import ClassOf
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.kernel.local_time import local_day
from shared.kernel.permissions import Action, authorize
from shared.people.model import School, Stored
from shared.people.school_store import SchoolStore
from shared.people.section_store import SectionStore


@dataclass(frozen=True, slots=True)
class _Taught:
    """What the roster says: classes, and the terms that they are in."""

    classes: Sequence[ClassOf]
    terms: Mapping[str, Stored]


class MatchingDesk:
    """Compares calendars with classes. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self, store: CalendarStore, schools: SchoolStore, sections: SectionStore, clock: Clock
    ) -> None:
        """Take the parts.

        Args:
            store: holds calendars.
            schools: know their zones and languages.
            sections: the classes and terms.
            clock: the present instant.
        """
        self._store = store
        self._schools = schools
        self._sections = sections
        self._clock = clock

    def match(self, actor: Actor, school: str, asked: CalendarBody | None) -> CalendarMatchView:
        """How the classes match a calendar, which is the draft unless one is given.

        Costs a read for each class and term. Without a draft no code is matched.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        here = self._schools.school(school)
        body = asked or self._store.draft(school).body
        calendar = self._empty(here) if body is None else calendar_of(body)
        classes = self._taught(school).classes
        return _view(match(calendar, classes), classes)

    def suggest(self, actor: Actor, school: str, asked: CalendarSuggestBody) -> CalendarSuggestView:
        """Make a first calendar of the codes of the school's classes; nothing is saved.

        Raises:
            Invalid: ``CODES_MISSING``: no class names a period; ``CODES_TOO_MANY``;
                ``CALENDAR_INVALID``: the days asked for are no school year.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        here = self._schools.school(school)
        taught = self._taught(school)
        found = {each.code for one in taught.classes for each in one.meetings}
        codes = set(filter(re.compile(CODE_PATTERN).match, found))
        if not codes:
            raise Invalid("CODES_MISSING", "no class of the school names a period")
        if len(codes) > MOST_CODES:
            raise Invalid("CODES_TOO_MANY", f"the classes have more than {MOST_CODES} codes")
        spans = [span for each in taught.terms.values() if (span := span_of(each.fields))]
        first, last = school_year_of(spans, local_day(self._clock(), here.time_zone))
        empty = Calendar(asked.first_day or first, asked.last_day or last)
        first_bell = time.fromisoformat(asked.first_bell)
        body = body_of(starter(empty, codes, first_bell, here.language))
        if violations := violations_of(body):
            raise Invalid("CALENDAR_INVALID", "the calendar is not valid", violations=violations)
        return CalendarSuggestView(calendar=body)

    def _taught(self, school: str) -> _Taught:
        terms = self._sections.all_terms(school)
        sections = self._sections.all_classes(school).values()
        return _Taught(classes_of(sections, terms), terms)

    def _empty(self, school: School) -> Calendar:
        today: date = local_day(self._clock(), school.time_zone)
        return Calendar(first=today, last=today)


def _view(found: Matching, classes: Sequence[ClassOf]) -> CalendarMatchView:
    names = {each.section: each.title for each in classes}
    without = sorted(found.without, key=lambda section: (names[section].casefold(), section))
    return CalendarMatchView(
        codes=[
            PeriodCodeView(
                code=each.code,
                classes=each.classes,
                period_ids=list(each.periods),
                suggested_period_ids=list(each.suggestions),
            )
            for each in found.codes
        ],
        unknown_words=[
            UnknownWordView(word=word, classes=number) for word, number in found.words.items()
        ],
        without_periods=len(without),
        classes_without_periods=[
            ClassWithoutView(list_id=each, display_name=names[each])
            for each in without[:MOST_WITHOUT]
        ],
        placed=found.placed,
        classes=found.classes,
    )
