"""A district whose events go over the fake bus, and what came of it, beside what the model says."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from infra.local.sis import SisServer, make_data
from infra.local.storage import create_bucket
from shared import bootstrap
from shared import settings as settings_module
from shared.cloud.scheduler import Jobs
from shared.identity.model import Account, AccountState, Session, account_path
from shared.kernel.actor import Membership
from shared.kernel.ids import ConnectionId, SchoolId, digest_id
from shared.kernel.roles import Role
from shared.rostering.api_source import ApiSource
from shared.rostering.connections import Connection, Method, Switches
from shared.rostering.model import Kind
from tests.figures.fake_bus import Bus, BusQueue, Event
from tests.support.emulators import settings_of
from tests.support.pulled import HIGH_SCHOOL
from tests.support.world import ID_SPACE, Outbox

BEGIN = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
"""Six in the evening in New York, where the district is."""
CONNECTION = ConnectionId("sis")
DISTRICT_ADDRESS = "district@example.org"
_CACHED = (settings_module.settings, bootstrap.rostering, bootstrap.notifications)


@dataclass
class KnownUsers:
    """Stands where Firebase's accounts stand; keeps what it was told."""

    told: list[tuple[str, bool]] = field(default_factory=list)

    def set(self, uid: str, *, closed: bool, since: datetime | None) -> None:
        """As Firebase."""
        del since
        self.told.append((uid, closed))

    def valid_since(self, uids: list[str]) -> Mapping[str, int]:
        """Nobody has set a password."""
        return dict.fromkeys(uids, 0)


@dataclass(frozen=True)
class District:
    """A district on the emulators, at its doors.

    Attributes:
        names: draws the names of objects.
        pulled: the school whose people come from the simulated system.
    """

    bus: Bus
    sis: SisServer
    mails: Outbox
    users: KnownUsers
    names: Random
    pulled: str = "high"

    def set_up(self, schools: list[str]) -> None:
        """Write the district and its schools, the pulled one among them."""
        commit = bootstrap.documents().commit()
        district = {"displayName": "Test district", "idSpace": ID_SPACE, "archiveHour": 3}
        district |= {"timeZone": "America/New_York", "schemaVersion": 1}
        told = [{"address": DISTRICT_ADDRESS, "language": "en"}]
        commit.put("district/settings", {**district, "summaryRecipients": told})
        for school in (*schools, self.pulled):
            about = {"schemaVersion": 1, "displayName": school, "timeZone": "UTC"}
            commit.put(f"schools/{school}", about)
            recipients = [{"address": office_of(school), "language": "en"}]
            commit.put(
                f"schools/{school}/settings/notifications",
                {"schemaVersion": 1, "rosterResult": {"recipients": recipients}},
            )
        commit.run()
        for school in schools:
            self._connect(school)
        self._connect(
            self.pulled,
            method=Method.ONEROSTER,
            school_sourced_id=HIGH_SCHOOL,
            api_source=self._source(),
        )

    def _source(self) -> ApiSource:
        sis = self.sis
        version = bootstrap.rostering().keys.add(
            SchoolId(self.pulled), CONNECTION, sis.client_secret
        )
        return ApiSource(
            sis.root_url,
            sis.token_url,
            client_id=sis.client_id,
            secret_version=version,
            secret_time=self.bus.now,
        )

    def _connect(self, school: str, **settings: Any) -> None:
        connection = Connection(
            school=SchoolId(school),
            connection=CONNECTION,
            display_name="Test SIS",
            enabled=True,
            switches=dict.fromkeys(Kind, Switches(add=True, update=True, archive=True)),
            verified_time=self.bus.now,
            **settings,
        )
        bootstrap.rostering().store.save_connection(connection)

    def send(self, school: str, file_name: str, content: str) -> None:
        """Publish a file as the gateway would; Cloud Storage announces it."""
        name = f"schools/{school}/{CONNECTION}/{self.names.getrandbits(64):016x}"
        upload = bootstrap.drop_bucket().begin(name, {"fileName": file_name})
        upload.write(content.encode())
        stored = upload.publish()
        headers = {
            "ce-specversion": "1.0",
            "ce-type": "google.cloud.storage.object.v1.finalized",
            "ce-source": f"//storage.googleapis.com/projects/_/buckets/{stored.bucket}",
            "ce-subject": f"objects/{stored.name}",
            "ce-id": f"event-{stored.name}",
        }
        body = {
            "bucket": stored.bucket,
            "name": stored.name,
            "generation": f"{stored.generation}",
            "size": f"{stored.size}",
            "md5Hash": stored.digest,
            "metadata": dict(stored.metadata),
        }
        self.bus.publish(Event("roster_file_landed", stored.name, headers, body))

    def tick(self, kind: str) -> None:
        """Let a job of the clock fire now; its next time is another event."""
        time = self.bus.now
        headers = {"X-CloudScheduler-ScheduleTime": time.isoformat()}
        self.bus.publish(Event(kind, f"{time:%Y%m%d%H%M}", headers, most_tries=0))

    def open_account(self, school: str, sis_id: str) -> str:
        """Give a student an account with a session; gives its id."""
        person = person_of(sis_id)
        account = Account(
            uid=f"u-{school}-{sis_id}",
            email=f"{sis_id}@students.example.org",
            state=AccountState.ACTIVE,
            person=person,
            memberships={school: Membership(Role.STUDENT, person)},
            schools=frozenset({school}),
            sessions={"s1": Session(self.bus.now, "google.com", is_shared=False)},
        )
        commit = bootstrap.documents().commit()
        commit.create(account_path(account.uid), {**account.as_document(), "isPending": False})
        commit.run()
        return account.uid


def person_of(sis_id: str) -> str:
    """The id of a student, as the pages about identity have it."""
    return digest_id(ID_SPACE, "students", sis_id)


def office_of(school: str) -> str:
    """Whom a school's mails go to."""
    return f"{school}@example.org"


@contextmanager
def open_district(seed: int, people: int) -> Iterator[District]:
    """A district of its own, whose services are those of this process's doors.

    Args:
        seed: of the bus.
        people: of the simulated system.
    """
    mark = secrets.token_hex(4)
    project, drop, work = f"demo-f6-{mark}", f"f6-drop-{mark}", f"f6-work-{mark}"
    for bucket in (drop, work):
        create_bucket(os.environ["STORAGE_EMULATOR_HOST"], project, bucket)
    bus = Bus(Random(f"F6 {seed}"), BEGIN)  # noqa: S311  # reproducible, not secret
    mails, users = Outbox(), KnownUsers()
    with SisServer(make_data(people)) as sis, mock.patch.dict(os.environ):
        os.environ.update(settings_of(project, drop, work))
        os.environ["CARILLON_LOCAL_SOURCES"] = urlsplit(sis.root_url).netloc
        os.environ["CARILLON_LOCAL_AUTHORITY"] = str(sis.ca_file)
        with (
            mock.patch.object(bootstrap, "clock", bus.clock),
            mock.patch.object(bootstrap, "queue", return_value=BusQueue(bus)),
            mock.patch.object(bootstrap, "auth_users", return_value=users),
            mock.patch("shared.bootstrap.notices.Relay", return_value=mails),
            mock.patch.object(Jobs, "set"),
        ):
            _forget()
            try:
                yield District(bus, sis, mails, users, Random(f"F6 names {seed}"))  # noqa: S311  # the same
            finally:
                _forget()


def _forget() -> None:
    for known in _CACHED:
        known.cache_clear()


@dataclass(frozen=True)
class Found:
    """What is in the database of a school.

    Attributes:
        members: by SIS id: kind, first and last name, address, grade, whether they are archived.
        done: how often an audit entry says that something was done to somebody.
        runs: closed ones, by what began them.
        open: runs that are not closed, or have failed.
        people: of the snapshots, by kind.
    """

    members: Mapping[str, tuple[Any, ...]]
    done: Counter[tuple[str, str]]
    runs: Counter[str]
    open: list[str]
    people: Mapping[str, tuple[int, int]]


def found_at(school: str) -> Found:
    """Look at a school."""
    documents, place = bootstrap.documents(), f"schools/{school}"
    members = [each.fields for each in documents.all(f"{place}/members")]
    runs = [each.fields for each in documents.all(f"{place}/rosterRuns")]
    pointers = [each.fields for each in documents.all(f"{place}/rosterSnapshots")]
    ids = {each["personId"]: each["sisId"] for each in members}
    done: Counter[tuple[str, str]] = Counter()
    for entry in documents.where("audit", "school", school):
        for subject in entry.fields["subjects"]:
            if entry.fields["verb"] == "members:apply" and "person" in subject:
                done[ids[subject["person"]], subject["verb"]] += 1
    return Found(
        {each["sisId"]: _member(each) for each in members},
        done,
        Counter(run["trigger"] for run in runs if run["state"] == "CLOSED"),
        [run["run"] for run in runs if run["state"] != "CLOSED" or run["outcome"] == "FAILED"],
        {each["kind"]: (each["people"], each["missing"]) for each in pointers},
    )


def _member(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    grade = fields.get("grade") or ""
    person = (fields["firstName"], fields["lastName"], fields["email"], grade)
    return fields["kind"], person, fields["state"] == "ARCHIVED"
