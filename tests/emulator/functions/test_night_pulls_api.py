"""How a night went, through the door of the API: the same words as the district's mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import stamina

from infra.local.ports import free_port
from infra.local.sis import changes, make_data
from infra.local.sis.data import SisData
from shared import bootstrap
from shared.kernel.roles import Role
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.windows import Window, WindowKind
from tests.support.api import ApiDoor, Caller
from tests.support.pulled import PulledSchool
from tests.support.two_pulled import (
    HOUR,
    MIDDLE_SCHOOL,
    TODAY,
    change,
    fail_for_now,
    tick,
    two_pulled,
)
from tests.support.world import World

LATEST = "/v1/rosterNights/latest/pulls"


@pytest.fixture(autouse=True)
def hurried() -> Iterator[None]:
    """What is tried again is tried again at once."""
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def world(school: str) -> World:
    return World(school)


@pytest.fixture
def data() -> SisData:
    return make_data(200)


@pytest.fixture
def two(world: World, data: SisData) -> Iterator[tuple[PulledSchool, PulledSchool]]:
    with two_pulled(world, data) as both:
        yield both


@pytest.fixture
def door(
    world: World, door_over: Callable[[World, str], ApiDoor], monkeypatch: pytest.MonkeyPatch
) -> ApiDoor:
    found = door_over(world, "rostering_api")
    monkeypatch.setattr(bootstrap, "rostering", lambda: world.rostering)
    return found


@pytest.fixture
def manager(door: ApiDoor) -> Caller:
    return door.district_manager()


def shown(caller: Caller, path: str = LATEST, **query: Any) -> dict[str, Any]:
    """School → what is said of its one connection."""
    answer = caller.get(path, **query)
    assert answer.code == 200, answer.json
    return {each["school"].removeprefix("schools/"): each for each in answer.json["pulls"]}


def test_a_night_is_told_while_it_lasts_and_as_it_ended(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    high, _ = two
    world.now = HOUR - timedelta(minutes=1)
    # The night before has nothing of these schools.
    assert manager.get(LATEST).json["rosterNight"] == "rosterNights/2026-11-23"
    world.now = HOUR
    before = shown(manager)[high.world.school]
    assert (before["outcome"], before["tries"], before["comesAgain"]) == ("NOT_BEGUN", 0, True)
    assert not before["needsAttention"]
    world.rostering.nights.tick(HOUR)
    during = shown(manager)[high.world.school]
    assert (during["outcome"], during["tries"], during["comesAgain"]) == ("OPEN", 1, False)
    world.drain()
    answer = manager.get(LATEST).json
    assert answer["startTime"] == "2026-11-24T06:00:00Z"
    assert answer["nextPageToken"] == ""
    after = shown(manager)[high.world.school]
    people = len(high.world.members())
    assert people > 0
    assert (after["outcome"], after["counts"]) == ("APPLIED", {"added": people})
    assert after["schoolDisplayName"] == "School"
    assert not after["needsAttention"]
    (run,) = [each for each in high.world.runs() if each["pull"] is not None]
    assert after["run"] == f"schools/{high.world.school}/rosterRuns/{run['run']}"
    assert shown(manager, "/v1/rosterNights/2026-11-24/pulls")[high.world.school] == after


def test_the_page_says_what_the_mail_says(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    high, middle = two
    middle.set_up(school=MIDDLE_SCHOOL, secret="of another system")
    for late in range(7):
        tick(world, HOUR + timedelta(hours=late))
    (event,) = [
        each.fields
        for each in world.documents.all("outbox")
        if each.fields["type"] == "roster.night.ended"
    ]
    told = {line["school"]: line for line in event["payload"]["lines"]}
    found = shown(manager)
    assert found.keys() == told.keys() == {str(high.world.school), str(middle.world.school)}
    for school, line in told.items():
        assert found[school]["outcome"] == line["outcome"]
        assert found[school].get("reason", "") == line["reason"]
        assert found[school]["counts"] == line["counts"]
    bad = found[str(middle.world.school)]
    assert (bad["outcome"], bad["reason"], bad["needsAttention"]) == (
        "FAILED", "SOURCE_SIGN_IN", True,
    )  # fmt: skip


def test_a_system_that_is_away_is_shown_with_its_tries(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    _, middle = two
    place = f"127.0.0.1:{free_port()}"
    world.sources.append(place)
    middle.set_up(school=MIDDLE_SCHOOL, base_url=f"https://{place}/ims/oneroster/v1p1")
    for late, tries, again in ((0, 1, True), (2, 2, True), (4, 3, False)):
        fail_for_now(world, HOUR + timedelta(hours=late))
        found = shown(manager)[middle.world.school]
        assert (found["outcome"], found["reason"]) == ("FAILED", "SOURCE_UNREACHABLE")
        assert (found["tries"], found["comesAgain"]) == (tries, again)
        assert found["needsAttention"] is not again


@pytest.mark.parametrize(
    ("settings", "outcome", "attention"),
    [
        ({"windows": (Window(WindowKind.BLACKOUT, TODAY, TODAY),)}, "BLACKOUT", False),
        ({"enabled": False}, None, False),
        ({}, "STOPPED", True),
    ],
)
def test_who_was_not_pulled_and_why(  # fixtures and a table
    world: World,
    two: tuple[PulledSchool, PulledSchool],
    manager: Caller,
    settings: dict[str, Any],
    outcome: str | None,
    attention: bool,  # noqa: FBT001
) -> None:
    _, middle = two
    change(middle, **settings)
    if outcome == "STOPPED":
        middle.world.save_feed(Feed(stopped=StopReason.UNDONE, stopped_time=HOUR))
    tick(world, HOUR)
    # The blackout of yesterday is still told of at noon, after it has ended.
    world.now = HOUR + timedelta(hours=20)
    found = shown(manager).get(str(middle.world.school))
    if outcome is None:
        assert found is None
        return
    assert found is not None
    assert (found["outcome"], found["needsAttention"]) == (outcome, attention)
    assert (found["tries"], found.get("run")) == (0, None)


def test_who_left_is_counted_and_the_archive_phase_that_followed_is_named(
    world: World, data: SisData, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    high, _ = two
    tick(world, HOUR)
    student = next(m for m in high.world.members().values() if m["kind"] == "student")
    changes.leave(data, [student["sisId"]])
    tomorrow = HOUR + timedelta(days=1)
    tick(world, tomorrow)
    assert shown(manager)[high.world.school]["counts"]["missing"] == 1
    world.now = tomorrow + timedelta(hours=2)
    world.rostering.starter.start_archive_phases(world.now)
    world.drain()
    found = shown(manager)[high.world.school]
    assert (found["archive"]["archived"], found["archive"]["held"]) == (1, 0)
    run = world.run(found["archive"]["run"].rpartition("/")[2])
    assert run.trigger == "ARCHIVE_PHASE"
    # The night before knows nothing of it.
    before = shown(manager, "/v1/rosterNights/2026-11-24/pulls")[high.world.school]
    assert before.get("archive") is None


def test_of_an_older_night_only_what_was_begun_is_told(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    high, middle = two
    change(middle, windows=(Window(WindowKind.BLACKOUT, TODAY, TODAY),))
    tick(world, HOUR)
    assert shown(manager).keys() == {str(high.world.school), str(middle.world.school)}
    world.now = HOUR + timedelta(days=1)
    assert shown(manager, "/v1/rosterNights/2026-11-24/pulls").keys() == {str(high.world.school)}
    assert shown(manager, "/v1/rosterNights/2026-11-20/pulls") == {}


@pytest.mark.parametrize("night", ["2026-11-25", "2026-02-30", "9999-12-31"])
def test_a_night_that_has_not_begun_is_unknown(world: World, manager: Caller, night: str) -> None:
    world.set_up()
    world.now = HOUR
    answer = manager.get(f"/v1/rosterNights/{night}/pulls")
    assert (answer.code, answer.reason) == (404, "NIGHT_UNKNOWN")


def test_a_word_that_is_no_night_is_refused(world: World, manager: Caller) -> None:
    world.set_up()
    assert manager.get("/v1/rosterNights/tonight/pulls").code == 400


def test_somebody_sees_the_schools_that_they_run(
    world: World, two: tuple[PulledSchool, PulledSchool], door: ApiDoor
) -> None:
    high, middle = two
    tick(world, HOUR)
    commit = world.documents.commit()
    for school in two:
        for person, role in (("o1", "OWNER"), ("t1", "TEACHER")):
            fields = {"schemaVersion": 1, "kind": "admin", "role": role, "state": "ACTIVE"}
            commit.put(f"schools/{school.world.school}/members/{person}", fields)
    commit.run()
    owner = door.somebody(middle.world.school, Role.OWNER, "o1")
    assert shown(owner).keys() == {str(middle.world.school)}
    teacher = door.somebody(high.world.school, Role.TEACHER, "t1")
    assert teacher.get(LATEST).reason == "ROLE_MAY_NOT"


def test_schools_come_page_by_page(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    tick(world, HOUR)
    first = manager.get(LATEST, pageSize=1).json
    second = manager.get(LATEST, pageSize=1, pageToken=first["nextPageToken"]).json
    found = [page["pulls"][0]["school"] for page in (first, second)]
    assert found == sorted(f"schools/{school.world.school}" for school in two)
    assert second["nextPageToken"] == ""
    # A token of one night asks for no other one.
    other = manager.get(
        "/v1/rosterNights/2026-11-20/pulls", pageSize=1, pageToken=first["nextPageToken"]
    )
    assert other.code == 400


def test_no_name_of_a_person_is_told(
    world: World, two: tuple[PulledSchool, PulledSchool], manager: Caller
) -> None:
    tick(world, HOUR)
    text = manager.get(LATEST).response.get_data(as_text=True)
    for school in two:
        for member in school.world.members().values():
            assert not re.search(rf"\b{re.escape(member['lastName'])}\b", text)


def test_a_school_whose_people_come_as_files_has_no_part_in_a_night(
    world: World, manager: Caller
) -> None:
    connection: Connection = world.set_up()
    assert connection.api_source is None
    world.now = HOUR
    assert shown(manager) == {}
