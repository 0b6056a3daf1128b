"""Gives a school of the demo a day with bells, through the product's own services.

The school's clocks are put into the zone in which it is mid-morning now, and it has school on every
day. So a class is on at any hour of any day, and midnight is far away.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from infra.local.auth import Accounts
from infra.local.school_day import WentWrong
from infra.local.seed import ACTOR, OFFICE_DOMAIN
from shared import bootstrap
from shared.calendar.views import WEEKDAYS, CalendarBody, CalendarChange
from shared.identity.opening import Invited
from shared.kernel.actor import Actor
from shared.kernel.local_time import local_day
from shared.people.model import Stored
from shared.people.section_store import SectionStore
from shared.rostering.logins import new_password
from shared.settings import settings

HOUR = 10
"""Of the school's clocks, when it is set up."""
FIRST_BELL = time(8)
LESSON, SHORT_LESSON, WALK = timedelta(minutes=50), timedelta(minutes=35), timedelta(minutes=5)
HALF_DAY = "Half day"
FEWEST_PERIODS = 3
"""In which a student and a teacher have classes who look at their day."""

_DESK = Actor("uid-demo", "", {}, district="demo-administrator")


@dataclass(frozen=True, slots=True)
class Lookers:
    """Who looks at their day: e-mail and password of each."""

    student: tuple[str, str]
    teacher: tuple[str, str]


def zone_at(now: datetime, hour: int) -> str:
    """A zone whose clocks show an hour now."""
    ahead = (hour - now.hour + 12) % 24 - 12
    # The names of these zones count the hours behind Greenwich.
    return f"Etc/GMT{-ahead:+d}"


def set_clocks(school: str) -> str:
    """Put a school's clocks into the zone in which it is mid-morning; gives its name."""
    documents, zone = bootstrap.documents(), zone_at(bootstrap.clock(), HOUR)
    found = documents.get(f"schools/{school}")
    if found is None:
        raise WentWrong(f"there is no school {school}")
    commit = documents.commit()
    commit.update(found.path, {"timeZone": zone}, found.version)
    commit.run()
    return zone


def publish_bells(school: str, zone: str) -> None:
    """Publish a calendar with a period for each code of the school's classes, and two schedules."""
    desk, sections = bootstrap.calendar_desk(), _sections(school)
    named = {each["code"] for one in sections for each in one.fields["periods"]}
    codes = sorted(named, key=lambda code: (int(code) if code.isdecimal() else 0, code))
    if not codes:
        raise WentWrong(f"no class of {school} names a period")
    body = CalendarBody.model_validate(_calendar(codes, zone))
    change = CalendarChange(etag="", calendar=body)
    desk.update(_DESK, school, change, "calendar", "", validate_only=False)
    desk.publish(_DESK, school, "", validate_only=False)


def open_lookers(school: str, auth: str) -> Lookers:
    """Open an account for a teacher of several classes, and for a student of theirs.

    Args:
        school: whose classes are there.
        auth: the Auth emulator's ``host:port``.
    """
    sections = _sections(school)
    teacher = _busiest(sections, "teacherIds")
    theirs = [one for one in sections if teacher in one.fields["teacherIds"]]
    pupils = {who for one in theirs for who in one.fields["memberIds"]}
    student = _busiest(sections, "memberIds", pupils)
    accounts = Accounts(auth, settings().project)
    return Lookers(_account(accounts, "student", student), _account(accounts, "teacher", teacher))


def _account(accounts: Accounts, name: str, person: str) -> tuple[str, str]:
    email, password = f"bell-{name}@{OFFICE_DOMAIN}", new_password(secrets.token_bytes)
    opened = bootstrap.account_opener().open(Invited(email, person=person), ACTOR)
    accounts.put(opened.uid, email, password)
    return email, password


def _sections(school: str) -> list[Stored]:
    return list(SectionStore(bootstrap.documents()).all_sections(school).values())


def _busiest(sections: Iterable[Stored], field: str, among: Collection[str] = ()) -> str:
    """Who is in classes in the most periods, of all or of some."""
    periods: dict[str, set[str]] = defaultdict(set)
    for one in sections:
        for who in one.fields[field]:
            periods[who].update(each["code"] for each in one.fields["periods"])
    wanted = [who for who in periods if not among or who in among]
    found = min(wanted, key=lambda who: (-len(periods[who]), who), default="")
    if len(periods[found]) < FEWEST_PERIODS:
        raise WentWrong(f"nobody is in classes in {FEWEST_PERIODS} periods")
    return found


def _calendar(codes: list[str], zone: str) -> Mapping[str, Any]:
    today = local_day(bootstrap.clock(), zone)
    return {
        "firstDay": today.isoformat(),
        "lastDay": (today + timedelta(days=60)).isoformat(),
        "schoolWeekdays": list(WEEKDAYS),
        "periods": [
            {"id": f"period-{n}", "displayName": _name(code), "kind": "CLASS", "codes": [code]}
            for n, code in enumerate(codes)
        ],
        "schedules": [
            _schedule("regular", "Regular", len(codes), LESSON),
            _schedule("half", HALF_DAY, len(codes), SHORT_LESSON),
        ],
        "patterns": [{"scheduleId": "regular"}],
    }


def _name(code: str) -> str:
    return f"Period {code}" if code.isdecimal() else code.upper()


def _schedule(schedule: str, name: str, count: int, lesson: timedelta) -> Mapping[str, Any]:
    at, blocks = datetime.combine(bootstrap.clock().date(), FIRST_BELL), []
    for number in range(count):
        times = {"startTime": f"{at:%H:%M}", "endTime": f"{at + lesson:%H:%M}"}
        blocks.append({"periodId": f"period-{number}", **times})
        at += lesson + WALK
    return {"id": schedule, "displayName": name, "blocks": blocks}
