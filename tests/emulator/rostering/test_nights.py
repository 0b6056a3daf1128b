"""Nights of a district on a simulated system: each school once, whatever becomes of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import stamina

from infra.local.ports import free_port
from infra.local.sis import make_data
from infra.local.sis.data import SisData
from shared.kernel.errors import Transient
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.runs import Outcome, RunState
from shared.rostering.windows import Window, WindowKind
from tests.support.pulled import PulledSchool
from tests.support.two_pulled import (
    DISTRICT,
    HOUR,
    MIDDLE_SCHOOL,
    TODAY,
    change,
    fail_for_now,
    mails,
    pulls,
    put_recipients,
    tick,
    two_pulled,
)
from tests.support.world import World


@pytest.fixture
def data() -> SisData:
    return make_data(200)


@pytest.fixture(autouse=True)
def hurried() -> Iterator[None]:
    """What is tried again is tried again at once."""
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def two(world: World, data: SisData) -> Iterator[tuple[PulledSchool, PulledSchool]]:
    with two_pulled(world, data) as both:
        yield both


def lose(world: World, school: PulledSchool) -> None:
    """From now on the school's system is nowhere."""
    place = f"127.0.0.1:{free_port()}"
    world.sources.append(place)
    school.set_up(school=MIDDLE_SCHOOL, base_url=f"https://{place}/ims/oneroster/v1p1")


def test_a_night_pulls_every_school_once_however_often_it_fires(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    for late in (0, 0, 1, 1, 6):
        tick(world, HOUR + timedelta(hours=late))
    for school in two:
        assert [run["outcome"] for run in pulls(school)] == ["APPLIED"]
        assert school.world.members() != {}
    assert len(mails(world)) == 1
    tick(world, HOUR + timedelta(days=1))
    assert [[run["outcome"] for run in pulls(school)] for school in two] == [
        ["APPLIED", "UNCHANGED"]
    ] * 2


def test_schools_on_one_host_begin_half_an_hour_apart(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    world.now = HOUR
    world.rostering.nights.tick(HOUR)
    waits = {name: wait for name, wait in world.tasks.delays.items() if name.startswith("pull-")}
    assert sorted(waits.values()) == [timedelta(), timedelta(minutes=30)]
    late = [run for school in two for run in pulls(school) if run["pull"]["dueTime"] > HOUR]
    assert len(late) == 1


def test_reconcile_leaves_a_pull_alone_that_is_not_due_and_finds_it_when_it_was_lost(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    world.now = HOUR
    world.rostering.nights.tick(HOUR)
    world.tasks.waiting.clear()
    world.pass_time(minutes=5)
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    done = [run["outcome"] for school in two for run in pulls(school)]
    assert sorted(map(str, done)) == ["APPLIED", "None"]
    world.pass_time(hours=1)
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    assert [run["outcome"] for school in two for run in pulls(school)] == ["APPLIED"] * 2


def test_who_does_not_want_to_wait_for_the_night_does_not(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    world.now = HOUR
    world.rostering.nights.tick(HOUR)
    for school in two:
        here = school.world
        world.rostering.keeper.sync_now(here.school, here.connection, "person:1")
    delays = world.tasks.delays
    world.tasks.waiting = {k: v for k, v in world.tasks.waiting.items() if not delays[k]}
    world.drain()
    assert [run["outcome"] for school in two for run in pulls(school)] == ["APPLIED"] * 2


def test_a_night_that_began_late_is_made_good_and_one_that_is_over_is_not(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    tick(world, HOUR - timedelta(hours=1))
    tick(world, HOUR + timedelta(hours=6))
    assert [pulls(school) for school in two] == [[], []]
    tick(world, HOUR + timedelta(days=1, hours=5))
    assert [len(pulls(school)) for school in two] == [1, 1]


def test_a_school_that_cannot_be_read_does_not_stop_the_others(
    world: World, two: tuple[PulledSchool, PulledSchool], monkeypatch: pytest.MonkeyPatch
) -> None:
    high, middle = two
    store = world.rostering.store
    connections = store.connections

    def away(school: str) -> list[Connection]:
        if school == high.world.school:
            raise Transient("DATABASE_UNAVAILABLE", "away")
        return connections(school)

    monkeypatch.setattr(store, "connections", away)
    with pytest.raises(Transient):
        world.rostering.nights.tick(HOUR)
    monkeypatch.setattr(store, "connections", connections)
    world.now = HOUR
    world.drain()
    assert [len(pulls(high)), len(pulls(middle))] == [0, 1]
    tick(world, HOUR + timedelta(hours=1))
    assert [run["outcome"] for school in two for run in pulls(school)] == ["APPLIED"] * 2


def test_a_system_that_does_not_answer_is_tried_three_times_and_told_of_once(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    high, middle = two
    lose(world, middle)
    told = []
    for late in (0, 2, 4):
        fail_for_now(world, HOUR + timedelta(hours=late))
        told.append(len(mails(world, "office@example.org")))
    assert [run["outcome"] for run in pulls(middle)] == ["FAILED"] * 3
    assert [run["problemCounts"] for run in pulls(middle)] == [{"SOURCE_UNREACHABLE": 1}] * 3
    # The other school's result, and then the last failure.
    assert told == [1, 1, 2]
    assert [run["outcome"] for run in pulls(high)] == ["APPLIED"]
    tick(world, HOUR + timedelta(hours=5))
    assert len(pulls(middle)) == 3


def test_a_system_that_answers_again_is_synced_the_same_night(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    _, middle = two
    lose(world, middle)
    fail_for_now(world, HOUR)
    middle.set_up(school=MIDDLE_SCHOOL)
    tick(world, HOUR + timedelta(hours=2))
    assert [run["outcome"] for run in pulls(middle)] == ["FAILED", "APPLIED"]
    tick(world, HOUR + timedelta(hours=3))
    (mail,) = mails(world)
    assert mail.letter.subject == "Test district: the roster night of November 24, 2026 went well"


def test_a_key_that_is_refused_waits_for_a_person(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    _, middle = two
    middle.set_up(school=MIDDLE_SCHOOL, secret="of another system")
    for late in range(7):
        tick(world, HOUR + timedelta(hours=late))
    assert [run["problemCounts"] for run in pulls(middle)] == [{"SOURCE_SIGN_IN": 1}]
    (mail,) = mails(world)
    text = mail.letter.text
    assert mail.letter.subject == (
        "Test district: the roster night of November 24, 2026 needs a look"
    )
    assert "1 connection needs a look." in text
    # Whoever has to do something stands first.
    assert text.index("Failed.") < text.index("Synced.")
    (run,) = pulls(middle)
    link = f"https://console.example/schools/{middle.world.school}/rostering/runs/{run['run']}"
    assert link in text
    assert link in mail.letter.html


def test_the_mail_of_a_night_counts_people_and_names_none(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    put_recipients(world, (DISTRICT, "en"), ("distrito@example.org", "es"))
    tick(world, HOUR)
    tick(world, HOUR + timedelta(hours=1))
    tick(world, HOUR + timedelta(hours=2))
    (english,), (spanish,) = mails(world), mails(world, "distrito@example.org")
    for school in two:
        members = school.world.members()
        assert f"{len(members)} people added." in english.letter.text
        assert f"{len(members)} personas agregadas." in spanish.letter.text
        for member in members.values():
            for mail in (english, spanish):
                name = re.compile(rf"\b{re.escape(member['lastName'])}\b")
                assert not name.search(mail.letter.text + mail.letter.html)
    assert "24 de noviembre de 2026" in spanish.letter.subject


@pytest.mark.parametrize(
    ("changes", "pulled"),
    [
        ({"enabled": False}, 0),
        ({"windows": (Window(WindowKind.BLACKOUT, TODAY, TODAY),)}, 0),
        ({"windows": (Window(WindowKind.ADDS_ONLY, TODAY, TODAY),)}, 1),
        (
            {"windows": (Window(WindowKind.BLACKOUT, TODAY - timedelta(1), TODAY - timedelta(1)),)},
            1,
        ),
        ({"api_source": None}, 0),
    ],
)
def test_who_is_not_pulled_tonight(
    world: World, two: tuple[PulledSchool, PulledSchool], changes: dict[str, Any], pulled: int
) -> None:
    high, middle = two
    change(middle, **changes)
    tick(world, HOUR)
    assert [len(pulls(high)), len(pulls(middle))] == [1, pulled]


def test_a_stopped_connection_is_not_pulled_and_the_district_reads_so(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    _, middle = two
    middle.world.save_feed(Feed(stopped=StopReason.UNDONE, stopped_time=HOUR))
    tick(world, HOUR)
    tick(world, HOUR + timedelta(hours=1))
    assert pulls(middle) == []
    (mail,) = mails(world)
    assert "Not pulled: the connection is stopped until a person resumes it." in mail.letter.text


def test_six_hours_after_the_hour_the_district_is_told_whatever_still_works(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    world.rostering.nights.tick(HOUR)
    world.tasks.waiting.clear()
    for late in range(1, 6):
        world.rostering.nights.tick(HOUR + timedelta(hours=late))
    world.tasks.waiting = {k: v for k, v in world.tasks.waiting.items() if "notice" in k}
    world.drain()
    assert mails(world) == []
    world.now = HOUR + timedelta(hours=6)
    world.rostering.nights.tick(world.now)
    world.tasks.waiting = {k: v for k, v in world.tasks.waiting.items() if "notice" in k}
    world.drain()
    (mail,) = mails(world)
    assert mail.letter.text.count("Still at work when this mail was written.") == 2
    assert {run["state"] for school in two for run in pulls(school)} == {RunState.PULLING.value}


def test_the_hourly_look_makes_good_what_the_night_has_lost(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    tick(world, HOUR)
    # The job never fired again.
    assert two[0].world.members() != {}
    world.now = HOUR + timedelta(hours=1, minutes=20)
    assert world.rostering.nights.look(world.now)
    assert world.night_job == (1, "America/New_York")
    world.drain()
    assert not world.rostering.nights.look(world.now + timedelta(hours=1))
    world.drain()
    assert len(mails(world)) == 1


def test_a_mail_whose_task_was_lost_goes_out_with_the_sweep(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    del two
    tick(world, HOUR)
    world.now = HOUR + timedelta(hours=1)
    world.rostering.nights.tick(world.now)
    world.tasks.waiting.clear()
    world.pass_time(minutes=2)
    world.notifications.sweep()
    world.drain()
    assert len(mails(world)) == 1


def test_a_district_that_pulls_nothing_gets_no_mail(world: World) -> None:
    put_recipients(world, (DISTRICT, "en"))
    for late in range(7):
        tick(world, HOUR + timedelta(hours=late))
    assert world.mail.mails == []


def test_only_failures_of_a_night_are_given_up_early(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    _, middle = two
    lose(world, middle)
    world.now = HOUR
    run = middle.begin("asked for")
    world.now = HOUR + timedelta(minutes=95)
    with pytest.raises(Transient):
        world.rostering.puller.pull(middle.world.school, run)
    world.now = HOUR + timedelta(hours=3)
    world.drain()
    assert middle.world.run(run).outcome is Outcome.FAILED
