"""From documents of classes to timetables: what people have set counts, whoever keeps the class."""

from __future__ import annotations

from typing import Any

import pytest

from shared.calendar.matching import match
from shared.calendar.timetables import class_of, timetables_of
from shared.kernel.periods import Meeting
from shared.people.model import Drafted
from tests.unit.calendar.days_by_hand import calendar

TERM = Drafted("fall", {"startDay": "2026-08-24", "endDay": "2027-01-16"}, "")


def _class(name: str, periods: str = "", **changes: Any) -> Drafted:
    fields = {
        "displayName": name,
        "sectionType": "SCHEDULED",
        "termIds": [],
        "room": "12",
        "periodsRaw": periods,
        "periods": [{"code": periods, "days": ""}] if periods else [],
        "memberIds": ["ana"],
        "teacherIds": [],
        **changes,
    }
    return Drafted(name, fields, "")


@pytest.mark.parametrize(
    ("changes", "room", "meetings"),
    [
        ({}, "12", (Meeting("1"),)),
        ({"roomByHand": "Gym"}, "Gym", (Meeting("1"),)),
        ({"periodsByHand": "02-3(A)"}, "12", (Meeting("2", "A"), Meeting("3", "A"))),
        # That it meets nowhere and never is set as well.
        ({"roomByHand": "", "periodsByHand": ""}, "", ()),
        ({"roomByHand": None, "periodsByHand": None}, "12", (Meeting("1"),)),
    ],
)
def test_what_people_have_set_counts(
    changes: dict[str, Any], room: str, meetings: tuple[Meeting, ...]
) -> None:
    found = class_of(_class("art", "1", **changes), {})
    assert (found.room, found.meetings) == (room, meetings)


def test_a_section_without_periods_is_matched_by_those_that_people_have_set() -> None:
    documents = [_class("art"), _class("band", periodsByHand="2"), _class("club", "9")]
    found = match(calendar(), [class_of(each, {}) for each in documents])
    assert (found.without, found.placed) == (("art",), 1)
    assert [(each.code, each.periods) for each in found.codes] == [("9", ()), ("2", ("p2",))]


def test_a_class_is_there_as_long_as_one_of_its_terms_is() -> None:
    documents = [
        _class("whole-year"),
        _class("fall", termIds=["fall", "gone"]),
        _class("over", termIds=["gone"]),
    ]
    found = timetables_of(documents, {"fall": TERM}, [])
    assert [each.section for each in found["ana"].classes] == ["fall", "whole-year"]
