"""A substitute's day through the doors of the API: before it, on it, and the day after.

The clock of the product stands at half past nine of a Tuesday in New York, and is moved by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from tests.support.api import Answer, ApiDoor, Caller, signed_in
from tests.support.emulators import EmulatorEnv

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
TODAY, TOMORROW = "2026-11-24", "2026-11-25"
# Eastern Standard Time: the school's day ends at five in the morning of UTC.
MIDNIGHT = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
PEOPLE = (
    ("o1", "admin", "OWNER"), ("t1", "teacher", "TEACHER"), ("t2", "teacher", "TEACHER"),
    ("t3", "teacher", "TEACHER"), ("f1", "staff", "STAFF"), ("s1", "student", "STUDENT"),
    ("s2", "student", "STUDENT"),
)  # fmt: skip


@pytest.fixture
def documents(api_env: EmulatorEnv, school: str) -> Documents:
    documents = Documents(api_env.project)
    commit = documents.commit()
    commit.put(f"schools/{school}", {"displayName": "Lincoln High", "timeZone": "America/New_York"})
    for person, kind, role in PEOPLE:
        fields = {"schemaVersion": 1, "kind": kind, "role": role, "state": "ACTIVE"}
        fields |= {"grade": "09" if kind == "student" else "", "firstName": "Ida"}
        fields["lastName"] = person
        commit.put(f"schools/{school}/members/{person}", fields)
    for name, members, teacher in (("algebra", ["s1"], "t1"), ("chess", ["s2"], "t3")):
        fields = {"schemaVersion": 1, "kind": "MANUAL", "displayName": name.title()}
        commit.put(
            f"schools/{school}/lists/{name}",
            {**fields, "memberIds": members, "teacherIds": [teacher]},
        )
    commit.run()
    return documents


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Puts the product's clock to a time."""
    told = [NOW]
    monkeypatch.setattr(bootstrap, "clock", lambda: told[0], raising=False)

    def put(instant: datetime) -> None:
        told[0] = instant

    return put


class Person:
    """One account, at the doors that it needs."""

    def __init__(self, project: str, school: str, role: Role, person: str) -> None:
        self.school = school
        bearer = signed_in(project, m={school: {"r": str(role), "p": person}})
        self.identity = ApiDoor("identity_api", project).bearing(bearer)
        self.people = ApiDoor("people_api", project).bearing(bearer)

    @property
    def codes(self) -> str:
        return f"/v1/schools/{self.school}/substituteCodes"

    def make(self, teacher: str, day: str = TODAY, **query: Any) -> Answer:
        return self.identity.post(self.codes, {"teacherId": teacher, "day": day}, **query)

    def redeem(self, code: str, **query: Any) -> Answer:
        return self.identity.post(f"{self.codes}:redeem", {"code": code}, **query)

    def seen(self) -> list[str]:
        """Whom they find at the school."""
        found = self.people.get(f"/v1/schools/{self.school}/members").json["members"]
        return [each["person"] for each in found]

    def classes(self) -> list[tuple[str, str]]:
        """Their lists, each with whom they stand in for."""
        found = self.people.get("/v1/me/lists").json["lists"]
        return [(each["displayName"], each.get("substituteFor", "")) for each in found]


@pytest.fixture
def somebody(
    api_env: EmulatorEnv, documents: Documents, school: str, clock: Callable[[datetime], None]
) -> Callable[[Role, str], Person]:
    del documents, clock
    return lambda role, person: Person(api_env.project, school, role, person)


@pytest.fixture
def owner(somebody: Callable[[Role, str], Person]) -> Person:
    return somebody(Role.OWNER, "o1")


@pytest.fixture
def substitute(somebody: Callable[[Role, str], Person]) -> Person:
    return somebody(Role.TEACHER, "t2")


def test_a_substitute_sees_the_classes_on_the_day_and_on_no_other(
    owner: Person, substitute: Person, school: str, clock: Callable[[datetime], None]
) -> None:
    made = owner.make("t1", TOMORROW)
    assert made.code == 200
    assert (made.json["state"], made.json["endTime"]) == ("OPEN", "2026-11-26T05:00:00Z")
    # The evening before: the code is taken, and gives nothing yet.
    cover = substitute.redeem(made.json["code"]).json
    assert cover == {
        "school": f"schools/{school}",
        "teacher": "t1",
        "teacherName": "Ida t1",
        "startTime": "2026-11-25T05:00:00Z",
        "endTime": "2026-11-26T05:00:00Z",
    }
    assert (substitute.seen(), substitute.classes()) == ([], [])
    assert substitute.people.get("/v1/me/lists").json["covers"] == [cover]
    pupil = f"/v1/schools/{school}/members/s1"
    assert substitute.people.get(pupil).reason == "MEMBER_UNKNOWN"
    clock(MIDNIGHT - timedelta(seconds=1))
    assert substitute.seen() == []
    # Their day.
    clock(MIDNIGHT)
    assert (substitute.seen(), substitute.classes()) == (["s1"], [("Algebra", "t1")])
    assert substitute.people.get(pupil).json["person"] == "s1"
    assert substitute.people.get(f"/v1/schools/{school}/lists/algebra").json["memberIds"] == ["s1"]
    # Of the teacher, what says which class meets when, and no more.
    assert substitute.people.get(f"/v1/schools/{school}/members/t1").json["lastName"] == "t1"
    other = f"/v1/schools/{school}/members/s2"
    assert substitute.people.get(other).reason == "MEMBER_UNKNOWN"
    # The day after.
    clock(MIDNIGHT + timedelta(days=1))
    assert (substitute.seen(), substitute.classes()) == ([], [])
    teacher = f"/v1/schools/{school}/members/t1"
    for path in (pupil, teacher):
        assert substitute.people.get(path).reason == "MEMBER_UNKNOWN"
    assert "covers" not in substitute.people.get("/v1/me/lists").json


def test_a_day_gives_no_hold_on_the_students_beyond_it(
    owner: Person, substitute: Person, school: str
) -> None:
    substitute.redeem(owner.make("t1").json["code"])
    assert substitute.seen() == ["s1"]
    mine = {"displayName": "Mine", "memberIds": ["s1"]}
    lists = f"/v1/schools/{school}/lists"
    assert substitute.people.post(lists, mine).reason == "LIST_INVALID"
    changed = substitute.people.patch(f"{lists}/algebra", {"displayName": "X"}, updateMask="*")
    assert changed.reason == "LIST_UNKNOWN"
    assert substitute.people.delete(f"{lists}/algebra").reason == "LIST_UNKNOWN"


def test_a_code_is_one_persons_and_twice_is_the_same(
    owner: Person,
    substitute: Person,
    somebody: Callable[[Role, str], Person],
    documents: Documents,
    school: str,
) -> None:
    code = owner.make("t1").json["code"]
    tried = substitute.redeem(code, validateOnly="true")
    assert (tried.code, substitute.seen()) == (200, [])
    first = substitute.redeem(code.lower().replace("-", " "))
    assert substitute.redeem(code).json == first.json
    other = somebody(Role.TEACHER, "t3")
    assert other.redeem(code).reason == "SUBSTITUTE_CODE_UNKNOWN"
    assert other.seen() == ["s2"]
    # The same person by another account of theirs.
    again = somebody(Role.TEACHER, "t2")
    assert (again.seen(), again.redeem(code).code, again.seen()) == ([], 200, ["s1"])
    entries = [each.fields for each in documents.where("audit", "school", school)]
    told = [
        (each["verb"], each["actor"], each["subjects"][0]["person"])
        for each in entries
        if each["verb"].startswith("substituteCodes")
    ]
    assert sorted(told) == [
        ("substituteCodes:create", "person:o1", "t1"),
        ("substituteCodes:redeem", "person:t2", "t1"),
        ("substituteCodes:redeem", "person:t2", "t1"),
    ]
    assert code not in str(entries)


def test_a_code_that_was_taken_back_ends_what_it_gave(
    owner: Person, substitute: Person, documents: Documents, school: str
) -> None:
    made = owner.make("t1").json
    (stored,) = documents.all(f"schools/{school}/substituteCodes")
    assert made["code"].replace("-", "") not in str(stored.fields)
    substitute.redeem(made["code"])
    shown = owner.identity.get(owner.codes).json["substituteCodes"]
    assert [(each["state"], each["substituteName"], "code" in each) for each in shown] == [
        ("REDEEMED", "Ida t2", False)
    ]
    path = f"/v1/{made['name']}:revoke"
    assert owner.identity.post(path, validateOnly="true").code == 200
    assert substitute.seen() == ["s1"]
    assert owner.identity.post(path).json["state"] == "REVOKED"
    assert owner.identity.post(path).json["state"] == "REVOKED"
    assert (substitute.seen(), substitute.classes()) == ([], [])
    assert substitute.redeem(made["code"]).reason == "SUBSTITUTE_CODE_UNKNOWN"
    verbs = [each.fields["verb"] for each in documents.where("audit", "school", school)]
    assert verbs.count("substituteCodes:revoke") == 1


def test_a_teacher_makes_codes_for_their_own_classes_only(
    owner: Person, substitute: Person, somebody: Callable[[Role, str], Person]
) -> None:
    owner.make("t1")
    mine = substitute.make("t2", TOMORROW).json
    assert substitute.make("t1").reason == "SUBSTITUTE_NOT_YOURS"
    shown = substitute.identity.get(substitute.codes).json["substituteCodes"]
    assert [each["name"] for each in shown] == [mine["name"]]
    named = [each["teacher"] for each in owner.identity.get(owner.codes).json["substituteCodes"]]
    assert named == ["t1", "t2"]
    teacher = somebody(Role.TEACHER, "t1")
    assert teacher.identity.post(f"/v1/{mine['name']}:revoke").reason == "SUBSTITUTE_CODE_UNKNOWN"
    assert substitute.redeem(mine["code"]).reason == "SUBSTITUTE_IS_TEACHER"
    assert somebody(Role.STAFF, "f1").make("t1").reason == "ROLE_MAY_NOT"
    assert somebody(Role.STUDENT, "s1").redeem(mine["code"]).reason == "ROLE_MAY_NOT"


def test_there_is_a_code_for_who_works_there_and_for_coming_days(owner: Person) -> None:
    assert owner.make("t1", TODAY, validateOnly="true").json.get("code") is None
    assert owner.identity.get(owner.codes).json["substituteCodes"] == []
    for teacher, day, fields in (
        ("s1", TODAY, ["teacherId"]),
        ("nobody", TODAY, ["teacherId"]),
        ("t1", "2026-11-23", ["day"]),
        ("t1", "2026-12-25", ["day"]),
    ):
        refused = owner.make(teacher, day)
        assert refused.reason == "SUBSTITUTE_CODE_INVALID"
        assert refused.fields == fields


def test_codes_are_not_guessed_in_an_hour(
    owner: Person,
    substitute: Person,
    somebody: Callable[[Role, str], Person],
    clock: Callable[[datetime], None],
) -> None:
    code = owner.make("t1").json["code"]
    reasons = {substitute.redeem(f"AAAAA-{number:05}").reason for number in range(20)}
    assert reasons == {"SUBSTITUTE_CODE_UNKNOWN"}
    # The right one is no exception, nor is another account of the same person.
    assert substitute.redeem(code).reason == "RATE_LIMITED"
    assert somebody(Role.TEACHER, "t2").redeem(code).reason == "RATE_LIMITED"
    assert somebody(Role.STAFF, "f1").redeem("AAAAA-99999").reason == "SUBSTITUTE_CODE_UNKNOWN"
    clock(NOW + timedelta(minutes=3))
    assert substitute.redeem(code).code == 200


def test_a_code_of_yesterday_gives_nothing(
    owner: Person, substitute: Person, clock: Callable[[datetime], None]
) -> None:
    code = owner.make("t1").json["code"]
    clock(MIDNIGHT)
    assert substitute.redeem(code).reason == "SUBSTITUTE_CODE_UNKNOWN"
    assert owner.identity.get(owner.codes).json["substituteCodes"] == []


def test_who_has_no_cover_reads_what_they_read_before(
    substitute: Person, documents: Documents, school: str
) -> None:
    del documents
    found: Caller = substitute.people
    assert found.get("/v1/me/lists").json == {"lists": []}
    assert found.get(f"/v1/schools/{school}/lists/algebra").reason == "LIST_UNKNOWN"
