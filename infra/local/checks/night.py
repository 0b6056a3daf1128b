"""Proof of the night: a system is pulled as it is, as it was, with changes, and broken."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from infra.local.checks.evidence import CLOSED, PHASE, RunSeen
from infra.local.checks.first_day import short
from infra.local.checks.scene import Scene, Verdict, fire, move_clock
from infra.local.pulled_school import SCHOOL, SchoolSystem
from infra.local.school_day import WentWrong, wait_for
from infra.local.sis import changes
from infra.local.sis.records import GONE, User
from shared.rostering.night import PULL_HOUR

JOINED, LEFT = 3, 2
MOVED_TO = "roosevelt-middle"
BAD_QUIRK = "login-page"
ROLES = ("student", "teacher", "aide", "siteAdministrator")
ARCHIVE_AT = clock_time(3, 0)

Members = Mapping[str, Mapping[str, Any]]


class Nights:
    """One night after the other, and what was wrong with them.

    Attributes:
        faults: what was wrong.
        told: the district's mails that have come.
    """

    def __init__(self, scene: Scene, system: SchoolSystem, zone: str) -> None:
        self.faults: list[str] = []
        self.told = 0
        self._scene = scene
        self._system = system
        self._zone = ZoneInfo(zone)
        self._day = datetime.now(self._zone).date()

    def first_sync(self) -> int:
        """The dry run and its approval; gives how many people came."""
        scene, office = self._scene, self._scene.office
        run = self._ended(office.sync_now(SCHOOL))
        self._expect(run, "DRY_RUN", "the first pull")
        if self.members():
            self.faults.append("the dry run added people")
        office.approve(run)
        scene.days.pulls += 1
        scene.days.approvals += 1
        scene.days.wait_closed()
        self._compare(self.members(), "the first sync")
        return len(self.members())

    def pull(self, outcome: str, what: str) -> Members:
        """The next night's pull; gives the members as they were before it."""
        before = self.members()
        known = {run.run for run in self._runs()}
        self._day += timedelta(days=1)
        at = self._let_hour_come(clock_time(PULL_HOUR))

        def begun() -> RunSeen | str:
            new = [run for run in self._runs() if run.run not in known]
            closed = [run for run in new if run.state == CLOSED]
            return closed[0] if closed else f"{len(new)} pulls of the night have begun"

        run = wait_for(begun, 180, self._scene.days.say)
        self._expect(run, outcome, what)
        self._scene.days.pulls += 1
        fire(self._scene, "roster_nightly", at + timedelta(hours=1))
        self.told += 1
        return before

    def archive(self) -> None:
        """The daily archive phase of that night."""
        at = self._let_hour_come(ARCHIVE_AT, "roster_archive")
        self._scene.stack.wait_idle(90)
        self._scene.days.say(f"the archive phase of {at:%A}, 03:00, has ended")

    def members(self) -> dict[str, Mapping[str, Any]]:
        """The school's members by the system's ids."""
        stored = self._scene.days.evidence.people([SCHOOL])[SCHOOL]
        return {fields["sisId"]: fields for fields in stored.members.values()}

    def archived(self) -> set[str]:
        """The system's ids of those who were archived."""
        return {who for who, fields in self.members().items() if fields["state"] == "ARCHIVED"}

    def expect_same(self, before: Members, what: str) -> None:
        """Nobody's document may be another one."""
        if self.members() != before:
            self.faults.append(f"{what} wrote members")

    def expect_mails(self) -> None:
        """Each night has one mail to the district."""

        def come() -> int | str:
            subjects = [mail.subject for mail in self._scene.days.mails()]
            found = sum("night" in subject.lower() for subject in subjects)
            return found if found >= self.told else f"{found} of {self.told} mails to the district"

        found = wait_for(come, 120, self._scene.days.say)
        if found != self.told:
            self.faults.append(f"{found} mails to the district for {self.told} nights")

    def compare_now(self, what: str) -> None:
        """Whoever is active is whom the system has."""
        active = {w: f for w, f in self.members().items() if f["state"] != "ARCHIVED"}
        self._compare(active, what)

    def _compare(self, found: Members, what: str) -> None:
        here = (u for u in self._system.data.of(User) if u.is_at(self._system.sourced_id))
        expected = {u.sourced_id for u in here if u.status != GONE and any(map(u.is_a, ROLES))}
        if found.keys() != expected:
            wrong = len(found.keys() ^ expected)
            self.faults.append(f"{what}: {wrong} people are there who should not be, or lack")

    def _let_hour_come(self, hour: clock_time, entry_point: str = "roster_nightly") -> datetime:
        at = datetime.combine(self._day, hour, self._zone).astimezone(UTC)
        move_clock(self._scene, at)
        fire(self._scene, entry_point, at)
        return at

    def _runs(self) -> list[RunSeen]:
        found = self._scene.days.evidence.runs([SCHOOL])
        return [run for run in found if run.trigger != PHASE]

    def _ended(self, run_id: str) -> RunSeen:
        def ended() -> RunSeen | str:
            found = [run for run in self._runs() if run.run == run_id]
            return found[0] if found and found[0].state == CLOSED else "the pull works"

        return wait_for(ended, 180, self._scene.days.say)

    def _expect(self, run: RunSeen, outcome: str, what: str) -> None:
        if run.outcome != outcome:
            raise WentWrong(f"{what} was {run.outcome}, not {outcome}")
        self._scene.days.say(f"{what}: {outcome}")


def prove_night(scene: Scene, system: SchoolSystem, zone: str) -> Verdict:
    """Pull the high school on several nights, and look after each at everybody's document.

    Args:
        scene: with the district set up and nothing sent.
        system: whose people they are.
        zone: the district's IANA time zone.
    """
    server = system.server
    scene.office.pull_from(
        SCHOOL, system.source(), server.client_secret, system.sourced_id, archives=True
    )
    nights = Nights(scene, system, zone)
    people = nights.first_sync()
    before = nights.pull("UNCHANGED", "an unchanged night")
    nights.expect_same(before, "the unchanged night")
    gone = _change(system)
    nights.pull("APPLIED", "a night of joins, moves and leavers")
    nights.archive()
    if nights.archived() != gone:
        nights.faults.append(f"{len(nights.archived())} were archived, not {len(gone)}")
    nights.compare_now("the night of changes")
    system.start(BAD_QUIRK)
    before = nights.pull("FAILED", f"a night of a system with {BAD_QUIRK}")
    nights.archive()
    nights.expect_same(before, "the bad night")
    nights.expect_mails()
    if nights.faults:
        return short("night", scene, [], nights.faults)
    seconds = time.monotonic() - scene.started
    line = (
        f"night ok: {people:,} people first synced after a dry run; unchanged night, 0 members "
        f"written; {JOINED} joined, {len(gone)} left or moved and were archived; a bad night "
        f"({BAD_QUIRK}) changed nobody; {nights.told} mails to the district; {seconds:.0f} s"
    )
    return Verdict(met=True, line=line)


def _change(system: SchoolSystem) -> set[str]:
    """Let some join, leave and move; gives the ids of those who are no longer at the school."""
    here = [u for u in system.data.of(User) if u.is_at(system.sourced_id) and u.is_a("student")]
    leaving = sorted(user.sourced_id for user in here)[: LEFT + 1]
    changes.join(system.data, SCHOOL, JOINED)
    changes.leave(system.data, leaving[:LEFT])
    changes.move(system.data, leaving[LEFT], MOVED_TO)
    return set(leaving)
