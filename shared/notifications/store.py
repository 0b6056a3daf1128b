"""The documents of notifications: outbox events, notices and what a school says about its mail."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict, Transient
from shared.kernel.outbox import OutboxEvent, OutboxState
from shared.notifications.model import Audience, Language, Notice, Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from shared.cloud.firestore import Documents

T = TypeVar("T", OutboxEvent, Notice)

_DISTRICT = "district/settings"
_FIXED = "payload"
"""What no step of a delivery changes, and so is never written again."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A value and the version of the document it came from, which guards the next write."""

    value: T
    version: str


class NotificationStore:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def event(self, event_id: str) -> Stored[OutboxEvent] | None:
        """The event of that id, None when there is none."""
        found = self._documents.get(_event_path(event_id))
        return Stored(OutboxEvent.from_document(found.fields), found.version) if found else None

    def save_event(
        self, stored: Stored[OutboxEvent], changed: OutboxEvent
    ) -> Stored[OutboxEvent] | None:
        """Write the event if it is still as it was read; None when somebody else was faster."""
        path = _event_path(changed.event_id)
        version = self._write(path, stored.version, changed.as_document())
        return None if version is None else Stored(changed, version)

    def due_events(self, now: datetime, limit: int) -> list[str]:
        """Ids of the events that wait for the sweeper, the longest waiting first."""
        pending = self._documents.where("outbox", "state", OutboxState.PENDING.value)
        events = [OutboxEvent.from_document(document.fields) for document in pending]
        due = sorted((e.due_time, e.event_id) for e in events if e.due_time and e.due_time <= now)
        return [event_id for _, event_id in due[:limit]]

    def audience(self, school: str) -> Audience:
        """A school's name, zone and recipients as they are now; each address once."""
        place = f"schools/{school}"
        settings = _settings_path(school)
        found = {each.path: each.fields for each in self._documents.get_many([place, settings])}
        about = found.get(place, {})
        return Audience(
            school_name=str(about.get("displayName") or school),
            time_zone=str(about.get("timeZone") or "UTC"),
            recipients=_recipients(found.get(settings, {})),
        )

    def district_audience(self) -> Audience:
        """The district's name, zone and recipients of its nights as they are now."""
        found = self._documents.get(_DISTRICT)
        about = {} if found is None else found.fields
        return Audience(
            school_name=str(about.get("displayName") or ""),
            time_zone=str(about.get("timeZone") or "UTC"),
            recipients=_chosen(about.get("summaryRecipients") or ()),
        )

    def settings(self, school: str) -> tuple[str, tuple[Recipient, ...]]:
        """The version of a school's settings, empty before the first, and its recipients."""
        found = self._documents.get(_settings_path(school))
        return ("", ()) if found is None else (found.version, _recipients(found.fields))

    def save_settings(
        self,
        school: str,
        version: str,
        recipients: tuple[Recipient, ...],
        actor: str,
        now: datetime,
    ) -> None:
        """Write the recipients of a school with the audit entry, which names no address.

        Raises:
            Conflict: the settings have changed since they were read.
        """
        told = [{"address": each.address, "language": each.language.value} for each in recipients]
        changes = {"rosterResult": {"recipients": told}}
        commit = self._documents.commit()
        path = _settings_path(school)
        if version:
            commit.update(path, changes, version)
        else:
            commit.create(path, {"schemaVersion": 1, **changes})
        subject = {"school": school, "recipients": len(recipients)}
        entry = audit_entry(actor, "noticeSettings:update", [subject], now, school)
        commit.create(f"audit/notice-settings-{school}-{now:%Y%m%dT%H%M%S%f}", entry)
        commit.run()

    def notices(self, event_id: str) -> dict[str, Stored[Notice]]:
        """All notices of an event, by their ids."""
        found = self._documents.where("notices", "eventId", event_id)
        return {
            document.id: Stored(Notice.from_document(document.fields), document.version)
            for document in found
        }

    def create_notice(self, notice: Notice) -> Stored[Notice]:
        """Write a new notice, or find the one that another delivery has just written."""
        commit = self._documents.commit()
        commit.create(_notice_path(notice.notice_id), notice.as_document())
        with suppress(Conflict):
            commit.run()
        return self.notice(notice.notice_id)

    def notice(self, notice_id: str) -> Stored[Notice]:
        """The notice of that id, which must have been written before.

        Raises:
            Conflict: ``NOTICE_GONE``.
        """
        found = self._documents.get(_notice_path(notice_id))
        if found is None:
            raise Conflict("NOTICE_GONE", "the notice was deleted during its delivery")
        return Stored(Notice.from_document(found.fields), found.version)

    def save_notice(self, stored: Stored[Notice], changed: Notice) -> Stored[Notice] | None:
        """Write the notice if it is still as it was read; None when somebody else was faster."""
        path = _notice_path(changed.notice_id)
        version = self._write(path, stored.version, changed.as_document())
        return None if version is None else Stored(changed, version)

    def _write(self, path: str, version: str, fields: dict[str, Any]) -> str | None:
        """Write and read back; the version that carries these fields, None when they did not win.

        What is read back decides, not the answer to the write, which may get lost: the client then
        writes again and is refused because of itself.
        """
        changes = {name: value for name, value in fields.items() if name != _FIXED}
        commit = self._documents.commit()
        commit.update(path, changes, version)
        with suppress(Conflict, Transient):
            commit.run()
        found = self._documents.get(path)
        if found is None or any(found.fields.get(k) != v for k, v in changes.items()):
            return None
        return found.version


def _settings_path(school: str) -> str:
    return f"schools/{school}/settings/notifications"


def _event_path(event_id: str) -> str:
    return f"outbox/{event_id}"


def _notice_path(notice_id: str) -> str:
    return f"notices/{notice_id}"


def _recipients(fields: Mapping[str, Any]) -> tuple[Recipient, ...]:
    return _chosen((fields.get("rosterResult") or {}).get("recipients") or ())


def _chosen(entries: Iterable[Mapping[str, Any]]) -> tuple[Recipient, ...]:
    """The recipients that a document names, each address once."""
    chosen: dict[str, Recipient] = {}
    for entry in entries:
        address = str(entry["address"]).strip()
        spanish = entry.get("language") == Language.ES.value
        recipient = Recipient(address, Language.ES if spanish else Language.EN)
        chosen.setdefault(address.lower(), recipient)
    return tuple(chosen.values())
