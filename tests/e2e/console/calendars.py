"""Publishes a calendar for a school and drafts a change of it; run as a program."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared import bootstrap
from shared.calendar.store import CalendarStore, Draft
from shared.calendar.views import CalendarBody
from tests.support.calendars import bell_schedule, put_calendar

SCHOOL = "roosevelt-middle"
AGO = timedelta(days=21)
REGULAR = [
    ("p1", "08:00", "08:50"), ("p2", "08:55", "09:45"), ("advisory", "09:50", "10:20"),
    ("p3", "10:25", "11:15"), ("lunch", "11:15", "11:45"), ("p4", "11:50", "12:40"),
]  # fmt: skip
LATE = [("p1", "09:30", "10:05"), ("p2", "10:10", "10:45"), ("lunch", "11:15", "11:45")]
HALF = [("p1", "08:00", "08:25"), ("p2", "08:30", "08:55"), ("p3", "09:00", "09:25")]
PERIODS = (
    ("p1", "Period 1", "CLASS"), ("p2", "Period 2", "CLASS"), ("p3", "Period 3", "CLASS"),
    ("p4", "Period 4", "CLASS"), ("advisory", "Advisory", "FLEX"), ("lunch", "Lunch", "LUNCH"),
)  # fmt: skip


def named_schedule(name: str, shown: str, blocks: list[tuple[str, str, str]]) -> dict[str, Any]:
    """A bell schedule that is called otherwise than its id."""
    return {**bell_schedule(name, blocks), "displayName": shown}


def weekday_after(day: date, days: int) -> date:
    """The first day from Monday to Friday so many days later, or after that."""
    found = day + timedelta(days=days)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)


def main() -> None:
    """Write them at the addresses of this process's environment."""
    now = bootstrap.clock()
    today = now.astimezone(ZoneInfo("America/Chicago")).date()
    closed, short = weekday_after(today, 9), weekday_after(today, 16)
    exceptions = [
        {"day": closed.isoformat(), "displayName": "Teachers' day", "closed": True},
        {
            "day": short.isoformat(),
            "displayName": "Exams",
            "assignments": [{"scheduleId": "half", "grades": ["08"]}, {"scheduleId": "regular"}],
        },
    ]
    calendar = {
        "periods": [
            {"id": name, "displayName": shown, "kind": kind} for name, shown, kind in PERIODS
        ],
        "schedules": [
            named_schedule("regular", "Regular", REGULAR),
            named_schedule("late", "Late start", LATE),
            named_schedule("half", "Half day", HALF),
        ],
        "patterns": [
            {"scheduleId": "late", "weekdays": ["WEDNESDAY"]},
            {
                "scheduleId": "regular",
                "weekdays": ["MONDAY", "TUESDAY", "THURSDAY", "FRIDAY"],
            },
        ],
        "rotation": {"letters": ["A", "B"], "firstLetter": "A"},
        "exceptions": exceptions,
    }
    put_calendar(bootstrap.documents(), SCHOOL, now - AGO, **calendar)
    draft_another_day(weekday_after(today, 23), now)


def draft_another_day(day: date, now: datetime) -> None:
    """Have the draft differ from what is published."""
    store = CalendarStore(bootstrap.documents())
    was = store.draft(SCHOOL)
    assert was.body is not None
    fields = was.body.model_dump(by_alias=True, mode="json")
    fields["exceptions"].append({"day": day.isoformat(), "displayName": "Winter", "closed": True})
    body = CalendarBody.model_validate(fields)
    store.save(SCHOOL, was, body, Draft(changed=True), "person:nobody", now)


if __name__ == "__main__":
    main()
