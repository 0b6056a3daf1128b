"""A school with recipients, its closed run in the outbox, and the service as bootstrap wires it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.ports import LOOPBACK
from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.cloud.tasks import Queue
from shared.kernel import outbox
from shared.notifications.mail import Relay, RelaySettings
from shared.notifications.service import NotificationService
from shared.notifications.store import NotificationStore
from shared.notifications.tasks import NoticeTasks
from tests.unit.notifications.run_results import closed

START = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
QUEUE = "projects/demo-carillon/locations/us-central1/queues/notices"


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how: float) -> None:
        self.now += timedelta(**how)


def relay_settings(port: int) -> RelaySettings:
    return RelaySettings(
        host=LOOPBACK,
        port=port,
        starttls=False,
        username="",
        password="",
        sender="Carillon <carillon@lincoln.example>",
    )


@dataclass
class SchoolOffice:
    """One school in the emulator and what was delivered for it."""

    project: str
    school: str
    smtp_port: int
    clock: Hands = field(default_factory=Hands)
    tasks_host: str = f"{LOOPBACK}:1"
    url: str = f"http://{LOOPBACK}:1/notice_send"

    @property
    def documents(self) -> Documents:
        return Documents(self.project)

    def service(self, clock: Hands | None = None) -> NotificationService:
        return NotificationService(
            store=NotificationStore(self.documents),
            relay=Relay(relay_settings(self.smtp_port)),
            tasks=NoticeTasks(Queue(QUEUE, self.tasks_host, ""), self.url),
            clock=clock or self.clock,
            token=lambda: secrets.token_hex(8),
            console_url="https://carillon.lincoln.example",
            accounts=bootstrap.account_mails(),
            requests=bootstrap.request_mails(),
        )

    def choose(self, *recipients: tuple[str, str]) -> None:
        """Say who gets result mails: address and language."""
        chosen = [{"address": address, "language": language} for address, language in recipients]
        place = f"schools/{self.school}"
        about = {"displayName": "Lincoln High School", "timeZone": "America/Chicago"}
        commit = self.documents.commit()
        commit.put(place, {"schemaVersion": 1, "language": "en", **about})
        commit.put(f"{place}/settings/notifications", {"rosterResult": {"recipients": chosen}})
        commit.run()

    def announce(
        self, type_: str = "roster.run.closed", payload: dict[str, Any] | None = None
    ) -> str:
        """Write an event as rostering does, in a commit of its own, and give its id."""
        run = f"run{secrets.token_hex(6)}"
        content = closed(run=run) if payload is None else payload
        event = outbox.announce(type_, self.school, run, content, self.clock())
        commit = self.documents.commit()
        commit.create(f"outbox/{event.event_id}", event.as_document())
        commit.run()
        return event.event_id

    def event(self, event_id: str) -> dict[str, Any]:
        found = self.documents.get(f"outbox/{event_id}")
        assert found is not None
        return found.fields

    def notices(self, event_id: str) -> dict[str, dict[str, Any]]:
        """The notices of an event by their recipient."""
        found = self.documents.where("notices", "eventId", event_id)
        return {document.fields["recipient"]: document.fields for document in found}

    def states(self, event_id: str) -> dict[str, tuple[str, str | None]]:
        notices = self.notices(event_id)
        return {who: (fields["state"], fields["reason"]) for who, fields in notices.items()}
