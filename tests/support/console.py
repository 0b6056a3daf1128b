"""The console of a local stack of its own, seeded, and a real Chromium at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from infra.local.loopback import PLAINLY
from infra.local.node_packages import CONSOLE
from infra.local.stack import Stack
from infra.local.toolchain import require
from tests.support.tree import ROOT

PARTS = (
    "auth",
    "firestore",
    "functions",
    "hosting",
    "mail",
    "pubsub",
    "secrets",
    "storage",
    "tasks",
    "bridge",
)
SCRIPTS = ROOT / "tests" / "e2e" / "console"
_ROSTERED = "schools/roosevelt-middle"
_FILES = f"{_ROSTERED}/rostering/connect?connection=infinite-campus"
_PULLED = "schools/lincoln-high/rostering/connect?connection=powerschool"
PAGES = {
    "district": "schools",
    "school": "schools/lincoln-high",
    "first-steps": _ROSTERED,
    "people": "schools/lincoln-high/people",
    "people-nobody": "schools/lincoln-high/people?kind=student&grade=12&state=ARCHIVED",
    "people-new": "schools/lincoln-high/people/new",
    "person": "schools/lincoln-high/people/pupil-1",
    "person-edit": "schools/lincoln-high/people/pupil-1/edit",
    "manager-edit": "schools/lincoln-high/people/noether/edit",
    "lists": "schools/lincoln-high/people/lists",
    "list": "schools/lincoln-high/people/lists/room-12",
    "class": "schools/maple-grove-elementary/people/lists/class-8",
    "class-by-hand": "schools/maple-grove-elementary/people/lists/chess-club",
    "terms": "schools/maple-grove-elementary/calendar/terms",
    "terms-none": "schools/lincoln-high/calendar/terms",
    "photos": "schools/lincoln-high/people/photos",
    "my-class": "schools/lincoln-high/my-class",
    "substitutes": "schools/lincoln-high/substitutes",
    "rostering-new": "schools/lincoln-high/rostering",
    "rostering": f"{_ROSTERED}/rostering",
    "connect": f"{_ROSTERED}/rostering/connect",
    "connect-system": f"{_FILES}&step=system",
    "connect-keys": f"{_PULLED}&step=access",
    "connect-files": f"{_FILES}&step=access",
    "connect-test": f"{_PULLED}&step=trial",
    "connect-test-file": f"{_FILES}&step=trial",
    "connect-sync": f"{_PULLED}&step=sync",
    "connect-begin": f"{_PULLED}&step=plan",
    "connect-begin-file": f"{_FILES}&step=plan",
    "sync": f"{_ROSTERED}/rostering/connections/sis",
    "source": "schools/lincoln-high/rostering/connections/powerschool?part=source",
    "access": f"{_ROSTERED}/rostering/connections/infinite-campus?part=access",
    "headers": f"{_ROSTERED}/rostering/connections/sis?part=headers",
    "limits": f"{_ROSTERED}/rostering/connections/sis?part=limits",
    "run": "{run}",
    "run-undo": "{undo}",
    "person-history": "{person}",
    "audit": f"{_ROSTERED}/audit",
    "audit-narrowed": "schools/lincoln-high/audit?verb=lists%3Adelete&person=pupil-1&to=2020-01-31",
    "accounts": "schools/lincoln-high/accounts",
    "accounts-none": "schools/lincoln-high/accounts?state=ENDED",
    "account-of-person": "schools/lincoln-high/accounts/account-of-pupil-1",
    "addresses-import": "schools/lincoln-high/accounts/import",
    "sign-in-requests": "schools/lincoln-high/sign-in-requests",
    "sign-in-refused": "schools/lincoln-high/sign-in-requests?state=REFUSED",
    "year": f"{_ROSTERED}/calendar",
    "year-draft": f"{_ROSTERED}/calendar?show=draft&act=days",
    "year-import": f"{_ROSTERED}/calendar?act=import",
    "year-none": "schools/lincoln-high/calendar",
    "settings": f"{_ROSTERED}/settings",
    "bells-begin": "schools/lincoln-high/calendar/bells",
    "bells": "schools/maple-grove-elementary/calendar/bells",
    "account": "account",
    "children": "children",
    "nights-own": "nights",
    "network": "network",
    "permissions": "permissions",
    "permissions-all": "permissions?role=ALL",
    "sign-in-settings": "sign-in-settings",
    "forgot-password": "forgot-password",
    "set-password": "set-password",
    "sign-in-link": "sign-in-link",
    "connection-request": "connection-request",
    "no-permission": "schools/of-others",
    "not-found": "nowhere",
}
"""Pages by a name for their pictures; in braces what the tasks by keyboard left."""
DISTRICT_PAGES = {
    "district-run": "schools",
    "audit-of-district": "audit",
    "audit-of-district-narrowed": "audit?verb=signInRequests%3Arefuse&to=2020-01-31",
    "sign-in-settings-edit": "sign-in-settings",
    "preview": "schools/bell-town/calendar/preview?person=bell-pupil",
    "preview-room": "schools/bell-town/calendar/preview?room=12",
    "preview-nobody": "schools/bell-town/calendar/preview",
    "person-today": "schools/bell-town/people/bell-pupil",
    "nights": "nights",
    "nights-older": "nights?night=2020-01-31",
}
"""The same of who runs the district."""
ROSTERED_NAME = "Roosevelt Middle School"
ROWS = """Student ID,First Name,Last Name,Email,Grade,Parent Email,Homeroom
1001,Ada,Lovelace,ada.lovelace@demo.example,06,family.lovelace@demo.example,12
1002,Alan,Turing,alan.turing@demo.example,06,family.turing@demo.example,12
1003,Katherine,Johnson,katherine.johnson@demo.example,07,family.johnson@demo.example,14
1004,Mary,Jackson,mary.jackson@demo.example,07,,14
1005,Dorothy,Vaughan,dorothy.vaughan@demo.example,08,family.vaughan@demo.example,16
1006,Grace,Hopper,not-an-address,08,family.hopper@demo.example,16
"""


class Look(NamedTuple):
    """How a page is looked at; the width of the window is in pixels."""

    language: str
    theme: str
    width: int


SEED = """
import json, sys
from infra.local.checks.compare import Stored
from infra.local.district import generate
from infra.local.seed import DistrictOffice
district, office = generate(2026), DistrictOffice()
office.set_up(district)
stored = {school.school_id: Stored({}, {}) for school in district.schools}
print(json.dumps(office.open_accounts(sys.argv[1], stored)))
"""


@dataclass(frozen=True)
class Console:
    """The console of a running stack.

    Attributes:
        address: ends with a slash.
        accounts: role → e-mail and password.
        bell_town: person of the school whose days are looked at → e-mail and password.
        files: URL of the storage that a roster file is sent to from the browser.
        workshop: a folder for files.
        places: where each part of the stack is, by its name.
        env: the functions' own environment.
        mailbox: where the mails are read; ends with a slash.
        stack: whose console it is.
    """

    address: str
    accounts: dict[str, list[str]]
    files: str
    workshop: Path
    places: Mapping[str, str]
    env: Mapping[str, str]
    mailbox: str
    stack: Stack
    bell_town: dict[str, list[str]]

    def program(self, *argv: str) -> str:
        """What a Python program prints that works on this stack as the functions do.

        Args:
            argv: for the interpreter, such as ``-m`` and a module.
        """
        return _program(self.env, *argv)

    def forget_sign_ins(self) -> None:
        """Let the accounts be signed in to as often as in a new hour; tests share them."""
        database = f"projects/{self.env['GOOGLE_CLOUD_PROJECT']}/databases/(default)/documents"
        url = f"http://{self.env['FIRESTORE_EMULATOR_HOST']}/v1/{database}"
        mask = {"updateMask.fieldPaths": "signIns", "currentDocument.exists": "true"}
        nothing: dict[str, Any] = {"fields": {}}
        owner = {"Authorization": "Bearer owner"}
        with httpx.Client(headers=owner, timeout=60, **PLAINLY) as client:
            found = client.get(f"{url}/accounts", params={"pageSize": 300}).json()
            for document in found.get("documents", []):
                place = f"{url}/accounts/{document['name'].rpartition('/')[2]}"
                client.patch(place, params=mask, json=nothing).raise_for_status()

    def browse(self, script: str, role: str = "OWNER", **told: object) -> str:
        """What one of the `SCRIPTS` prints, told where the console is and who signs in."""
        tools = require()
        self.forget_sign_ins()
        email, password = self.accounts[role]
        known = {
            "address": self.address,
            "chromium": str(tools["chromium"]),
            "web": str(CONSOLE),
            "email": email,
            "password": password,
            **told,
        }
        run = subprocess.run(
            [str(tools["node"]), str(SCRIPTS / script)],
            input=json.dumps(known),
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout


@contextmanager
def open_console(workshop: Path) -> Iterator[Console]:
    """The console, with a district, its people and an account for each role.

    Args:
        workshop: an empty folder.
    """
    with Stack(workshop / "stack", PARTS) as stack:
        stack.start()
        places = stack.addresses
        accounts = _seed(stack.env, places["auth"])
        files = stack.env["STORAGE_EMULATOR_HOST"]
        mailbox = places["mailbox"]
        bells = json.loads(
            _program(stack.env, "-m", "tests.e2e.console.bell_school", places["auth"])
        )
        yield Console(
            places["console"], accounts, files, workshop, places, stack.env, mailbox, stack, bells
        )


def walk_by_keyboard(console: Console) -> dict[str, Any]:
    """What ten tasks by keyboard alone came to; they leave runs and people behind."""
    file = console.workshop / "students.csv"
    file.write_text(ROWS, encoding="utf-8")
    told = console.browse("keyboard.mjs", schoolName=ROSTERED_NAME, file=str(file))
    found: dict[str, Any] = json.loads(told)
    return found


def look_at_pages(
    console: Console,
    walked: dict[str, Any],
    looks: Callable[[int], Sequence[Look]],
    pictures: Path | None = None,
) -> list[dict[str, Any]]:
    """What a browser and axe say of each page, a view each.

    Args:
        console: after `walk_by_keyboard`.
        walked: what that gave.
        looks: those of a page by its number.
        pictures: folder for a picture of each view; None takes none.
    """
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    made = {
        name: address.removeprefix(console.address) for name, address in walked["pages"].items()
    }
    pages = {name: path.format(**made) for name, path in PAGES.items()}
    place = "" if pictures is None else str(pictures)
    names = ["sign-in", *PAGES, *DISTRICT_PAGES]
    given = {name: [each._asdict() for each in looks(n)] for n, name in enumerate(names)}
    at: dict[str, Any] = {"pictures": place, "looks": given}
    told = console.browse("browse.mjs", pages=pages, withSignIn=True, **at)
    told += console.browse("browse.mjs", "DISTRICT_MANAGER", pages=DISTRICT_PAGES, **at)
    return [json.loads(line) for line in told.splitlines()]


def _seed(env: Mapping[str, str], auth: str) -> dict[str, list[str]]:
    """Put schools, people and accounts there; gives the accounts."""
    _program(env, "-m", "tests.e2e.console.members")
    found: dict[str, list[str]] = json.loads(_program(env, "-c", SEED, auth))
    _program(env, "-m", "tests.e2e.console.calendars")
    return found


def _program(env: Mapping[str, str], *argv: str) -> str:
    """In a process of its own, because the product reads its environment once."""
    made = subprocess.run(
        [sys.executable, *argv],
        env={**os.environ, **env},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return made.stdout
