"""Timetables of classes that people keep, and of periods that they have set of the roster's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.calendar.store import CalendarStore
from shared.calendar.timetable_store import TimetableStore
from shared.calendar.where import Place, where_is
from shared.people.section_store import SectionStore
from tests.support.calendars import compiler_over, put_calendar
from tests.support.class_nights import sections, send, who
from tests.support.counting import counted
from tests.support.oneroster_classes import school_of_classes
from tests.support.people import put_list, put_term
from tests.support.world import World


@pytest.fixture
def rostered(world: World) -> World:
    """Ten pupils in class C0, in period 1, and ten in C1, which names none; a Monday, 6 p.m."""
    world.set_up(roster_sections=True)
    package = school_of_classes()
    package.classes[1]["periods"] = ""
    send(world, package)
    put_calendar(world.documents, world.school, world.now)
    return world


def _compile(world: World) -> None:
    world.pass_time(minutes=1)
    compiler_over(world.documents).compile_all(world.now)


def _write(world: World, path: str, **fields: Any) -> None:
    commit = world.documents.commit()
    path = f"schools/{world.school}/{path}"
    commit.put(path, {**fields, "updateTime": world.now}, merge=True)
    commit.run()


def _choir(world: World, *people: str, **changes: Any) -> None:
    """A class by hand in period 2, which begins at 8:55 and ends at 11:30."""
    put_list(world, "choir", list(people), who(2, "employees"))
    schedule = {"sectionType": "SCHEDULED", "termIds": [], "room": "Hall", "periodsRaw": "2",
                "periods": [{"code": "2", "days": ""}]}  # fmt: skip
    _write(world, "lists/choir", **{**schedule, **changes})


def _where(world: World, person: str, day: date, hour: int = 9) -> tuple[Place, str, str]:
    """Where somebody is at 9 o'clock or another hour, of the school in UTC: place, class, room."""
    store = CalendarStore(world.documents)
    found = store.days(world.school, [day])[day].school_day
    timetable = TimetableStore(world.documents).get(world.school, person, "10")
    where = where_is(found, timetable, datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
    section = where.section
    return where.place, section.title if section else "", section.room if section else ""


TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))


def test_a_class_by_hand_says_where_its_people_are(rostered: World) -> None:
    put_list(rostered, "chess", [who(4)])
    _choir(rostered, who(3))
    _compile(rostered)
    assert _where(rostered, who(3), TUESDAY) == (Place.IN_CLASS, "choir", "Hall")
    assert _where(rostered, who(3), TUESDAY, 8) == (Place.IN_CLASS, "Class C0", "Room 12")
    # A team is no class.
    assert _where(rostered, who(4), TUESDAY) == (Place.NO_CLASS, "", "")
    teacher = TimetableStore(rostered.documents).get(rostered.school, who(2, "employees"), "")
    assert [each.title for each in teacher.classes] == ["choir"]


def test_a_term_that_ends_mid_week_ends_its_classes(rostered: World) -> None:
    put_term(rostered, "fall", "2026-08-24", "2026-11-26")
    _choir(rostered, who(3), termIds=["fall"])
    _compile(rostered)
    rooms = [_where(rostered, who(3), day)[2] for day in (TUESDAY, WEDNESDAY, THURSDAY)]
    assert rooms == ["Hall", "Hall", ""]


def test_a_class_whose_term_is_gone_is_nowhere(rostered: World) -> None:
    put_term(rostered, "fall")
    _choir(rostered, who(3), termIds=["fall", "gone"])
    _compile(rostered)
    assert _where(rostered, who(3), TUESDAY)[0] is Place.IN_CLASS
    _choir(rostered, who(3), termIds=["gone"])
    _compile(rostered)
    assert _where(rostered, who(3), TUESDAY)[0] is Place.NO_CLASS


def test_periods_by_hand_count_until_they_are_given_back(rostered: World) -> None:
    _compile(rostered)
    assert _where(rostered, who(15), TUESDAY)[0] is Place.NO_CLASS
    section = f"lists/{sections(rostered)['Class C1']['id']}"
    rostered.pass_time(hours=1)
    _write(rostered, section, periodsByHand="2", roomByHand="Lab")
    _compile(rostered)
    assert _where(rostered, who(15), TUESDAY) == (Place.IN_CLASS, "Class C1", "Lab")
    rostered.pass_time(hours=1)
    package = school_of_classes()
    package.classes[1] |= {"periods": "1", "location": "Room 14"}
    send(rostered, package)
    _compile(rostered)
    assert _where(rostered, who(15), TUESDAY) == (Place.IN_CLASS, "Class C1", "Lab")
    rostered.pass_time(hours=1)
    _write(rostered, section, periodsByHand=None, roomByHand=None)
    _compile(rostered)
    assert _where(rostered, who(15), TUESDAY)[0] is Place.NO_CLASS
    assert _where(rostered, who(15), TUESDAY, 8) == (Place.IN_CLASS, "Class C1", "Room 14")


def test_classes_are_read_and_no_other_list(rostered: World) -> None:
    for number in range(30):
        put_list(rostered, f"team-{number}", [who(1)])
    _choir(rostered, who(3))
    with counted(rostered) as counts:
        found = SectionStore(rostered.documents).all_classes(rostered.school)
    assert counts.reads["lists"] == 3
    assert {each.fields["displayName"] for each in found.values()} == {
        "Class C0", "Class C1", "choir",
    }  # fmt: skip


def test_a_class_or_a_term_that_is_another_one_is_noticed_within_the_hour(rostered: World) -> None:
    put_term(rostered, "fall")
    _choir(rostered, who(3), termIds=["fall"])
    store = TimetableStore(rostered.documents)
    # Where nothing has been compiled yet nothing is to be done anew.
    store.outdate(rostered.school)
    _compile(rostered)
    put_term(rostered, "fall", "2026-08-24", "2026-11-24")
    _compile(rostered)
    assert _where(rostered, who(3), TUESDAY)[0] is Place.IN_CLASS
    store.outdate(rostered.school)
    _compile(rostered)
    assert _where(rostered, who(3), TUESDAY)[0] is Place.NO_CLASS
    with counted(rostered) as counts:
        _compile(rostered)
    assert (counts.reads["lists"], counts.reads["terms"]) == (1, 0)
