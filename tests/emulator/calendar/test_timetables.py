"""Timetables out of rostered classes: compiled once, and again only where something has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.calendar.store import CalendarStore
from shared.calendar.timetable_store import TimetableStore
from shared.calendar.where import Place, where_is
from tests.support.calendars import compiler_over, put_calendar
from tests.support.class_nights import sections, send, who
from tests.support.counting import counted
from tests.support.oneroster_classes import school_of_classes
from tests.support.people import put_list
from tests.support.world import World


@pytest.fixture
def rostered(world: World) -> World:
    """Ten pupils in class C0 of T0, in period 1, and ten in C1 of T1, in period 2."""
    world.set_up(roster_sections=True)
    send(world, school_of_classes())
    put_calendar(world.documents, world.school, world.now)
    return world


def _compile(world: World) -> None:
    compiler_over(world.documents).compile_all(world.now)


def _timetables(world: World) -> dict[str, dict[str, Any]]:
    found = world.documents.all(f"schools/{world.school}/timetables")
    return {each.id: dict(each.fields) for each in found}


def test_everybody_in_a_class_has_a_timetable_and_who_teaches_it(rostered: World) -> None:
    _compile(rostered)
    found = _timetables(rostered)
    teachers = {who(0, "employees"), who(1, "employees")}
    assert found.keys() == {who(number) for number in range(20)} | teachers
    (only,) = found[who(3)]["classes"]
    assert only == {
        "listId": sections(rostered)["Class C0"]["id"],
        "displayName": "Class C0",
        "room": "Room 12",
        "teacherIds": [who(0, "employees")],
        "homeroom": False,
        # The term's last day, where OneRoster names the day after it.
        "spans": [{"firstDay": "2026-08-17", "lastDay": "2027-06-04"}],
        "periods": [{"code": "1", "days": ""}],
        "grades": [],
    }
    assert found[who(0, "employees")]["classes"] == [only]


def test_a_day_on_which_nothing_changed_reads_and_writes_no_timetable(rostered: World) -> None:
    _compile(rostered)
    for later in (timedelta(hours=1), timedelta(days=1)):
        rostered.pass_time(days=later.days, hours=later.seconds // 3600)
        with counted(rostered) as counts:
            _compile(rostered)
        assert (counts.reads["timetables"], counts.writes["timetables"]) == (0, 0)


def test_only_those_are_written_whose_classes_have_changed(rostered: World) -> None:
    _compile(rostered)
    package = school_of_classes()
    package.classes[0]["location"] = "Gym"
    package.enrollments = [each for each in package.enrollments if each["sourcedId"] != "C1-S15"]
    rostered.pass_time(hours=1)
    send(rostered, package)
    with counted(rostered) as counts:
        _compile(rostered)
    # Ten pupils and a teacher of the class that has moved, and who has left the other one.
    assert counts.writes["timetables"] == 12
    found = _timetables(rostered)
    assert found[who(3)]["classes"][0]["room"] == "Gym"
    assert who(15) not in found


def test_a_list_that_a_schedule_is_for_stands_in_the_timetables(rostered: World) -> None:
    put_list(rostered, "band", [who(3), who(19)], who(2, "employees"))
    put_list(rostered, "chess", [who(4)], who(2, "employees"))
    rostered.pass_time(minutes=1)
    pattern = {"scheduleId": "half", "listIds": ["band"]}
    put_calendar(
        rostered.documents, rostered.school, rostered.now,
        patterns=[{"scheduleId": "regular"}, pattern],
    )  # fmt: skip
    _compile(rostered)
    on_lists = {person: each["listIds"] for person, each in _timetables(rostered).items()}
    assert {person for person, lists in on_lists.items() if lists} == {who(3), who(19)}
    assert on_lists[who(3)] == ["band"]


def test_where_somebody_is_costs_one_read_of_the_day_and_one_of_theirs(rostered: World) -> None:
    _compile(rostered)
    store = CalendarStore(rostered.documents)
    draft = store.draft(rostered.school)
    day = next(
        day
        for day in (rostered.now.date() + timedelta(days=number) for number in range(7))
        if day.weekday() < 5
    )
    with counted(rostered) as counts:
        (stored,) = store.days(rostered.school, [day]).values()
        timetable = TimetableStore(rostered.documents).get(rostered.school, who(3), "10")
    assert counts.reads.total() == 2
    assert draft.version == 1
    first = stored.school_day.spans[0].tracks[0].blocks[0]
    found = where_is(stored.school_day, timetable, first.start)
    assert (found.place, found.section and found.section.title) == (Place.IN_CLASS, "Class C0")


def test_a_compilation_that_was_killed_is_done_again(
    rostered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(TimetableStore, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            _compile(rostered)
    before = _timetables(rostered)
    with counted(rostered) as counts:
        _compile(rostered)
    assert counts.writes["timetables"] == 22
    assert _timetables(rostered) == before


def test_of_two_who_compile_at_once_the_slower_one_looks_again(
    rostered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, calls = TimetableStore.save, []

    def overtaken(*known: Any) -> None:
        calls.append(known)
        if len(calls) == 1:
            package = school_of_classes()
            package.classes[0]["location"] = "Gym"
            rostered.pass_time(hours=1)
            send(rostered, package)
            _compile(rostered)
        save(*known)

    monkeypatch.setattr(TimetableStore, "save", overtaken)
    _compile(rostered)
    # Theirs, which was refused, the other one's, and theirs with what the other one has seen.
    assert len(calls) == 3
    assert {each["classes"][0]["room"] for each in _timetables(rostered).values()} == {
        "Gym",
        "Room 12",
    }
    with counted(rostered) as counts:
        _compile(rostered)
    assert counts.writes["timetables"] == 0
