"""What the stack has to show: people, guardians, runs, chunks and mails, read from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from infra.local.checks.compare import Stored
from infra.local.checks.documents import Documents
from infra.local.loopback import PLAINLY

CLOSED = "CLOSED"
FROM_FILE = "FILE"
PHASE = "ARCHIVE_PHASE"


@dataclass(frozen=True, slots=True)
class RunSeen:
    """One run's document.

    Attributes:
        file_name: as the school sent it; empty for a run without a file.
        holds: the codes of what was held.
        added: people added, all kinds together.
    """

    school: str
    run: str
    trigger: str
    state: str
    outcome: str
    approval: str
    file_name: str
    holds: tuple[str, ...]
    chunks_total: int
    added: int


@dataclass(frozen=True, slots=True)
class MailSeen:
    """One mail in the sink: its subject and its plain text."""

    subject: str
    text: str


class Evidence:
    """Reads one stack. Errors of the transport are raised as `httpx.HTTPError`."""

    def __init__(self, firestore: str, project: str, mailbox: str) -> None:
        """Name Firestore's ``host:port``, the project and the address of the mailbox."""
        self._documents = Documents(firestore, project)
        self._mailbox = mailbox.rstrip("/")
        self._client = httpx.Client(timeout=30, **PLAINLY)

    def close(self) -> None:
        """Give the connections back."""
        self._documents.close()
        self._client.close()

    def people(self, schools: Iterable[str]) -> dict[str, Stored]:
        """Everybody stored at these schools."""
        return {
            school: Stored(
                members=self._documents.all(f"schools/{school}/members"),
                guardians=self._documents.all(f"schools/{school}/guardians"),
            )
            for school in schools
        }

    def runs(self, schools: Iterable[str]) -> list[RunSeen]:
        """Every run of these schools."""
        return [
            _run(school, run, fields)
            for school in schools
            for run, fields in self._documents.all(f"schools/{school}/rosterRuns").items()
        ]

    def chunks_done(self, school: str, run: str) -> int:
        """How many chunks of a run say that they were applied."""
        return len(self._documents.all(f"schools/{school}/rosterRuns/{run}/chunks"))

    def mails(self) -> list[MailSeen]:
        """Every mail in the sink, in the order in which they came."""
        answer = self._client.get(f"{self._mailbox}/messages")
        answer.raise_for_status()
        return [MailSeen(mail["subject"], mail["text"]) for mail in answer.json()]


def is_told_by_mail(run: RunSeen) -> bool:
    """Every run has a result mail but an archive phase that found nobody to archive."""
    return not (run.trigger == PHASE and run.outcome == "UNCHANGED")


def run_faults(
    runs: Sequence[RunSeen], sent: Iterable[tuple[str, str]], mails: Sequence[MailSeen]
) -> list[str]:
    """What is wrong with the runs: each file sent has one, each is closed, each has one mail.

    Args:
        runs: all of them.
        sent: (school, file name) of every file, each once.
        mails: those sent since the database was empty.
    """
    faults = [f"run {run.run} is {run.state}" for run in runs if run.state != CLOSED]
    faults += [f"run {run.run} FAILED" for run in runs if run.outcome == "FAILED"]
    expected = sorted(sent)
    seen = sorted((run.school, run.file_name) for run in runs if run.trigger == FROM_FILE)
    faults += [f"no run for {name}" for school, name in expected if (school, name) not in seen]
    doubled = {one for one in seen if seen.count(one) > 1}
    faults += [f"{seen.count(one)} runs for {one[1]}" for one in sorted(doubled)]
    for run in filter(is_told_by_mail, runs):
        number = sum(run.run in mail.text for mail in mails)
        if number != 1:
            faults.append(f"{number} mails for run {run.run}")
    strays = len(mails) - len([mail for mail in mails if any(r.run in mail.text for r in runs)])
    return [*faults, *([f"{strays} mails of no run"] if strays else [])]


def _run(school: str, run: str, fields: dict[str, Any]) -> RunSeen:
    counts = fields.get("counts") or {}
    return RunSeen(
        school=school,
        run=run,
        trigger=fields["trigger"],
        state=fields["state"],
        outcome=fields.get("outcome") or "",
        approval=fields.get("approval") or "",
        file_name=(fields.get("file") or {}).get("fileName", ""),
        holds=tuple(hold["code"] for hold in fields.get("holds", [])),
        chunks_total=fields.get("chunksTotal", 0),
        added=sum((counts.get("added") or {}).values()),
    )
