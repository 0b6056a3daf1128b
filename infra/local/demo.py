"""``python -m infra.local.demo``: the whole system here, doing its main job on the demo district.

With ``--check`` it proves something and ends; without it runs until Ctrl-C. The stack is
`infra.local.stack`, the people are `infra.local.district`, the proofs are `infra.local.checks`.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from infra.local.checks.bell import prove_bell
from infra.local.checks.brake import prove_brake
from infra.local.checks.console import prove_console
from infra.local.checks.crash import prove_crash
from infra.local.checks.evidence import Evidence
from infra.local.checks.first_day import prove_first_day
from infra.local.checks.night import prove_night
from infra.local.checks.scene import Scene, Verdict, fire, offer_google_accounts
from infra.local.checks.signin import prove_signin
from infra.local.console import ConsoleError
from infra.local.demo_report import save_report, tell
from infra.local.district import generate, truth, write_files, write_truth
from infra.local.lock import AlreadyRunning
from infra.local.parts import PROJECT
from infra.local.ports import LOOPBACK
from infra.local.process import PartError
from infra.local.pulled_school import SCHOOL, SchoolSystem
from infra.local.school_day import (
    Say,
    SchoolDays,
    WentWrong,
    send_first_files,
    send_other_files,
)
from infra.local.sftp_client import SendError, SftpServer
from infra.local.stack import Stack, end_on_signals
from infra.local.toolchain import MISSING_EXIT, ToolsMissing

SEED = 2026
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run the demo or one of its checks.

    The exit code is 0 after a check that was met and after Ctrl-C, 1 when a check came short or
    something failed, 2 when a program must be installed, 3 when another demo runs.
    """
    parser = argparse.ArgumentParser(prog="python -m infra.local.demo", description=__doc__)
    parser.add_argument(
        "--check", choices=["1", "crash", "brake", "console", "signin", "night", "bell"]
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--state", type=Path)
    wanted = parser.parse_args(arguments)
    end_on_signals()
    name = {"1": "demo", None: "demo"}.get(wanted.check, wanted.check)
    try:
        with Stack(wanted.state) as stack:
            return _run(stack, wanted.check, wanted.seed)
    except KeyboardInterrupt:
        print("\nstopped; every process that was started has ended")
        return INTERRUPTED if wanted.check else 0
    except (AlreadyRunning, ToolsMissing) as error:
        print(error, file=sys.stderr)
        return MISSING_EXIT if isinstance(error, ToolsMissing) else AlreadyRunning.exit_code
    except (PartError, ConsoleError, SendError, WentWrong, TimeoutError, httpx.HTTPError) as error:
        print(f"{name} short: {error}")
        return 1


def _run(stack: Stack, check: str | None, seed: int) -> int:
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:6.1f} s] {text}", flush=True)

    say(f"starting the local stack in {stack.state}")
    stack.start(say, fresh=True)
    scene = _set_the_scene(stack, seed, started, say)
    if check is not None:
        return _end(_proved(scene, check, seed))
    with SchoolSystem(stack, seed) as system:
        return _run_until_stopped(scene, system)


def _proved(scene: Scene, check: str, seed: int) -> Verdict:
    if check in ("night", "bell"):
        return _proved_of_a_system(scene, check, seed)
    if check == "crash":
        return prove_crash(scene)
    _do_main_job(scene)
    match check:
        case "brake":
            return prove_brake(scene, _zone())
        case "console":
            return prove_console(scene, _zone())
        case "signin":
            return prove_signin(scene)
        case _:
            return prove_first_day(scene, truth(scene.district))


def _proved_of_a_system(scene: Scene, check: str, seed: int) -> Verdict:
    with SchoolSystem(scene.stack, seed) as system:
        if check == "bell":
            return prove_bell(scene, system)
        return prove_night(scene, system, _zone())


def _run_until_stopped(scene: Scene, system: SchoolSystem) -> int:
    """The main job, the high school from its system and the others by files; then wait."""
    server = system.server
    secret, whose = server.client_secret, system.sourced_id
    scene.office.pull_from(SCHOOL, system.source(), secret, whose, archives=False, classes=True)
    scene.days.say(f"{SCHOOL} is pulled from the simulated system at {server.root_url}")
    scene.office.sync_now(SCHOOL)
    scene.days.pulls += 1
    by_files = {school: files for school, files in scene.files.items() if school != SCHOOL}
    scene = replace(scene, files=by_files)
    _do_main_job(scene)
    scene.days.wait_mails()
    stored = scene.days.evidence.people(scene.days.schools)
    accounts = scene.office.open_accounts(scene.stack.addresses["auth"], stored)
    offer_google_accounts(scene)
    report = save_report(scene, time.monotonic() - scene.started, stored, accounts)
    tell(report)
    sys.stdout.flush()
    # Nobody waits for it: 1,900 timetables take the emulator most of a minute.
    fire(scene, "calendar_compile")
    threading.Event().wait()
    return 0


def _set_the_scene(stack: Stack, seed: int, started: float, say: Say) -> Scene:
    """Make the district and its files, and set it up in the running stack."""
    # The product reads its environment once, so it is imported after this is set.
    os.environ.update(stack.env)
    from infra.local.seed import DistrictOffice  # noqa: PLC0415

    district = generate(seed)
    today = datetime.now(ZoneInfo(_zone())).date()
    files = write_files(district, stack.state / "files", today)
    write_truth(district, stack.state / "truth.json")
    office = DistrictOffice()
    users = office.set_up(district)
    say(f"set up {len(users)} schools: rostering is enabled, adding is on for all kinds of people")
    places = stack.addresses
    days = SchoolDays(
        evidence=Evidence(places["firestore"], PROJECT, places["mailbox"]),
        server=_server(stack),
        users=users,
        workshop=stack.state / "sftp",
        say=say,
    )
    return Scene(stack, office, district, files, days, stack.state, started)


def _do_main_job(scene: Scene) -> None:
    days = scene.days
    waiting = send_first_files(days, scene.files)
    days.say("a school's first run is a dry run: nobody is added until a person approves its plan")
    for run in waiting:
        days.say(f"approving the dry run of {run.school} ({run.file_name}) for this demo")
        scene.office.approve(run)
        days.approvals += 1
    days.wait_closed()
    send_other_files(days, scene.files)
    days.say("every file is read and applied")
    for school in days.schools:
        days.say(f"published a regular and a half day for {school}: {scene.office.ring(school)}")


def _server(stack: Stack) -> SftpServer:
    port = int(stack.addresses["gateway"].rpartition(":")[2])
    keys = sorted((stack.state / "keys").glob("*.pub"))
    return SftpServer(LOOPBACK, port, tuple(key.read_text("ascii").strip() for key in keys))


def _zone() -> str:
    from infra.local.seed import TIME_ZONE  # noqa: PLC0415  # as in `_set_the_scene`

    return TIME_ZONE


def _end(verdict: Verdict) -> int:
    print(verdict.line, flush=True)
    return 0 if verdict.met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
