"""Whom a run archives or makes less is out as soon as it is closed, and nobody else is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from infra.local.loopback import PLAINLY
from shared.cloud.auth_users import AuthUsers
from shared.cloud.storage import Bucket
from shared.identity.account_store import AccountStore, Entering
from shared.identity.keeping import AccountKeeper
from shared.identity.model import Session
from shared.identity.opening import AccountOpener, Invited
from shared.identity.roster import Roster
from shared.identity.telling import FirebaseTeller
from shared.kernel.errors import Transient
from shared.kernel.token_bucket import Bucket as Tokens
from shared.people.store import PeopleStore
from shared.rostering.files import RosterFiles
from tests.support.emulators import EmulatorEnv
from tests.support.rosters import student, students
from tests.support.sign_in_site import DOMAIN, SignInSite
from tests.support.world import FOLLOW, World

STUDENTS = "Lincoln_students.csv"
BEGAN = datetime(2026, 11, 23, tzinfo=UTC)


class Followed:
    """A district whose people have accounts, with the work that runs leave for these.

    Attributes:
        payloads: of the tasks that were done.
    """

    def __init__(self, world: World, auth: str) -> None:
        self.world = world
        self.store = AccountStore(world.documents)
        self.payloads: list[Mapping[str, Any]] = []
        self.roster = Roster(PeopleStore(world.documents))
        project = f"demo-{world.school}"
        self.users = AuthUsers(project, auth)
        firebase = FirebaseTeller(self.store, lambda: self.users)
        self.keeper = AccountKeeper(
            self.store, self.roster, lambda: self.users, firebase, world.clock
        )
        world.others[FOLLOW] = self._follow

    def _follow(self, payload: Mapping[str, Any]) -> None:
        self.payloads.append(payload)
        leavers = self.world.rostering.leavers.of(payload["school"], payload["run"])
        self.keeper.people_changed(leavers)

    def sign_in(self, *, person: str = "", guardian: str = "") -> str:
        """Somebody is signed in; gives their account."""
        opener = AccountOpener(self.store, self.roster, lambda: self.users, self.world.clock)
        email = f"{secrets.token_hex(5)}@district.example"
        account = opener.open(Invited(email, person=person, guardian=guardian), "person:test")
        session = Session(BEGAN, "password")
        name = secrets.token_hex(8)
        self.begin(account.uid, name, {name: session})
        return account.uid

    def begin(self, uid: str, session: str, sessions: Mapping[str, Session]) -> None:
        """A session begins, as when somebody signs in."""
        known = self.store.account(uid)
        assert known is not None
        left = Tokens(left=20.0, time=BEGAN)
        self.store.enter(known, Entering(session, sessions, left, 0), BEGAN)

    def state(self, uid: str) -> tuple[str, int]:
        """An account's state, and how many sessions it has."""
        found = self.store.account(uid)
        assert found is not None
        return found.account.state.value, len(found.account.sessions)

    def person(self, sis_id: str) -> str:
        return str(self.world.members()[sis_id]["personId"])


@pytest.fixture
def followed(emulator_env: EmulatorEnv, site: SignInSite, school: str) -> Followed:
    assert emulator_env.storage_url
    world = World(school)
    world.set_up()
    world.send(STUDENTS, students(range(40)))
    return Followed(world, site.auth)


IN = ("ACTIVE", 1)
OUT = ("ENDED", 0)


def test_whom_the_night_archives_is_out_and_nobody_else(followed: Followed) -> None:
    stays, leaves = (followed.sign_in(person=followed.person(each)) for each in ("1001", "1039"))
    followed.world.send(STUDENTS, students(range(39)))
    followed.world.archive_phase()
    assert followed.world.archived() == ["1039"]
    assert (followed.state(stays), followed.state(leaves)) == (IN, OUT)


def test_whom_an_undo_takes_away_again_is_out(followed: Followed) -> None:
    run = followed.world.send(STUDENTS, students(range(42)))
    added, stays = (followed.sign_in(person=followed.person(each)) for each in ("1041", "1001"))
    followed.world.rostering.undoer.undo(followed.world.school, run.run, "person:office")
    followed.world.drain()
    assert "1041" not in followed.world.members()
    assert (followed.state(added), followed.state(stays)) == (OUT, IN)


def test_a_run_that_makes_nobody_less_asks_for_no_account(followed: Followed) -> None:
    followed.sign_in(person=followed.person("1001"))
    followed.payloads.clear()
    # Nobody new, somebody new, and nothing at all.
    for count in (40, 41, 41):
        followed.world.send(STUDENTS, students(range(count)))
    followed.world.archive_phase()
    assert followed.payloads == []


def test_a_death_before_the_work_is_handed_over_loses_nobody(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = followed.sign_in(person=followed.person("1039"))
    followed.world.send(STUDENTS, students(range(39)))

    def dies(_school: str, _run: str) -> None:
        raise Transient("QUEUE_UNAVAILABLE", "the queue is away")

    with monkeypatch.context() as patch:
        patch.setattr(followed.world.rostering.closer, "_departed", dies)
        followed.world.now = followed.world.now.replace(day=25, hour=8)
        followed.world.rostering.starter.start_archive_phases(followed.world.now)
        with pytest.raises(AssertionError, match="work never ends"):
            followed.world.drain(20)
    # The run is closed; the task that closed it comes again, and finds the rest to be done.
    assert followed.world.archived() == ["1039"]
    assert followed.state(leaves) == IN
    followed.world.drain()
    assert followed.state(leaves) == OUT


def test_the_same_work_twice_changes_nothing_more(followed: Followed) -> None:
    leaves = followed.sign_in(person=followed.person("1039"))
    followed.world.send(STUDENTS, students(range(39)))
    followed.world.archive_phase()
    (payload,) = followed.payloads
    followed._follow(payload)
    assert followed.state(leaves) == OUT
    entries = followed.world.documents.where("audit", "verb", "accounts:follow")
    assert len(entries) == 1


def test_an_account_that_is_written_meanwhile_is_looked_at_again(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = followed.sign_in(person=followed.person("1039"))
    followed.world.send(STUDENTS, students(range(39)))
    renew = followed.store.renew
    written: list[Any] = []

    def beaten(stored: Any, *rest: Any) -> None:
        if not written:
            written.append(stored)
            one, more = secrets.token_hex(8), Session(BEGAN, "password")
            sessions = {**stored.account.sessions, one: more}
            followed.begin(stored.account.uid, one, sessions)
        renew(stored, *rest)

    monkeypatch.setattr(followed.store, "renew", beaten)
    followed.world.archive_phase()
    assert written
    assert followed.state(leaves) == OUT


def test_the_real_door_ends_a_session_and_tells_firebase(
    emulator_env: EmulatorEnv, site: SignInSite, school: str
) -> None:
    world = World(school)
    project = emulator_env.project
    world.documents, world.drop = site.documents, Bucket(emulator_env.drop_bucket, project)
    world.files = RosterFiles(world.drop, Bucket(emulator_env.work_bucket, project))
    world.restart()

    def door(payload: Mapping[str, Any]) -> None:
        url = f"{site.functions}/account_follow"
        answer = httpx.post(url, json=dict(payload), timeout=60, **PLAINLY)
        assert (answer.status_code, "DONE" in answer.text) == (200, True)

    world.others[FOLLOW] = door
    world.set_up()
    leaver, other = (student(number, email=f"{number}-{school}@{DOMAIN}") for number in (39, 40))
    world.send(STUDENTS, students(range(39), other, leaver))
    came = {n: site.google(f"{n}-{school}@{DOMAIN}") for n in (39, 40)}
    world.send(STUDENTS, students(range(39), other))
    world.archive_phase()
    assert world.archived() == ["1039"]
    # Nobody has called and nobody has swept: the account itself has lost its sessions.
    gone, stays = (site.account(came[each].uid) or {} for each in (39, 40))
    assert (gone["state"], gone["sessions"], gone["isPending"]) == ("ENDED", {}, False)
    assert (site.emulated(came[39].uid) or {})["disabled"] is True
    assert (stays["state"], len(stays["sessions"])) == ("ACTIVE", 1)
    assert site.reason(came[40], "/v1/me") == ""
