"""Puts managers with an account each into a school; run as a program.

``python -m tests.e2e.console.leavers AUTH NUMBER`` prints a list of ``{person, email, password}``.
They may read the database itself, so that all of its doors can be seen to close.
"""

from __future__ import annotations

import json
import secrets
import sys

from infra.local.auth import Accounts
from infra.local.seed import ACTOR
from shared import bootstrap
from shared.identity.opening import Invited
from shared.people.store import add_member
from shared.settings import settings
from tests.e2e.console.members import SCHOOL


def main(auth: str, number: int) -> None:
    """Write them at the addresses of this process's environment."""
    accounts, opener = Accounts(auth, settings().project), bootstrap.account_opener()
    made = []
    for each in range(number):
        person, email = f"leaver-{each}", f"leaver.{each}@demo.example"
        _add(person, email, f"{each:02}")
        password = secrets.token_urlsafe(16)
        accounts.put(opener.open(Invited(email, person=person), ACTOR).uid, email, password)
        made.append({"person": person, "email": email, "password": password})
    sys.stdout.write(json.dumps(made))


def _add(person: str, email: str, name: str) -> None:
    fields = {
        "schemaVersion": 1,
        "personId": person,
        "kind": "admin",
        "role": "MANAGER",
        "state": "ACTIVE",
        "firstName": "Leaver",
        "lastName": name,
        "email": email,
        "source": None,
    }
    commit = bootstrap.documents().commit()
    add_member(commit, SCHOOL, person, fields, bootstrap.clock())
    commit.run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
