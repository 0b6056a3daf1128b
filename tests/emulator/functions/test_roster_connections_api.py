"""Connections and their settings through the door of the API."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.world import World


def _path(world: World) -> str:
    return f"/v1/schools/{world.school}/rosterConnections"


def _make(owner: Caller, world: World, **settings: Any) -> Any:
    answer = owner.post(_path(world), {"connection": "sis", "displayName": "Our SIS", **settings})
    assert answer.code == 200, answer.json
    return answer.json


def _audit(world: World) -> list[tuple[str, str, Any]]:
    found = [each.fields for each in world.documents.all("audit")]
    return sorted((e["verb"], e["actor"], e["subjects"][0]["fields"]) for e in found)


def test_a_connection_begins_with_everything_off(owner: Caller, world: World) -> None:
    made = _make(owner, world)
    assert made["name"] == f"schools/{world.school}/rosterConnections/sis"
    assert (made["enabled"], made["switches"], made["method"]) == (False, {}, "SFTP")
    assert "verifiedTime" not in made
    assert made["limits"]["archiveShare"] == 0.1
    assert made["feed"] == {"holdsInARow": 0, "lifts": [], "waiting": 0}
    assert owner.get(f"{_path(world)}/sis").json == made
    assert owner.get(_path(world)).json == {"rosterConnections": [made]}
    assert _audit(world) == [("rosterConnections:create", "person:o1", [])]
    again = owner.post(_path(world), {"connection": "sis", "displayName": "x"})
    assert (again.code, again.reason) == (409, "ALREADY_EXISTS")


def test_only_the_named_settings_change(owner: Caller, world: World) -> None:
    _make(owner, world, idWidth=6)
    body = {"enabled": True, "displayName": "ignored", "switches": {"student": {"add": True}}}
    changed = owner.patch(f"{_path(world)}/sis", body, updateMask="enabled,switches").json
    assert (changed["enabled"], changed["displayName"], changed["idWidth"]) == (True, "Our SIS", 6)
    assert changed["switches"] == {"student": {"add": True, "update": False, "archive": False}}
    stored = world.rostering.store.connection(world.school, "sis")
    assert stored is not None
    assert stored.enabled
    assert _audit(world)[-1] == (
        "rosterConnections:update",
        "person:o1",
        ["enabled", "switches"],
    )


def test_what_somebody_else_has_changed_is_not_written_over(owner: Caller, world: World) -> None:
    seen = _make(owner, world)["etag"]
    path = f"{_path(world)}/sis"
    first = owner.patch(path, {"idWidth": 7, "etag": seen}, updateMask="idWidth").json
    assert first["etag"] != seen
    late = owner.patch(path, {"idWidth": 8, "etag": seen}, updateMask="idWidth")
    assert (late.code, late.reason) == (409, "ETAG_MISMATCH")
    headers = {"If-Match": f'"{seen}"'}
    late = owner.call("PATCH", path, {"idWidth": 8}, headers, updateMask="idWidth")
    assert late.reason == "ETAG_MISMATCH"
    assert owner.get(path).json["idWidth"] == 7


def test_a_trial_changes_nothing(owner: Caller, world: World) -> None:
    body = {"connection": "sis", "displayName": "Our SIS"}
    assert owner.post(_path(world), body, validateOnly="true").code == 200
    assert owner.get(_path(world)).json == {"rosterConnections": []}
    made = _make(owner, world)
    path = f"{_path(world)}/sis"
    tried = owner.patch(path, {"idWidth": 8}, updateMask="idWidth", validateOnly="true").json
    assert tried["idWidth"] == 8
    assert owner.get(path).json == made


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"displayName": " "}, ["displayName"]),
    ({"encoding": "ebcdic"}, ["encoding"]),
    ({"idWidth": 0}, ["idWidth"]),
    ({"schoolYearEnd": 26}, ["schoolYearEnd"]),
    ({"archiveAfterNights": 0}, ["archiveAfterNights"]),
    ({"headerMap": {"Pupil No": "studentNumber"}}, ["headerMap[0]"]),
    ({"headerMap": {"SSN": "id"}}, ["headerMap[0]"]),
    ({"headerMap": {"Pupil No": "id", "PUPIL-NO": "email"}}, ["headerMap"]),
    ({"gradeMap": {"Year 7": "7"}}, ["gradeMap[0]"]),
    ({"fileSets": {"student": ["9"]}}, ["fileSets.student"]),
    ({"fileSets": {"student": ["9", "09"]}}, ["fileSets.student"]),
    ({"fileSets": {"student": ["students", "10"]}}, ["fileSets.student"]),
    (
        {"windows": [{"kind": "BLACKOUT", "firstDay": "2026-06-02", "lastDay": "2026-06-01"}]},
        ["windows[0]"],
    ),
    (
        {"windows": [{"kind": "BLACKOUT", "firstDay": "June", "lastDay": "2026-06-01"}]},
        ["windows[0]"],
    ),
    (
        {"windows": [{"kind": "ROLLOVER", "firstDay": "2026-08-01", "lastDay": "2026-08-15"}]},
        ["windows"],
    ),
    (
        {
            "windows": [
                {"kind": "ROLLOVER", "firstDay": "2026-08-08", "lastDay": "2026-08-15"},
                {"kind": "ROLLOVER", "firstDay": "2026-08-01", "lastDay": "2026-08-07"},
            ]
        },
        ["windows"],
    ),
    ({"limits": {"archiveShare": 1.5}}, ["limits.archiveShare"]),
    ({"limits": {"archiveFloor": 2.5}}, ["limits.archiveFloor"]),
    ({"limits": {"archiveFloor": float("inf")}}, ["limits.archiveFloor"]),
    ({"limits": {"mood": 1}}, ["limits.mood"]),
    ({"apiSource": {"baseUrl": "https://sis.example"}}, ["apiSource"]),
    (
        {"method": "ONEROSTER", "apiSource": {"baseUrl": "https://10.0.0.1", "pageLimit": 0}},
        ["apiSource.baseUrl", "apiSource.pageLimit"],
    ),
    ({"sis": "nobody-knows"}, ["sis"]),
    ({"sectionGrades": ["9"]}, ["sectionGrades"]),
    ({"migratesFrom": "none"}, ["migratesFrom"]),
    ({"migratesFrom": "sis", "sis": "../x", "idWidth": 0}, ["idWidth", "sis", "migratesFrom"]),
]


@pytest.mark.parametrize(("settings", "fields"), WRONG)
def test_wrong_settings_are_named(
    owner: Caller, world: World, settings: dict[str, Any], fields: list[str]
) -> None:
    answer = owner.post(_path(world), {"connection": "sis", "displayName": "x", **settings})
    assert (answer.code, answer.reason, answer.fields) == (400, "CONNECTION_INVALID", fields)
    assert owner.get(_path(world)).json == {"rosterConnections": []}


def test_every_setting_can_be_set_and_is_read_back(owner: Caller, world: World) -> None:
    settings: dict[str, Any] = {
        "displayName": "Whole",
        "enabled": True,
        "method": "CLASSLINK",
        "sis": "classlink",
        "switches": {"teacher": {"add": True, "update": True, "archive": True}},
        "declaredKinds": ["teacher"],
        "headerMap": {"Pupil No": "id", "Mystery": ""},
        "gradeMap": {"Year 7": "06"},
        "encoding": "mac_roman",
        "idWidth": 9,
        "schoolSourcedId": "Grant HS",
        "rosterSections": True,
        "sectionTerms": "CURRENT",
        "sectionGrades": ["09", "KG"],
        "fileSets": {"student": ["9", "10"], "staff": []},
        "schoolYearEnd": 2027,
        "archiveAfterNights": 3,
        "takesBackEdits": True,
        "ownsHandAdded": True,
        "windows": [
            {"kind": "ADDS_ONLY", "firstDay": "2026-08-01", "lastDay": "2026-08-31"},
            {"kind": "ROLLOVER", "firstDay": "2026-09-01", "lastDay": "2026-09-14"},
        ],
    }
    source: dict[str, Any] = {
        "baseUrl": "https://sis.example/ims/oneroster/v1p1",
        "tokenUrl": "https://tokens.example/?appName=a",
        "tokenUrlApproved": True,
        "clientId": "key",
        "version": "V1P1",
        "authentication": "OAUTH1_SHA1",
        "scope": "CUSTOM",
        "customScope": "roster.readonly",
        "pageLimit": 50,
        "preferRoleEndpoints": True,
        "keepCookies": False,
        "deltaPulls": True,
    }
    limits = {"archiveShare": 0.2, "archiveFloor": 9}
    made = _make(owner, world, **settings, limits=limits, apiSource=source)
    assert {name: made[name] for name in settings} == settings
    assert made["apiSource"] == {**source, "hasSecret": False}
    assert (made["limits"]["archiveShare"], made["limits"]["archiveFloor"]) == (0.2, 9)
    assert made["limits"]["keyShare"] == 0.1


def test_classes_come_from_one_connection_of_a_school(owner: Caller, world: World) -> None:
    _make(owner, world, rosterSections=True)
    other = {"connection": "other", "displayName": "Other"}
    refused = owner.post(_path(world), {**other, "rosterSections": True})
    assert (refused.reason, refused.fields) == ("CONNECTION_INVALID", ["rosterSections"])
    # Whoever takes the people over takes the classes over as well.
    new = owner.post(_path(world), {**other, "rosterSections": True, "migratesFrom": "sis"})
    assert new.code == 200
    assert new.json["rosterSections"] is True


def test_a_mask_names_only_settings(owner: Caller, world: World) -> None:
    _make(owner, world)
    path = f"{_path(world)}/sis"
    assert owner.patch(path, {"idWidth": 8}).reason == "UPDATE_MASK_MISSING"
    unknown = owner.patch(path, {"idWidth": 8}, updateMask="verifiedTime")
    assert unknown.reason == "UPDATE_MASK_UNKNOWN"
    everything = owner.patch(path, {"idWidth": 8}, updateMask="*").json
    assert (everything["idWidth"], everything["displayName"]) == (8, "Our SIS")


def test_only_owners_and_district_managers_see_and_set_connections(
    owner: Caller, door: ApiDoor, world: World
) -> None:
    _make(owner, world)
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    path = f"{_path(world)}/sis"
    assert manager.get(path).reason == "ROLE_MAY_NOT"
    assert manager.patch(path, {"idWidth": 8}, updateMask="idWidth").reason == "ROLE_MAY_NOT"
    assert door.district_manager().get(path).code == 200
    missing = owner.get(f"{_path(world)}/none")
    assert (missing.code, missing.reason) == (404, "CONNECTION_UNKNOWN")


def test_a_header_is_tried_before_a_file_is_sent(owner: Caller, world: World) -> None:
    _make(owner, world, headerMap={"Pupil Mail": "email"})
    path = f"{_path(world)}/sis:previewHeaders"
    header = ["Student ID", "First Name", "Last Name", "Pupil Mail", "Primary Phone", "Shoe Size"]
    shown = owner.post(path, {"fileName": "students.csv", "header": header}).json
    assert shown["kind"] == "student"
    assert [(each["header"], each["field"]) for each in shown["mapped"]] == [
        ("Student ID", "id"),
        ("First Name", "firstName"),
        ("Last Name", "lastName"),
        ("Pupil Mail", "email"),
    ]
    assert shown["ambiguous"] == [{"header": "Primary Phone", "fields": ["phone", "parentPhone"]}]
    assert shown["unknown"] == ["Shoe Size"]
    assert shown["missing"] == ["grade"]
    tried = {"Shoe Size": "grade", "Pupil Mail": "email", "Primary Phone": ""}
    body = {"fileName": "students.csv", "header": header, "headerMap": tried}
    shown = owner.post(path, body).json
    assert (shown["missing"], shown["ambiguous"]) == ([], [])
    assert owner.get(f"{_path(world)}/sis").json["headerMap"] == {"Pupil Mail": "email"}
