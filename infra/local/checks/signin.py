"""Proof of signing in: each role by each way open to it, on its own page, and out when archived.

Every role comes in a real browser by a password, by the simulated Google and, guardians, by a
mailed link; each lands on its own start page and tries the pages that are not its own. Then a
teacher is archived while their page is open.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import Any

from infra.local.checks.compare import Stored
from infra.local.checks.scene import Scene, Verdict, offer_google_accounts
from infra.local.node_packages import CONSOLE
from infra.local.school_day import WentWrong
from infra.local.toolchain import require
from shared.kernel.roles import Role

LONGEST_SECONDS = 5.0
PATIENCE_SECONDS = 900
_NOT_OF_FAMILIES, _NOT_OF_STAFF, _NOT_OF_MANAGERS = (
    ("accounts", "sign-in-requests", "audit", "settings", "rostering", "people"),
    ("accounts", "sign-in-requests", "audit", "settings", "rostering"),
    ("sign-in-requests", "audit"),
)
"""Pages of a school that are nothing for students and guardians, for staff, for a manager."""
_CLOSED: Mapping[Role, Sequence[str]] = {
    Role.DISTRICT_MANAGER: (),
    Role.OWNER: (),
    Role.MANAGER: _NOT_OF_MANAGERS,
    Role.TEACHER: _NOT_OF_STAFF,
    Role.STAFF: _NOT_OF_STAFF,
    Role.STUDENT_LEADER: _NOT_OF_FAMILIES,
    Role.STUDENT: _NOT_OF_FAMILIES,
    Role.PARENT: _NOT_OF_FAMILIES,
}
_FOR_OWNERS = "sign-in-settings"
_START = {
    Role.DISTRICT_MANAGER: ("/schools", "District"),
    Role.OWNER: ("/schools", "My schools"),
    Role.PARENT: ("/children", "My children"),
}
"""Path and heading of the page that a role begins with; the others begin with their school's."""


def prove_signin(scene: Scene) -> Verdict:
    """Let all of them in at the console of the running stack.

    Args:
        scene: after the main job, with everything closed.

    Raises:
        WentWrong: the browser gave up; the text is its own last words.
    """
    stored = scene.days.evidence.people(scene.days.schools)
    auth = scene.stack.addresses["auth"]
    accounts = scene.office.open_accounts(auth, stored)
    offer_google_accounts(scene)
    roles = [_role(scene, role, accounts[role.value], stored) for role in Role]
    told = {
        "address": scene.stack.addresses["console"],
        "mailbox": scene.stack.addresses["mailbox"],
        "chromium": str(require()["chromium"]),
        "web": str(CONSOLE),
        "roles": roles,
        "owner": next(role for role in roles if role["role"] == Role.OWNER),
        "leaver": next(role for role in roles if role["role"] == Role.TEACHER),
    }
    found = _browse(told)
    faults = _faults(roles, found)
    seconds = time.monotonic() - scene.started
    if faults:
        return Verdict(met=False, line=f"signin short: {'; '.join(faults)}; {seconds:.0f} s")
    entries = found["entries"]
    tried = sum(len(role["foreign"]) * len(role["ways"]) for role in roles)
    line = (
        f"signin ok: {len(roles)} roles came by {len(entries)} ways, each to its own start page; "
        f"{tried} pages of others all refused; a teacher who was archived was out "
        f"{found['outAfter']:.1f} s after the click, and is not let in again; {seconds:.0f} s"
    )
    return Verdict(met=True, line=line)


def _role(
    scene: Scene, role: Role, account: tuple[str, str], stored: Mapping[str, Stored]
) -> dict[str, Any]:
    """What the browser's script has to know of a role."""
    schools = sorted(stored)
    home = schools[0]
    person = scene.office.whose(account[0])
    people = scene.days.evidence.people([home])[home]
    fields = people.members.get(person) or {}
    # The SIS has no address of some guardians; those come by no link.
    mails = [each["email"] for _, each in sorted(people.guardians.items()) if each.get("email")]
    start = _START.get(role, (f"/schools/{home}", scene.district.school(home).display_name))
    foreign = [f"schools/{home}/{page}" for page in _CLOSED[role]]
    if role not in (Role.DISTRICT_MANAGER, Role.OWNER):
        foreign += [f"schools/{schools[-1]}/people", f"schools/{schools[-1]}", _FOR_OWNERS]
    return {
        "role": role.value,
        "email": account[0],
        "password": account[1],
        "person": person,
        "school": home,
        "google": fields.get("email") or account[0],
        "mail": mails[0] if role is Role.PARENT else "",
        "ways": ["password", "link"] if role is Role.PARENT else ["password", "google"],
        "foreign": foreign,
        "path": start[0],
        "heading": start[1],
    }


def _faults(roles: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> list[str]:
    faults = []
    starts = {role["role"]: (role["path"], role["heading"]) for role in roles}
    for entry in found["entries"]:
        who = f"{entry['role']} by {entry['way']}"
        if entry.get("refused"):
            faults.append(f"{who} was refused: {entry['refused']}")
            continue
        if (entry["path"], entry["heading"]) != starts[entry["role"]]:
            faults.append(f"{who} came to {entry['path']} ({entry['heading']})")
        faults += [f"{who} reached {page}" for page in entry["open"]]
    if found["outAfter"] > LONGEST_SECONDS:
        faults.append(f"an archived teacher was out only after {found['outAfter']:.1f} s")
    if not found["farewell"] or not found["refusedAfterwards"]:
        faults.append("an archived teacher was not told that they are out")
    return faults


def _browse(told: Mapping[str, Any]) -> dict[str, Any]:
    script = __file__.removesuffix(".py") + ".mjs"
    run = subprocess.run(
        [str(require()["node"]), script],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if run.returncode:
        raise WentWrong(f"the browser gave up: {run.stderr[-1500:]}")
    found: dict[str, Any] = json.loads(run.stdout)
    return found
