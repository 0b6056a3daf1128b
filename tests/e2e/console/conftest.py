"""One local stack for all tests of the console: seeded, with one roster file on its way and undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local.node_packages import CONSOLE
from infra.local.stack import Stack
from infra.local.toolchain import require
from tests.support.tree import ROOT

PARTS = ("auth", "firestore", "functions", "hosting", "pubsub", "storage", "tasks", "bridge")
ROSTERED = "roosevelt-middle"
ROSTERED_NAME = "Roosevelt Middle School"
ROWS = """Student ID,First Name,Last Name,Email,Grade,Parent Email,Homeroom
1001,Ada,Lovelace,ada.lovelace@demo.example,06,family.lovelace@demo.example,12
1002,Alan,Turing,alan.turing@demo.example,06,family.turing@demo.example,12
1003,Katherine,Johnson,katherine.johnson@demo.example,07,family.johnson@demo.example,14
1004,Mary,Jackson,mary.jackson@demo.example,07,,14
1005,Dorothy,Vaughan,dorothy.vaughan@demo.example,08,family.vaughan@demo.example,16
1006,Grace,Hopper,not-an-address,08,family.hopper@demo.example,16
"""
# In a process of its own, because the product reads its environment once.
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
        workshop: a folder for files.
    """

    address: str
    accounts: dict[str, list[str]]
    workshop: Path

    def browse(self, script: str, role: str = "OWNER", **told: object) -> str:
        """What a script in this folder prints, told where the console is and who signs in."""
        tools = require()
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
            [str(tools["node"]), str(Path(__file__).with_name(script))],
            input=json.dumps(known),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout


@pytest.fixture(scope="package")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The console, with a district, its people and an account for each role."""
    workshop = tmp_path_factory.mktemp("console")
    with Stack(workshop / "stack", PARTS) as stack:
        stack.start()
        yield Console(stack.addresses["console"], seed(stack), workshop)


@pytest.fixture(scope="package")
def by_keyboard(console: Console) -> dict[str, Any]:
    """What ten tasks by keyboard alone came to; they leave runs and people behind."""
    file = console.workshop / "students.csv"
    file.write_text(ROWS, encoding="utf-8")
    told = console.browse("keyboard.mjs", schoolName=ROSTERED_NAME, file=str(file))
    found: dict[str, Any] = json.loads(told)
    return found


def seed(stack: Stack) -> dict[str, list[str]]:
    """Put schools, people and accounts there; gives the accounts."""
    env = {**os.environ, **stack.env}
    members = [sys.executable, "-m", "tests.e2e.console.members"]
    subprocess.run(members, env=env, cwd=ROOT, check=True)
    made = subprocess.run(
        [sys.executable, "-c", SEED, stack.addresses["auth"]],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(made.stdout)
    return found
