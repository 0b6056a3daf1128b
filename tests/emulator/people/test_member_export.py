"""Members as a file: who is in it, what opens it, and what stays on record of it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from shared.kernel.actor import Actor
from shared.kernel.errors import Denied
from shared.kernel.roles import Role
from shared.people.export_views import ExportRequest, MemberColumn
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.member_export import BATCH, MemberExporter
from shared.people.members import MemberDirectory
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.setting_store import SettingStore
from shared.people.store import PeopleStore, add_member
from tests.support.people import caller, put_member
from tests.support.world import World

ALL = [
    "person", "sisId", "firstName", "lastName", "kind", "role", "state", "grade", "email", "phone",
    "idField1", "idField2", "archivedBy", "archiveTime", "archiveTimeLocal", "createTime",
    "createTimeLocal", "updateTime", "updateTimeLocal",
]  # fmt: skip


def export(world: World, actor: Actor | None = None, **asked: Any) -> list[dict[str, str]]:
    text = raw(world, actor, **asked).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def raw(world: World, actor: Actor | None = None, **asked: Any) -> bytes:
    download = exporter(world).export(actor or caller(world), world.school, ExportRequest(**asked))
    return b"".join(download.chunks)


def exporter(world: World) -> MemberExporter:
    people, lists = PeopleStore(world.documents), ListStore(world.documents)
    reaches = Reaches(lists)
    looks = Looks(people, world.clock)
    directory = MemberDirectory(people, lists, reaches, looks, world.clock)
    schools, settings = SchoolStore(world.documents), SettingStore(world.documents)
    clock = world.clock
    return MemberExporter(directory, reaches, people, schools, settings, clock, lambda: "one")


def entry(world: World, part: str = "end") -> dict[str, Any]:
    found = world.documents.get(f"audit/members-export-one-{part}")
    assert found is not None
    return found.fields


def test_a_file_begins_with_the_id_and_has_every_column(world: World) -> None:
    commit = world.documents.commit()
    commit.update(f"schools/{world.school}", {"timeZone": "America/Chicago"})
    commit.run()
    ana = put_member(world, "Ána", "Lee", sisId="007", idField1="=1+1")
    data = raw(world)
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = export(world)
    assert list(row) == ALL
    assert (row["person"], row["sisId"], row["firstName"]) == (ana, "007", "Ána")
    assert row["idField1"] == "'=1+1"
    assert row["createTime"] == "2026-11-23T23:00:00+00:00"
    assert row["createTimeLocal"] == "2026-11-23T17:00:00-06:00"
    assert row["archiveTime"] == ""


def test_columns_are_chosen_and_the_id_stays_first(world: World) -> None:
    put_member(world, "Ana", "Lee")
    chosen = [MemberColumn.GRADE, MemberColumn.LAST_NAME, MemberColumn.GRADE]
    (row,) = export(world, columns=chosen)
    assert list(row) == ["person", "grade", "lastName"]


def test_the_schools_own_names_stand_above_the_free_fields(world: World) -> None:
    put_member(world, "Ana", "Lee", idField1="B-17", idField2="99")
    labels = {"idField1Label": "Locker", "idField2Label": ""}
    SettingStore(world.documents).save(world.school, "", labels, "person:o1", world.now)
    chosen = [MemberColumn.ID_FIELD2, MemberColumn.ID_FIELD1]
    (row,) = export(world, columns=chosen)
    assert list(row) == ["person", "idField2", "Locker"]
    assert (row["Locker"], row["idField2"]) == ("B-17", "99")
    risky = {"idField1Label": "=1+1", "idField2Label": ""}
    commit = world.documents.commit()
    commit.update(f"schools/{world.school}/settings/people", risky)
    commit.run()
    assert list(export(world, columns=[MemberColumn.ID_FIELD1])[0])[1] == "'=1+1"


def test_who_is_a_test_or_beyond_reach_is_left_out(world: World) -> None:
    put_member(world, "Ana", "Lee")
    put_member(world, "Ben", "Lee", grade="10")
    put_member(world, "Test", "Student", isTest=True)
    assert [row["firstName"] for row in export(world)] == ["Ana", "Ben"]
    assert [row["firstName"] for row in export(world, search="be")] == ["Ben"]
    assert [row["firstName"] for row in export(world, filter='grade = "09"')] == ["Ana"]
    tenth = caller(world, Role.MANAGER, "office", frozenset({"10"}))
    assert [row["firstName"] for row in export(world, tenth)] == ["Ben"]
    with pytest.raises(Denied):
        export(world, caller(world, Role.TEACHER))


def test_an_export_is_on_record_with_its_number_and_no_name(world: World) -> None:
    put_member(world, "Ana", "Lee")
    put_member(world, "Ben", "Lee")
    export(world, search="lee", columns=[MemberColumn.EMAIL])
    begun, ended = entry(world, "begin"), entry(world)
    for found in (begun, ended):
        assert (found["actor"], found["verb"]) == ("person:office", "members:export")
        assert found["school"] == world.school
    subject = {"export": "one", "columns": ["person", "email"]}
    assert (begun["subjects"], ended["subjects"]) == ([subject], [{**subject, "count": 2}])


def test_a_trial_gives_the_first_line_and_leaves_no_record(world: World) -> None:
    put_member(world, "Ana", "Lee")
    asked = ExportRequest(columns=[MemberColumn.GRADE])
    tried = exporter(world).export(caller(world), world.school, asked, validate_only=True)
    assert b"".join(tried.chunks).decode("utf-8-sig") == '"person","grade"\r\n'
    assert world.documents.get("audit/members-export-one-begin") is None


def test_an_export_that_is_broken_off_is_on_record_all_the_same(world: World) -> None:
    fields = {"kind": "student", "role": "STUDENT", "state": "ACTIVE", "lastName": "Lee"}
    commit = world.documents.commit()
    for number in range(BATCH + 1):
        add_member(commit, world.school, f"p{number:03d}", fields, world.now)
    commit.run()
    chunks: Any = exporter(world).export(caller(world), world.school, ExportRequest()).chunks
    next(chunks)
    assert "count" not in entry(world, "begin")["subjects"][0]
    assert world.documents.get("audit/members-export-one-end") is None
    next(chunks)
    chunks.close()
    assert entry(world)["subjects"][0]["count"] == BATCH
    assert len(export(world)) == BATCH + 1
