"""Pulls of what has changed only: everybody comes and goes as if all had been pulled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.sis import changes, make_data
from infra.local.sis.data import SisData
from infra.local.sis.records import GONE, Enrollment, User
from shared.cloud.storage import Bucket
from shared.kernel.errors import Transient
from shared.rostering import pulling
from shared.rostering.runs import Outcome, Run
from shared.rostering.sources import oneroster_delta, rest_pull
from tests.support.counting import counted
from tests.support.pulled import HIGH_SCHOOL, PulledSchool, pulled_school
from tests.support.world import World

PEOPLE = 150
TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def data() -> SisData:
    return make_data(PEOPLE)


def _people(data: SisData) -> set[str]:
    """Who is at the high school, by what the system itself holds."""
    roles = ("student", "teacher", "aide", "siteAdministrator")
    return {
        user.sourced_id
        for user in data.of(User)
        if user.is_at(HIGH_SCHOOL) and user.status != GONE and any(map(user.is_a, roles))
    }


def _students(data: SisData) -> list[str]:
    return sorted(
        user.sourced_id
        for user in data.of(User)
        if user.is_at(HIGH_SCHOOL) and user.is_a("student") and user.status != GONE
    )


def _present(world: World) -> set[str]:
    return world.members().keys() - set(world.archived())


@contextmanager
def _school(world: World, data: SisData, *quirks: str, **source: Any) -> Iterator[PulledSchool]:
    """A school whose first pull, of everything, was on Tuesday night."""
    world.now = TUESDAY
    with pulled_school(world, data) as first:
        first.set_up(delta_pulls=True, **source)
        assert first.pull().outcome is Outcome.APPLIED
        if not quirks:
            yield first
            return
    with pulled_school(world, data, *quirks) as odd:
        yield odd


def _next_night(school: PulledSchool, days: int = 1) -> Run:
    school.world.pass_time(days=days)
    return school.pull()


def _is_whole(run: Run) -> bool:
    return run.fields["pull"]["since"] is None


def test_an_unchanged_night_asks_for_changes_and_reads_and_writes_nobody(
    world: World, data: SisData
) -> None:
    with _school(world, data) as school:
        before, people = len(school.sis.requests), world.members()
        with counted(world) as counts:
            run = _next_night(school)
        pages = [each for each in school.sis.requests[before:] if "offset" in each.query]
    assert run.outcome is Outcome.UNCHANGED
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)
    assert world.members() == people
    asked = {each.query["filter"] for each in pages if each.query["limit"] == "1000"}
    assert asked == {"dateLastModified>'2026-11-23T06:00:00.000Z'"}
    assert run.fields["pull"]["collections"]["users"]["records"] == 0


def test_joins_moves_and_leavers_of_a_night_are_those_of_the_system(
    world: World, data: SisData
) -> None:
    with _school(world, data) as school:
        students = _students(data)
        at = TUESDAY + timedelta(hours=9)
        joined = {user.sourced_id for user in changes.join(data, "lincoln-high", 2, at)}
        changes.leave(data, students[:2], at)
        changes.move(data, students[2], "roosevelt-middle", at)
        changes.edit(data, students[3], at, family_name="Married")
        run = _next_night(school)
        assert not _is_whole(run)
        assert run.outcome is Outcome.APPLIED
        assert run.fields["counts"]["missing"] == {"student": 3}
        assert joined <= _present(world)
        assert world.archived() == []
        world.archive_phase()
        assert world.archived() == students[:3]
        assert _present(world) == _people(data)
        assert world.members()[students[3]]["lastName"] == "Married"


def test_night_after_night_changes_come_upon_changes(world: World, data: SisData) -> None:
    with _school(world, data) as school:
        for night in range(1, 4):
            at = world.now + timedelta(hours=9)
            changes.leave(data, _students(data)[:1], at)
            changes.join(data, "lincoln-high", 1, at)
            run = _next_night(school)
            assert not _is_whole(run), night
            world.archive_phase()
            assert _present(world) == _people(data), night


def test_everything_is_pulled_once_a_week(world: World, data: SisData) -> None:
    with _school(world, data) as school:
        nights = [_is_whole(_next_night(school)) for _ in range(8)]
    assert nights == [False] * 6 + [True, False]


def test_whoever_vanishes_without_a_word_is_missed_after_a_week_at_the_most(
    world: World, data: SisData
) -> None:
    with _school(world, data, "gone-vanishes") as school:
        school.set_up(delta_pulls=True)
        _next_night(school)
        gone = _students(data)[0]
        changes.leave(data, [gone], world.now + timedelta(hours=9))
        assert "missing" not in _next_night(school).fields["counts"]
        run = _next_night(school, days=6)
        assert _is_whole(run)
        assert run.fields["counts"]["missing"] == {"student": 1}


@pytest.mark.parametrize("quirk", ["filter-refused", "filter-ignored"])
def test_a_system_that_does_not_know_changes_is_asked_for_everything(
    world: World, data: SisData, quirk: str
) -> None:
    with _school(world, data) as school:
        changes.leave(data, _students(data)[:1], TUESDAY + timedelta(hours=9))
        del school
    with pulled_school(world, data, quirk, "gone-vanishes") as school:
        # Behind another address everything is pulled anyway: the night after is the one meant.
        school.set_up(delta_pulls=True)
        assert _is_whole(_next_night(school))
        world.archive_phase()
        changes.leave(data, _students(data)[:1], world.now + timedelta(hours=1))
        run = _next_night(school)
        assert run.fields["pull"]["since"] is None
        assert run.fields["counts"]["missing"] == {"student": 1}
        assert any("filter" in each.query for each in school.sis.requests)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_server_whose_clock_is_wrong_loses_nobody(
    world: World, data: SisData, minutes: int
) -> None:
    with _school(world, data) as school:
        # A minute after the pull had read everything, by the clock of the server.
        at = TUESDAY + timedelta(minutes=1 + minutes)
        joined = changes.join(data, "lincoln-high", 1, at)
        _next_night(school)
        assert joined[0].sourced_id in world.members()


def test_a_server_that_writes_its_own_zones_time_as_utc_loses_nobody(
    world: World, data: SisData
) -> None:
    with _school(world, data) as school:
        joined = changes.join(data, "lincoln-high", 1, TUESDAY - timedelta(hours=10))
        _next_night(school)
        assert joined[0].sourced_id in world.members()


def test_classes_change_with_what_is_told_of_them(world: World, data: SisData) -> None:
    world.now = TUESDAY
    with pulled_school(world, data) as school:
        school.set_up(delta_pulls=True)
        connection = world.rostering.store.connection(world.school, world.connection)
        assert connection is not None
        world.rostering.store.save_connection(replace(connection, roster_sections=True))
        school.pull()
        leaver = next(
            each.user
            for each in data.of(Enrollment)
            if each.school == HIGH_SCHOOL and each.role == "student"
        )
        person = next(
            each.id
            for each in world.documents.all(f"schools/{world.school}/members")
            if each.fields["sisId"] == leaver
        )
        assert _lists_of(world, person)
        changes.leave(data, [leaver], TUESDAY + timedelta(hours=9))
        run = _next_night(school)
        assert not _is_whole(run)
        assert _lists_of(world, person) == []


def _lists_of(world: World, person: str) -> list[str]:
    lists = world.documents.all(f"schools/{world.school}/lists")
    return [each.id for each in lists if person in each.fields["memberIds"]]


def _refuse(world: World, school: PulledSchool) -> None:
    """Another file comes, which is rejected."""
    del school
    world.pass_time(hours=1)
    assert world.send("x_students.csv", "").outcome is Outcome.REJECTED


def _another_key(world: World, school: PulledSchool) -> None:
    del world
    school.set_up(delta_pulls=True)


def _other_people(world: World, school: PulledSchool) -> None:
    del world
    school.set_up(delta_pulls=True, prefer_role_endpoints=True)


def _switched_off(world: World, school: PulledSchool) -> None:
    del world
    school.set_up()


def _package_gone(world: World, school: PulledSchool) -> None:
    del school
    work = Bucket(f"work-{world.school}", f"demo-{world.school}")
    for each in work.list(f"schools/{world.school}/pulls/"):
        work.delete(each.name)


@pytest.mark.parametrize(
    "happens", [_refuse, _another_key, _other_people, _switched_off, _package_gone]
)
def test_whatever_makes_changes_doubtful_has_everything_pulled(
    world: World, data: SisData, happens: Any
) -> None:
    with _school(world, data) as school:
        happens(world, school)
        run = _next_night(school)
        assert run.outcome in {Outcome.UNCHANGED, Outcome.APPLIED}
        assert run.fields["pull"].get("since") is None
        assert _present(world) == _people(data)


def test_changes_that_cannot_be_laid_over_have_everything_pulled(
    world: World, data: SisData, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _school(world, data) as school:
        changes.leave(data, _students(data)[:1], TUESDAY + timedelta(hours=9))
        monkeypatch.setattr(oneroster_delta, "CHANGES_BYTES", 10)
        run = _next_night(school)
        assert _is_whole(run)
        assert run.fields["counts"]["missing"] == {"student": 1}


def test_a_killed_pull_of_changes_goes_on_with_them(
    world: World, data: SisData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_pull, "KEEP_EVERY", -1.0)
    take = rest_pull._take

    def killed(*parts: Any) -> None:
        take(*parts)
        raise KeyboardInterrupt

    with _school(world, data) as school:
        gone = _students(data)[0]
        changes.leave(data, [gone], TUESDAY + timedelta(hours=9))
        world.pass_time(days=1)
        run = school.begin()
        monkeypatch.setattr(rest_pull, "_take", killed)
        with pytest.raises(KeyboardInterrupt):
            world.rostering.puller.pull(world.school, run)
        monkeypatch.setattr(rest_pull, "_take", take)
        noted = world.run(run).fields["pull"]["since"]
        assert noted["time"] == TUESDAY - timedelta(days=1)
        world.restart()
        with pytest.raises(Transient):
            world.rostering.puller.pull(world.school, run)
        world.now += pulling.LEASE
        world.drain()
        ended = world.run(run)
        assert ended.fields["pull"]["since"] == noted
        assert ended.fields["counts"]["missing"] == {"student": 1}
    work = Bucket(f"work-{world.school}", f"demo-{world.school}")
    assert not list(work.list(f"schools/{world.school}/pulls/{run}/"))
