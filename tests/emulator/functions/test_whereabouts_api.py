"""Where people should be, through the door of the API.

The clock of the product stands at 8:30 of a Tuesday in New York: period 1 has begun at eight. Ten
pupils are in a class in Room 12 in period 1, and ten others in one in period 2.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.kernel.roles import Role
from shared.people.store import change_member
from tests.support.api import ApiDoor, Caller
from tests.support.calendars import HALF, bell_schedule, compiler_over, put_calendar
from tests.support.counting import counted
from tests.support.people import put_list, put_member
from tests.support.world import World

DAY = "2026-11-24"
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


class School:
    """A school of three pupils, two classes and a club, and callers of it."""

    def __init__(self, world: World, door: ApiDoor) -> None:
        self.world = world
        self.door = door
        self.ada = put_member(world, "Ada", "Lovelace", grade="09")
        self.alan = put_member(world, "Alan", "Turing", grade="12")
        self.mary = put_member(world, "Mary", "Jackson", grade="09")
        staff = {"kind": "teacher", "role": "TEACHER", "grade": ""}
        self.emmy = put_member(world, "Emmy", "Noether", **staff)
        self.kurt = put_member(world, "Kurt", "Goedel", **staff)
        self.section("algebra", [self.ada, self.alan], self.emmy, "Room 12", "1")
        self.section("logic", [self.mary], self.kurt, "12", "2")
        self.section("sets", [self.mary], self.kurt, "Lab / East", "1")

    def section(
        self, name: str, members: list[str], teacher: str, room: str, code: str, **more: Any
    ) -> None:
        commit = self.world.documents.commit()
        fields = {
            "schemaVersion": 1,
            "kind": "SECTION",
            "displayName": name.title(),
            "memberIds": members,
            "teacherIds": [teacher],
            "sectionType": "SCHEDULED",
            "termIds": [],
            "room": room,
            "periods": [{"code": code, "days": ""}],
            "updateTime": self.world.now,
            **more,
        }
        commit.put(f"schools/{self.world.school}/lists/{name}", fields)
        commit.run()

    def publish(self, **changes: Any) -> None:
        put_calendar(self.world.documents, self.world.school, self.world.now, **changes)

    def compile(self) -> None:
        compiler_over(self.world.documents).compile_all(self.world.now)

    def caller(self, role: Role, person: str, **more: Any) -> Caller:
        return self.door.somebody(self.world.school, role, person, **more)

    def where(self, who: Caller, person: str, **query: Any) -> Any:
        return who.get(f"/v1/schools/{self.world.school}/members/{person}:whereIs", **query)

    def day(self, who: Caller, person: str, day: str = "today", **query: Any) -> Any:
        path = f"/v1/schools/{self.world.school}/members/{person}/schoolDays/{day}"
        return who.get(path, **query)

    def rooms(self, who: Caller, verb: str = "", **query: Any) -> Any:
        return who.get(f"/v1/schools/{self.world.school}/rooms{verb}", **query)

    def inside(self, who: Caller, **query: Any) -> Any:
        return who.get(f"/v1/schools/{self.world.school}/members:inRoom", **query)


@pytest.fixture
def world(api_env: object, school: str) -> World:
    del api_env
    world = World(school)
    world.set_up()
    commit = world.documents.commit()
    commit.put(f"schools/{school}", {"displayName": "Lincoln", "timeZone": "America/New_York"})
    for person, role, grades in (("office", "OWNER", []), ("m9", "MANAGER", ["09"])):
        fields = {
            "schemaVersion": 1,
            "kind": "admin",
            "role": role,
            "state": "ACTIVE",
            "limitedToGrades": grades,
        }
        commit.put(f"schools/{school}/members/{person}", fields)
    commit.run()
    world.pass_time(seconds=round((NOW - world.now).total_seconds()))
    return world


@pytest.fixture
def here(world: World, door_over: Callable[[World, str], ApiDoor]) -> School:
    return School(world, door_over(world, "calendar_api"))


@pytest.fixture
def owner(here: School) -> Caller:
    return here.caller(Role.OWNER, "office")


def _told(answer: Any) -> tuple[str, str, str]:
    found = answer.json
    return found["place"], found["reason"], found.get("section", {}).get("listId", "")


def test_a_student_is_where_the_bell_says(here: School, owner: Caller) -> None:
    assert _told(here.where(owner, here.ada)) == ("NO_CLASS", "NOT_PUBLISHED", "")
    here.publish()
    here.compile()
    found = here.where(owner, here.ada)
    assert _told(found) == ("IN_CLASS", "MEETS_NOW", "algebra")
    assert found.json["section"] == {
        "listId": "algebra", "displayName": "Algebra", "room": "Room 12", "teacherIds": [here.emmy],
    }  # fmt: skip
    assert (found.json["day"], found.json["untilTime"]) == (DAY, "2026-11-24T13:50:00Z")
    at = {"8:52": "2026-11-24T08:52:00-05:00", "night": "2026-11-25T03:00:00Z"}
    assert _told(here.where(owner, here.mary, time=at["8:52"])) == (
        "PASSING", "NEXT_BLOCK", "logic",
    )  # fmt: skip
    # Three in the morning of Wednesday in Greenwich is Tuesday night at the school.
    late = here.where(owner, here.mary, time=at["night"])
    assert (late.json["day"], late.json["reason"]) == (DAY, "AFTER_LAST")
    assert here.where(owner, here.ada, time="2026-11-28T15:00:00Z").json["place"] == (
        "NOT_SCHOOL_DAY"
    )


def test_it_costs_a_document_each_of_school_member_day_and_timetable(
    here: School, owner: Caller
) -> None:
    here.publish()
    here.compile()
    here.where(owner, here.ada)
    with counted(here.world) as counts:
        assert here.where(owner, here.ada).code == 200
    wanted = {"schools": 1, "members": 1, "schoolDays": 1, "timetables": 1}
    assert {name: counts.reads[name] for name in wanted} == wanted
    # What the door reads of the caller is theirs and no more with each call.
    assert counts.reads.total() - counts.reads["accounts"] == 4
    with counted(here.world) as counts:
        assert here.day(owner, here.ada).code == 200
    # The same, and the name of the only teacher.
    assert counts.reads.total() - counts.reads["accounts"] == 5


def test_before_timetables_are_compiled_classes_are_looked_up(here: School, owner: Caller) -> None:
    here.publish()
    assert _told(here.where(owner, here.ada)) == ("IN_CLASS", "MEETS_NOW", "algebra")
    assert _told(here.where(owner, here.emmy)) == ("IN_CLASS", "MEETS_NOW", "algebra")


def test_who_may_ask_is_who_may_see_the_member(here: School) -> None:
    here.publish()
    here.compile()
    ada, emmy = here.caller(Role.STUDENT, here.ada), here.caller(Role.TEACHER, here.emmy)
    assert here.where(ada, here.ada).code == 200
    assert here.where(ada, here.alan).reason == "MEMBER_UNKNOWN"
    assert here.day(ada, here.alan).reason == "MEMBER_UNKNOWN"
    assert here.where(emmy, here.ada).code == 200
    assert here.where(emmy, here.mary).reason == "MEMBER_UNKNOWN"
    ninth = here.caller(Role.MANAGER, "m9", grades=("09",))
    assert here.where(ninth, here.ada).code == 200
    assert here.where(ninth, here.alan).reason == "MEMBER_UNKNOWN"


def test_a_day_is_shown_block_by_block(here: School) -> None:
    here.publish()
    here.compile()
    found = here.day(here.caller(Role.STUDENT, here.mary), here.mary).json
    assert found["name"].endswith(f"/members/{here.mary}/schoolDays/{DAY}")
    assert (found["day"], found["timeZone"], found["readTime"]) == (
        DAY, "America/New_York", "2026-11-24T13:30:00Z",
    )  # fmt: skip
    assert (found["scheduleDisplayName"], found["reason"]) == ("Regular", "")
    assert [
        (each["displayName"], each["startTime"], each["section"]["displayName"])
        for each in found["blocks"]
    ] == [
        ("Period 1", "2026-11-24T13:00:00Z", "Sets"),
        ("Period 2", "2026-11-24T13:55:00Z", "Logic"),
    ]
    assert found["teachers"] == [{"person": here.kurt, "displayName": "Kurt Goedel"}]
    saturday = here.day(here.caller(Role.STUDENT, here.mary), here.mary, "2026-11-28").json
    assert (saturday["blocks"], saturday["reason"]) == ([], "CLOSED")


def test_a_schedule_for_a_grade_is_followed_by_that_grade(here: School, owner: Caller) -> None:
    here.publish(
        patterns=[{"scheduleId": "regular"}, {"scheduleId": "half", "grades": ["12"]}],
    )
    here.compile()
    days = {who: here.day(owner, who).json for who in (here.ada, here.alan)}
    ends = {who: day["blocks"][0]["endTime"] for who, day in days.items()}
    assert ends == {here.ada: "2026-11-24T13:50:00Z", here.alan: "2026-11-24T13:20:00Z"}


def test_a_draft_is_previewed_by_those_who_may_see_it(here: School, owner: Caller) -> None:
    put_list(here.world, "band", [here.ada])
    here.publish()
    here.compile()
    path = f"/v1/schools/{here.world.school}/settings/calendar"
    calendar = owner.get(path).json["calendar"]
    calendar["patterns"].append({"scheduleId": "half", "listIds": ["band"]})
    assert owner.patch(path, {"calendar": calendar}, updateMask="calendar").code == 200

    def ends(who: str, **query: Any) -> list[str]:
        return [each["endTime"] for each in here.day(owner, who, **query).json["blocks"]]

    assert ends(here.ada)[0] == "2026-11-24T13:50:00Z"
    assert ends(here.ada, draft="true") == ["2026-11-24T13:20:00Z", "2026-11-24T15:00:00Z"]
    assert ends(here.alan, draft="true") == ends(here.alan)
    room = here.rooms(owner, ":lookUpDay", room="12", draft="true").json["blocks"]
    assert {tuple(each["schedules"]) for each in room} == {("Regular",), ("Half",)}
    emmy, ada = here.caller(Role.TEACHER, here.emmy), here.caller(Role.STUDENT, here.ada)
    for who in (emmy, ada):
        assert here.day(who, here.ada, draft="true").reason == "CALENDAR_UNKNOWN"
    owner.patch(path, {"visibleToStaff": True}, updateMask="visibleToStaff")
    assert here.day(emmy, here.ada, draft="true").code == 200
    assert here.day(ada, here.ada, draft="true").reason == "CALENDAR_UNKNOWN"


def test_rooms_are_those_of_the_classes_that_the_caller_sees(here: School, owner: Caller) -> None:
    found = here.rooms(owner).json["rooms"]
    assert found == [
        {"displayName": "12", "classCount": 2},
        {"displayName": "Lab / East", "classCount": 1},
    ]
    emmy = here.caller(Role.TEACHER, here.emmy)
    assert here.rooms(emmy).json["rooms"] == [{"displayName": "Room 12", "classCount": 1}]
    assert here.rooms(here.caller(Role.STUDENT, here.ada)).reason == "ROLE_MAY_NOT"


def test_a_rooms_day_names_its_classes(here: School, owner: Caller) -> None:
    here.publish()
    found = here.rooms(owner, ":lookUpDay", room="room 12", day=DAY).json
    assert (found["room"], found["closed"]) == ("12", False)
    assert [
        (each["displayName"], [(one["displayName"], one["memberCount"]) for one in each["classes"]])
        for each in found["blocks"]
    ] == [("Period 1", [("Algebra", 2)]), ("Period 2", [("Logic", 1)])]
    names = {each["displayName"] for each in found["teachers"]}
    assert names == {"Emmy Noether", "Kurt Goedel"}
    slash = here.rooms(owner, ":lookUpDay", room="LAB / EAST").json["blocks"]
    assert [len(each["classes"]) for each in slash] == [1, 0]
    nowhere = here.rooms(owner, ":lookUpDay", room="no such room").json["blocks"]
    assert [len(each["classes"]) for each in nowhere] == [0, 0]
    own = here.rooms(here.caller(Role.TEACHER, here.kurt), ":lookUpDay", room="12").json["blocks"]
    assert [len(each["classes"]) for each in own] == [0, 1]


def test_who_is_in_a_room_is_named_to_those_who_see_them(here: School, owner: Caller) -> None:
    here.publish()
    here.compile()

    def inside(who: Caller, **query: Any) -> list[str]:
        return [each["firstName"] for each in here.inside(who, room="12", **query).json["members"]]

    assert inside(owner) == ["Ada", "Emmy", "Alan"]
    assert inside(owner, time="2026-11-24T14:00:00Z") == ["Kurt", "Mary"]
    assert inside(owner, time="2026-11-24T23:00:00Z") == []
    assert inside(here.caller(Role.TEACHER, here.emmy)) == ["Ada", "Emmy", "Alan"]
    assert inside(here.caller(Role.TEACHER, here.kurt)) == []
    assert inside(here.caller(Role.MANAGER, "m9", grades=("09",))) == ["Ada"]


def test_what_is_told_of_a_room_is_told_of_each_who_is_in_it(here: School, owner: Caller) -> None:
    here.publish()
    here.compile()
    for minutes in range(-40, 200, 20):
        time = (NOW + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        inside = {
            each["name"].rpartition("/")[2]
            for each in here.inside(owner, room="12", time=time).json["members"]
        }
        people = (here.ada, here.alan, here.mary, here.emmy, here.kurt)
        told = {who: here.where(owner, who, time=time).json for who in people}
        assert inside == {
            who
            for who, at in told.items()
            if at["place"] == "IN_CLASS" and at["section"]["room"] in ("Room 12", "12")
        }


def test_a_half_day_that_is_declared_is_told_at_once(here: School, owner: Caller) -> None:
    here.publish(schedules=[bell_schedule("regular", [("p1", "08:00", "11:00")]),
                            bell_schedule("half", HALF)])  # fmt: skip
    here.compile()
    assert _told(here.where(owner, here.mary))[2] == "sets"
    exception = {"day": DAY, "displayName": "Snow", "assignments": [{"scheduleId": "half"}]}
    path = f"/v1/schools/{here.world.school}/settings/calendar:declareDay"
    here.world.pass_time(minutes=1)
    assert owner.post(path, {"exception": exception}).code == 200
    found = here.where(owner, here.mary)
    assert (_told(found)[2], found.json["dayDisplayName"]) == ("logic", "Snow")
    assert here.day(owner, here.mary).json["displayName"] == "Snow"


def test_a_half_day_for_a_list_counts_before_timetables_know_of_it(
    here: School, owner: Caller
) -> None:
    here.publish()
    here.compile()
    put_list(here.world, "band", [here.ada])
    assignments = [{"scheduleId": "half", "listIds": ["band"]}, {"scheduleId": "regular"}]
    path = f"/v1/schools/{here.world.school}/settings/calendar:declareDay"
    here.world.pass_time(minutes=1)
    assert owner.post(path, {"exception": {"day": DAY, "assignments": assignments}}).code == 200
    ends = [here.day(owner, who).json["blocks"][0]["endTime"] for who in (here.ada, here.alan)]
    assert ends == ["2026-11-24T13:20:00Z", "2026-11-24T13:50:00Z"]
    # At 8:31 Period 1 is over for the band: 8:00 to 8:20, then Period 2 from 8:25.
    assert here.where(owner, here.ada).json["reason"] == "NOTHING_MEETS"


def test_a_school_that_moves_its_clocks_has_its_day_by_the_new_ones(
    here: School, owner: Caller
) -> None:
    here.publish()
    commit = here.world.documents.commit()
    zone = {"displayName": "Lincoln", "timeZone": "America/Chicago"}
    commit.put(f"schools/{here.world.school}", zone)
    commit.run()
    here.world.pass_time(minutes=1)
    here.publish()
    found = here.day(owner, here.ada).json
    assert (found["timeZone"], found["blocks"][0]["startTime"]) == (
        "America/Chicago", "2026-11-24T14:00:00Z",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [({"time": "yesterday"}, "time"), ({"time": "2026-11-24T08:00:00"}, "time"),
     ({"time": "0001-01-01T00:00:00Z"}, "time"), ({"time": "9999-12-31T23:59:00Z"}, "time")],
)  # fmt: skip
def test_an_instant_has_a_zone_and_is_near(
    here: School, owner: Caller, query: dict[str, str], field: str
) -> None:
    found = here.where(owner, here.ada, **query)
    assert (found.code, [each.rpartition(".")[2] for each in found.fields]) == (400, [field])


def test_a_day_is_one_of_a_calendar(here: School, owner: Caller) -> None:
    for day in ("yesterday", "2026-02-30", "9999-12-31"):
        assert here.day(owner, here.ada, day).code == 400
    assert here.day(owner, here.ada, date(2031, 1, 6).isoformat()).code == 200


def test_members_who_are_gone_are_in_no_room(here: School, owner: Caller) -> None:
    here.publish()
    commit = here.world.documents.commit()
    change_member(commit, here.world.school, here.alan, {"state": "ARCHIVED"}, None, here.world.now)
    commit.run()
    assert [each["firstName"] for each in here.inside(owner, room="12").json["members"]] == [
        "Ada", "Emmy",
    ]  # fmt: skip


def test_a_class_that_people_keep_is_in_its_room_and_so_is_one_that_they_have_moved(
    here: School, owner: Caller
) -> None:
    here.section("drama", [here.alan], here.emmy, "Stage", "2", kind="MANUAL")
    here.section("over", [here.ada], here.emmy, "Barn", "2", kind="MANUAL", termIds=["gone"])
    moved = {"roomByHand": "Gym", "periodsByHand": "2"}
    here.section("sets", [here.mary], here.kurt, "Lab / East", "1", **moved)
    here.section("logic", [], here.kurt, "12", "2")
    put_list(here.world, "team", [here.ada])
    here.publish()
    nine = "2026-11-24T14:00:00Z"
    for _ in ("worked out", "compiled"):
        assert _told(here.where(owner, here.alan, time=nine))[2] == "drama"
        assert _told(here.where(owner, here.mary, time=nine))[2] == "sets"
        assert _told(here.where(owner, here.ada, time=nine))[0] == "NO_CLASS"
        here.compile()
    rooms = [each["displayName"] for each in here.rooms(owner).json["rooms"]]
    assert {"Stage", "Gym"} <= set(rooms)
    assert {"Barn", "Lab / East"}.isdisjoint(rooms)
    inside = here.inside(owner, room="Stage", time=nine).json["members"]
    # A teacher of it, and the student.
    assert {each["name"].rsplit("/", 1)[1] for each in inside} == {here.alan, here.emmy}
