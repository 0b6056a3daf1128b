"""Whose timetable has which classes, and when their terms are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from shared.calendar.timetables import class_of, classes_of, digest_of, fields_of, timetables_of
from shared.calendar.where import ClassOf, Timetable
from shared.kernel.periods import Meeting

TERMS = {"fall": ("2026-08-24", "2026-12-19"), "spring": ("2027-01-04", "2027-06-12")}


@dataclass(frozen=True)
class Kept:
    """A document."""

    id: str
    fields: dict[str, Any] = field(default_factory=dict)
    version: str = ""


def terms(**days: tuple[str, str]) -> dict[str, Kept]:
    """Terms by their first day and the day after the last one."""
    return {
        name: Kept(name, {"startDay": first, "endDay": after})
        for name, (first, after) in (days or TERMS).items()
    }


def section(name: str, **changes: Any) -> Kept:
    """A class that meets in period 3, of nobody and in no term unless told."""
    fields = {
        "displayName": name.title(),
        "teacherIds": [],
        "memberIds": [],
        "termIds": [],
        "sectionType": "SCHEDULED",
        "periods": [{"code": "3", "days": "A"}],
        **changes,
    }
    return Kept(name, fields)


def test_a_class_keeps_what_a_day_asks_for() -> None:
    made = section("art", teacherIds=["t1"], room="B12", termIds=["spring", "fall"], grades=["9"])
    assert class_of(made, terms()) == ClassOf(
        section="art",
        title="Art",
        room="B12",
        teachers=("t1",),
        # A term ends the day before the one that the roster names.
        spans=((date(2026, 8, 24), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 6, 11))),
        meetings=(Meeting("3", "A"),),
        grades=frozenset({"9"}),
    )


def test_a_homeroom_is_told() -> None:
    assert class_of(section("hr", sectionType="HOMEROOM"), {}).homeroom


@pytest.mark.parametrize("days", [("", "2026-12-19"), ("2026-08-24", "")])
def test_a_term_without_days_says_nothing_of_when_a_class_is(days: tuple[str, str]) -> None:
    found = terms(fall=days, spring=TERMS["spring"])
    assert class_of(section("art", termIds=["fall", "spring"]), found).spans == ()


def test_a_term_that_is_gone_is_left_out() -> None:
    found = class_of(section("art", termIds=["fall", "gone"]), terms())
    assert found.spans == ((date(2026, 8, 24), date(2026, 12, 18)),)


def test_a_class_whose_terms_are_all_gone_is_none() -> None:
    sections = [
        section("art", termIds=["gone"]),
        section("band", termIds=["fall", "gone"]),
        section("chess"),
    ]
    assert [each.section for each in classes_of(sections, terms())] == ["band", "chess"]


def test_everybody_in_a_class_or_on_a_list_of_an_audience_has_a_timetable() -> None:
    sections = [
        section("music", memberIds=["ana"], teacherIds=["t1"]),
        section("art", memberIds=["ana", "bo"], teacherIds=["ana"]),
    ]
    band = Kept("band", {"memberIds": ["ana", "cy"]})
    found = timetables_of(sections, {}, [band])
    told = {
        person: ([each.section for each in one.classes], sorted(one.lists))
        for person, one in found.items()
    }
    assert told == {
        # Who teaches a class and is in it has it once.
        "ana": (["art", "music"], ["band"]),
        "bo": (["art"], []),
        "cy": ([], ["band"]),
        "t1": (["music"], []),
    }


def test_the_same_timetable_has_the_same_hash_and_another_room_another() -> None:
    def digest(room: str) -> bytes:
        return digest_of(fields_of(Timetable("ana", classes=(ClassOf("art", "Art", room),))))

    assert digest("B12") == digest("B12") != digest("B13")
    assert len(digest("B12")) == 8
