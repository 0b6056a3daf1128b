"""A district's worst day on the real local stack, in which everything carries canaries."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import paramiko

from infra.local.checks.documents import Documents
from infra.local.district.model import District, School
from infra.local.loopback import PLAINLY
from infra.local.parts import PROJECT
from infra.local.ports import LOOPBACK
from infra.local.seed import CONNECTION, DistrictOffice
from infra.local.sftp_client import SftpUser
from infra.local.stack import Stack
from shared import bootstrap, settings
from shared.cloud import firestore, storage, tasks
from shared.kernel.errors import CarillonError
from shared.rostering.connections import Switches
from shared.rostering.model import Kind
from tests.figures.canaries import Aviary
from tests.figures.canary_files import CanaryFiles, Row, Sent
from tests.figures.captured import DOORS, GATEWAY
from tests.support.doors import eventually

SCHOOL = "lincoln-high"
IDLE_SECONDS = 120
TASK_DOORS = ("roster_import", "roster_pull", "roster_apply", "notice_send")
CLOCK_DOORS = ("roster_reconcile", "roster_archive", "notice_sweep")
EVENT_DOOR = "roster_file_landed"
LAST_TRY = {"X-CloudTasks-TaskName": "canary", "X-CloudTasks-TaskRetryCount": "4"}


@contextlib.contextmanager
def at_stack(env: dict[str, str]) -> Iterator[None]:
    """Point this process's services at a stack, and at what was before afterwards."""
    before = dict(os.environ)
    os.environ.update(env)
    _forget()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        _forget()


def _forget() -> None:
    for known in (
        settings.settings, bootstrap.rostering, bootstrap.notifications,
        firestore.database, storage._client, tasks._client,  # the doors keep their clients
    ):  # fmt: skip
        known.cache_clear()


@dataclass
class CanaryDay:
    """What is done on that day, and what was answered.

    Attributes:
        answers: by what was asked: texts of the gateway's and the doors' answers.
    """

    stack: Stack
    aviary: Aviary
    answers: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._files = CanaryFiles(self.aviary)
        self._documents = Documents(self.stack.addresses["firestore"], PROJECT)
        self._user = self._set_up()
        self._http = httpx.Client(base_url=self.stack.addresses["functions"], **PLAINLY)

    def live(self) -> None:
        """Everything, in an order in which most of it can go wrong."""
        self._first_files()
        self._bad_rows_and_files()
        self._at_the_gateway()
        self._at_the_doors()
        self._held_and_decided()
        self._crash()
        self._relay_out_of_order()
        self._http.close()
        self._documents.close()

    def _set_up(self) -> SftpUser:
        school = School(SCHOOL, "Lincoln High School", "LincolnHighSchool", ())
        user = DistrictOffice().set_up(District(0, (school,)))[SCHOOL]
        self.aviary.secret(user.password)
        for path in (self.stack.state / "keys").glob("*_key"):
            self.aviary.secret(path.read_text("ascii").splitlines()[2])
        self._change(switches=dict.fromkeys(Kind, Switches(add=True, update=True, archive=True)))
        return user

    def _change(self, **changes: Any) -> None:
        store = bootstrap.rostering().store
        connection = store.connection(SCHOOL, CONNECTION)
        assert connection is not None
        store.save_connection(replace(connection, **changes))

    def _first_files(self) -> None:
        """A dry run with its approval, then every kind of people in every format."""
        self._send(self._files.students_file())
        self._rest()
        self._approve()
        self._send(self._files.teachers_file(), self._files.staff_file(), self._files.admins_file())
        self._send(self._files.students_file(name=f"{self.aviary.file_name()}_students.csv"))
        self._rest()
        assert len(self._documents.all(f"schools/{SCHOOL}/members")) > len(self._files.students)

    def _bad_rows_and_files(self) -> None:
        self._send(self._files.students_file(self._files.bad_rows()[:12]))
        self._send(self._files.students_file(self._files.bad_rows()[12:]))
        self._send(self._files.students_file(self._files.bad_rows() * 4))
        for bad in self._files.bad_files():
            self._send(bad)
        self._rest()

    def _at_the_gateway(self) -> None:
        """Paths, commands and logins with canaries; what the gateway answers is kept."""
        name, text = self.aviary.name, self.aviary.text
        with self._session(self._user.name, self._user.password) as sftp:
            for act in (
                lambda: sftp.listdir(f"/{name()}"),
                lambda: sftp.stat(f"{name()}/{text()}.csv"),
                lambda: sftp.mkdir(name()),
                lambda: sftp.rmdir(name()),
                lambda: sftp.remove(f"{name()}.csv"),
                lambda: sftp.rename(f"{name()}.csv", f"{name()}.csv"),
                lambda: sftp.posix_rename(f"{name()}.csv", f"{name()}.csv"),
                lambda: sftp.symlink(name(), name()),
                lambda: sftp.readlink(name()),
                lambda: sftp.chmod(f"{name()}.csv", 0o600),
                lambda: sftp.open(f"{name()}.csv", "r").read(),
                lambda: sftp.open(f"{name()}.csv", "a").write(text()),
                lambda: sftp.open(f"../{name()}/{text()}.csv", "w").close(),
                lambda: sftp.putfo(BytesIO(text().encode()), f"{name()}.docx"),
                lambda: sftp.putfo(BytesIO(text().encode()), f"{name()}\\{text()}.csv"),
                lambda: sftp.putfo(BytesIO(text().encode()), f"{name()}.csv.part"),
                lambda: sftp.putfo(BytesIO(text().encode()), name() * 40 + ".csv"),
            ):
                self._ask(GATEWAY, act)
        key = paramiko.RSAKey.generate(2048)
        for user, secret in (
            (self._user.name, self.aviary.secret()),
            (self.aviary.secret(), self.aviary.secret()),
            (f"{name()}/{text()}", self._user.password),
        ):
            self._ask(GATEWAY, lambda u=user, s=secret: self._sign_in(u, s))
            self._ask(GATEWAY, lambda u=user: self._sign_in(u, "", key))

    def _sign_in(self, user: str, password: str, key: paramiko.PKey | None = None) -> None:
        with self._session(user, password, key):
            raise AssertionError("a wrong password was let in")

    @contextlib.contextmanager
    def _session(
        self, user: str, password: str, key: paramiko.PKey | None = None
    ) -> Iterator[paramiko.SFTPClient]:
        port = int(self.stack.addresses["gateway"].rpartition(":")[2])
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507  # made here
        try:
            client.connect(
                LOOPBACK, port, user, password or None, key, allow_agent=False,
                look_for_keys=False, timeout=20, auth_timeout=20,
            )  # fmt: skip
            yield client.open_sftp()
        finally:
            client.close()

    def _ask(self, what: str, act: Any) -> None:
        try:
            said = repr(act())
        except (OSError, paramiko.SSHException, EOFError) as error:
            said = str(error)
        self.answers.setdefault(what, []).append(said)

    def _send(self, *files: Sent) -> None:
        with self._session(self._user.name, self._user.password) as sftp:
            for sent in files:
                sftp.putfo(BytesIO(sent.data), sent.name)

    def _at_the_doors(self) -> None:
        """Bodies, headers and paths with canaries, at every door."""
        text, name = self.aviary.text, self.aviary.name
        for door in TASK_DOORS:
            for body in (
                {"school": name(), "run": text(), "chunk": text(), "event": text()},
                {
                    "school": f"{name()}/{text()}",
                    "run": f"a/{text()}",
                    "chunk": 0,
                    "event": "a/b/c",
                },
                {"school": SCHOOL, "run": text(), "chunk": 7, "event": text()},
                {text(): name()},
                [name()],
            ):
                self._post(door, json=body, headers=LAST_TRY)
            self._post(door, content=text().encode(), headers=LAST_TRY)
        for door in CLOCK_DOORS:
            self._post(door, content=text(), headers={"X-CloudScheduler-ScheduleTime": text()})
        event = {"ce-id": "1", "ce-source": text(), "ce-type": text(), "ce-specversion": "1.0"}
        for data in ({"name": name()}, {"bucket": text(), "name": f"schools/{name()}/x/{text()}",
                                        "generation": "1", "size": "1"}, [text()]):  # fmt: skip
            self._post(EVENT_DOOR, json=data, headers=event)
        self._post(EVENT_DOOR, json={"name": name()})
        self._post(EVENT_DOOR, content=f'{{"{text()}'.encode(), headers=event)
        for path in (text(), f"{EVENT_DOOR}/{text()}", f"roster_import/{name()}?q={text()}"):
            self._post(path, json={})
            self._answer(self._http.get(f"/{path}", headers={"Cookie": text()}))

    def _post(self, door: str, **body: Any) -> None:
        headers = {**body.pop("headers", {}), "Authorization": f"Bearer {self.aviary.secret()}"}
        self._answer(self._http.post(f"/{door}", headers=headers, **body))

    def _answer(self, answer: httpx.Response) -> None:
        said = f"{answer.status_code} {dict(answer.headers)} {answer.text}"
        self.answers.setdefault(DOORS, []).append(said)

    def _held_and_decided(self) -> None:
        """Somebody raised, a third of the school gone, nights, an approval, a discard."""
        self._send(self._files.admins_file(self._files.manager()))
        left = self._files.students[len(self._files.students) // 3 :]
        gone, self._files.students = self._files.students, left
        self._send(self._files.students_file())
        self._rest()
        tomorrow = datetime.now(UTC).replace(hour=9, minute=0) + timedelta(days=1)
        self.stack.fire("roster_archive", tomorrow.timestamp())
        self._rest()
        self._discard()
        self._files.students = gone[2:]
        self._send(self._files.students_file())
        self._rest()
        self.stack.fire("roster_archive", (tomorrow + timedelta(days=1)).timestamp())
        self._rest()
        self._approve()

    def _approve(self) -> None:
        self._decide("approve", "person:1")
        self._rest()

    def _discard(self) -> None:
        self._decide("discard", "person:1")

    def _decide(self, verb: str, actor: str) -> None:
        rostering = bootstrap.rostering()
        for run in rostering.store.runs_awaiting(SCHOOL, CONNECTION):
            assert run.manifest is not None
            try:
                getattr(rostering.approver, verb)(SCHOOL, run.run, run.manifest.hash, actor)
            except CarillonError as error:
                self.answers.setdefault("answers of the services", []).append(str(error))

    def _crash(self) -> None:
        """The functions die in the middle of a file; what they left is found again."""
        self._files.students += [self._new_student() for _ in range(40)]
        self._send(self._files.students_file())
        eventually(self._is_open, "a run is open")
        self.stack.kill("functions")
        self.stack.restart("functions")
        self.stack.fire("roster_reconcile")
        self._rest()

    def _is_open(self) -> bool:
        runs = self._documents.all(f"schools/{SCHOOL}/rosterRuns").values()
        return any(run["state"] != "CLOSED" for run in runs)

    def _new_student(self) -> Row:
        return self._files.new_student()

    def _relay_out_of_order(self) -> None:
        """Mails that are refused; a file that is gone before it is read; text in a task's name."""
        refuse: Path = self.stack.state / "mail" / "refuse"
        refuse.touch()
        self._send(self._files.teachers_file(), self._files.students_file(self._files.bad_rows()))
        drop = bootstrap.drop_bucket()
        name = f"schools/{SCHOOL}/{CONNECTION}/{secrets.token_hex(8)}"
        drop.write(name, self._files.students_file().data, "text/csv")
        self.stack.kill("mail")
        self.stack.restart("mail")
        refuse.unlink()
        self._rest()

    def _rest(self) -> None:
        self.stack.wait_idle(IDLE_SECONDS)
