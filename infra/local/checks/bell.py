"""Proof of the bell: in a real browser two open pages follow a half day that a Manager declares.

A student's and a teacher's page show today; nobody loads them again.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from infra.local.checks.first_day import short
from infra.local.checks.scene import Scene, Verdict, fire
from infra.local.node_packages import CONSOLE
from infra.local.pulled_school import SCHOOL, SchoolSystem
from infra.local.school_day import WentWrong, wait_for
from infra.local.toolchain import require

PATIENCE_SECONDS = 180
MOST_SECONDS = 60
"""Until a page is right."""
CLICKS = 3
_ROW = re.compile(r"(\d+:\d\d [AP]M) . (\d+:\d\d [AP]M) (.*)")


def prove_bell(scene: Scene, system: SchoolSystem) -> Verdict:
    """Give the high school classes and bells, and let three people look at its day.

    Args:
        scene: with the district set up and nothing sent.
        system: whose people and classes they are.

    Raises:
        WentWrong: the browser gave up; the text is its own last words.
    """
    # The product reads its environment once, so it is imported when that is set.
    from infra.local.bell_day import (  # noqa: PLC0415
        HALF_DAY,
        LESSON,
        SHORT_LESSON,
        open_lookers,
        publish_bells,
        set_clocks,
    )

    _pull(scene, system)
    zone = set_clocks(SCHOOL)
    publish_bells(SCHOOL, zone)
    fire(scene, "calendar_compile")
    scene.days.say(f"{SCHOOL} rings its bells, on clocks of {zone}")
    auth = scene.stack.addresses["auth"]
    stored = scene.days.evidence.people([SCHOOL])
    accounts = scene.office.open_accounts(auth, stored)
    lookers = open_lookers(SCHOOL, auth)
    people = {
        "student": lookers.student,
        "teacher": lookers.teacher,
        "manager": accounts["MANAGER"],
    }
    found = _browse(scene, people, {"zone": zone, "halfDay": HALF_DAY})
    faults = [
        fault
        for who in ("student", "teacher")
        for fault in _faults(who, found[who], LESSON, SHORT_LESSON)
    ]
    if found["presses"] != CLICKS:
        faults.append(f"the half day took {found['presses']} clicks, not {CLICKS}")
    if faults:
        return short("bell", scene, [], faults)
    seconds = {who: found[who]["seconds"] for who in ("student", "teacher")}
    line = (
        f"bell ok: a half day declared in {CLICKS} clicks was on a student's open page after "
        f"{seconds['student']:.1f} s and on a teacher's after {seconds['teacher']:.1f} s, without "
        f"reloading; {found['student']['before']['classes']} and "
        f"{found['teacher']['before']['classes']} classes of theirs at the times of both "
        f"schedules, and what lasted was marked; {time.monotonic() - scene.started:.0f} s"
    )
    return Verdict(met=True, line=line)


def _pull(scene: Scene, system: SchoolSystem) -> None:
    """The school's people and classes come from its system."""
    office, server = scene.office, system.server
    office.pull_from(
        SCHOOL, system.source(), server.client_secret, system.sourced_id,
        archives=True, classes=True,
    )  # fmt: skip
    run_id = office.sync_now(SCHOOL)

    def ended() -> bool | str:
        closed = [run for run in scene.days.evidence.runs([SCHOOL]) if run.state == "CLOSED"]
        held = [run for run in closed if run.run == run_id]
        if not held:
            return "the pull works"
        office.approve(held[0])
        return True

    wait_for(ended, PATIENCE_SECONDS, scene.days.say)
    scene.days.pulls += 1
    scene.days.approvals += 1
    scene.days.wait_closed()


def _faults(who: str, found: dict[str, Any], regular: timedelta, half: timedelta) -> list[str]:
    """What was not as it should be on a page, each in a few words."""
    before, after = found["before"], found["after"]
    faults = []
    if not found["stays"] or found["loads"]:
        faults.append(f"the page of the {who} was loaded again")
    if found["seconds"] > MOST_SECONDS:
        faults.append(f"the page of the {who} followed after {found['seconds']:.0f} s")
    for when, page, lesson in (("before", before, regular), ("after", after, half)):
        lengths = {end - start for start, end, _ in _rows(page["rows"])}
        if lengths != {lesson}:
            faults.append(f"{when}: the {who} is not shown lessons of {lesson}")
        if not _is_marked(page):
            faults.append(f"{when}: at {page['from']} the {who} is shown {page['current']} as now")
    if before["classes"] == 0 or _names(before) != _names(after):
        faults.append(f"the {who} has other classes on a half day")
    return faults


def _is_marked(page: Mapping[str, Any]) -> bool:
    """Whether what lasts at the minute of the reading is marked, and nothing else."""
    now = _clock(page["from"])
    lasting = [each for each in page["rows"] if _lasts(each, now)]
    return bool(lasting == page["current"])


def _lasts(row: str, now: datetime) -> bool:
    ((start, end, _),) = _rows([row])
    return start <= now < end


def _names(page: Mapping[str, Any]) -> list[str]:
    return [name.replace(" Now ", " ") for _, _, name in _rows(page["rows"])]


def _rows(rows: Sequence[str]) -> list[tuple[datetime, datetime, str]]:
    """Start, end and words of each row.

    Raises:
        WentWrong: a row says no times.
    """
    found = [_ROW.fullmatch(each) for each in rows]
    if not found or None in found:
        raise WentWrong(f"{len(rows)} rows of a day could not be read")
    return [(_clock(each[1]), _clock(each[2]), each[3]) for each in found if each]


def _clock(text: str) -> datetime:
    return datetime.strptime(text, "%I:%M %p")  # noqa: DTZ007  # a time on some clock


def _browse(
    scene: Scene, people: Mapping[str, tuple[str, str]], known: Mapping[str, str]
) -> dict[str, Any]:
    """Run the script; gives what it saw."""
    told = {
        "address": scene.stack.addresses["console"],
        "chromium": str(require()["chromium"]),
        "web": str(CONSOLE),
        "school": SCHOOL,
        **known,
        **{
            who: {"email": email, "password": password} for who, (email, password) in people.items()
        },
    }
    script = Path(__file__).with_name("bell.mjs")
    run = subprocess.run(
        [str(require()["node"]), str(script)],
        input=json.dumps(told) + "\n",
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if run.returncode:
        raise WentWrong(f"the browser gave up: {run.stderr[-1500:]}")
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found
