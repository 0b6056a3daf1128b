"""Two classes of the demo's teacher, one of which meets all day today; run as a program.

With ``away`` as its argument it takes them away again, for the tests of pages.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from infra.local.seed import ID_SPACE
from shared import bootstrap
from shared.people.adding import person_of
from shared.people.model import list_path, member_path
from tests.e2e.console.members import SCHOOL, TEACHER
from tests.support.calendars import bell_schedule, forget_calendar, put_calendar

ALGEBRA, ADVISORY = range(3, 27), range(20, 32)
"""Numbers of the pupils who are in each; seven are in both."""


def put() -> None:
    """Write them, and a calendar whose only block is the whole day."""
    commit, now = bootstrap.documents().commit(), bootstrap.clock()
    teacher = person_of(ID_SPACE, TEACHER)
    for name, title, pupils, code in (
        ("algebra", "Algebra 1", ALGEBRA, "1"),
        ("advisory", "Advisory", ADVISORY, "9"),
    ):
        fields = {
            "schemaVersion": 1,
            "kind": "SECTION",
            "displayName": title,
            "memberIds": [f"pupil-{number}" for number in pupils],
            "teacherIds": [teacher],
            "sectionType": "SCHEDULED",
            "sectionCode": name,
            "courseTitle": title,
            "courseCode": "",
            "termIds": [],
            "grades": [],
            "room": "12",
            "periodsRaw": code,
            "periods": [{"code": code, "days": ""}],
            "createTime": now,
            "updateTime": now,
        }
        commit.put(list_path(SCHOOL, name), fields)
    commit.run()
    periods = [{"id": "p1", "displayName": "Period 1", "kind": "CLASS", "codes": ["1"]}]
    days = [(now + timedelta(days=each)).date().isoformat() for each in (-1, 0, 1)]
    # On a weekend too.
    exceptions = [{"day": day, "assignments": [{"scheduleId": "all"}]} for day in days]
    put_calendar(
        bootstrap.documents(),
        SCHOOL,
        now,
        periods=periods,
        schedules=[bell_schedule("all", [("p1", "00:00", "23:59")])],
        patterns=[{"scheduleId": "all"}],
        exceptions=exceptions,
    )


def take_away() -> None:
    """Leave the school as it was."""
    documents = bootstrap.documents()
    commit = documents.commit()
    for name in ("algebra", "advisory"):
        commit.delete(list_path(SCHOOL, name))
    for each in documents.all(f"schools/{SCHOOL}/substituteCodes"):
        commit.delete(each.path)
    commit.update(member_path(SCHOOL, "pupil-5"), {"photo": ""})
    commit.run()
    forget_calendar(documents, SCHOOL)


if __name__ == "__main__":
    take_away() if sys.argv[1:] == ["away"] else put()
