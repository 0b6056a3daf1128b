"""Puts schools that nobody has connected into the district, each with two owners; run as a program.

``python -m tests.e2e.console.new_schools AUTH SCHOOL…`` prints school → two ``[email, password]``.
"""

from __future__ import annotations

import json
import secrets
import sys

from infra.local.auth import Accounts
from infra.local.seed import ACTOR, ID_SPACE, TIME_ZONE
from shared import bootstrap
from shared.identity.opening import Invited
from shared.kernel.roles import Role
from shared.people.adding import fields_of, person_of
from shared.people.edit_views import NewMember
from shared.people.model import MemberKind
from shared.people.store import add_member
from shared.settings import settings


def main(auth: str, schools: list[str]) -> None:
    """Write them at the addresses of this process's environment."""
    accounts, opener = Accounts(auth, settings().project), bootstrap.account_opener()
    made: dict[str, list[list[str]]] = {}
    for school in schools:
        _add_school(school)
        for name in ("first", "second"):
            email = f"{name}.owner@{school}.demo.example"
            person = _add_owner(school, name, email)
            password = secrets.token_urlsafe(16)
            accounts.put(opener.open(Invited(email, person=person), ACTOR).uid, email, password)
            made.setdefault(school, []).append([email, password])
    sys.stdout.write(json.dumps(made))


def _add_school(school: str) -> None:
    commit = bootstrap.documents().commit()
    name = school.replace("-", " ").title()
    known = {"displayName": name, "timeZone": TIME_ZONE, "language": "en"}
    commit.put(f"schools/{school}", {"schemaVersion": 1, **known})
    commit.run()


def _add_owner(school: str, name: str, email: str) -> str:
    new = NewMember(kind=MemberKind.ADMIN, first_name=name.title(), last_name="Owner", email=email)
    person = person_of(ID_SPACE, new)
    commit = bootstrap.documents().commit()
    add_member(commit, school, person, fields_of(new, Role.OWNER, person), bootstrap.clock())
    commit.run()
    return person


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
