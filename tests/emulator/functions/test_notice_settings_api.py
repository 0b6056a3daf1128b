"""Who gets a school's mails, through the door of the API."""

from __future__ import annotations

from typing import Any

import pytest

from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from shared.notifications.store import NotificationStore
from tests.support.api import ApiDoor, Caller
from tests.support.emulators import EmulatorEnv


@pytest.fixture
def documents(api_env: EmulatorEnv, school: str) -> Documents:
    documents = Documents(api_env.project)
    commit = documents.commit()
    for person, role in (("o1", "OWNER"), ("m1", "MANAGER"), ("m9", "MANAGER")):
        fields = {"schemaVersion": 1, "kind": "admin", "role": role, "state": "ACTIVE"}
        limits = {"limitedToGrades": ["09"]} if person == "m9" else {}
        commit.put(f"schools/{school}/members/{person}", {**fields, **limits})
    commit.run()
    return documents


@pytest.fixture
def door(api_env: EmulatorEnv) -> ApiDoor:
    return ApiDoor("notice_api", api_env.project)


@pytest.fixture
def owner(door: ApiDoor, documents: Documents, school: str) -> Caller:
    del documents
    return door.somebody(school, Role.OWNER, "o1")


def _set(caller: Caller, school: str, *recipients: tuple[str, str], **query: Any) -> Any:
    told = [{"address": address, "language": language} for address, language in recipients]
    body = {"rosterResult": {"recipients": told}, **query.pop("more", {})}
    path = f"/v1/schools/{school}/settings/notifications"
    return caller.patch(path, body, **{"updateMask": "rosterResult", **query})


def _get(caller: Caller, school: str) -> Any:
    return caller.get(f"/v1/schools/{school}/settings/notifications").json


def test_chosen_recipients_are_those_who_are_told(
    owner: Caller, documents: Documents, school: str
) -> None:
    assert _get(owner, school)["rosterResult"] == {"recipients": []}
    assert _set(owner, school, ("office@example.org", "es")).code == 200
    assert _set(owner, school, ("it@example.org", "en"), ("a@example.org", "es")).code == 200
    audience = NotificationStore(documents).audience(school)
    assert [(each.address, each.language) for each in audience.recipients] == [
        ("it@example.org", "en"),
        ("a@example.org", "es"),
    ]
    audited = [each.fields for each in documents.all("audit") if each.fields["school"] == school]
    assert [each["actor"] for each in audited] == ["person:o1"] * 2
    assert "example.org" not in str(audited)


def test_wrong_addresses_are_named_by_their_place_and_not_repeated(
    owner: Caller, school: str
) -> None:
    wrong = [("it@example.org", "en"), ("nobody", "en"), ("IT@example.org", "en")]
    answer = _set(owner, school, *wrong)
    assert (answer.code, answer.reason) == (400, "RECIPIENT_INVALID")
    assert answer.fields == [
        "rosterResult.recipients[1].address",
        "rosterResult.recipients[2].address",
    ]
    assert "example.org" not in answer.response.get_data(as_text=True)
    assert _get(owner, school)["rosterResult"] == {"recipients": []}


def test_what_somebody_else_has_changed_is_not_written_over(owner: Caller, school: str) -> None:
    before = _get(owner, school)["etag"]
    first = _set(owner, school, ("it@example.org", "en"), more={"etag": before})
    assert first.code == 200
    late = _set(owner, school, ("office@example.org", "en"), more={"etag": before})
    assert late.reason == "ETAG_MISMATCH"
    tried = _set(owner, school, ("office@example.org", "en"), validateOnly="true")
    assert tried.json["rosterResult"]["recipients"][0]["address"] == "office@example.org"
    assert _get(owner, school)["etag"] == first.json["etag"]


def test_a_manager_reads_and_does_not_choose(owner: Caller, door: ApiDoor, school: str) -> None:
    assert _set(owner, school, ("it@example.org", "en")).code == 200
    manager = door.somebody(school, Role.MANAGER, "m1")
    assert _get(manager, school)["rosterResult"]["recipients"][0]["address"] == "it@example.org"
    assert _set(manager, school).reason == "ROLE_MAY_NOT"
    of_a_grade = door.somebody(school, Role.MANAGER, "m9", grades=("09",))
    answer = of_a_grade.get(f"/v1/schools/{school}/settings/notifications")
    assert answer.reason == "ROLE_MAY_NOT"
