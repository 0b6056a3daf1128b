"""Terms and classes of a school, of a roster and by hand; some of the roster's name no period."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Commit
from shared.kernel.periods import meetings_of
from shared.people.model import list_path, terms_of

SCHOOL = "maple-grove-elementary"
_NAMES = ("Reading 3", "Reading 4", "Math 3", "Math 4", "Art", "Band", "Chorus", "Gym")
_WITHOUT = frozenset({"Art", "Band", "Chorus"})


def put_terms(commit: Commit, now: datetime) -> None:
    """Write a school year with two semesters, and a class for each name."""
    source = {"connection": "aeries", "run": "run-1"}
    year = {"displayName": "School year", "termType": "schoolYear"}
    _term(commit, now, "year", -90, 200, **year, source=source)
    _term(commit, now, "fall", -90, 50, displayName="Fall", termType="semester", source=source)
    _term(commit, now, "spring", 51, 200, displayName="Spring", termType="semester", source=source)
    clubs = {"displayName": "Club season", "termType": "term", "byHand": True}
    _term(commit, now, "clubs", -20, 40, **clubs)
    for number, name in enumerate(_NAMES, 1):
        periods = "" if name in _WITHOUT else str(number)
        _class(commit, now, f"class-{number}", name, periods, source=source)
    by_hand = {"kind": "MANUAL", "termIds": ["clubs"], "room": "Library"}
    _class(commit, now, "chess-club", "Chess club", "7(A)", **by_hand)


def _term(commit: Commit, now: datetime, name: str, first: int, after: int, **more: Any) -> None:
    """Its first day and the day after its last, as days from today."""
    begin, end = (now.date() + timedelta(days=days) for days in (first, after))
    days = {"startDay": begin.isoformat(), "endDay": end.isoformat()}
    times = {"createTime": now, "updateTime": now}
    commit.put(f"{terms_of(SCHOOL)}/{name}", {"schemaVersion": 1, **days, **times, **more})


def _class(commit: Commit, now: datetime, name: str, title: str, periods: str, **more: Any) -> None:
    fields = {
        "schemaVersion": 1,
        "kind": "SECTION",
        "displayName": title,
        "sectionType": "SCHEDULED",
        "sectionCode": f"{name}-01",
        "courseTitle": title,
        "courseCode": "",
        "termIds": ["year"],
        "grades": [],
        "room": f"Room {name[-1]}",
        "periodsRaw": periods,
        "periods": [each._asdict() for each in meetings_of(periods)],
        "memberIds": ["nora"],
        "teacherIds": [],
        "createTime": now,
        "updateTime": now,
        # Of one the roster's period is wrong.
        **({"periodsByHand": "2, 3(B)"} if title == "Gym" else {}),
        **more,
    }
    commit.put(list_path(SCHOOL, name), fields)
