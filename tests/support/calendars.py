"""A school's calendar as callers of the API write it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shared.calendar.bodies import body_of, calendar_of
from shared.calendar.compiling import CalendarCompiler
from shared.calendar.publishing import Publisher
from shared.calendar.store import CalendarStore, Draft
from shared.calendar.timetable_compiling import TimetableCompiler
from shared.calendar.timetable_store import TimetableStore
from shared.calendar.views import CalendarBody
from shared.cloud.firestore import Documents, database
from shared.people.list_store import ListStore
from shared.people.school_store import SchoolStore
from shared.people.section_store import SectionStore

REGULAR = [("p1", "08:00", "08:50"), ("p2", "08:55", "11:30")]
HALF = [("p1", "08:00", "08:20"), ("p2", "08:25", "10:00")]


def bell_schedule(name: str, blocks: list[tuple[str, str, str]]) -> dict[str, Any]:
    """A bell schedule under a name: periods with their first and last minutes."""
    return {
        "id": name,
        "displayName": name.title(),
        "blocks": [
            {"periodId": period, "startTime": start, "endTime": end}
            for period, start, end in blocks
        ],
    }


def a_calendar(first: date, last: date, **changes: Any) -> dict[str, Any]:
    """Two periods, a regular and a half day, the regular one on every weekday."""
    made = {
        "firstDay": first.isoformat(),
        "lastDay": last.isoformat(),
        "periods": [
            {"id": "p1", "displayName": "Period 1", "kind": "CLASS", "codes": ["01"]},
            {"id": "p2", "displayName": "Period 2", "kind": "CLASS", "codes": ["P2", "2"]},
        ],
        "schedules": [bell_schedule("regular", REGULAR), bell_schedule("half", HALF)],
        "patterns": [{"scheduleId": "regular"}],
    }
    return {**made, **changes}


def compiler_over(documents: Documents) -> CalendarCompiler:
    """Who compiles the days and the timetables of a database's schools."""
    store = CalendarStore(documents)
    timetables = TimetableCompiler(
        TimetableStore(documents), store, SectionStore(documents), ListStore(documents)
    )
    return CalendarCompiler(store, SchoolStore(documents), Publisher(store), timetables)


def put_calendar(documents: Documents, school: str, now: datetime, **changes: Any) -> None:
    """Have a school a published calendar, from a month ago to half a year from now."""
    store, body = CalendarStore(documents), put_draft(documents, school, now, **changes)
    (here,) = SchoolStore(documents).schools([school])
    Publisher(store).publish(
        here, store.draft(school), body, now, "person:nobody",
        what="calendars:publish", about={}, leaves_draft=False,
    )  # fmt: skip


def put_draft(documents: Documents, school: str, now: datetime, **changes: Any) -> CalendarBody:
    """Have a school the draft of such a calendar, which nobody has published; gives it."""
    first, last = now.date() - timedelta(days=30), now.date() + timedelta(days=180)
    written = CalendarBody.model_validate(a_calendar(first, last, **changes))
    body, store = body_of(calendar_of(written)), CalendarStore(documents)
    store.save(school, store.draft(school), body, Draft(changed=True), "person:nobody", now)
    return body


def forget_calendar(documents: Documents, school: str) -> None:
    """Leave a school as one that never had a calendar; its classes stay."""
    commit = documents.commit()
    for name in ("calendarVersions", "schoolDays", "timetables"):
        for each in documents.all(f"schools/{school}/{name}"):
            commit.delete(each.path)
    for name in ("calendar", "timetables"):
        commit.delete(f"schools/{school}/settings/{name}")
    commit.run()
    for each in documents.all("audit"):
        # The next first publication would have the same one; the product itself deletes none.
        if each.id.startswith("calendar-") and each.fields["school"] == school:
            database(documents._project).document(each.path).delete()
