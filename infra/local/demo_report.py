"""What the demo shows at its end: who arrived and how to go on by hand, printed and as JSON."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

from infra.local.checks.compare import Stored
from infra.local.checks.scene import Scene
from infra.local.district.model import KINDS
from infra.local.pulled_school import SCHOOL

FILE = "demo.json"


def save_report(
    scene: Scene,
    seconds: float,
    stored: Mapping[str, Stored],
    accounts: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """Write ``demo.json`` into the stack's folder, for its owner's eyes only, and give it.

    Args:
        scene: what was done.
        seconds: how long it took.
        stored: school → everybody whom its files brought in.
        accounts: role → e-mail and password of an account that has it.
    """
    days = scene.days
    runs, mails = days.runs(), days.mails()
    schools = {
        school.school_id: {
            "displayName": school.display_name,
            **_people(stored[school.school_id].members),
            "guardians": len(stored[school.school_id].guardians),
            "runs": sum(run.school == school.school_id for run in runs),
            "user": days.users[school.school_id].name,
            "password": days.users[school.school_id].password,
            "files": [str(path) for path in scene.files.get(school.school_id, {}).values()],
        }
        for school in scene.district.schools
    }
    report = {
        "seconds": round(seconds, 1),
        "seed": scene.district.seed,
        "schools": schools,
        "runs": len(runs),
        "mails": len(mails),
        "console": scene.stack.addresses["console"],
        "bells": f"{scene.stack.addresses['console']}schools/{SCHOOL}/calendar/bells",
        "accounts": {
            role: {"email": email, "password": password}
            for role, (email, password) in accounts.items()
        },
        "mailbox": scene.stack.addresses["mailbox"],
        "system": scene.stack.addresses["sis"],
        "sftp": {"host": days.server.host, "port": days.server.port},
        "truth": str(scene.folder / "truth.json"),
        "addresses": scene.stack.addresses,
        "environment": scene.stack.env,
    }
    path = scene.folder / FILE
    path.touch(mode=0o600)
    os.chmod(path, 0o600)  # noqa: PTH101  # a file left by an earlier demo too: it holds passwords
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    return report


def tell(report: dict[str, Any]) -> None:
    """Print what arrived and what can be tried."""
    heads = (*KINDS, "guardians", "runs")
    print(f"\n{'':32}" + "".join(f"{head:>11}" for head in heads))
    for school in report["schools"].values():
        numbers = "".join(f"{school[head]:>11,}" for head in heads)
        print(f"{school['displayName']:32}{numbers}")
    first = next(school for school in report["schools"].values() if school["files"])
    server = report["sftp"]
    print(f"\nIn Firestore after {report['seconds']:.0f} s; {report['mails']} result mails.")
    print(f"Console:  {report['console']}")
    for role, account in report["accounts"].items():
        print(f"  {role:17}{account['email']:38}{account['password']}")
    print(f"Bell:     {report['bells']} (a regular day and a half day; see it as OWNER)")
    print(f"Mailbox:  {report['mailbox']}")
    print(f"System:   https://{report['system']} (simulated; {_pulled(report)} is pulled from it)")
    print(f"Try it:   sftp -P {server['port']} {first['user']}@{server['host']}")
    print(f"Password: {first['password']}")
    print(f"Then:     put {first['files'][0]}")
    print("All of this as JSON is in demo.json in the demo's folder. Ctrl-C ends everything.")


def _pulled(report: Mapping[str, Any]) -> str:
    names = [each["displayName"] for each in report["schools"].values() if not each["files"]]
    return " and ".join(names)


def _people(members: Any) -> dict[str, int]:  # noqa: ANN401  # documents
    found = Counter(fields["kind"] for fields in members.values())
    return {kind: found[kind] for kind in KINDS}
