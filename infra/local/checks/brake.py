"""Proof of the brake: a third of a school missing on two school days, and nobody is archived."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from infra.local.checks.evidence import CLOSED, PHASE, RunSeen
from infra.local.checks.first_day import examine, short
from infra.local.checks.scene import Scene, Verdict, fire, move_clock
from infra.local.district import District, draw_leavers, truth, with_newcomers, without, write_files
from infra.local.school_day import FIRST_KIND, wait_for

SCHOOL = "lincoln-high"
SHARE = 0.3
NEWCOMERS = (12, 7)
"""New students in the file of each of the two days."""

CODE = "ARCHIVE_SHARE"
SENT_AT = clock_time(18, 0)
SATURDAY = 5


def prove_brake(scene: Scene, zone: str) -> Verdict:
    """Send two days' files that lack the same 30 % and let the daily phase come after each.

    Args:
        scene: after the main job, with everything closed.
        zone: the district's IANA time zone, in which school days and 03:00 are meant.
    """
    gone = draw_leavers(scene.district, SCHOOL, SHARE, scene.district.seed)
    scene.office.archive_missing_students(SCHOOL)
    complete = scene.district
    faults: list[str] = []
    for number, day in enumerate(school_days(datetime.now(ZoneInfo(zone)).date())):
        complete = with_newcomers(complete, SCHOOL, NEWCOMERS[number], scene.district.seed + number)
        before = len(_held(scene))
        _send_evening_file(scene, without(complete, SCHOOL, gone), day, zone)
        faults += _held_faults(scene, before, f"the file of day {number + 1}")
        before = len(_held(scene))
        _let_phase_come(scene, day + timedelta(days=1), zone)
        faults += _held_faults(scene, before, f"the phase after day {number + 1}")
    scene.days.wait_mails()
    # Nobody was archived: the truth still holds everybody who was missing from the files.
    differences, more_faults, _ = examine(scene, truth(complete))
    faults += [*more_faults, *_mail_faults(scene)]
    if differences or faults:
        return short("brake", scene, differences, faults)
    seconds = time.monotonic() - scene.started
    line = (
        f"brake ok: {len(gone)} of {_students(scene.district)} students missing from two files on "
        f"two school days, 0 archived; HELD {CODE} in {len(_held(scene))} runs and their mails; "
        f"{sum(NEWCOMERS)} newcomers added; {seconds:.0f} s"
    )
    return Verdict(met=True, line=line)


def school_days(after: date) -> Iterator[date]:
    """The next two days on which there is school, weekends left out."""
    day, found = after, 0
    while found < len(NEWCOMERS):
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            found += 1
            yield day


def _send_evening_file(scene: Scene, sent: District, day: date, zone: str) -> None:
    move_clock(scene, datetime.combine(day, SENT_AT, ZoneInfo(zone)))
    folder = scene.folder / f"files-{day:%Y-%m-%d}"
    path = write_files(sent, folder, day)[SCHOOL][FIRST_KIND]
    scene.days.send(SCHOOL, [path])
    scene.days.wait_closed()


def _let_phase_come(scene: Scene, morning: date, zone: str) -> None:
    at = datetime.combine(morning, clock_time(3, 0), ZoneInfo(zone))
    scene.days.phases += 1
    move_clock(scene, at)
    scene.days.say(f"the daily archive phase of {morning:%A, %d %B}, 03:00")
    fire(scene, "roster_archive", at)

    def ended() -> list[RunSeen] | str:
        found = _phases(scene)
        closed = [run for run in found if run.state == CLOSED]
        if len(closed) == len(found) >= scene.days.phases:
            return closed
        return f"{len(closed)} of {scene.days.phases} archive phases are closed"

    wait_for(ended, 120, scene.days.say)


def _phases(scene: Scene) -> list[RunSeen]:
    runs = scene.days.runs()
    return [run for run in runs if run.trigger == PHASE and run.school == SCHOOL]


def _held(scene: Scene) -> list[RunSeen]:
    return [run for run in scene.days.runs() if CODE in run.holds]


def _held_faults(scene: Scene, before: int, what: str) -> list[str]:
    return [] if len(_held(scene)) == before + 1 else [f"{what} did not hold {CODE}"]


def _mail_faults(scene: Scene) -> list[str]:
    mails = scene.days.mails()
    return [
        f"the mail of run {run.run} does not say HELD {CODE}"
        for run in _held(scene)
        if not any(run.run in mail.text and f"HELD {CODE}" in mail.text for mail in mails)
    ]


def _students(district: District) -> int:
    return len(district.school(SCHOOL).of_kind(FIRST_KIND))
