"""Calendars and school days in Firestore.

``schools/{school}/settings/calendar`` is the draft, and which version counts;
``schools/{school}/calendarVersions/{version}`` a published one, never written again;
``schools/{school}/schoolDays/{day}`` a day as it is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from shared.calendar.day_fields import fields_of, school_day_of
from shared.calendar.model import SCHEMA_VERSION
from shared.calendar.school_day import SchoolDay
from shared.calendar.views import CalendarBody
from shared.cloud.firestore import Commit, Document, Documents, Query
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id

_READ_AT_ONCE = 300
_MOST_VERSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A school's calendar as it stands in its document.

    Attributes:
        token: of the document as it was read; empty where there is none.
        body: the draft; None before the first.
        version: that counts; 0 before the first publication.
        through: the last day that is compiled; None where none is.
    """

    token: str = ""
    body: CalendarBody | None = None
    visible_to_staff: bool = False
    version: int = 0
    publish_time: datetime | None = None
    changed: bool = False
    through: date | None = None
    update_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredDay:
    """A school day, and the token of its document."""

    school_day: SchoolDay
    token: str


@dataclass(frozen=True, slots=True)
class Version:
    """A calendar that was published.

    Attributes:
        publisher: who did it, as the audit log says.
        changed_days: how many; None of a version that is older than this field.
        declared_day: the one day that was declared; None where a draft was published.
        body: the calendar; None where it wasn't read.
    """

    version: int
    publish_time: datetime
    publisher: str
    changed_days: int | None
    declared_day: date | None
    body: CalendarBody | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is to count.

    Attributes:
        draft: as it was read; the publication is refused when it has changed since.
        body: the calendar.
        changed: the draft still differs from it.
        days: as they are to be, each with the token of its document, empty for a new one.
        what: the verb of the audit log.
        about: its facts.
    """

    draft: Draft
    body: CalendarBody
    changed: bool
    days: Sequence[StoredDay]
    what: str
    about: Mapping[str, Any]


class CalendarStore:
    """The calendars of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def draft(self, school: str) -> Draft:
        """The draft, and which version counts."""
        found = self._documents.get(_draft(school))
        return Draft() if found is None else _draft_of(found)

    def version(self, school: str, version: int) -> CalendarBody | None:
        """A published calendar."""
        found = self._documents.get(_version(school, version))
        return None if found is None else CalendarBody.model_validate(found.fields["calendar"])

    def versions(self, school: str) -> list[tuple[int, datetime]]:
        """Every published version's number, and when it began to count."""
        query = Query(
            f"schools/{school}/calendarVersions", limit=_MOST_VERSIONS, fields=["publishTime"]
        )
        found = self._documents.page(query)
        return [(int(each.id), each.fields["publishTime"]) for each in found]

    def published(self, school: str, version: str) -> Version | None:
        """A version as its document is called, such as ``00012``, with what it holds."""
        found = self._documents.get(f"schools/{school}/calendarVersions/{version}")
        if found is None:
            return None
        body = CalendarBody.model_validate(found.fields["calendar"])
        return replace(_version_of(found.fields), body=body)

    def newest_versions(self, school: str, limit: int, before: int | None) -> list[Version]:
        """Published versions without what they hold, the newest first.

        Args:
            school: whose.
            limit: so many at most.
            before: only those with a smaller number; None for all.
        """
        query = Query(
            f"schools/{school}/calendarVersions",
            [] if before is None else [("version", "<", before)],
            ["-version"],
            limit=limit,
            fields=["version", "publishTime", "publishedBy", "changedDays", "declaredDay"],
        )
        return [_version_of(each.fields) for each in self._documents.page(query)]

    def days(self, school: str, days: Sequence[date]) -> dict[date, StoredDay]:
        """Those of the days that are compiled."""
        found: dict[date, StoredDay] = {}
        for start in range(0, len(days), _READ_AT_ONCE):
            paths = [_day(school, day) for day in days[start : start + _READ_AT_ONCE]]
            for each in self._documents.get_many(paths):
                stored = StoredDay(school_day_of(each.fields), each.version)
                found[stored.school_day.day] = stored
        return found

    def save(
        self, school: str, was: Draft, body: CalendarBody, after: Draft, actor: str, now: datetime
    ) -> None:
        """Write another draft in the place of the one that was read, with who did it.

        Args:
            school: whose.
            was: as it was read.
            body: the calendar.
            after: whether staff see it, and whether it differs from what is published.
            actor: who does it.
            now: when.

        Raises:
            Conflict: it has changed since.
        """
        commit = self._documents.commit()
        fields = {
            "calendar": _json(body),
            "visibleToStaff": after.visible_to_staff,
            "changed": after.changed,
            "updateTime": now,
        }
        _put(commit, _draft(school), fields, was.token)
        entry = audit_entry(actor, "calendars:update", [{"school": school}], now, school)
        commit.create(f"audit/{_audit_id(school, was.token, 'update')}", entry)
        commit.run()

    def publish(self, school: str, publication: Publication, actor: str, now: datetime) -> None:
        """Make a version count, with its days and with who did it, in one commit.

        Raises:
            Conflict: the draft or a day has changed since.
        """
        was, version = publication.draft, publication.draft.version + 1
        commit = self._documents.commit()
        fields = {
            "calendar": _json(was.body or publication.body),
            "visibleToStaff": was.visible_to_staff,
            "changed": publication.changed,
            "version": version,
            "publishTime": now,
            "compiledThrough": _last(publication.days),
            "updateTime": now,
        }
        _put(commit, _draft(school), fields, was.token)
        commit.create(
            _version(school, version),
            {
                "schemaVersion": SCHEMA_VERSION,
                "version": version,
                "calendar": _json(publication.body),
                "publishTime": now,
                "publishedBy": actor,
                "changedDays": publication.about.get("days"),
                "declaredDay": publication.about.get("day"),
            },
        )
        self._put_days(commit, school, publication.days)
        about = [{"school": school, "version": version, **publication.about}]
        entry = audit_entry(actor, publication.what, about, now, school)
        commit.create(f"audit/{_audit_id(school, str(version), 'publish')}", entry)
        commit.run()

    def extend(self, school: str, was: Draft, days: Sequence[StoredDay], through: date) -> None:
        """Write days that were compiled since, in one commit.

        Raises:
            Conflict: another version counts by now, or somebody else has written them.
        """
        commit = self._documents.commit()
        commit.update(_draft(school), {"compiledThrough": through.isoformat()}, was.token)
        self._put_days(commit, school, days)
        commit.run()

    @staticmethod
    def _put_days(commit: Commit, school: str, days: Sequence[StoredDay]) -> None:
        for each in days:
            path = _day(school, each.school_day.day)
            _put(commit, path, fields_of(each.school_day), each.token)


def _put(commit: Commit, path: str, fields: Mapping[str, Any], token: str) -> None:
    if token:
        commit.update(path, fields, token)
    else:
        commit.create(path, {"schemaVersion": SCHEMA_VERSION, **fields})


def _draft_of(found: Document) -> Draft:
    fields = found.fields
    through = fields.get("compiledThrough")
    return Draft(
        token=found.version,
        body=CalendarBody.model_validate(fields["calendar"]),
        visible_to_staff=bool(fields["visibleToStaff"]),
        version=int(fields.get("version") or 0),
        publish_time=fields.get("publishTime"),
        changed=bool(fields["changed"]),
        through=date.fromisoformat(through) if through else None,
        update_time=fields.get("updateTime"),
    )


def _version_of(fields: Mapping[str, Any]) -> Version:
    declared = fields.get("declaredDay")
    return Version(
        version=fields["version"],
        publish_time=fields["publishTime"],
        publisher=fields["publishedBy"],
        changed_days=fields.get("changedDays"),
        declared_day=date.fromisoformat(declared) if declared else None,
    )


def _json(body: CalendarBody) -> dict[str, Any]:
    return body.model_dump(by_alias=True, mode="json")


def _last(days: Sequence[StoredDay]) -> str:
    return max(each.school_day.day for each in days).isoformat()


def _audit_id(school: str, version: str, what: str) -> str:
    return f"calendar-{digest_id(school, version, what)}"


def _draft(school: str) -> str:
    return f"schools/{school}/settings/calendar"


def _version(school: str, version: int) -> str:
    return f"schools/{school}/calendarVersions/{version:05}"


def _day(school: str, day: date) -> str:
    return f"schools/{school}/schoolDays/{day.isoformat()}"
