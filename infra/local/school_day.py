"""What a school's system and its administrator do: send files, wait, approve. Watched from outside.

Every wait has an end and says what it waits for; nothing is taken for done because time passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from infra.local.checks.evidence import (
    CLOSED,
    FROM_FILE,
    Evidence,
    MailSeen,
    RunSeen,
    is_told_by_mail,
)
from infra.local.sftp_client import SftpServer, SftpUser, send

T = TypeVar("T")
Say = Callable[[str], None]
Files = Mapping[str, Mapping[str, Path]]
"""School id → kind → the file."""

FIRST_KIND = "student"
POLL_SECONDS = 0.2
SAY_SECONDS = 2.0


class WentWrong(Exception):  # noqa: N818  # reads as the sentence that it stands for
    """Something did not come, or came out wrong; the text says what was there instead."""


@dataclass(slots=True)
class SchoolDays:
    """Everything sent and approved since the database was empty.

    Attributes:
        users: school id → its login.
        sent: (school, file name) of each file.
        mails_before: mails that were in the sink when the database was empty.
    """

    evidence: Evidence
    server: SftpServer
    users: Mapping[str, SftpUser]
    workshop: Path
    say: Say
    sent: list[tuple[str, str]] = field(default_factory=list)
    approvals: int = 0
    phases: int = 0
    pulls: int = 0
    mails_before: int = 0

    @property
    def schools(self) -> Collection[str]:
        """The ids of the schools."""
        return self.users.keys()

    def send(self, school: str, paths: Sequence[Path]) -> None:
        """Send one school's files with the OpenSSH client."""
        send(self.server, self.users[school], paths, self.workshop / school)
        self.sent.extend((school, path.name) for path in paths)
        self.say(f"sent with sftp as {self.users[school].name}: {_listed(paths)}")

    def runs(self) -> list[RunSeen]:
        """Every run there is."""
        return self.evidence.runs(self.schools)

    def mails(self) -> list[MailSeen]:
        """The mails that came since the database was empty."""
        return self.evidence.mails()[self.mails_before :]

    def wait_closed(self, seconds: float = 120) -> list[RunSeen]:
        """Wait until every file, approval and phase so far has its run and every run is closed.

        Raises:
            WentWrong: they were not in time, or a file was refused or given up.
        """
        expected = len(self.sent) + self.approvals + self.phases + self.pulls

        def closed() -> list[RunSeen] | str:
            runs = self.runs()
            done = sum(run.state == CLOSED for run in runs)
            with_run = {(run.school, run.file_name) for run in runs if run.trigger == FROM_FILE}
            if done == len(runs) >= expected and with_run >= set(self.sent):
                return runs
            return f"{done} of {expected} runs are closed"

        found = wait_for(closed, seconds, self.say)
        for run in found:
            if run.outcome in {"FAILED", "REJECTED"}:
                raise WentWrong(f"{run.file_name} of {run.school} was {run.outcome}")
        return found

    def wait_mails(self, seconds: float = 150) -> list[MailSeen]:
        """Wait until there are a result mail for each run that has one."""
        expected = sum(map(is_told_by_mail, self.runs()))

        def arrived() -> list[MailSeen] | str:
            mails = self.mails()
            return mails if len(mails) >= expected else f"{len(mails)} of {expected} mails"

        return wait_for(arrived, seconds, self.say)


def wait_for(look: Callable[[], T | str], seconds: float, say: Say) -> T:
    """Look until something is there.

    Args:
        look: gives what was waited for, or a text that says how far it is.
        seconds: until it must be there.
        say: told how far it is, every other second.

    Raises:
        WentWrong: with the last text.
    """
    until = time.monotonic() + seconds
    say_next = time.monotonic() + SAY_SECONDS
    while True:
        found = look()
        if not isinstance(found, str):
            return found
        now = time.monotonic()
        if now > until:
            raise WentWrong(f"after {seconds:.0f} s: {found}")
        if now > say_next:
            say(found)
            say_next = now + SAY_SECONDS
        time.sleep(POLL_SECONDS)


def send_first_files(days: SchoolDays, files: Files) -> list[RunSeen]:
    """Send each school's students, which makes its first run, and give the dry runs to approve."""
    for school, by_kind in files.items():
        days.send(school, [by_kind[FIRST_KIND]])
    runs = days.wait_closed()
    return [run for run in runs if run.approval == "PENDING"]


def send_other_files(days: SchoolDays, files: Files) -> None:
    """Send the teachers, staff and admins of every school, and wait until all of it is done."""
    for school, by_kind in files.items():
        days.send(school, [path for kind, path in by_kind.items() if kind != FIRST_KIND])
    days.wait_closed()


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)
