"""Members as a CSV file, sent while they are read; test records of the SIS are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry, on_record
from shared.kernel.clock import Clock
from shared.kernel.csv_cells import BOM, csv_text
from shared.kernel.paging import PageRequest
from shared.kernel.permissions import Action
from shared.kernel.views import Download
from shared.people.export_views import ExportRequest, MemberColumn
from shared.people.members import Asked, MemberDirectory
from shared.people.reach import Reach
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.setting_store import SettingStore
from shared.people.store import PeopleStore

BATCH = 300
"""Members read in one call."""

_LOCAL = "Local"


class MemberExporter:
    """Gives files of members to callers."""

    def __init__(
        self,
        directory: MemberDirectory,
        reaches: Reaches,
        people: PeopleStore,
        schools: SchoolStore,
        settings: SettingStore,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Take the parts.

        Args:
            directory: finds the members.
            reaches: say whom the caller reaches.
            people: takes the audit entry.
            schools: know where the school's clocks stand.
            settings: know what the school calls its free fields.
            clock: the present instant.
            new_id: makes the id of an audit entry.
        """
        self._directory = directory
        self._reaches = reaches
        self._people = people
        self._schools = schools
        self._settings = settings
        self._clock = clock
        self._new_id = new_id

    def export(
        self, actor: Actor, school: str, request: ExportRequest, *, validate_only: bool = False
    ) -> Download:
        """The members that a search and a filter mean, in the order of their names.

        Args:
            actor: who asks.
            school: whose members.
            request: which of them, and what of them.
            validate_only: only the file's first line is given, and nothing is on record.

        Raises:
            Denied: as `authorize` says.
            Invalid: as `MemberDirectory.asked` says.
            Missing: ``SCHOOL_UNKNOWN``, ``LIST_UNKNOWN``.
        """
        reach = self._reaches.of(actor, Action.MEMBERS_EXPORT, school)
        asked = self._directory.asked(school, reach, request.search, request.filter)
        here = self._schools.school(school)
        rest = request.columns or list(MemberColumn)
        columns = list(dict.fromkeys([MemberColumn.PERSON, *rest]))
        rows = self._rows(school, reach, asked, columns, ZoneInfo(here.time_zone))
        day = self._clock().astimezone(ZoneInfo(here.time_zone)).date()
        header = (BOM + csv_text([self._headings(school, columns)])).encode()
        chunks = self._noted(actor, school, header, columns, rows)
        if validate_only:
            chunks = iter([header])
        return Download(f"members-{school}-{day.isoformat()}.csv", "text/csv", chunks)

    def _headings(self, school: str, columns: Sequence[MemberColumn]) -> list[str]:
        """The columns' names; of a free field what the school calls it, if it does."""
        _, labels = self._settings.labels(school)
        return [labels.get(f"{column}Label") or str(column) for column in columns]

    def _noted(
        self,
        actor: Actor,
        school: str,
        header: bytes,
        columns: Sequence[MemberColumn],
        rows: Iterator[list[list[str]]],
    ) -> Iterator[bytes]:
        """The file's bytes; who took how many of which columns is on record even if they stop."""
        export, count = self._new_id(), 0

        def note(part: str, **told: int) -> None:
            subject = {"export": export, "columns": [str(column) for column in columns], **told}
            entry = audit_entry(actor.id, "members:export", [subject], self._clock(), school)
            self._people.note(f"members-export-{export}-{part}", entry)

        def pieces() -> Iterator[bytes]:
            nonlocal count
            yield header
            for batch in rows:
                count += len(batch)
                yield csv_text(batch).encode()

        return on_record(pieces(), lambda: note("begin"), lambda: note("end", count=count))

    def _rows(
        self,
        school: str,
        reach: Reach,
        asked: Asked,
        columns: Sequence[MemberColumn],
        zone: tzinfo,
    ) -> Iterator[list[list[str]]]:
        request: PageRequest | None = PageRequest(BATCH)
        while request is not None:
            found, cursor = self._directory.found(school, reach, asked, request)
            rows = [
                [_cell(column, {**each.fields, "person": each.id}, zone) for column in columns]
                for each in found
                if not each.fields.get("isTest")
            ]
            if rows:
                yield rows
            request = PageRequest(BATCH, cursor) if cursor else None


def _cell(column: MemberColumn, fields: Mapping[str, Any], zone: tzinfo) -> str:
    """A value as text: instants in UTC, and in columns of local time by the school's clocks."""
    value = fields.get(column.removesuffix(_LOCAL))
    if isinstance(value, datetime):
        local = column.endswith(_LOCAL)
        return value.astimezone(zone if local else UTC).isoformat(timespec="seconds")
    return "" if value is None else str(value)
