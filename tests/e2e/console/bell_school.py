"""Puts a school into the district where it is between ten and eleven now; run as a program.

``python -m tests.e2e.console.bell_school AUTH`` prints person → ``[email, password]``. Its clocks
stand in the zone in which it is that late, and it has school on every day, so that what a page
should show is the same at any hour of any day.
"""

from __future__ import annotations

import json
import secrets
import sys
from datetime import datetime

from infra.local.auth import Accounts
from infra.local.bell_day import HOUR, zone_at
from infra.local.seed import ACTOR
from shared import bootstrap
from shared.cloud.firestore import Commit
from shared.identity.opening import Invited
from shared.people.model import list_path
from shared.people.store import add_member
from shared.settings import settings
from tests.support.calendars import bell_schedule, put_calendar

SCHOOL = "bell-town"
PUPIL, TEACHER, MANAGER = "bell-pupil", "bell-teacher", "bell-manager"
_PERIODS = [
    {"id": "p1", "displayName": "Period 1", "kind": "CLASS", "codes": ["1"]},
    {"id": "p2", "displayName": "Period 2", "kind": "CLASS", "codes": ["2"]},
    {"id": "lunch", "displayName": "Lunch", "kind": "LUNCH"},
    {"id": "flex", "displayName": "Panther time", "kind": "FLEX"},
    {"id": "p3", "displayName": "Period 3", "kind": "CLASS", "codes": ["3"]},
    {"id": "p4", "displayName": "Period 4", "kind": "CLASS", "codes": ["4"]},
]
# At ten it is Period 2 on a regular day, and Period 3 on a half day.
_REGULAR = [
    ("p1", "08:00", "09:30"), ("p2", "09:35", "12:00"), ("lunch", "12:00", "12:30"),
    ("flex", "12:30", "13:00"), ("p3", "13:05", "14:00"), ("p4", "14:05", "15:00"),
]  # fmt: skip
_HALF = [("p1", "08:00", "08:50"), ("p2", "08:55", "09:40"), ("p3", "09:45", "12:15")]
_EVERY_DAY = [
    *("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"),
    *("SATURDAY", "SUNDAY"),
]
_CLASSES = (
    ("algebra", "Algebra I", "Room 12", "1"),
    ("biology", "Biology", "Lab 2 / East", "2"),
    ("chorus", "Chorus", "12", "3"),
)


def main(auth: str) -> None:
    """Write it at the addresses of this process's environment."""
    documents, now = bootstrap.documents(), bootstrap.clock()
    commit = documents.commit()
    known = {"displayName": "Bell Town School", "timeZone": zone_at(now, HOUR), "language": "en"}
    commit.put(f"schools/{SCHOOL}", {"schemaVersion": 1, **known})
    _add(commit, PUPIL, "student", "STUDENT", ("Ida", "Wells"), now)
    _add(commit, TEACHER, "teacher", "TEACHER", ("Emmy", "Noether"), now)
    _add(commit, MANAGER, "admin", "MANAGER", ("Mary", "Jackson"), now)
    for name, title, room, code in _CLASSES:
        commit.put(list_path(SCHOOL, name), _section(title, room, code, now))
    commit.run()
    put_calendar(
        documents, SCHOOL, now,
        schoolWeekdays=_EVERY_DAY, periods=_PERIODS,
        schedules=[bell_schedule("regular", _REGULAR), bell_schedule("half", _HALF)],
    )  # fmt: skip
    accounts, opener = Accounts(auth, settings().project), bootstrap.account_opener()
    made = {}
    for person in (PUPIL, TEACHER, MANAGER):
        email, password = f"{person}@demo.example", secrets.token_urlsafe(16)
        accounts.put(opener.open(Invited(email, person=person), ACTOR).uid, email, password)
        made[person] = [email, password]
    sys.stdout.write(json.dumps(made))


def _add(
    commit: Commit, person: str, kind: str, role: str, name: tuple[str, str], now: datetime
) -> None:
    fields = {
        "schemaVersion": 1,
        "personId": person,
        "kind": kind,
        "role": role,
        "state": "ACTIVE",
        "firstName": name[0],
        "lastName": name[1],
        "grade": "10" if kind == "student" else "",
        "email": f"{person}@demo.example",
        "source": None,
    }
    add_member(commit, SCHOOL, person, fields, now)


def _section(title: str, room: str, code: str, now: datetime) -> dict[str, object]:
    return {
        "schemaVersion": 1,
        "kind": "SECTION",
        "displayName": title,
        "memberIds": [PUPIL],
        "teacherIds": [TEACHER],
        "sectionType": "SCHEDULED",
        "sectionCode": "",
        "courseTitle": title,
        "courseCode": "",
        "termIds": [],
        "grades": ["10"],
        "room": room,
        "periodsRaw": code,
        "periods": [{"code": code, "days": ""}],
        "createTime": now,
        "updateTime": now,
    }


if __name__ == "__main__":
    main(sys.argv[1])
