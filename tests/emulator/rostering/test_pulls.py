"""Pulls from a simulated system on the road to people, night after night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
import stamina

from infra.local.sis import changes, make_data
from infra.local.sis.data import SisData
from infra.local.sis.records import GONE, User
from shared.kernel.errors import Transient
from shared.kernel.ids import RunId
from shared.rostering import pulling
from shared.rostering.run_views import PullTrouble, run_view
from shared.rostering.runs import Approval, Outcome, RunState
from shared.rostering.sources import rest_pull
from shared.rostering.sources.rest_pages import Record
from tests.support.counting import counted
from tests.support.pulled import HIGH_SCHOOL, PulledSchool, pulled_school
from tests.support.world import World

PEOPLE = 300


@pytest.fixture
def data() -> SisData:
    return make_data(PEOPLE)


def _here(data: SisData, *roles: str) -> set[str]:
    """Who is at the high school, by what the system itself holds."""
    users = [user for user in data.of(User) if user.is_at(HIGH_SCHOOL) and user.status != GONE]
    return {user.sourced_id for user in users if any(user.is_a(role) for role in roles)}


def _people(data: SisData) -> set[str]:
    return _here(data, "student", "teacher", "aide", "siteAdministrator")


@pytest.fixture
def hurried() -> Iterator[None]:
    """What is tried again is tried again at once."""
    stamina.set_testing(True, attempts=5)
    yield
    stamina.set_testing(False)


def _collections(school: PulledSchool) -> set[str]:
    paths = (logged.path for logged in school.sis.requests if logged.method == "GET")
    return {path.rsplit("/", 1)[1] for path in paths}


def test_the_first_pull_is_a_dry_run_and_its_approval_adds_everybody(
    world: World, data: SisData
) -> None:
    with pulled_school(world, data) as school:
        school.set_up(verified=False)
        dry = school.pull()
        assert (dry.outcome, dry.approval) == (Outcome.DRY_RUN, Approval.PENDING)
        assert world.members() == {}
        world.approve(dry)
        world.drain()
        assert set(world.members()) == _people(data)
        cared_for = {
            user.sourced_id for user in data.of(User) if user.is_a("student") and user.agents
        }
        members = world.members()
        assert {who for who in members if members[who]["guardianIds"]} == cared_for & set(members)
        assert "demographics" not in _collections(school)


def test_an_unchanged_night_reads_and_writes_nobody(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        assert school.pull().outcome is Outcome.APPLIED
        before = world.members()
        with counted(world) as counts:
            again = school.pull()
    assert again.outcome is Outcome.UNCHANGED
    assert world.members() == before
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)


def test_a_night_of_joins_moves_and_leavers(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        school.pull()
        students = sorted(_here(data, "student"))
        joined = {user.sourced_id for user in changes.join(data, "lincoln-high", 2)}
        changes.leave(data, students[:2])
        changes.move(data, students[2], "roosevelt-middle")
        run = school.pull()
        assert run.outcome is Outcome.APPLIED
        assert run.fields["counts"]["missing"] == {"student": 3}
        assert joined <= set(world.members())
        assert world.archived() == []
        world.archive_phase()
        assert world.archived() == students[:3]
        assert set(world.members()) - set(students[:3]) == _people(data)


def test_half_the_school_missing_tonight_harms_nobody(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        school.pull()
    people = world.members()
    with pulled_school(world, data, "half-missing") as school:
        school.set_up()
        held = school.pull()
        world.archive_phase()
    assert held.outcome in {Outcome.REJECTED, Outcome.HELD}
    assert world.members() == people


@pytest.mark.parametrize(
    ("quirk", "reason"),
    [
        ("login-page", "SOURCE_ANSWER_UNREADABLE"),
        ("error-200", "SOURCE_FAILED"),
        ("gzip-bomb", "SOURCE_ANSWER_TOO_LARGE"),
        ("endless-body", "SOURCE_ANSWER_TOO_LARGE"),
        ("not-licensed", "SOURCE_NOT_FOUND"),
        ("redirect-inward", "SOURCE_REDIRECTS"),
        ("token-redirect", "SOURCE_REDIRECTS"),
        ("expired", "SOURCE_SIGN_IN"),
    ],
)
def test_a_bad_night_harms_nobody_and_says_why(
    world: World, data: SisData, quirk: str, reason: str
) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        school.pull()
    people, mails = world.members(), len(world.mail.mails)
    with pulled_school(world, data, quirk) as school:
        school.set_up()
        run = school.pull()
        world.archive_phase()
    assert run.outcome is Outcome.FAILED
    assert run.fields["problemCounts"] == {reason: 1}
    assert len(world.mail.mails) == mails + 1
    assert world.members() == people


def test_people_who_are_only_students_and_teachers_take_nobody_else_away(
    world: World, data: SisData
) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        school.pull()
    people = set(world.members())
    with pulled_school(world, data, "forbidden=users") as school:
        school.set_up()
        run = school.pull()
        world.archive_phase()
    assert run.outcome is not Outcome.FAILED
    assert world.archived() == []
    assert set(world.members()) == people


def test_a_last_page_that_fails_does_not_start_over(
    world: World, data: SisData, hurried: None
) -> None:
    del hurried
    with pulled_school(world, data, "last-page-fails=3") as school:
        school.set_up(page_limit=50)
        run = school.pull()
        pages = [
            logged.query["offset"]
            for logged in school.sis.requests
            if logged.path.endswith("/users") and logged.query.get("limit") == "50"
            if logged.status == 200
        ]
    assert run.outcome is Outcome.APPLIED
    assert set(world.members()) == _people(data)
    assert len(pages) == len(set(pages)) > 5


@pytest.mark.parametrize("why", ["KEEP_EVERY", "KEEP_BYTES"])
def test_a_killed_pull_goes_on_where_it_was(
    world: World, data: SisData, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(rest_pull, why, -1)
    take = rest_pull._take
    pages = []

    def killed(reading: rest_pull.Reading, records: Sequence[Record]) -> None:
        pages.append(reading.collection.path)
        if pages.count("users") == 4:
            raise KeyboardInterrupt
        take(reading, records)

    with pulled_school(world, data) as school:
        school.set_up(page_limit=50)
        run = school.begin()
        monkeypatch.setattr(rest_pull, "_take", killed)
        with pytest.raises(KeyboardInterrupt):
            world.rostering.puller.pull(world.school, run)
        monkeypatch.setattr(rest_pull, "_take", take)
        assert world.run(run).state is RunState.PULLING
        world.restart()
        with pytest.raises(Transient):
            world.rostering.puller.pull(world.school, run)
        world.now += pulling.LEASE
        before = len(school.sis.requests)
        world.drain()
        asked = {
            logged.query["offset"]
            for logged in school.sis.requests[before:]
            if logged.path.endswith("/users") and logged.query.get("limit") == "50"
        }
    assert "0" not in asked
    assert world.run(run).outcome is Outcome.APPLIED
    assert set(world.members()) == _people(data)


def test_two_deliveries_of_a_pull_are_one(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        run = school.begin("night")
        assert school.begin("night") == run
        assert school.begin("another") == run
        world.drain()
        before = len(school.sis.requests)
        world.rostering.puller.pull(world.school, run)
        world.drain()
        assert len(school.sis.requests) == before
    assert world.run(run).outcome is Outcome.APPLIED


def test_a_pull_whose_task_was_lost_is_found(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        run = school.begin()
        world.tasks.waiting.clear()
        world.rostering.reconciler.reconcile(world.clock)
        world.drain()
    assert world.run(run).outcome is Outcome.APPLIED


def test_a_pull_that_never_comes_to_its_end_has_failed(world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        run = school.begin()
    world.authority = ""
    with pytest.raises(Transient):
        world.rostering.puller.pull(world.school, run)
    world.now += pulling.LASTS
    world.drain()
    assert world.run(run).outcome is Outcome.FAILED
    assert world.run(run).fields["problemCounts"] == {"SOURCE_UNREACHABLE": 1}
    assert _trouble(world, run) is None


def _trouble(world: World, run: RunId) -> PullTrouble | None:
    pull = run_view(world.run(run).fields, "", whole=False).pull
    assert pull is not None
    return pull.trouble


def test_while_a_system_is_asked_again_the_run_says_why_and_until_when(
    world: World, data: SisData
) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        run = school.begin()
    began, world.authority = world.now, ""
    assert _trouble(world, run) is None
    world.now += timedelta(minutes=2)
    with pytest.raises(Transient):
        world.rostering.puller.pull(world.school, run)
    trouble = _trouble(world, run)
    assert trouble is not None
    assert trouble.code == "SOURCE_UNREACHABLE"
    assert trouble.time == began + timedelta(minutes=2)
    assert trouble.last_time == began + timedelta(hours=3)
    with pulled_school(world, data) as school:
        school.set_up()
        world.drain()
    assert _trouble(world, run) is None
    assert world.run(run).outcome is Outcome.APPLIED


@pytest.mark.parametrize(
    ("missing", "reason"),
    [("base_url", "SOURCE_ADDRESS_MISSING"), ("client_id", "SOURCE_KEY_MISSING")],
)
def test_what_is_missing_is_said(world: World, data: SisData, missing: str, reason: str) -> None:
    with pulled_school(world, data) as school:
        school.set_up(**{missing: ""})  # type: ignore[arg-type]  # one of its addresses
        run = school.pull()
        assert school.sis.requests == []
    assert run.fields["problemCounts"] == {reason: 1}
