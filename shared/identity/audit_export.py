"""The audit log as a CSV file, sent while it is read: a row for each subject of an entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from shared.identity.audit_desk import may, place, sought_by
from shared.identity.audit_names import AuditNames
from shared.identity.audit_store import AuditStore, Sought
from shared.identity.audit_views import (
    AuditExportQuery,
    Names,
    actor_name,
    facts_of,
    key_of,
    people_of,
)
from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry, on_record
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.clock import Clock
from shared.kernel.csv_cells import BOM, csv_text
from shared.kernel.paging import time_of
from shared.kernel.permissions import Action
from shared.kernel.views import Download
from shared.people.model import Stored
from shared.people.school_store import SchoolStore

BATCH = 100
"""Entries read in one call; each may be about 400 people."""

COLUMNS = (
    "entry", "time", "timeLocal", "actor", "actorName", "verb", "person", "personName", "fields",
    "facts",
)  # fmt: skip


class AuditExporter:
    """Gives files of audit entries to callers."""

    def __init__(
        self,
        store: AuditStore,
        names: AuditNames,
        schools: SchoolStore,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Take the parts.

        Args:
            store: holds the entries.
            names: of whoever is spoken of.
            schools: know where the school's clocks stand.
            clock: the present instant.
            new_id: makes the id of the export's own entries.
        """
        self._store = store
        self._names = names
        self._schools = schools
        self._clock = clock
        self._new_id = new_id

    def export(self, actor: Actor, school: str | None, query: AuditExportQuery) -> Download:
        """Entries of a school, or of the district where it is None, the newest first.

        Raises:
            Denied: as `authorize` and `authorize_district` say.
            Invalid: as `sought_by` says.
            Missing: ``SCHOOL_UNKNOWN``.
        """
        may(actor, Action.AUDIT_EXPORT, school)
        sought = sought_by(school, query)
        zone = self._zone(school)
        day = self._clock().astimezone(zone).date().isoformat()
        chunks = self._noted(actor, sought, self._rows(sought, zone))
        return Download(f"audit-{school or 'district'}-{day}.csv", "text/csv", chunks)

    def _zone(self, school: str | None) -> tzinfo:
        if school is None:
            return UTC
        return ZoneInfo(self._schools.school(school).time_zone)

    def _noted(
        self, actor: Actor, sought: Sought, batches: Iterator[list[list[str]]]
    ) -> Iterator[bytes]:
        """The file's bytes; who took how many rows is on record even if they stop."""
        export, count = self._new_id(), 0

        def note(part: str, **told: int) -> None:
            subject = {"export": export, **_asked(sought), **told}
            verb = AuditVerb.AUDIT_EXPORT
            entry = audit_entry(actor.id, verb, [subject], self._clock(), sought.school)
            self._store.note(f"audit-export-{export}-{part}", entry)

        def pieces() -> Iterator[bytes]:
            nonlocal count
            yield (BOM + csv_text([COLUMNS])).encode()
            for rows in batches:
                count += len(rows)
                yield csv_text(rows).encode()

        return on_record(pieces(), lambda: note("begin"), lambda: note("end", count=count))

    def _rows(self, sought: Sought, zone: tzinfo) -> Iterator[list[list[str]]]:
        names: dict[str, str] = {}
        asked: set[str] = set()
        after: Sequence[object] | None = None
        while found := self._store.page(sought, BATCH, after):
            named = {person for each in found for person in people_of(each.fields, _about(each))}
            names |= self._names.of(sought.school, sorted(named - asked))
            asked |= named
            yield [row for each in found for row in rows_of(each, names, zone)]
            after = time_of(place(found[-1]))


def rows_of(entry: Stored, names: Names, zone: tzinfo) -> Iterator[list[str]]:
    """The rows of an entry: one for each of its subjects; one where it has none."""
    fields = entry.fields
    time: datetime = fields["time"]
    instants = [each.isoformat(timespec="seconds") for each in map(time.astimezone, (UTC, zone))]
    who = [fields["actor"], actor_name(fields["actor"], names) or ""]
    for subject in _about(entry) or [{}]:
        person = subject.get("person", "")
        changed = " ".join(subject.get("fields", []))
        facts = facts_of(subject)
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""
        whom = [person, names.get(key_of(subject), ""), changed, text]
        yield [entry.id, *instants, *who, fields["verb"], *whom]


def _about(entry: Stored) -> list[Mapping[str, Any]]:
    return list(entry.fields["subjects"])


def _asked(sought: Sought) -> dict[str, str]:
    """What was asked for, in the words of the question; ids and times only."""
    times = {"startTime": sought.start, "endTime": sought.end}
    asked = {"person": sought.person, **sought.equal}
    told = {f"of{name.title()}": value for name, value in asked.items() if value}
    return told | {name: time.isoformat() for name, time in times.items() if time}
