"""The accounts of a school and their addresses through the door of the API, page and file."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.identity.listing_store import ListingStore
from shared.identity.request_store import RequestStore
from shared.kernel.roles import Role
from tests.emulator.people.test_indexes import indexes, needed
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.audit import entries
from tests.support.counting import counted
from tests.support.emulators import EmulatorEnv
from tests.support.people import put_member
from tests.support.world import World

DOMAIN = "students.example.org"


@pytest.fixture
def world(emulator_env: EmulatorEnv, school: str) -> World:
    assert emulator_env.project
    made = World(school)
    made.set_up()
    on = {"enabled": True, "realms": [DOMAIN, "staff.example.org"]}
    off = {"enabled": False, "realms": ["off.example.org"]}
    commit = made.documents.commit()
    providers = {"google.com": on, "oidc.clever": off}
    commit.put("district/signIn", {"schemaVersion": 1, "providers": providers})
    commit.run()
    return made


@pytest.fixture
def door(world: World, door_over: Callable[[World, str], ApiDoor]) -> ApiDoor:
    return door_over(world, "identity_api")


@pytest.fixture
def owner(door: ApiDoor, world: World) -> Caller:
    person = put_member(world, "Olga", "Office", kind="admin", role="OWNER", grade="")
    return door.somebody(world.school, Role.OWNER, person, email="olga@staff.example.org")


def put_account(world: World, email: str, person: str = "", **changes: Any) -> str:
    uid = changes.pop("uid", f"uid-{email.partition('@')[0]}-{world.school}")
    held = {"role": "STUDENT", "person": person, "grades": [], "modules": []}
    fields = {
        "schemaVersion": 1,
        "uid": uid,
        "email": email,
        "state": "ACTIVE",
        "person": person,
        "guardian": "",
        "district": False,
        "memberships": {str(world.school): held},
        "schools": [str(world.school)],
        "links": [],
        "sessions": {},
        **changes,
    }
    commit = world.documents.commit()
    commit.put(f"accounts/{uid}", fields)
    commit.run()
    return str(uid)


def accounts_of(world: World, rest: str = "") -> str:
    return f"/v1/schools/{world.school}/accounts{rest}"


def addresses_of(world: World, rest: str = "") -> str:
    return f"/v1/schools/{world.school}/signInAddresses{rest}"


def emails(answer: Answer) -> list[str]:
    assert answer.code == 200, answer.json
    return [each["email"] for each in answer.json["accounts"]]


@pytest.mark.parametrize("uid", ["____", "__all__", "_"])
def test_a_name_that_the_database_keeps_for_itself_is_no_account(
    uid: str, world: World, owner: Caller
) -> None:
    answer = owner.get(accounts_of(world, f"/{uid}"))
    assert (answer.code, answer.fields) == (400, ["account"])


def test_accounts_are_listed_by_address_page_by_page(owner: Caller, world: World) -> None:
    for name in ("cy", "ann", "bob"):
        put_account(world, f"{name}@{DOMAIN}")
    elsewhere = world.neighbor()
    elsewhere_uid = put_account(elsewhere, f"aaa@{DOMAIN}")
    first = owner.get(accounts_of(world), pageSize=2)
    assert emails(first) == [f"ann@{DOMAIN}", f"bob@{DOMAIN}"]
    token = first.json["nextPageToken"]
    second = owner.get(accounts_of(world), pageSize=2, pageToken=token)
    assert emails(second) == [f"cy@{DOMAIN}", "olga@staff.example.org"]
    assert second.json["nextPageToken"] == ""
    # An address is in no link: not even the token holds one.
    assert DOMAIN not in base64.urlsafe_b64decode(token).decode()
    wrong = owner.get(accounts_of(world), filter="state = ENDED", pageToken=token)
    assert wrong.reason == "PAGE_TOKEN_INVALID"
    held = json.loads(base64.urlsafe_b64decode(token))
    for place in ("a/b", "nobody", "", elsewhere_uid):
        made = base64.urlsafe_b64encode(json.dumps({**held, "c": [place]}).encode()).decode()
        made_up = owner.get(accounts_of(world), pageSize=2, pageToken=made)
        assert made_up.reason == "PAGE_TOKEN_INVALID"
    assert len(entries(world, "members:list")) == 1


def test_accounts_are_found_by_state_member_and_beginning(owner: Caller, world: World) -> None:
    ana = put_member(world, "Ana", "Lee")
    put_account(world, f"ana@{DOMAIN}", ana)
    put_account(world, f"ana.lee@{DOMAIN}", ana, state="DISABLED")
    put_account(world, f"bob@{DOMAIN}", state="DISABLED")
    by = {
        'state = "DISABLED"': [f"ana.lee@{DOMAIN}", f"bob@{DOMAIN}"],
        f'member = "{ana}"': [f"ana.lee@{DOMAIN}", f"ana@{DOMAIN}"],
        f'member = "{ana}" AND state = "ACTIVE"': [f"ana@{DOMAIN}"],
        'member = "nobody"': [],
    }
    for wanted, there in by.items():
        assert emails(owner.get(accounts_of(world), filter=wanted)) == there
    search = accounts_of(world, ":search")
    assert emails(owner.post(search, {"search": "ANA"})) == [f"ana.lee@{DOMAIN}", f"ana@{DOMAIN}"]
    assert emails(owner.post(search, {"search": "ana@"})) == [f"ana@{DOMAIN}"]
    disabled = {"search": "ana", "filter": "state = DISABLED"}
    assert emails(owner.post(search, disabled)) == [f"ana.lee@{DOMAIN}"]
    for wanted in ("state = GONE", 'member = "X Y"', "email = x"):
        answer = owner.get(accounts_of(world), filter=wanted)
        assert answer.reason in ("FILTER_INVALID", "FILTER_FIELD_UNKNOWN")


def test_every_question_has_its_index(world: World) -> None:
    with counted(world) as counts:
        accounts = ListingStore(world.documents)
        for state in ("", "ACTIVE"):
            for beginning in ("", "a"):
                accounts.page(str(world.school), state, beginning, 1, None)
        RequestStore(world.documents).page("OPEN", 1, None)
    assert len(counts.queries) == 5
    for query in counts.queries:
        there = indexes(query.from_[0].collection_id)
        assert needed(query)
        assert needed(query) <= there, f"firestore.indexes.json lacks {needed(query) - there}"


def test_what_is_tried_only_changes_nothing(owner: Caller, world: World) -> None:
    uid = put_account(world, f"ana@{DOMAIN}", sessions={})
    tried = owner.post(accounts_of(world, f"/{uid}:disable"), validateOnly="true")
    assert (tried.code, tried.json["state"]) == (200, "DISABLED")
    assert owner.get(accounts_of(world, f"/{uid}")).json["state"] == "ACTIVE"
    assert entries(world, "accounts:disable") == []


def test_the_same_call_is_done_once(owner: Caller, world: World) -> None:
    uid = put_account(world, f"ana@{DOMAIN}")
    for _ in range(2):
        done = owner.post(accounts_of(world, f"/{uid}:disable"), requestId="once-1")
        assert (done.code, done.json["state"]) == (200, "DISABLED")
    assert len(entries(world, "accounts:disable")) == 1


def test_an_address_is_given_and_taken(owner: Caller, world: World) -> None:
    ana = put_member(world, "Ana", "Lee", email="")
    new = {"member": ana, "email": f"A.Lee@{DOMAIN.upper()}"}
    made = owner.post(addresses_of(world), new)
    assert (made.code, made.json["email"], made.json["member"]) == (200, f"a.lee@{DOMAIN}", ana)
    assert owner.post(addresses_of(world), new).json == made.json
    listed = owner.get(addresses_of(world), member=ana).json["signInAddresses"]
    assert listed == [made.json]
    assert len(entries(world, "signInAddresses:update")) == 1
    assert owner.delete(f"/v1/{made.json['name']}").code == 200
    assert owner.get(addresses_of(world), member=ana).json["signInAddresses"] == []
    assert owner.delete(f"/v1/{made.json['name']}").reason == "ADDRESS_UNKNOWN"
    assert DOMAIN not in str(entries(world, "signInAddresses:update"))


def test_an_address_is_one_persons_and_the_districts(owner: Caller, world: World) -> None:
    ana, bob = put_member(world, "Ana", "Lee"), put_member(world, "Bob", "Ray", email="")
    other = world.neighbor()
    put_member(other, "Cy", "Far", sisId="far-1", email=f"cy@{DOMAIN}")
    put_member(other, "Di", "Gone", sisId="far-2", email=f"di@{DOMAIN}", state="ARCHIVED")
    put_account(other, f"eve@{DOMAIN}", "person-eve", links=["x"])
    gone = put_member(world, "Gus", "Gone", state="ARCHIVED")
    assert owner.post(addresses_of(world), {"member": ana, "email": f"one@{DOMAIN}"}).code == 200
    for email, reason in {
        f"one@{DOMAIN}": "ADDRESS_TAKEN",
        f"cy@{DOMAIN}": "ADDRESS_TAKEN",
        f"eve@{DOMAIN}": "ADDRESS_TAKEN",
        "bob@gmail.example": "ADDRESS_OUTSIDE",
        "bob@off.example.org": "ADDRESS_OUTSIDE",
        f"bob@sub.{DOMAIN}": "ADDRESS_OUTSIDE",
        "no address": "REQUEST_INVALID",
        f"di@{DOMAIN}": "",
    }.items():
        answer = owner.post(addresses_of(world), {"member": bob, "email": email})
        assert answer.reason == reason, email
    late = {"member": gone, "email": f"late@{DOMAIN}"}
    assert owner.post(addresses_of(world), late).reason == "MEMBER_ARCHIVED"
    unknown = {"member": "nobody", "email": f"late@{DOMAIN}"}
    assert owner.post(addresses_of(world), unknown).reason == "MEMBER_UNKNOWN"


def import_of(owner: Caller, world: World, text: str, **query: str) -> Any:
    answer = owner.post(addresses_of(world, ":import"), {"csv": text}, **query)
    assert answer.code == 200, answer.json
    return answer.json


def test_a_file_is_tried_done_and_done_again(owner: Caller, world: World) -> None:
    put_member(world, "Ana", "Lee", sisId="007", email="")
    put_member(world, "Tom", "Teach", sisId="8", kind="teacher", role="TEACHER",
               email="tom@staff.example.org")  # fmt: skip
    text = (
        f"\ufeffEmail,Name,ID\r\na@{DOMAIN},x,007\r\n\r\n t@{DOMAIN} ,x,TOM@staff.example.org\r\n"
    )
    tried = import_of(owner, world, text, validateOnly="true")
    assert tried == {
        "rows": 2,
        "added": 2,
        "unchanged": 0,
        "applied": False,
        "problems": [],
        "problemCount": 0,
    }
    assert list(world.documents.all("signInAddresses")) == []
    done = import_of(owner, world, text)
    assert (done["added"], done["unchanged"], done["applied"]) == (2, 0, True)
    again = import_of(owner, world, text)
    assert (again["added"], again["unchanged"]) == (0, 2)
    (entry,) = entries(world, "signInAddresses:update")
    assert len(entry["subjects"]) == 2
    exported = owner.get(addresses_of(world, ":export")).response.get_data().decode("utf-8-sig")
    rows = {tuple(row) for row in csv.reader(io.StringIO(exported, newline=""), strict=True)}
    assert rows == {
        ("id", "email"),
        ("007", f"a@{DOMAIN}"),
        ("tom@staff.example.org", f"t@{DOMAIN}"),
    }
    # What was given comes back as it was: nothing in it is new or wrong.
    back = import_of(owner, world, exported)
    assert (back["rows"], back["unchanged"], back["problemCount"]) == (2, 2, 0)
    taken = [each["subjects"][0] for each in entries(world, "signInAddresses:export")]
    assert sorted(each.get("count", -1) for each in taken) == [-1, 2]


def test_with_one_wrong_row_nothing_of_a_file_is_done(owner: Caller, world: World) -> None:
    put_member(world, "Ana", "Lee", sisId="1", email="")
    bob = put_member(world, "Bob", "Ray", sisId="2", email=f"bob@{DOMAIN}")
    put_member(world, "Gus", "Gone", sisId="3", state="ARCHIVED", email="")
    put_member(world, "Ida", "Own", sisId="own-4", kind="student", email="")
    world_of = world.neighbor()
    put_member(world_of, "Bob", "Ray", sisId="2", personId=bob)
    lines = [
        "id,email",
        f"1,ana@{DOMAIN}",  # 2: nothing is wrong with it
        f",x@{DOMAIN}",  # 3
        f"99,y@{DOMAIN}",  # 4
        f"3,z@{DOMAIN}",  # 5
        "1,",  # 6
        "1,not-an-address",  # 7
        "1,ana@gmail.example",  # 8
        f"1,bob@{DOMAIN}",  # 9: Bob's in the roster
        f"own-4,ana@{DOMAIN}",  # 10: Ana's above
        f"2,bobby@{DOMAIN}",  # 11: belongs to another school as well
    ]
    found = import_of(owner, world, "\n".join(lines))
    told = [(each["line"], each["column"], each["code"]) for each in found["problems"]]
    assert told == [
        (3, "id", "ID_EMPTY"),
        (4, "id", "ID_UNKNOWN"),
        (5, "id", "ID_ARCHIVED"),
        (6, "email", "EMAIL_EMPTY"),
        (7, "email", "EMAIL_INVALID"),
        (8, "email", "EMAIL_OUTSIDE"),
        (9, "email", "EMAIL_TAKEN"),
        (10, "email", "EMAIL_TWICE"),
        (11, "id", "MEMBER_ELSEWHERE"),
    ]
    assert all(each["fix"] for each in found["problems"])
    assert (found["applied"], found["added"], found["problemCount"]) == (False, 0, 9)
    assert DOMAIN not in str(found)
    assert list(world.documents.all("signInAddresses")) == []
    assert entries(world, "signInAddresses:update") == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "FILE_EMPTY"),
        ("id,email\n", 1, "FILE_EMPTY"),
        (f"1,a@{DOMAIN}\n", 1, "HEADER_MISSING"),
        ("id,id,email\n1,1,x\n", 1, "HEADER_MISSING"),
        ('id,email\n1,"open\n', 2, "FILE_UNREADABLE"),
        ("id,email\n" + "1,a@b.example\n" * 2_001, 2_002, "ROWS_TOO_MANY"),
    ],
)
def test_a_file_that_is_none_is_told_so(
    owner: Caller, world: World, text: str, line: int, code: str
) -> None:
    found = import_of(owner, world, text)
    assert [(each["line"], each["code"]) for each in found["problems"]] == [(line, code)]
    assert found["applied"] is False


def test_an_id_of_two_people_is_nobodys(owner: Caller, world: World) -> None:
    put_member(world, "Ana", "Lee", sisId="5")
    commit = world.documents.commit()
    commit.put(
        f"schools/{world.school}/members/teacher-five",
        {"sisId": "5", "state": "ACTIVE", "email": "five@staff.example.org", "role": "TEACHER",
         "personId": "teacher-five", "kind": "teacher"},
    )  # fmt: skip
    commit.run()
    found = import_of(owner, world, f"id,email\n5,five@{DOMAIN}\n")
    assert [each["code"] for each in found["problems"]] == ["ID_SEVERAL"]
    by_email = import_of(owner, world, f"id,email\nfive@staff.example.org,five@{DOMAIN}\n")
    assert by_email["applied"] is True


def test_a_large_file_goes_in_whole(owner: Caller, world: World) -> None:
    # More than one commit holds.
    number = 450
    for start in range(0, number, 150):
        commit = world.documents.commit()
        for each in range(start, start + 150):
            commit.put(
                f"schools/{world.school}/members/person{each}",
                {"sisId": f"s{each}", "state": "ACTIVE", "email": "", "role": "STUDENT",
                 "personId": f"person{each}", "kind": "student"},
            )  # fmt: skip
        commit.run()
    rows = "".join(f"s{each},s{each}@{DOMAIN}\n" for each in range(number))
    done = import_of(owner, world, f"id,email\n{rows}")
    assert (done["added"], done["applied"]) == (number, True)
    assert len(list(world.documents.all("signInAddresses"))) == number


def test_the_queue_is_shown_by_state(owner: Caller, world: World) -> None:
    for number in range(3):
        commit = world.documents.commit()
        fields = {"provider": "google.com", "identity": f"i{number}", "doubt": "NOBODY"}
        more = {"state": "REFUSED" if number == 1 else "OPEN", "email": f"n{number}@{DOMAIN}"}
        commit.put(f"signInRequests/i{number}", {**fields, **more, "lastTime": world.now})
        commit.run()
        world.pass_time(minutes=1)

    def listed(**query: Any) -> list[str]:
        answer = owner.get("/v1/signInRequests", **query)
        return [each["email"] for each in answer.json["signInRequests"]]

    assert listed() == [f"n2@{DOMAIN}", f"n0@{DOMAIN}"]
    first = owner.get("/v1/signInRequests", pageSize=1).json
    assert listed(pageSize=1, pageToken=first["nextPageToken"]) == [f"n0@{DOMAIN}"]
    assert listed(filter="state = REFUSED") == [f"n1@{DOMAIN}"]
    assert owner.get("/v1/signInRequests", filter="state = X").reason == "FILTER_INVALID"
