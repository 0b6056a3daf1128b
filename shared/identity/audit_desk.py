"""The audit log for those who run a school or the district: who did what, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.identity.audit_names import AuditNames
from shared.identity.audit_store import AuditStore, Sought
from shared.identity.audit_views import (
    FILTERS,
    AuditEntriesQuery,
    AuditEntryView,
    AuditExportQuery,
    Names,
    entry_view,
    people_of,
    told_subjects,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldViolation, Invalid
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request, place_in_time, time_of
from shared.kernel.permissions import Action, authorize, authorize_district
from shared.people.model import Stored

MOST_ON_A_PAGE = 50
"""Entries, so that whoever they name is looked up in one call."""


class AuditDesk:
    """Shows audit entries."""

    def __init__(self, store: AuditStore, names: AuditNames, clock: Clock) -> None:
        self._store = store
        self._names = names
        self._clock = clock

    def page(
        self, actor: Actor, school: str | None, query: AuditEntriesQuery
    ) -> Page[AuditEntryView]:
        """Entries of a school, or of the district where it is None.

        Reads one entry more than a page may hold, and whoever it names.

        Raises:
            Denied: as `authorize` and `authorize_district` say.
            Invalid: as `sought_by` and `page_request` say.
        """
        may(actor, Action.AUDIT_LIST, school)
        sought = sought_by(school, query)
        question = {"list": "auditEntries", "sought": sought, "uid": actor.uid}
        size, token = query.page_size, query.page_token
        asked = page_request(size, token, question, self._clock(), MOST_ON_A_PAGE)
        found = self._store.page(sought, asked.size + 1, time_of(asked.cursor))
        page = cut(found, asked, place, question, self._clock())
        names = self._named(sought, page.items)
        views = [entry_view(school, each, sought.person, names) for each in page.items]
        return Page(views, page.next_token)

    def _named(self, sought: Sought, entries: Iterable[Stored]) -> Names:
        told = ((each.fields, told_subjects(each.fields, sought.person)) for each in entries)
        persons = [person for fields, about in told for person in people_of(fields, about)]
        return self._names.of(sought.school, persons)


def may(actor: Actor, action: Action, school: str | None) -> None:
    """Ask whether somebody may do this at a school, or for the district.

    Raises:
        Denied: as `authorize` and `authorize_district` say.
    """
    if school is None:
        authorize_district(actor, action)
    else:
        authorize(actor, action, school)


def sought_by(school: str | None, query: AuditExportQuery) -> Sought:
    """Which entries a question means; whatever it names is an id or a verb, and no name.

    Raises:
        Invalid: ``FILTER_INVALID`` of a value, ``REQUEST_INVALID`` of a time, or as `parse_filter`
            says.
    """
    wanted = parse_filter(query.filter, [name for name in FILTERS if school or name != "person"])
    for field, value in wanted.items():
        if not FILTERS[field].fullmatch(value):
            violation = FieldViolation("filter", f"{field} has a value that no entry can have")
            raise Invalid("FILTER_INVALID", "nothing can be so", violations=[violation])
    person = wanted.pop("person", "")
    start = _instant("startTime", query.start_time)
    return Sought(school, wanted, person, start, _instant("endTime", query.end_time))


def place(entry: Stored) -> list[str]:
    """Where a page begins that follows an entry."""
    return place_in_time(entry.fields["time"], entry.id)


def _instant(field: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        violation = FieldViolation(field, "is no time that there is")
        raise Invalid("REQUEST_INVALID", "no such time", violations=[violation]) from error
