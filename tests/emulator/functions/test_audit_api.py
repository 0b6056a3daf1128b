"""The audit log through the door of the API: who reads what of it, page by page and as a file."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.cloud.firestore import Documents
from shared.identity.account_store import AccountStore
from shared.identity.audit_desk import AuditDesk
from shared.identity.audit_names import AuditNames
from shared.identity.audit_store import AuditStore
from shared.identity.audit_views import AuditEntriesQuery
from shared.identity.model import Account, AccountState
from shared.kernel.actor import Actor
from shared.kernel.audit import audit_entry
from shared.kernel.roles import Role
from shared.people.store import PeopleStore
from tests.support.api import ApiDoor, Caller
from tests.support.audit import entries, put_entry
from tests.support.counting import counted
from tests.support.emulators import EmulatorEnv
from tests.support.people import put_member
from tests.support.world import World


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    assert emulator_env.project
    made = World(school)
    made.set_up()
    return made


@pytest.fixture
def door(world: World, door_over: Callable[[World, str], ApiDoor]) -> ApiDoor:
    return door_over(world, "identity_api")


@pytest.fixture
def olga(world: World) -> str:
    return put_member(world, "Olga", "Office", kind="admin", role="OWNER", grade="")


@pytest.fixture
def owner(door: ApiDoor, world: World, olga: str) -> Caller:
    return door.somebody(world.school, Role.OWNER, olga)


@pytest.fixture
def ana(world: World) -> str:
    return put_member(world, "Ana", "Lee")


@pytest.fixture
def told(world: World, olga: str, ana: str) -> World:
    """Entries of four hours: of a roster, two people and a gateway; and of others."""
    documents, school, now = world.documents, str(world.school), world.now
    hour = timedelta(hours=1)
    many = [{"person": f"p{each:03}", "verb": "ADD"} for each in range(399)]
    about: list[dict[str, Any]] = [*many, {"person": ana, "verb": "UPDATE", "fields": ["grade"]}]
    put_entry(documents, "run", "members:apply", now - 4 * hour, school, "roster-run:r1", about)
    changed = [{"person": ana, "fields": ["phone"]}]
    put_entry(
        documents, "edit", "members:update", now - 3 * hour, school, f"person:{olga}", changed
    )
    looked = [{"person": ana}]
    put_entry(documents, "look", "members:view", now - 2 * hour, school, "person:x", looked)
    put_entry(documents, "sftp", "login.accepted", now - hour, school, "sftp-login:sis-1")
    put_entry(documents, "other", "members:update", now, f"{school}-b", "person:x", looked)
    put_entry(documents, "district", "auditEntries:export", now, None, "person:d1")
    return world


def _path(world: World, rest: str = "") -> str:
    return f"/v1/schools/{world.school}/auditEntries{rest}"


def _ids(answer: Any) -> list[str]:
    assert answer.code == 200, answer.json
    return [each["name"].rsplit("/", 1)[1] for each in answer.json["auditEntries"]]


def _rows(answer: Any) -> list[dict[str, str]]:
    assert answer.code == 200
    text = answer.response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_school_s_entries_come_newest_first_and_no_others(owner: Caller, told: World) -> None:
    assert _ids(owner.get(_path(told))) == ["sftp", "look", "edit", "run"]


def test_an_entry_names_who_and_whom_by_what_they_are_called_now(
    owner: Caller, told: World, olga: str, ana: str
) -> None:
    sftp, look, edit, run = owner.get(_path(told)).json["auditEntries"]
    assert edit == {
        "name": f"schools/{told.school}/auditEntries/edit",
        "time": "2026-11-23T20:00:00Z",
        "verb": "members:update",
        "actor": f"person:{olga}",
        "actorDisplayName": "Olga Office",
        "subjects": [{"person": ana, "displayName": "Ana Lee", "fields": ["phone"], "facts": {}}],
        "subjectCount": 1,
    }
    assert (sftp["actor"], sftp["subjects"], sftp["subjectCount"]) == ("sftp-login:sis-1", [], 0)
    assert (look["actor"], "actorDisplayName" in look) == ("person:x", False)
    assert (len(run["subjects"]), run["subjectCount"]) == (5, 400)
    assert "@" not in str([sftp, look, edit, run])


def test_entries_are_narrowed_by_who_what_whom_and_when(
    owner: Caller, told: World, olga: str, ana: str
) -> None:
    def found(text: str = "", **times: str) -> list[str]:
        return _ids(owner.get(_path(told), filter=text, **times))

    assert found(f'actor = "person:{olga}"') == ["edit"]
    assert found('verb = "members:view"') == ["look"]
    assert found(f'person = "{ana}"') == ["look", "edit", "run"]
    assert found('person = "p003"') == ["run"]
    assert found(f'person = "{ana}" AND verb = "members:update" AND actor = "person:x"') == []
    since = {"startTime": "2026-11-23T20:00:00Z"}
    assert found(**since) == ["sftp", "look", "edit"]
    assert found(endTime="2026-11-23T20:00:00Z") == ["run"]
    assert found(f'person = "{ana}"', **since, endTime="2026-11-23T21:00:00Z") == ["edit"]
    (run,) = owner.get(_path(told), filter=f'person = "{ana}" AND verb = "members:apply"').json[
        "auditEntries"
    ]
    assert [each["displayName"] for each in run["subjects"]] == ["Ana Lee"]
    assert run["subjects"][0]["facts"] == {"verb": "UPDATE"}


def test_a_wrong_question_says_what_is_wrong(owner: Caller, told: World) -> None:
    for query, reason, field in (
        ({"filter": 'school = "x"'}, "FILTER_FIELD_UNKNOWN", "filter"),
        ({"filter": 'verb = "x"'}, "FILTER_INVALID", "filter"),
        ({"startTime": "yesterday"}, "REQUEST_INVALID", "startTime"),
        ({"endTime": "2026-02-30T00:00:00Z"}, "REQUEST_INVALID", "endTime"),
        ({"pageToken": "x"}, "PAGE_TOKEN_INVALID", "pageToken"),
    ):
        for rest in ("", ":export"):
            if rest and "pageToken" in query:
                continue
            answer = owner.get(_path(told, rest), **query)
            assert (answer.code, answer.reason, answer.fields) == (400, reason, [field])


def test_a_page_reads_one_entry_more_and_each_name_once(owner: Caller, told: World) -> None:
    with counted(told) as counts:
        first = owner.get(_path(told), pageSize=2)
    assert (counts.reads["audit"], counts.calls["audit"], counts.writes) == (3, 1, {})
    # Ana, and who looked at her, in one call; the caller's own standing is another.
    assert counts.calls["members"] == 2
    token = first.json["nextPageToken"]
    assert _ids(owner.get(_path(told), pageSize=2, pageToken=token)) == ["edit", "run"]
    other = owner.get(_path(told), pageSize=2, pageToken=token, filter='verb = "members:view"')
    assert other.reason == "PAGE_TOKEN_INVALID"


def test_the_district_s_own_entries_are_its_managers_alone(
    door: ApiDoor, owner: Caller, told: World
) -> None:
    manager = door.district_manager("d1")
    assert _ids(manager.get("/v1/auditEntries")) == ["district"]
    assert manager.get("/v1/auditEntries").json["auditEntries"][0]["name"] == (
        "auditEntries/district"
    )
    assert _ids(manager.get(_path(told))) == ["sftp", "look", "edit", "run"]
    rows = _rows(manager.get("/v1/auditEntries:export"))
    assert [row["entry"] for row in rows if not row["entry"].startswith("audit-export")] == [
        "district"
    ]
    for path in ("/v1/auditEntries", "/v1/auditEntries:export"):
        assert (owner.get(path).code, owner.get(path).reason) == (403, "ROLE_MAY_NOT")
        assert door.nobody().get(path).code == 401


def test_the_district_s_entries_name_people_wherever_they_are_and_accounts(
    door: ApiDoor, told: World, ana: str
) -> None:
    documents, now = told.documents, told.now
    commit = documents.commit()
    for uid, person, email in (
        ("account-d1", "d1", "dora@demo.example"),
        ("account-ana", ana, "ana.lee@demo.example"),
        ("account-family", "", "family@demo.example"),
    ):
        fields = Account(uid, email, AccountState.ACTIVE, person=person).as_document()
        commit.create(f"accounts/{uid}", fields)
    commit.run()
    about = [{"account": "account-ana"}, {"account": "account-family"}, {"account": "nobody"}]
    put_entry(documents, "by-ana", "accounts:link", now, None, f"person:{ana}", about)
    manager = door.district_manager("d1")
    found = {
        each["name"]: (
            each.get("actorDisplayName"),
            [subject.get("displayName") for subject in each["subjects"]],
        )
        for each in manager.get("/v1/auditEntries").json["auditEntries"]
    }
    assert found["auditEntries/district"] == ("dora@demo.example", [])
    assert found["auditEntries/by-ana"] == ("Ana Lee", ["Ana Lee", "family@demo.example", None])
    rows = [
        row for row in _rows(manager.get("/v1/auditEntries:export")) if row["entry"] == "by-ana"
    ]
    assert [(row["actorName"], row["personName"]) for row in rows] == [
        ("Ana Lee", "Ana Lee"),
        ("Ana Lee", "family@demo.example"),
        ("Ana Lee", ""),
    ]
    assert all(row["person"] == "" for row in rows)


def test_the_file_has_every_row_of_what_is_asked_for(
    owner: Caller, told: World, olga: str, ana: str
) -> None:
    answer = owner.get(_path(told, ":export"), filter=f'person = "{ana}"')
    assert answer.response.mimetype == "text/csv"
    named = answer.response.headers["Content-Disposition"]
    assert named.startswith(f"attachment; filename=audit-{told.school}-2026-11-23")
    rows = _rows(answer)
    assert [row["entry"] for row in rows] == ["look", "edit", *["run"] * 400]
    assert (rows[1]["actor"], rows[1]["actorName"]) == (f"person:{olga}", "Olga Office")
    assert (rows[1]["person"], rows[1]["personName"]) == (ana, "Ana Lee")
    assert (rows[-1]["fields"], rows[-1]["facts"]) == ("grade", '{"verb": "UPDATE"}')
    assert rows[0]["time"] == "2026-11-23T21:00:00+00:00"


def test_a_file_is_on_record_with_what_was_asked_and_how_much_went_out(
    owner: Caller, told: World, olga: str, ana: str
) -> None:
    query = {"filter": f'person = "{ana}"', "startTime": "2026-11-23T20:00:00Z"}
    owner.get(_path(told, ":export"), **query).response.get_data()
    found = [each for each in entries(told, "auditEntries:export") if each["school"]]
    begun, ended = sorted(found, key=lambda entry: "count" in entry["subjects"][0])
    assert begun["actor"] == ended["actor"] == f"person:{olga}"
    asked = {"ofPerson": ana, "startTime": "2026-11-23T20:00:00+00:00"}
    assert begun["subjects"][0].items() >= asked.items()
    assert ended["subjects"] == [{**begun["subjects"][0], "count": 2}]


def test_a_name_in_the_file_is_no_formula(owner: Caller, world: World, olga: str) -> None:
    bad = put_member(world, "=1+1", "Lee")
    subjects = [{"person": bad, "fields": []}]
    put_entry(
        world.documents, "e1", "members:update", world.now, world.school, f"person:{bad}", subjects
    )
    rows = [row for row in _rows(owner.get(_path(world, ":export"))) if row["entry"] == "e1"]
    assert [(row["actorName"], row["personName"]) for row in rows] == [("'=1+1 Lee", "'=1+1 Lee")]
    assert olga


def test_files_have_a_limit_of_their_own(owner: Caller, world: World) -> None:
    taken = 0
    # One more is let in with each second that the others take.
    while owner.get(_path(world, ":export")).code == 200:
        taken += 1
        assert taken < 200
    assert taken >= 60
    assert owner.get(_path(world)).code == 200


TIMES = st.lists(st.integers(0, 3), min_size=1, max_size=12)
NARROWED = 'person = "p1" AND verb = "members:update"'
START = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
DISTRICT = Actor("uid", "", {}, district="d1")


@settings(max_examples=20)
@given(TIMES, st.integers(1, 5), st.sampled_from(["", NARROWED]))
def test_pages_give_every_entry_once_in_order(
    emulator_env: EmulatorEnv, minutes: list[int], size: int, text: str
) -> None:
    documents = Documents(emulator_env.project)
    school = f"law-{secrets.token_hex(6)}"
    commit = documents.commit()
    for number, minute in enumerate(minutes):
        time = START + timedelta(minutes=minute)
        verb = "members:update" if number % 2 else "members:view"
        entry = audit_entry("person:a", verb, [{"person": "p1"}], time, school)
        commit.create(f"audit/{school}-{number:02}", entry)
    commit.run()
    names = AuditNames(PeopleStore(documents), AccountStore(documents))
    desk = AuditDesk(AuditStore(documents), names, lambda: START)
    found: list[str] = []
    token = ""
    for _ in minutes:
        query = AuditEntriesQuery(filter=text, page_size=size, page_token=token)
        page = desk.page(DISTRICT, school, query)
        assert len(page.items) <= size
        found += [each.name.rsplit("-", 1)[1] for each in page.items]
        token = page.next_token
        if not token:
            break
    assert token == ""
    whole = [
        (minute, f"{number:02}") for number, minute in enumerate(minutes) if number % 2 or not text
    ]
    assert found == [name for _, name in sorted(whole, reverse=True)]
