"""Proof that a crash loses nobody: three rounds of SIGKILL, each with the truth looked at after it.

Each round strikes while work is under way, which is looked at and not hoped for: a round that was
too late tries the next school.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from infra.local.checks.evidence import CLOSED, Evidence, RunSeen
from infra.local.checks.first_day import examine, short
from infra.local.checks.scene import Scene, Verdict, fire
from infra.local.district import District, truth, with_newcomers, write_files
from infra.local.parts import NEEDS
from infra.local.school_day import FIRST_KIND, send_first_files, send_other_files
from infra.local.tasks_book import Book, Journal

CATCH_SECONDS = 30
SETTLE_SECONDS = 3
"""After the queue is gone: time for what was already handed out to come to its end."""

NEWCOMERS = 90


@dataclass(frozen=True, slots=True)
class Round:
    """How a round ended.

    Attributes:
        told: what was killed and when, for the last line; empty when it could not be done.
    """

    told: str
    scene: Scene
    expected: dict[str, Any]


def prove_crash(scene: Scene) -> Verdict:
    """Run the three rounds on a stack that is seeded and was sent nothing yet."""
    tellings = []
    expected = truth(scene.district)
    latest = Round("", scene, expected)
    for number, strike in enumerate((_kill_functions, _kill_queue, _kill_everything), start=1):
        latest = strike(replace(latest, told=""))
        if not latest.told:
            return short("crash", latest.scene, [], ["nothing could be struck"], f"round {number}")
        latest.scene.days.wait_mails(180)
        differences, faults, _ = examine(latest.scene, latest.expected)
        if differences or faults:
            return short("crash", latest.scene, differences, faults, f"round {number}")
        latest.scene.days.say(f"round {number}: {latest.told}; everybody once, nothing differs")
        tellings.append(latest.told)
    runs, mails = len(latest.scene.days.runs()), len(latest.scene.days.mails())
    seconds = time.monotonic() - scene.started
    line = (
        f"crash ok: {'; '.join(tellings)}; every person once, 0 differences, one closed run a file "
        f"({runs} runs, {mails} mails after the last); {seconds:.0f} s"
    )
    return Verdict(met=True, line=line)


def _kill_functions(before: Round) -> Round:
    """Strike the functions after a chunk of an import, while others are still to come."""
    scene, days = before.scene, before.scene.days
    waiting = send_first_files(days, scene.files)
    days.wait_mails()
    told = ""
    for held in waiting:
        days.say(f"approving the dry run of {held.school}")
        scene.office.approve(held)
        days.approvals += 1
        caught = None if told else _catch_between_chunks(days.evidence, held.school)
        if caught is not None:
            scene.stack.kill("functions")
            run, done = caught
            told = f"functions killed after {done} of {run.chunks_total} chunks"
            days.say(told)
            scene.stack.restart("functions")
    days.wait_closed()
    send_other_files(days, scene.files)
    return replace(before, told=told)


def _catch_between_chunks(evidence: Evidence, school: str) -> tuple[RunSeen, int] | None:
    """Watch a school's open run until some of its chunks are applied and some are not."""
    until = time.monotonic() + CATCH_SECONDS
    while time.monotonic() < until:
        runs = [run for run in evidence.runs([school]) if run.trigger == "APPROVAL"]
        for run in runs:
            done = evidence.chunks_done(school, run.run)
            if run.state != CLOSED and 0 < done < run.chunks_total:
                return run, done
        if runs and all(run.state == CLOSED for run in runs):
            return None
    return None


def _kill_queue(before: Round) -> Round:
    """Strike the task queue with what it holds while a file is being worked on."""
    scene, days = before.scene, before.scene.days
    complete = scene.district
    today = datetime.now(UTC).date()
    for number, school in enumerate(days.schools):
        complete = with_newcomers(complete, school, NEWCOMERS, scene.district.seed + number)
        _send_next_file(scene, complete, school, today + timedelta(days=1))
        caught = _catch_open(scene, school)
        if caught:
            scene.stack.kill("tasks")
            lost = _drop_journal(scene)
            time.sleep(SETTLE_SECONDS)
            left = sum(run.state != CLOSED for run in days.runs())
            scene.stack.restart("tasks")
            if left:
                told = f"task queue killed (tasks lost: {lost}, runs left open: {left})"
                days.say(f"{told}; reconciling")
                fire(scene, "roster_reconcile")
                days.wait_closed()
                return Round(told, replace(scene, district=complete), truth(complete))
        days.wait_closed()
    return before


def _send_next_file(scene: Scene, district: District, school: str, day: date) -> None:
    written = write_files(district, scene.folder / f"files-{day:%Y-%m-%d}", day)
    scene.days.send(school, [written[school][FIRST_KIND]])


def _catch_open(scene: Scene, school: str) -> bool:
    """Wait until the newest file's run is there and open; False when it was already closed."""
    expected = len([one for one in scene.days.sent if one[0] == school])
    until = time.monotonic() + CATCH_SECONDS
    while time.monotonic() < until:
        runs = [run for run in scene.days.evidence.runs([school]) if run.trigger == "FILE"]
        if any(run.state != CLOSED for run in runs):
            return True
        if len(runs) >= expected:
            return False
    return False


def _drop_journal(scene: Scene) -> int:
    """Delete the queue's journal; gives how many tasks it still held."""
    path = scene.stack.state / "tasks.jsonl"
    lost = len(Book(Journal(path), time.time()).tasks)
    path.unlink()
    return lost


def _kill_everything(before: Round) -> Round:
    """Strike the whole stack: the database's memory is gone, the bucket's folder survives."""
    scene, days = before.scene, before.scene.days
    for part in NEEDS:
        scene.stack.kill(part)
    # As every start of the stack does: the queue spoke of a database that is gone.
    _drop_journal(scene)
    days.say("the whole stack is killed; starting it again")
    scene.stack.restart(*NEEDS)
    days.users = scene.office.set_up(scene.district, verified=True)
    days.approvals, days.mails_before = 0, days.mails_before + len(days.mails())
    fire(scene, "roster_reconcile")
    days.wait_closed(240)
    return replace(before, told=f"whole stack killed, {len(days.sent)} files read again")
