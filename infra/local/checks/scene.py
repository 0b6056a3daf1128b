"""What a proof works on: the running stack, the district it was seeded with, and where to write."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx

from infra.local.checks.compare import Difference, Stored
from infra.local.checks.evidence import RunSeen
from infra.local.demo_accounts import demo_accounts
from infra.local.district.model import District
from infra.local.google_accounts.accounts import FILE, write_accounts
from infra.local.school_day import Files, SchoolDays, WentWrong
from infra.local.sftp_client import SftpUser
from infra.local.stack import Stack
from shared.rostering.api_source import ApiSource

FIRE_TRIES = 3
IDLE_SECONDS = 90


class Office(Protocol):
    """What the district's administrator does."""

    def set_up(self, district: District, *, verified: bool = False) -> Mapping[str, SftpUser]:
        """Write the district's settings anew; gives each school's login."""

    def pull_from(
        self, school: str, source: ApiSource, secret: str, sourced_id: str,
        *, archives: bool, classes: bool = False,
    ) -> None:  # fmt: skip
        """Let a school's people come from a system of its own."""

    def sync_now(self, school: str) -> str:
        """Ask that system for its people; gives the run."""

    def approve(self, run: RunSeen) -> None:
        """Approve all that a run holds back."""

    def archive_missing_students(self, school: str) -> None:
        """Switch archiving of students on."""

    def ring(self, school: str) -> str:
        """Publish a school's bell schedules; gives what they came to, in words."""

    def open_accounts(self, auth: str, stored: Mapping[str, Stored]) -> dict[str, tuple[str, str]]:
        """Open an account for each role; gives each role's e-mail and password."""

    def whose(self, email: str) -> str:
        """The member or the guardian whom such an account stands for."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One stack with its district, ready for a proof.

    Attributes:
        folder: where differences are written.
        started: monotonic seconds at which everything began.
    """

    stack: Stack
    office: Office
    district: District
    files: Files
    days: SchoolDays
    folder: Path
    started: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a proof ended.

    Attributes:
        line: the last line to print.
    """

    met: bool
    line: str


def write_differences(path: Path, differences: Sequence[Difference], faults: Sequence[str]) -> None:
    """Write what differs, by SIS id and field, never the values; ids stay on this machine."""
    entries: list[Any] = [
        {"school": one.school, "collection": one.collection, "who": one.who, "field": one.field}
        for one in differences
    ]
    report = {"differences": entries, "faults": list(faults)}
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


def fire(scene: Scene, entry_point: str, due: datetime | None = None) -> None:
    """Call a scheduled function as the scheduler does, now or at a given instant.

    Raises:
        WentWrong: it refused, three times.
    """
    seconds = None if due is None else due.timestamp()
    status = 0
    for _ in range(FIRE_TRIES):
        status = scene.stack.fire(entry_point, seconds)
        if status < httpx.codes.BAD_REQUEST:
            return
        time.sleep(1)
    raise WentWrong(f"{entry_point} answered {status}")


def move_clock(scene: Scene, target: datetime) -> None:
    """Let what is under way end, then start the parts that read the clock again."""
    scene.stack.wait_idle(IDLE_SECONDS)
    scene.days.say(f"moving the clock to {target:%A, %d %B, %H:%M}")
    offset = round((target - datetime.now(UTC)).total_seconds())
    scene.stack.restart("functions", "scheduler", clock_offset_seconds=offset)


def offer_google_accounts(scene: Scene) -> None:
    """Let the simulated sign-in list people who are stored by now, those made by hand too."""
    names = {school.school_id: school.display_name for school in scene.district.schools}
    stored = scene.days.evidence.people(scene.days.schools)
    write_accounts(scene.stack.state / FILE, demo_accounts(stored, names))
