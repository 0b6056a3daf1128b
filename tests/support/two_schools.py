"""A district of two schools with all that the API is about, and the API over it in this process.

Both schools have the same things under ids of their own, so that what one of them answers is never
an accident of what the other lacks.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared import bootstrap
from shared.cloud.storage import Bucket
from shared.identity.substitute_views import NewSubstituteCode, SubstituteCodeView
from shared.kernel.actor import Actor
from shared.kernel.ids import ConnectionId
from shared.kernel.roles import Role
from shared.people.photo_files import PhotoFiles
from shared.rostering.api_source import ApiSource
from shared.rostering.connection_request_views import ConnectionRequestCreate
from shared.rostering.connections import Connection, Method
from shared.rostering.runs import Approval, Outcome
from shared.settings import settings
from tests.support.api import forget, signed_in
from tests.support.api_site import Site
from tests.support.calendars import put_calendar
from tests.support.classes_by_hand import put_classes
from tests.support.emulators import settings_of
from tests.support.gate_steps import held
from tests.support.people import put_guardian, put_list, put_member, put_term
from tests.support.rosters import student, students
from tests.support.world import World

LIMITED = "MANAGER of grades"
ELSEWHERE, ARCHIVED, NOBODY = "other school", "archived", "nobody"
PHOTO = "0123456789abcdef"
"""What the photo of each member is stored under."""
USES = 40
"""Reads by one account, fewer than the least that one may make in a minute."""
CALLERS = (*Role, LIMITED, ELSEWHERE, ARCHIVED, NOBODY)

_KINDS = {Role.STUDENT: "student", Role.STUDENT_LEADER: "student", Role.TEACHER: "teacher"}
_DISTRICT = Actor("uid-set-up", "", {}, district="set-up")


@dataclass(frozen=True)
class Place:
    """One of the schools.

    Attributes:
        ids: what the parameters of paths are filled with.
        people: name in `tests/authz/expected.csv` or role → person id.
        known: other values that requests name.
    """

    world: World
    ids: Mapping[str, str]
    people: Mapping[str, str]
    known: Mapping[str, Any]


@dataclass(frozen=True)
class District:
    """The two schools, and the API over them."""

    project: str
    here: Place
    elsewhere: Place
    site: Site
    _readers: dict[str, tuple[str, int]] = field(default_factory=dict)

    def claims(self, caller: str) -> dict[str, Any] | None:
        """What the token of one of `CALLERS` says; None for nobody."""
        school, people = self.here.ids["school"], self.here.people
        match caller:
            case "nobody":
                return None
            case Role.DISTRICT_MANAGER:
                return {"d": {"p": people[caller]}}
            case "MANAGER of grades":
                held = {"r": "MANAGER", "p": people[LIMITED], "g": ["09"]}
            case "archived":
                held = {"r": "OWNER", "p": people[ARCHIVED]}
            case "other school":
                school = self.elsewhere.ids["school"]
                held = {"r": "OWNER", "p": self.elsewhere.people[Role.OWNER]}
            case _:
                held = {"r": caller, "p": people[caller]}
        return {"m": {school: held}}

    def person(self, caller: str) -> str:
        """The own person id of one of `CALLERS`; somebody's for nobody."""
        if caller == ELSEWHERE:
            return self.elsewhere.people[Role.OWNER]
        return self.here.people.get(caller, self.here.people["pupil"])

    def bearer(self, caller: str) -> str:
        """A token of an account that has not called yet; empty for nobody."""
        claims = self.claims(caller)
        return "" if claims is None else signed_in(self.project, **claims)

    def reader(self, caller: str) -> str:
        """A token of an account that has only read, and not often enough for any limit."""
        if caller == ARCHIVED:
            # The first call finds out, and ends the account.
            return self.bearer(caller)
        token, uses = self._readers.get(caller, ("", 0))
        if uses % USES == 0:
            token = self.bearer(caller)
        self._readers[caller] = (token, uses + 1)
        return token


@contextmanager
def two_schools() -> Iterator[District]:
    """Set the district up on the emulators that are running, in a project of its own."""
    world = World(f"two-{secrets.token_hex(5)}")
    with served(world) as site:
        _let_people_in(world)
        other = world.neighbor()
        other.connection = ConnectionId("sis-b")
        yield District(f"demo-{world.school}", _place(world, 0), _place(other, 100), site)


def _let_people_in(world: World) -> None:
    """Every way by which somebody is invited is on, and one that knows the district's domain."""
    on = {"enabled": True, "realms": []}
    google = {"enabled": True, "realms": ["district.example"]}
    providers = {"password": on, "emailLink": on, "google.com": google}
    commit = world.documents.commit()
    commit.put("district/signIn", {"schemaVersion": 1, "providers": providers})
    commit.run()


@contextmanager
def served(world: World) -> Iterator[Site]:
    """The API over a world's database, buckets and task list."""
    with pytest.MonkeyPatch.context() as patch:
        names = (f"{kind}-{world.school}" for kind in ("demo", "drop", "work"))
        # An Auth emulator that is set, though none is there, makes unsigned tokens count.
        variables = {**settings_of(*names), "FIREBASE_AUTH_EMULATOR_HOST": "127.0.0.1:1"}
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.setattr(bootstrap, "rostering", lambda: world.rostering)
        forget()
        yield Site()
    forget()


def _place(world: World, first: int) -> Place:
    """A school with people, two connections, logins, an applied run, and one that holds somebody.

    Args:
        world: the school.
        first: number of its first rostered student.
    """
    secret = world.rostering.keys.add(world.school, world.connection, "a secret of the system")
    source = ApiSource(
        "https://sis.district.example",
        client_id="key",
        secret_version=secret,
        secret_time=world.now,
    )
    world.set_up(method=Method.ONEROSTER, api_source=source)
    people = _people(world)
    numbers = range(first, first + 12)
    applied = world.send("students.csv", students(numbers))
    assert applied.outcome is Outcome.APPLIED
    world.pass_time(hours=1)
    renumbered = student(first + 11, id=f"7{first + 11}")
    holding = world.send("students.csv", students(numbers[:-1], renumbered))
    assert (holding.approval, holding.manifest is not None) == (Approval.PENDING, True)
    _sign_ins(world, people)
    other = f"{world.connection}-2"
    world.rostering.store.save_connection(
        Connection(world.school, ConnectionId(other), "Another SIS", enabled=True)
    )
    logins = world.rostering.credentials
    place = (_DISTRICT, str(world.school), str(world.connection))
    login = logins.create(*place, with_password=True, validate_only=False).user_name
    keys = logins.add_key(*place, login, public_key(), validate_only=False).public_keys
    asked = world.rostering.requests.create(
        *place, ConnectionRequestCreate.model_validate({}), "", validate_only=False
    )
    assert holding.manifest is not None
    if first:
        # The newest version of one school is none of the other's.
        put_calendar(world.documents, world.school, world.now)
    own = _substitute_code(world, people[Role.TEACHER])
    return Place(
        world=world,
        ids={
            "school": str(world.school),
            "connection": str(world.connection),
            "credential": login,
            "run": holding.run,
            "night": "latest",
            "member": people["pupil"],
            "guardian": f"guardian-of-pupil-{world.connection}",
            "list": f"class-{world.connection}",
            "term": f"term-{world.connection}",
            "session": "s1",
            "account": f"account-{world.connection}",
            "address": f"address-{world.connection}",
            "request": f"request-{world.connection}",
            "version": "00002" if first else "00001",
            "code": own.name.rpartition("/")[2],
        },
        people=people,
        known={
            "applied": applied.run,
            "planHash": holding.manifest.hash,
            "persons": [operation.person for operation in held(world, holding)],
            "otherConnection": other,
            "code": asked.link.partition("#code=")[2],
            "fingerprint": keys[0].fingerprint,
            "otherList": f"team-{world.connection}",
            "school": str(world.school),
            "senior": people["senior"],
            "teacher": people[Role.TEACHER],
            "people": people,
            "colleague": people["colleague"],
            "substituteCode": _substitute_code(world, people["colleague"]).code,
        },
    )


def _substitute_code(world: World, teacher: str) -> SubstituteCodeView:
    """A code for the classes of a teacher, for tomorrow."""
    tomorrow = (bootstrap.clock() + timedelta(days=1)).date()
    new = NewSubstituteCode(teacher_id=teacher, day=tomorrow)
    return bootstrap.substitutes().create(_DISTRICT, str(world.school), new, validate_only=False)


def _sign_ins(world: World, people: Mapping[str, str]) -> None:
    """An account of the pupil, an address of theirs, and somebody whom nobody knows."""
    pupil, name = people["pupil"], str(world.connection)
    held = {"role": "STUDENT", "person": pupil, "grades": [], "modules": []}
    account = {
        "schemaVersion": 1,
        "uid": f"account-{name}",
        "email": f"pupil-{name}@district.example",
        "state": "ACTIVE",
        "person": pupil,
        "guardian": "",
        "district": False,
        "memberships": {str(world.school): held},
        "schools": [str(world.school)],
        "links": [f"identity-{name}"],
        "sessions": {},
    }
    link = {"schemaVersion": 1, "provider": "google.com", "person": pupil, "createTime": world.now}
    address = {"email": f"other-{name}@district.example", "person": pupil}
    request = {"provider": "google.com", "identity": f"request-{name}", "doubt": "NOBODY"}
    waits = {"state": "OPEN", "email": f"new-{name}@district.example", "lastTime": world.now}
    commit = world.documents.commit()
    commit.put(f"accounts/account-{name}", account)
    commit.put(f"identityLinks/identity-{name}", link)
    commit.put(f"signInAddresses/address-{name}", {"schemaVersion": 1, **address})
    commit.put(f"signInRequests/request-{name}", {"schemaVersion": 1, **request, **waits})
    commit.run()


def public_key() -> str:
    """A line of OpenSSH for a new key."""
    made = Ed25519PrivateKey.generate().public_key()
    return made.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _people(world: World) -> dict[str, str]:
    """Somebody of each role as who calls, and others as whom a call is about."""

    parent = f"guardian-{world.connection}"
    photos = PhotoFiles(Bucket(settings().work_bucket, settings().project))

    def put(name: str, role: Role, grade: str = "", state: str = "ACTIVE", **more: Any) -> str:
        # Ids of their own at each school: the same id would be the same person.
        kind = _KINDS.get(role, "admin")
        fields = {"kind": kind, "role": role, "grade": grade, "state": state, **more}
        fields["photo"] = PHOTO
        if role is Role.STUDENT and name == role:
            fields["guardianIds"] = [parent]
        person = put_member(world, name, "Own", sisId=f"{world.connection}-{name}", **fields)
        photos.write(str(world.school), person, PHOTO, b"a picture")
        return person

    people = {
        str(role): put(str(role), role, "11" if _KINDS.get(role) == "student" else "")
        for role in Role
        if role is not Role.PARENT
    }
    people |= {
        LIMITED: put("limited", Role.MANAGER, limitedToGrades=["09"]),
        ARCHIVED: put("gone", Role.OWNER, state="ARCHIVED"),
        "pupil": put("pupil", Role.STUDENT, "09"),
        "senior": put("senior", Role.STUDENT, "12"),
        "former": put("former", Role.STUDENT, "12", "ARCHIVED"),
        "colleague": put("colleague", Role.TEACHER),
        "head": put("head", Role.OWNER),
        # Parents are known by a guardian's record, and are no members.
        Role.PARENT: parent,
    }
    put_guardian(world, people[Role.PARENT], people[Role.STUDENT])
    for name in ("pupil", "senior"):
        guardian = f"guardian-of-{name}-{world.connection}"
        put_guardian(world, guardian, people[name], email=f"{guardian}@home.example")
    put_list(world, f"class-{world.connection}", [people["pupil"]], people[Role.TEACHER])
    team = [people["pupil"], people[Role.STUDENT]]
    put_list(world, f"team-{world.connection}", team, people["colleague"])
    put_term(world, f"term-{world.connection}")
    put_calendar(world.documents, world.school, world.now)
    put_classes(world.documents, world.school, {f"section-{world.connection}": [("1", "")]})
    return people
