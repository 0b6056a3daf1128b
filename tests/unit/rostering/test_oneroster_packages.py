"""A OneRoster package is read as one table of people, however its export breaks the rules."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from shared.kernel.roles import Role
from shared.rostering.model import Guardian, Kind, RosterRow
from shared.rostering.problems import FileRejected
from shared.rostering.reading import Reading, ReadOptions, read_roster
from shared.rostering.sources.oneroster_zip import open_package
from tests.support.oneroster import (
    DISTRICT,
    HEADERS,
    OTHER,
    SCHOOL,
    files_of,
    held,
    manifest,
    package,
    person,
    sheet,
)
from tests.support.workbooks import package as zipped

PUPILS = [person(f"S{n}", identifier=f"70{n}") for n in range(4)]


def reading_of(
    data: bytes, name: str = "export.zip", declared: frozenset[Kind] = frozenset(), school: str = ""
) -> Reading:
    options = ReadOptions("district", declared_kinds=declared, school_sourced_id=school)
    return read_roster(io.BytesIO(data), name, options)


def read(data: bytes, name: str = "export.zip") -> tuple[Reading, dict[str, RosterRow]]:
    """The reading, and by id the last row given of everybody."""
    reading = reading_of(data, name)
    rows = [seen.row for batch in reading.batches() for seen in batch if seen.row is not None]
    return reading, {row.sis_id: row for row in rows}


def reason_of(data: bytes) -> str:
    with pytest.raises(FileRejected) as rejected:
        list(reading_of(data).batches())
    return rejected.value.reason


def test_people_of_1_1_come_with_their_kinds_and_fields() -> None:
    users = [
        *PUPILS,
        person("T1", "teacher", orgSourcedIds=f"{SCHOOL},{DISTRICT}", sms="+12065550101"),
        person("A1", "administrator"),
        person("E1", "aide", email="", username="e1@example.org"),
    ]
    reading, people = read(package(users))
    assert reading.facts.format == "oneroster"
    kinds = {who: row.kind.value for who, row in people.items()}
    assert kinds == {
        **{f"S{n}": "student" for n in range(4)},
        "T1": "teacher",
        "A1": "admin",
        "E1": "staff",
    }
    assert people["S2"][2:7] == ("S2", "s2@example.org", "GivenS2", "FamilyS2", "09")
    assert people["S2"].id_field1 == "702"
    assert (people["T1"].phone, people["E1"].email) == ("+12065550101", "e1@example.org")
    assert people["A1"].role is Role.MANAGER
    assert not reading.problems


def test_the_main_role_at_the_school_counts_in_1_2() -> None:
    users = [person(who, grades="") for who in ("T1", "C1", "D1", "P1")] + PUPILS
    roles = [
        *(held(each["sourcedId"], "student") for each in PUPILS),
        held("T1", "aide", kind="secondary"),
        held("T1", "teacher"),
        held("C1", "counselor"),
        held("C1", "principal", kind="secondary"),
        held("D1", "districtAdministrator", DISTRICT),
        held("P1", "parent"),
        held("P1", "teacher", kind="secondary"),
    ]
    reading, people = read(package(users, roles))
    kinds = {who: row.kind.value for who, row in people.items() if not who.startswith("S")}
    assert kinds == {"T1": "teacher", "C1": "staff", "P1": "teacher"}
    assert not reading.problems


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_guardians_are_found_from_either_side(version: str) -> None:
    users = [
        person("S1", agentSourcedIds="G1"),
        person("S2", agentSourcedIds="G1,G2"),
        person("S3"),
        person("G1", "parent", sms="+12065550111"),
        person("G2", "guardian", email="", phone="+12065550112"),
        person("G3", "relative", agentSourcedIds="s3,S1"),
    ]
    roles = [held(each["sourcedId"], each["role"]) for each in users]
    _, people = read(package(users, roles if version == "1.2" else []))
    first = Guardian("g1@example.org", "+12065550111")
    third = Guardian("g3@example.org", "")
    assert {who: row.guardians for who, row in people.items()} == {
        "S1": (first, third),
        "S2": (first, Guardian("", "+12065550112")),
        "S3": (third,),
    }


def test_a_student_may_have_more_guardians_than_a_row_has_columns() -> None:
    agents = [f"G{n}" for n in range(15)]
    users = [*PUPILS, person("S9", agentSourcedIds=",".join(agents))]
    _, people = read(package([*users, *(person(each, "guardian") for each in agents)]))
    assert {each.email for each in people["S9"].guardians} == {
        f"g{n}@example.org" for n in range(15)
    }


def test_everybody_is_found_behind_many_who_are_not_the_schools_own() -> None:
    others = [person(f"A{n}", orgSourcedIds=OTHER) for n in range(700)]
    parents = [person(f"G{n}", "parent") for n in range(700)]
    reading = reading_of(package([*others, *parents, *PUPILS]), school=SCHOOL)
    list(reading.batches())
    assert [each.source_id for each in reading.everybody()] == ["S0", "S1", "S2", "S3"]


def test_a_package_without_guardians_says_nothing_about_them() -> None:
    with_them = [*PUPILS, person("G1", "parent", agentSourcedIds="S1")]
    fields = [
        set(reading_of(package(users)).facts.mapping.values()) for users in (PUPILS, with_them)
    ]
    assert fields[1] - fields[0] == {"parentEmail", "parentPhone"}


@pytest.mark.parametrize("status", ["tobedeleted", "ToBeDeleted", "inactive", " tobedeleted "])
def test_who_is_to_be_deleted_is_not_there(status: str) -> None:
    reading, people = read(package([*PUPILS, person("S9", status=status)]))
    assert "S9" not in people
    assert not reading.problems


def test_a_status_that_is_not_known_is_a_warning_and_deletes_nobody() -> None:
    reading, people = read(package([*PUPILS, person("S9", status="withdrawn?")]))
    assert "S9" in people
    assert reading.problem_counts == {"STATUS_UNKNOWN": 1}
    assert reading.warnings == 1


def test_a_role_that_is_not_known_rejects_the_row_of_nobody_knows_whom() -> None:
    reading, people = read(package([*PUPILS, person("X1", "ext:crossingGuard")]))
    assert "X1" not in people
    assert reading.problem_counts == {"ROLE_UNKNOWN": 1}
    assert (reading.rejected, reading.unreadable) == (1, 1)


@pytest.mark.parametrize("cells", [5, 40])
def test_a_row_of_another_width_is_rejected(cells: int) -> None:
    files = files_of(PUPILS)
    files["users.csv"] = f"{files['users.csv']!s}{'x,' * (cells - 1)}x\r\n"
    reading, people = read(zipped(files))
    assert reading.problem_counts == {"ROW_RAGGED": 1}
    assert reading.unreadable == 1
    assert len(people) == 4
    assert [problem.line for problem in reading.problems] == [6]


def test_a_package_that_ends_in_the_middle_of_a_row_is_refused() -> None:
    files = files_of(PUPILS)
    files["users.csv"] = f"{files['users.csv']!s}S9,active,2026-1"
    assert reason_of(zipped(files)) == "FILE_TRUNCATED"


def _lower(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {}
    for name, content in files.items():
        header, _, rest = str(content).partition("\r\n")
        made[name.upper()] = f"{header.lower()},,\r\n" + rest.replace("\r\n", ",,\r\n")
    return made


def _folded(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    within: dict[str, str | bytes] = {f"Export 2026/{name}": each for name, each in files.items()}
    return {"__MACOSX/._users.csv": b"\0\5\x16\7", **within}


def _marked(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {name: f"\ufeff{content!s}".encode() for name, content in files.items()}


def _misspelt(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    users = str(files["users.csv"]).replace("dateLastModified", "dataLastModified")
    return {**files, "users.csv": users, "userprofiles.csv": "a,b\r\n"}


@pytest.mark.parametrize("broken", [_lower, _folded, _marked, _misspelt])
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_files_that_break_the_rules_are_read_alike(version: str, broken: object) -> None:
    users = [*PUPILS, person("T1", "teacher"), person("G1", "parent", agentSourcedIds="S1")]
    roles = [held(each["sourcedId"], each["role"]) for each in users]
    files = files_of(users, roles if version == "1.2" else [])
    assert callable(broken)
    reading, people = read(zipped(broken(files)))
    _, plain = read(zipped(files))
    assert people == plain
    assert len(people) == 5
    assert reading.complete_for == frozenset(Kind)


def test_one_bulk_package_speaks_for_all_kinds_whatever_its_name() -> None:
    for name in ("export.zip", "Lincoln_students.zip", "teachers_and_staff.zip"):
        reading, people = read(package([*PUPILS, person("T1", "teacher")]), name)
        assert reading.complete_for == frozenset(Kind)
        assert people["T1"].kind is Kind.TEACHER


@pytest.mark.parametrize("modes", [None, {"users": "absent"}, {"orgs": "bulk"}, {"users": "whole"}])
def test_without_that_word_it_speaks_for_what_the_connection_declares(
    modes: dict[str, str] | None,
) -> None:
    files = files_of([*PUPILS, person("T1", "teacher")])
    del files["manifest.csv"]
    if modes is not None:
        files["manifest.csv"] = manifest(**modes)
    for declared in (frozenset[Kind](), frozenset({Kind.STUDENT, Kind.TEACHER})):
        reading = reading_of(zipped(files), "students.zip", declared)
        list(reading.batches())
        assert reading.complete_for == declared


@pytest.mark.parametrize("part", ["users", "roles"])
def test_a_delta_is_refused(part: str) -> None:
    roles = [held(each["sourcedId"], "student") for each in PUPILS]
    files = files_of(PUPILS, roles)
    files["manifest.csv"] = manifest("1.2", **{"users": "bulk", "roles": "bulk", part: "delta"})
    assert reason_of(zipped(files)) == "PACKAGE_DELTA"


def test_people_of_two_schools_are_refused_and_those_of_none_are_left_out() -> None:
    users = [*PUPILS, person("D1", "administrator", orgSourcedIds=DISTRICT)]
    reading, people = read(package(users))
    assert people.keys() == {f"S{n}" for n in range(4)}
    assert not reading.problems
    users += [person("S8", orgSourcedIds=OTHER)]
    assert reason_of(package(users)) == "SCHOOL_AMBIGUOUS"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_of_a_district_the_school_that_is_named_is_read(version: str) -> None:
    users = [
        *PUPILS,
        person("S8", orgSourcedIds=OTHER, agentSourcedIds="G1"),
        person("T1", "teacher", orgSourcedIds=f"{SCHOOL},{OTHER}"),
        person("T2", "teacher", orgSourcedIds=SCHOOL),
        person("G1", "parent", orgSourcedIds=SCHOOL),
    ]
    roles = [
        held(each["sourcedId"], each["role"], org)
        for each in users
        for org in each["orgSourcedIds"].split(",")
    ]
    data = package(users, roles if version == "1.2" else [])
    reading = reading_of(data, school=OTHER.upper())
    rows = [seen.row for batch in reading.batches() for seen in batch if seen.row is not None]
    assert {row.sis_id: len(row.guardians) for row in rows} == {"S8": 1, "T1": 0}
    assert not reading.problems
    with pytest.raises(FileRejected) as rejected:
        reading_of(data, school="org-closed")
    assert rejected.value.reason == "SCHOOL_UNKNOWN"


def test_an_organization_that_is_not_listed_is_no_second_school() -> None:
    users = [*PUPILS, person("T1", "teacher", orgSourcedIds=f"org-annex,{SCHOOL.upper()}")]
    _, people = read(package(users))
    assert len(people) == 5


def test_organizations_without_a_school_keep_nobody_out() -> None:
    files = files_of([*PUPILS, person("T1", "teacher", orgSourcedIds="")])
    files["orgs.csv"] = sheet(HEADERS["orgs"], [])
    _, people = read(zipped(files))
    assert len(people) == 5
    del files["orgs.csv"]
    _, people = read(zipped(files))
    assert len(people) == 5


@pytest.mark.parametrize("name", ["../users.csv", "/users.csv", "a/../../orgs.csv", "C:/x.csv"])
def test_a_name_that_leads_outside_is_refused(name: str) -> None:
    assert reason_of(zipped({**files_of(PUPILS), name: "x"})) == "PACKAGE_UNSAFE"


def test_ten_thousand_entries_are_refused() -> None:
    many: dict[str, str | bytes] = {f"other{n}.csv": "" for n in range(10_000)}
    assert reason_of(zipped({**files_of(PUPILS), **many})) == "PACKAGE_UNSAFE"


def test_a_directory_of_any_length_is_not_listed_by_the_process_that_rosters() -> None:
    many: dict[str, str | bytes] = {f"other{n}.csv": "" for n in range(40_000)}
    data = zipped({**files_of(PUPILS), **many})
    assert reason_of(data) == "XLSX_BOMB"
    assert open_package(io.BytesIO(data)) is None


@pytest.mark.parametrize("comment", [b"", b"exported nightly", b"x" * 65_535])
def test_a_package_may_have_a_comment(comment: bytes) -> None:
    target = io.BytesIO(package(PUPILS))
    with ZipFile(target, "a") as archive:
        archive.comment = comment
    assert len(read(target.getvalue())[1]) == 4


def test_an_archive_that_points_to_another_directory_is_not_looked_into() -> None:
    data = package(PUPILS)
    end = data.rindex(b"PK\x05\x06")
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1)
    assert open_package(io.BytesIO(data[:end] + locator + data[end:])) is None


def test_a_bomb_is_refused_where_it_would_be_read_and_never_opened_elsewhere() -> None:
    bomb = b"0" * (300 << 20)
    assert reason_of(zipped({**files_of(PUPILS), "roles.csv": bomb})) == "PACKAGE_UNSAFE"
    _, people = read(zipped({**files_of(PUPILS), "demographics.csv": bomb}))
    assert len(people) == 4


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_a_damaged_package_is_refused(method: int) -> None:
    data = bytearray(zipped(files_of(PUPILS), method))
    at = data.index(b"users.csv") + len(b"users.csv") + 20
    data[at] ^= 1
    assert reason_of(bytes(data)) == "FORMAT_UNKNOWN"


@pytest.mark.parametrize(
    ("missing", "fields"),
    [("givenName", ["firstName"]), ("email,", ["email"]), ("givenName,familyName", None)],
)
def test_a_column_that_is_missing_is_named(missing: str, fields: list[str] | None) -> None:
    files = files_of(PUPILS)
    users = str(files["users.csv"]).replace(missing, "other,", 1).replace("username", "other", 1)
    files["users.csv"] = users
    with pytest.raises(FileRejected) as rejected:
        reading_of(zipped(files))
    assert rejected.value.reason == "HEADER_MISSING"
    found = [problem.field for problem in rejected.value.problems]
    assert found == (fields or ["firstName", "lastName"])


def test_nothing_of_passwords_and_demographics_comes_along() -> None:
    demographics = "sourcedId,status,dateLastModified,birthDate\r\nS1,,,2010-canary\r\n"
    files = {**files_of(PUPILS), "demographics.csv": demographics}
    reading, people = read(zipped(files))
    assert "canary" not in f"{people} {reading.facts} {reading.problems}"
