"""Files that a person uploads: from the API's session into the bucket, and there to a run."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from shared.kernel.roles import Role
from shared.rostering.runs import Arrival
from tests.support.api import ApiDoor, Caller
from tests.support.rosters import students
from tests.support.world import World

ORIGIN = {"Origin": "https://console.example"}
PIECE = 256 * 1024


@pytest.fixture
def world(world: World) -> World:
    world.set_up()
    return world


def _path(world: World) -> str:
    return f"/v1/schools/{world.school}/rosterConnections/sis/uploads"


def _open(owner: Caller, world: World, size: int, name: str = "students.csv") -> Any:
    body = {"fileName": name, "sizeBytes": size}
    answer = owner.call("POST", _path(world), body, ORIGIN)
    assert answer.code == 200, answer.json
    return answer.json


def _landed(world: World, upload: str) -> Arrival | None:
    found = world.drop.find(f"schools/{world.school}/sis/{upload}")
    if found is None:
        return None
    return Arrival(
        found.bucket, found.name, found.generation, found.size, found.digest, found.metadata
    )


def test_an_upload_in_pieces_becomes_a_run(owner: Caller, world: World) -> None:
    data = students(range(6_000)).encode()
    assert len(data) > PIECE
    opened = _open(owner, world, len(data))
    assert _landed(world, opened["upload"]) is None
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        place = f"bytes {start}-{start + len(piece) - 1}/{len(data)}"
        answer = requests.put(
            opened["uploadUri"], piece, headers={"Content-Range": place, **ORIGIN}, timeout=30
        )
        last = start + len(piece) == len(data)
        assert answer.status_code == (200 if last else 308)
    arrival = _landed(world, opened["upload"])
    assert arrival is not None
    assert arrival.size == len(data)
    assert arrival.metadata == {
        "fileName": "students.csv",
        "school": world.school,
        "connection": "sis",
        "uploadId": opened["upload"],
        "login": "person:o1",
    }


def test_an_uploaded_file_is_rostered_as_any_other(owner: Caller, world: World) -> None:
    data = students(range(3)).encode()
    opened = _open(owner, world, len(data))
    assert requests.put(opened["uploadUri"], data, headers=ORIGIN, timeout=30).status_code == 200
    arrival = _landed(world, opened["upload"])
    assert arrival is not None
    world.rostering.starter.file_landed(arrival)
    world.drain()
    assert world.run_of(arrival).outcome == "APPLIED"
    assert sorted(world.members()) == ["1000", "1001", "1002"]
    audited = [each.fields for each in world.documents.all("audit")]
    uploads = [each for each in audited if each["verb"] == "rosterUploads:create"]
    assert [each["actor"] for each in uploads] == ["person:o1"]
    assert "students" not in str(uploads)


@pytest.mark.parametrize(
    "name", ["a/students.csv", "a\\students.csv", "..", "stu\ndents.csv", "ü" * 128 + ".csv"]
)
def test_names_that_the_gateway_would_refuse_are_refused(
    owner: Caller, world: World, name: str
) -> None:
    answer = owner.post(_path(world), {"fileName": name, "sizeBytes": 9})
    assert (answer.code, answer.reason) == (400, "UPLOAD_NAME_INVALID")
    assert answer.fields == ["fileName"]


def test_only_files_of_a_size_that_is_read_are_taken(owner: Caller, world: World) -> None:
    for size in (0, 50 * 1024 * 1024 + 1):
        answer = owner.post(_path(world), {"fileName": "students.csv", "sizeBytes": size})
        assert (answer.code, answer.reason) == (400, "REQUEST_INVALID")
    assert _open(owner, world, 50 * 1024 * 1024)["uploadUri"]


def test_a_session_is_for_one_size_and_one_page_only(
    owner: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cloud Storage holds the sender to both, which the emulator does not."""
    send, sent = requests.Session.send, list[requests.PreparedRequest]()

    def seen(session: Any, request: requests.PreparedRequest, **told: Any) -> requests.Response:
        sent.append(request)
        return send(session, request, **told)

    monkeypatch.setattr(requests.Session, "send", seen)
    opened = _open(owner, world, 9)
    (request,) = [each for each in sent if "uploadType=resumable" in (each.url or "")]
    assert request.headers["X-Upload-Content-Length"] == "9"
    assert request.headers["Origin"] == ORIGIN["Origin"]
    assert "ifGenerationMatch=0" in (request.url or "")
    body = {"fileName": "students.csv", "sizeBytes": 9}
    assert owner.post(_path(world), body).json["upload"] != opened["upload"]
    assert "Origin" not in sent[-1].headers


def test_a_trial_and_a_repeated_call_give_no_address(owner: Caller, world: World) -> None:
    body = {"fileName": "students.csv", "sizeBytes": 9}
    assert owner.post(_path(world), body, validateOnly="true").json["uploadUri"] == ""
    name = "0f2b8a8e-98a0-4d1e-8d80-0d0b6a1e7a01"
    first = owner.post(_path(world), body, requestId=name).json
    again = owner.post(_path(world), body, requestId=name).json
    assert first["uploadUri"]
    assert (again["upload"], again["uploadUri"]) == (first["upload"], "")


def test_nothing_is_uploaded_where_rostering_is_off_or_by_others(
    owner: Caller, door: ApiDoor, world: World
) -> None:
    body = {"fileName": "students.csv", "sizeBytes": 9}
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    assert manager.post(_path(world), body).reason == "ROLE_MAY_NOT"
    unknown = owner.post(_path(world).replace("/sis/", "/none/"), body)
    assert unknown.reason == "CONNECTION_UNKNOWN"
    commit = world.documents.commit()
    commit.update(f"schools/{world.school}/rosterConnections/sis", {"enabled": False})
    commit.run()
    assert owner.post(_path(world), body).reason == "ROSTERING_OFF"
