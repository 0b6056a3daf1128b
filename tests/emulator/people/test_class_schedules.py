"""Classes by hand through the door of the API: lists with a schedule, and periods set by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.calendars import compiler_over, put_calendar
from tests.support.class_nights import sections, send, who
from tests.support.oneroster_classes import school_of_classes
from tests.support.people import put_list, put_term
from tests.support.world import World

SCHEDULE = {
    "termIds": ["fall"],
    "room": " Gym ",
    "periodsRaw": "03, 4(A)",
    "sectionType": "HOMEROOM",
}
SHOWN = {
    "sectionType": "HOMEROOM",
    "termIds": ["fall"],
    "room": "Gym",
    "periodsRaw": "03, 4(A)",
    "periods": [{"code": "3", "days": ""}, {"code": "4", "days": "A"}],
}


@pytest.fixture
def rostered(world: World) -> World:
    """Twenty pupils in two classes, of T0 and of T1; T2 teaches none."""
    world.set_up(roster_sections=True)
    package = school_of_classes()
    package.classes[1]["periods"] = ""
    send(world, package)
    put_term(world, "fall")
    return world


@pytest.fixture
def teacher(door: ApiDoor, rostered: World) -> Callable[[int], Caller]:
    def of(number: int) -> Caller:
        return door.somebody(rostered.school, Role.TEACHER, who(number, "employees"))

    return of


def _path(world: World, name: str = "") -> str:
    return f"/v1/schools/{world.school}/lists{name and '/'}{name}"


def _id(answer: Answer) -> str:
    assert answer.code == 200, answer.json
    return str(answer.json["name"].rsplit("/", 1)[1])


def _set(caller: Caller, path: str, **fields: Any) -> Answer:
    return caller.patch(path, fields, updateMask=",".join(fields))


def test_a_list_becomes_a_class_and_a_list_again(manager: Caller, rostered: World) -> None:
    made = manager.post(_path(rostered), {"displayName": "Choir", "schedule": SCHEDULE})
    path = _path(rostered, _id(made))
    assert made.json["schedule"] == SHOWN
    assert (made.json["kind"], "section" in made.json) == ("MANUAL", False)
    assert manager.get(path).json["schedule"] == SHOWN
    moved = _set(manager, path, schedule={"room": "Lab"})
    assert moved.json["schedule"] == {
        "sectionType": "SCHEDULED", "termIds": [], "room": "Lab", "periodsRaw": "", "periods": [],
    }  # fmt: skip
    assert "schedule" not in _set(manager, path, schedule=None).json
    stored = rostered.documents.get(path.removeprefix("/v1/"))
    assert stored is not None
    assert stored.fields.keys() == {
        "schemaVersion", "kind", "displayName", "memberIds", "teacherIds", "createTime",
        "updateTime",
    }  # fmt: skip


def test_what_no_schedule_can_be(manager: Caller, rostered: World) -> None:
    wrong = {"termIds": ["fall", "spring"], "periodsRaw": "( )"}
    refused = manager.post(_path(rostered), {"displayName": "Choir", "schedule": wrong})
    assert (refused.code, refused.reason) == (400, "LIST_INVALID")
    assert refused.fields == ["schedule.termIds", "schedule.periodsRaw"]
    put_list(rostered, "chess", [])
    by_hand = _set(manager, _path(rostered, "chess"), roomByHand="Gym", periodsByHand="3")
    assert (by_hand.reason, by_hand.fields) == ("LIST_INVALID", ["roomByHand", "periodsByHand"])


def test_a_class_keeps_a_term_that_is_gone_until_it_gets_another(
    manager: Caller, rostered: World
) -> None:
    made = manager.post(_path(rostered), {"displayName": "Choir", "schedule": SCHEDULE})
    path = _path(rostered, _id(made))
    commit = rostered.documents.commit()
    commit.delete(f"schools/{rostered.school}/terms/fall")
    commit.run()
    assert _set(manager, path, schedule={**SCHEDULE, "room": "Lab"}).code == 200
    put_term(rostered, "spring")
    assert _set(manager, path, schedule={"termIds": ["spring"]}).code == 200
    assert _set(manager, path, schedule=SCHEDULE).fields == ["schedule.termIds"]


def test_room_and_periods_of_the_rosters_classes_are_set_by_hand_and_given_back(
    manager: Caller, rostered: World
) -> None:
    path = _path(rostered, sections(rostered)["Class C1"]["id"])
    before = manager.get(path).json
    assert (before["schedule"]["periods"], before["schedule"]["room"]) == ([], "Room 12")
    after = _set(manager, path, periodsByHand="2(A)", roomByHand="Gym").json
    assert (after["periodsByHand"], after["roomByHand"]) == ("2(A)", "Gym")
    assert after["schedule"]["periods"] == [{"code": "2", "days": "A"}]
    assert after["schedule"]["room"] == "Gym"
    assert after["section"] == before["section"]
    back = _set(manager, path, periodsByHand=None, roomByHand=None).json
    assert back["schedule"] == before["schedule"]
    assert "periodsByHand" not in back
    none = _set(manager, path, periodsByHand="").json
    assert none["periodsByHand"] == ""
    assert _set(manager, path, periodsByHand="-").fields == ["periodsByHand"]


def test_nothing_else_of_the_rosters_classes_is_changed(manager: Caller, rostered: World) -> None:
    path = _path(rostered, sections(rostered)["Class C1"]["id"])
    for fields in ({"schedule": SCHEDULE}, {"periodsByHand": "3", "displayName": "Mine"}):
        assert _set(manager, path, **fields).reason == "LIST_ROSTERED"
    assert manager.delete(path).reason == "LIST_ROSTERED"


def test_teachers_keep_no_class(
    manager: Caller, teacher: Callable[[int], Caller], rostered: World
) -> None:
    path = _path(rostered, sections(rostered)["Class C1"]["id"])
    assert _set(teacher(1), path, periodsByHand="3").reason == "LIST_ROSTERED"
    own = who(2, "employees")
    refused = teacher(2).post(_path(rostered), {"displayName": "Club", "schedule": SCHEDULE})
    assert (refused.code, refused.reason) == (403, "LIST_IS_CLASS")
    put_list(rostered, "club", [], own)
    club = _path(rostered, "club")
    assert _set(teacher(2), club, schedule=SCHEDULE).reason == "LIST_IS_CLASS"
    assert _set(teacher(2), club, displayName="Chess").code == 200
    _set(manager, club, schedule=SCHEDULE)
    changes: list[dict[str, Any]] = [
        {"schedule": None}, {"displayName": "Mine"}, {"memberIds": []},
    ]  # fmt: skip
    for change in changes:
        assert _set(teacher(2), club, **change).reason == "LIST_IS_CLASS"
    assert teacher(2).delete(club).reason == "LIST_IS_CLASS"
    assert teacher(2).get(club).json["schedule"] == SHOWN


def test_what_was_set_by_hand_is_on_record(manager: Caller, rostered: World) -> None:
    section = sections(rostered)["Class C1"]["id"]
    _set(manager, _path(rostered, section), periodsByHand="2")
    (entry,) = rostered.documents.where("audit", "verb", "lists:update")
    told = {"list": section, "fields": ["periodsByHand"], "added": [], "removed": []}
    assert entry.fields["subjects"] == [told]


def test_timetables_are_made_anew_once_a_class_is_gone_or_its_term_is_another(
    manager: Caller, rostered: World
) -> None:
    put_calendar(rostered.documents, rostered.school, rostered.now)
    chess = _path(rostered, _id(manager.post(_path(rostered), {"displayName": "Chess"})))
    made = manager.post(_path(rostered), {"displayName": "Choir", "schedule": SCHEDULE})
    term = f"/v1/schools/{rostered.school}/terms/fall"

    def outdated_by(act: Callable[[], Answer]) -> bool:
        compiler_over(rostered.documents).compile_all(rostered.now)
        assert act().code == 200
        state = rostered.documents.get(f"schools/{rostered.school}/settings/timetables")
        assert state is not None
        return bool(state.fields["day"] == "")

    assert not outdated_by(lambda: manager.delete(chess))
    assert not outdated_by(lambda: manager.delete(_path(rostered, _id(made)), validateOnly="true"))
    assert not outdated_by(lambda: _set(manager, term, startDay="2026-08-24"))
    assert outdated_by(lambda: _set(manager, term, startDay="2026-08-25"))
    assert outdated_by(lambda: manager.delete(_path(rostered, _id(made))))
