"""Gives a school classes with codes, and a teacher with an account; run as a program.

``python -m tests.e2e.console.bells AUTH SCHOOL FIRST AFTER`` prints the teacher's e-mail and
password; the classes are in one term, from its first day to the day after its last one.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Mapping, Sequence

from infra.local.auth import Accounts
from infra.local.seed import ACTOR, ID_SPACE
from shared import bootstrap
from shared.identity.opening import Invited
from shared.kernel.roles import Role
from shared.people.adding import fields_of, person_of
from shared.people.edit_views import NewMember
from shared.people.model import MemberKind
from shared.people.store import add_member
from shared.settings import settings
from tests.support.classes_by_hand import put_classes

CLASSES: Mapping[str, Sequence[tuple[str, str]]] = {
    "algebra": [("1", "")],
    "biology": [("2", "")],
    "choir": [("3", "")],
    "drama": [("4", "")],
    "english": [("1", ""), ("2", "odd")],
    "room-9": [],
}


def main(auth: str, school: str, first: str, after: str) -> None:
    """Write them at the addresses of this process's environment."""
    documents = bootstrap.documents()
    put_classes(documents, school, CLASSES, {"year": (first, after)})
    email, password = f"teacher@{school}.demo.example", secrets.token_urlsafe(16)
    new = NewMember(kind=MemberKind.STAFF, first_name="A", last_name="Teacher", email=email)
    person = person_of(ID_SPACE, new)
    commit = documents.commit()
    add_member(commit, school, person, fields_of(new, Role.TEACHER, person), bootstrap.clock())
    commit.run()
    opened = bootstrap.account_opener().open(Invited(email, person=person), ACTOR)
    Accounts(auth, settings().project).put(opened.uid, email, password)
    sys.stdout.write(json.dumps([email, password]))


if __name__ == "__main__":
    main(*sys.argv[1:5])
