"""Rostering and notifications in this process, on the real emulators, with Cloud Tasks as a list.

A task stays in the list until its work returns, as a queue that delivers at least once would keep
it; what a test wants to lose, it loses by emptying the list.
"""

from __future__ import annotations

import copy
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.local.storage import create_bucket
from shared.bootstrap.rosters import Edges, Rostering, wire_rostering
from shared.cloud.firestore import Documents
from shared.cloud.outside import Outside
from shared.cloud.secrets import Secrets
from shared.cloud.storage import Bucket
from shared.identity.tasks import AccountTasks
from shared.kernel.errors import Permanent, Transient
from shared.kernel.ids import ConnectionId, RunId, SchoolId
from shared.kernel.outbox import OutboxEvent
from shared.notifications.mail import Mail
from shared.notifications.model import Accepted, NotClaimed
from shared.notifications.service import NotificationService
from shared.notifications.store import NotificationStore
from shared.notifications.tasks import NoticeTasks
from shared.rostering.api_source import ApiSource
from shared.rostering.connection_request_mails import ConnectionRequestMails
from shared.rostering.connections import Connection, Switches
from shared.rostering.feeds import Feed
from shared.rostering.files import RosterFiles
from shared.rostering.model import Kind
from shared.rostering.request_store import ConnectionRequestStore
from shared.rostering.run_store import put_feed
from shared.rostering.runs import Arrival, Run
from shared.rostering.source_secrets import SourceSecrets
from shared.rostering.tasks import RosterTasks

ID_SPACE = "test-district"
FOLLOW = "account_follow"
CONSOLE = "https://console.example"


@dataclass
class TaskList:
    """Stands where `shared.cloud.tasks.Queue` stands, for all queues at once."""

    waiting: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    delays: dict[str, timedelta] = field(default_factory=dict)

    def enqueue(
        self, name: str, url: str, payload: Mapping[str, Any], delay: timedelta = timedelta()
    ) -> bool:
        if name in self.known:
            return False
        self.known.add(name)
        self.delays[name] = delay
        self.waiting[name] = (url, dict(payload))
        return True


@dataclass
class Outbox:
    """Stands where the mail relay stands; keeps what it was given, and its ids in `log` as well."""

    mails: list[Mail] = field(default_factory=list)
    log: Path | None = None
    before_send: Callable[[], None] = lambda: None
    after_send: Callable[[], None] = lambda: None

    def send(self, mail: Mail, claim: Any) -> Accepted | NotClaimed:  # as the relay's
        if not claim():
            return NotClaimed()
        self.before_send()
        self.mails.append(mail)
        if self.log is not None:
            with self.log.open("a") as log:
                log.write(f"{mail.notice_id}\n")
        self.after_send()
        return Accepted()


class NoAccounts:
    """Nobody gets a mail about an account."""

    def addressee(self, event: OutboxEvent) -> str | None:
        del event
        return None

    def link(self, event: OutboxEvent) -> str:
        raise AssertionError(event.type)


class World:
    """One district with one school; `drain` does everything that was handed over."""

    def __init__(self, school: str, most_writes: int = 400) -> None:
        # A project and buckets of its own: the night and the clean-up look at everything there is.
        project = f"demo-{school}"
        drop, work = f"drop-{school}", f"work-{school}"
        for bucket in (drop, work):
            create_bucket(os.environ["STORAGE_EMULATOR_HOST"], project, bucket)
        self.school = SchoolId(school)
        self.connection = ConnectionId("sis")
        self.documents = Documents(project)
        self.drop = Bucket(drop, project)
        self.files = RosterFiles(self.drop, Bucket(work, project))
        self.secrets = Secrets(project, "us-central1", os.environ["CARILLON_SECRETS_EMULATOR"])
        self.most_writes = most_writes
        self.tasks = TaskList()
        self.mail = Outbox()
        self.now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
        self.sources: list[str] = []
        self.authority = ""
        self.night_job: tuple[int, str] | None = None
        self.others: dict[str, Callable[[Mapping[str, Any]], None]] = {}
        self.restart()

    def restart(self) -> None:
        """Services anew, as a new process would have them."""
        tasks: Any = self.tasks
        relay: Any = self.mail
        roster_tasks = RosterTasks(
            tasks, "roster_import", tasks, "roster_apply", tasks, "roster_pull"
        )
        self.notifications = NotificationService(
            NotificationStore(self.documents),
            relay,
            NoticeTasks(tasks, "notice_send"),
            self.clock,
            lambda: secrets.token_hex(16),
            CONSOLE,
            NoAccounts(),
            ConnectionRequestMails(
                ConnectionRequestStore(self.documents), secrets.token_bytes, CONSOLE, self.clock
            ),
        )
        self.rostering: Rostering = wire_rostering(
            self.documents,
            Edges(
                self.files,
                SourceSecrets(self.secrets),
                roster_tasks,
                self.open_outside,
                self.notifications.kick,
                self.set_night,
                CONSOLE,
                self._departed,
            ),
            self.clock,
            self.most_writes,
        )

    @contextmanager
    def open_outside(self, source: ApiSource) -> Iterator[Outside]:
        """The door to servers outside, the simulated system's among them."""
        door = Outside(self.sources, self.authority, keeps_cookies=source.keep_cookies)
        yield door
        door.close()

    def set_night(self, hour: int, zone: str) -> None:
        """Stand where the job of the night stands."""
        self.night_job = (hour, zone)

    def _departed(self, school: str, run: str) -> None:
        """Tell the accounts, where a test has them."""
        if FOLLOW in self.others:
            tasks: Any = self.tasks
            AccountTasks(tasks, FOLLOW).follow(school, run)

    def neighbor(self) -> World:
        """Another school of the same district."""
        other = copy.copy(self)
        other.school = SchoolId(f"{self.school}-b")
        return other

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **parts: int) -> None:
        self.now += timedelta(**parts)

    def set_up(
        self, *, verified: bool = True, switches: Switches | None = None, **settings: Any
    ) -> Connection:
        """Write the district, the school and its connection."""
        commit = self.documents.commit()
        commit.put(
            "district/settings",
            {
                "schemaVersion": 1,
                "displayName": "Test district",
                "idSpace": ID_SPACE,
                "timeZone": "America/New_York",
                "archiveHour": 3,
            },
            # What runs have noted there stays, as it does when somebody saves the settings.
            merge=True,
        )
        place = f"schools/{self.school}"
        commit.put(place, {"schemaVersion": 1, "displayName": "School", "timeZone": "UTC"})
        recipients = [{"address": "office@example.org", "language": "en"}]
        commit.put(
            f"{place}/settings/notifications",
            {"schemaVersion": 1, "rosterResult": {"recipients": recipients}},
        )
        commit.run()
        all_on = switches or Switches(add=True, update=True, archive=True)
        connection = Connection(
            school=self.school,
            connection=self.connection,
            display_name="Test SIS",
            enabled=True,
            switches=dict.fromkeys(Kind, all_on),
            verified_time=self.now if verified else None,
            **settings,
        )
        self.rostering.store.save_connection(connection)
        return connection

    def put_file(self, file_name: str, content: str | bytes) -> Arrival:
        """Publish a file as the gateway would; the arrival is what its event says."""
        name = f"schools/{self.school}/{self.connection}/{secrets.token_hex(8)}"
        upload = self.drop.begin(name, {"fileName": file_name})
        upload.write(content.encode() if isinstance(content, str) else content)
        stored = upload.publish()
        return Arrival(
            stored.bucket,
            stored.name,
            stored.generation,
            stored.size,
            stored.digest,
            stored.metadata,
        )

    def send(self, file_name: str, content: str | bytes) -> Run:
        """Send a file, do all the work, and give the run as it ended."""
        arrival = self.put_file(file_name, content)
        self.rostering.starter.file_landed(arrival)
        self.drain()
        return self.run_of(arrival)

    def save_feed(self, feed: Feed) -> None:
        """Write where the connection's feed stands."""
        commit = self.documents.commit()
        put_feed(commit, self.school, self.connection, feed)
        commit.run()

    def approve(self, run: Run, people: frozenset[str] = frozenset()) -> RunId:
        """Have somebody approve, and somebody else too where one is not enough; not begun yet."""
        assert run.manifest is not None
        approve = self.rostering.approver.approve
        seen = run.manifest.hash
        approval = approve(self.school, run.run, seen, "person:1", people)
        if approval is None:
            approval = approve(self.school, run.run, seen, "person:2", people)
        assert approval is not None
        return approval

    def run_of(self, arrival: Arrival) -> Run:
        runs = self.documents.all(f"schools/{self.school}/rosterRuns")
        wanted = [r for r in runs if (r.fields["file"] or {}).get("object") == arrival.name]
        assert len(wanted) == 1, f"{len(wanted)} runs of one file"
        return self.run(wanted[0].id)

    def run(self, run_id: str) -> Run:
        found = self.rostering.store.run(self.school, run_id)
        assert found is not None
        return found

    def runs(self) -> list[dict[str, Any]]:
        return [r.fields for r in self.documents.all(f"schools/{self.school}/rosterRuns")]

    def members(self) -> dict[str, dict[str, Any]]:
        """Members by SIS id."""
        found = self.documents.all(f"schools/{self.school}/members")
        members = [member.fields for member in found]
        by_id = {member["sisId"]: member for member in members}
        assert len(by_id) == len(members), "an SIS id stands for two members"
        return by_id

    def archived(self) -> list[str]:
        """SIS ids of the archived members."""
        members = self.members().items()
        return sorted(sis_id for sis_id, member in members if member["state"] == "ARCHIVED")

    def guardians(self) -> list[dict[str, Any]]:
        return [g.fields for g in self.documents.all(f"schools/{self.school}/guardians")]

    def drain(self, most: int = 500) -> None:
        """Do the tasks in order until none is left; a task that asks for it is tried again."""
        for _ in range(most):
            if not self.tasks.waiting:
                return
            name = next(iter(self.tasks.waiting))
            url, payload = self.tasks.waiting[name]
            again = self.do(url, payload)
            del self.tasks.waiting[name]
            if again:
                self.tasks.waiting[name] = (url, payload)
        raise AssertionError(f"work never ends: {sorted(self.tasks.waiting)}")

    def do(self, url: str, payload: Mapping[str, Any]) -> bool:
        """Do one task as its door would; True when it has to come again."""
        try:
            match url:
                case "roster_import":
                    self.rostering.importer.work_on(payload["school"], payload["run"])
                case "roster_pull":
                    self.rostering.puller.pull(payload["school"], payload["run"])
                case "roster_apply":
                    self.rostering.applier.apply(
                        payload["school"], payload["run"], payload["chunk"]
                    )
                case _ if url in self.others:
                    self.others[url](payload)
                case _:
                    self.notifications.deliver_event(payload["event"])
        except Transient:
            return True
        except Permanent as error:
            if url.startswith("roster_"):
                self.rostering.closer.give_up(payload["school"], payload["run"], error.reason)
        return False

    def archive_phase(self) -> None:
        """Let the night's hour come, and do all the work."""
        self.now = self.now.replace(hour=8, minute=0) + timedelta(days=1)
        self.rostering.starter.start_archive_phases(self.now)
        self.drain()
