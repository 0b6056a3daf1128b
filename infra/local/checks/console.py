"""Proof of the console: in a real browser an Owner sees files arrive, decides and undoes.

Two pages of the Owner stay open all the while, rostering and people; nobody loads them again. A
Teacher is refused the page, its API and its documents.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from infra.local.checks.compare import Stored
from infra.local.checks.scene import Scene, Verdict
from infra.local.district import draw_leavers, with_newcomers, without, write_files
from infra.local.district.model import Person
from infra.local.node_packages import CONSOLE
from infra.local.parts import PROJECT
from infra.local.school_day import FIRST_KIND, WentWrong
from infra.local.toolchain import require

SCHOOL = "lincoln-high"
NEWCOMERS = 12
SHARE = 0.15
"""Of the students, missing from the file that is dropped: more than a night archives by itself, and
less than a second person has to approve."""

CODE = "ARCHIVE_SHARE"
FORBIDDEN = 403
PATIENCE_SECONDS = 300
_CALLS = ("rosterRuns", "rosterConnections", "rosterHealth", "settings/notifications")
_DOCUMENTS = ("rosterRuns", "rosterFeeds/sftp", "rosterConnections", "members", "guardians")


def prove_console(scene: Scene, zone: str) -> Verdict:
    """Let both work at the console of the running stack.

    Args:
        scene: after the main job, with everything closed.
        zone: the district's IANA time zone.

    Raises:
        WentWrong: the browser gave up; the text is its own last words.
    """
    accounts = scene.office.open_accounts(
        scene.stack.addresses["auth"], scene.days.evidence.people(scene.days.schools)
    )
    told, gone = _told(scene, zone, accounts)
    before = _members(scene)
    found = _browse(scene, told)
    scene.days.wait_closed()
    faults = _faults(found, gone, before, _members(scene))
    seconds = time.monotonic() - scene.started
    if faults:
        return Verdict(met=False, line=f"console short: {'; '.join(faults)}; {seconds:.0f} s")
    seen = found["owner"]["seen"]
    line = (
        f"console ok: a file sent by SFTP was seen as a run after {seen['run']:.1f} s and as "
        f"people after {seen['people']:.1f} s, one dropped by mouse after {seen['mouse']:.1f} s, "
        f"without reloading and with a bar; {CODE} held {gone} archives, approved, seen, undone, "
        f"all as before; a Teacher was refused the page, {len(_CALLS)} calls of the API and "
        f"{len(_DOCUMENTS)} reads of documents; {seconds:.0f} s"
    )
    return Verdict(met=True, line=line)


def _told(
    scene: Scene, zone: str, accounts: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, Any], int]:
    """What the browser's script has to know, and how many students the dropped file lacks."""
    district, today = scene.district, datetime.now(ZoneInfo(zone)).date()
    more = with_newcomers(district, SCHOOL, NEWCOMERS, district.seed)
    gone = draw_leavers(district, SCHOOL, SHARE, district.seed)
    known = set(district.school(SCHOOL).people)
    newcomer = next(one for one in more.school(SCHOOL).people if one not in known)
    leaver = next(one for one in district.school(SCHOOL).people if one.sis_id in gone)
    days = (today + timedelta(days=1), today + timedelta(days=2))
    sftp = write_files(more, scene.folder / "files-sftp", days[0])[SCHOOL][FIRST_KIND]
    fewer = without(more, SCHOOL, gone)
    mouse = write_files(fewer, scene.folder / "files-mouse", days[1])[SCHOOL][FIRST_KIND]
    places = scene.stack.addresses
    api, rest = f"{places['console']}v1/schools/{SCHOOL}", f"http://{places['firestore']}/v1"
    documents = f"{rest}/projects/{PROJECT}/databases/(default)/documents/schools/{SCHOOL}"
    told = {
        "address": places["console"],
        "chromium": str(require()["chromium"]),
        "web": str(CONSOLE),
        "school": SCHOOL,
        "schoolName": district.school(SCHOOL).display_name,
        "owner": _account(accounts["OWNER"]),
        "teacher": _account(accounts["TEACHER"]),
        "sftpFile": str(sftp),
        "mouseFile": str(mouse),
        "newcomer": newcomer.sis_id,
        "newcomerName": _name(newcomer),
        "leaver": leaver.sis_id,
        "leaverName": _name(leaver),
        "words": {"nobody": "Nobody fits"},
        "calls": [f"{api}/{path}" for path in _CALLS],
        "documents": [f"{documents}/{path}" for path in _DOCUMENTS],
    }
    return told, len(gone)


def _account(account: tuple[str, str]) -> dict[str, str]:
    return {"email": account[0], "password": account[1]}


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}"


def _browse(scene: Scene, told: Mapping[str, Any]) -> dict[str, Any]:
    """Run the script and do what it asks for; gives what it saw."""
    script = Path(__file__).with_name("console.mjs")
    command = [str(require()["node"]), str(script)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as browser:
        to, of, last = browser.stdin, browser.stdout, browser.stderr
        if to is None or of is None or last is None:
            raise WentWrong("the browser's script has no pipes")
        try:
            _say(to, json.dumps(told))
            for line in of:
                said: dict[str, Any] = json.loads(line)
                if "ask" not in said:
                    scene.days.sent.append((SCHOOL, Path(told["mouseFile"]).name))
                    return said
                scene.days.send(SCHOOL, [Path(told["sftpFile"])])
                _say(to, "sent")
            raise WentWrong(f"the browser gave up: {last.read()[-1500:]}")
        finally:
            browser.kill()


def _say(to: IO[str], text: str) -> None:
    to.write(text + "\n")
    to.flush()


def _members(scene: Scene) -> Stored:
    return scene.days.evidence.people([SCHOOL])[SCHOOL]


def _faults(found: dict[str, Any], gone: int, before: Stored, after: Stored) -> list[str]:
    """What was not as it should be, each in a few words."""
    owner, teacher = found["owner"], found["teacher"]
    faults = []
    if not owner["stayed"]:
        faults.append("a page was loaded again")
    if owner["bars"] == 0:
        faults.append("no bar was seen")
    if CODE not in owner["held"]:
        faults.append(f"the held run does not say {CODE}")
    if str(gone) not in owner["approved"]:
        faults.append(f"the question does not say that {gone} are meant")
    added = after.members.keys() - before.members.keys()
    if len(added) != NEWCOMERS:
        faults.append(f"{len(added)} newcomers of {NEWCOMERS}")
    changed = [who for who, fields in before.members.items() if fields != after.members.get(who)]
    lasting = [who for who in changed if _said(before, who) != _said(after, who)]
    if lasting:
        faults.append(f"{len(lasting)} people are not as they were")
    if teacher["offered"]:
        faults.append("the Teacher is offered the page")
    faults += [
        f"{status} for {address.rpartition('/schools/')[2]}"
        for address, status in teacher["statuses"].items()
        if status != FORBIDDEN
    ]
    return faults


def _said(stored: Stored, who: str) -> dict[str, Any]:
    """A member without when the document was last written."""
    fields = stored.members.get(who, {})
    return {name: value for name, value in fields.items() if name != "updateTime"}
