"""What a package of changes may leave out, spell wrongly or lie about, and what comes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest

from shared.rostering.problems import FileRejected
from shared.rostering.reading import ReadOptions, read_roster
from shared.rostering.sources import oneroster_delta
from shared.rostering.sources.oneroster_delta import is_everybody, lay_over
from tests.support.oneroster import HEADERS, SCHOOL, files_of, held, manifest, person, sheet
from tests.support.oneroster_classes import enrolled
from tests.support.workbooks import package as zipped
from tests.support.workbooks import parts_of

Files = Mapping[str, str | bytes]
PUPILS = [person(f"S{n}") for n in range(4)]
BASE = files_of(PUPILS)
USERS = HEADERS["users 1.1"]


def laid(base: Files, delta: Files, encoding: str | None = None) -> dict[str, bytes]:
    """The files of the package that comes of both."""
    target = io.BytesIO()
    lay_over(io.BytesIO(zipped(base)), io.BytesIO(zipped(delta)), target, encoding)
    return parts_of(target.getvalue())


def rows_in(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def ids_in(data: bytes) -> list[str]:
    return [row["sourcedId"] for row in rows_in(data)]


def modes_in(files: Mapping[str, bytes]) -> dict[str, str]:
    told = {row["propertyName"]: row["value"] for row in rows_in(files["manifest.csv"])}
    return {name.removeprefix("file."): told[name] for name in told if name.startswith("file.")}


def delta_of(users: list[dict[str, str]], header: str = USERS, **modes: str) -> Files:
    told = manifest(**{"users": "delta", **modes})
    return {"manifest.csv": told, "users.csv": sheet(header, users)}


def why_not(base: Files, delta: Files) -> str:
    with pytest.raises(FileRejected) as rejected:
        laid(base, delta)
    assert rejected.value.reason == "PACKAGE_DELTA"
    assert "bulk" in rejected.value.message
    return rejected.value.message


def test_the_order_stays_and_what_is_new_comes_last() -> None:
    delta = delta_of(
        [
            person("S9", status="active"),
            person("s2", givenName="Other", status="active"),
            person("S1", status="tobedeleted"),
        ]
    )
    users = rows_in(laid(BASE, delta)["users.csv"])
    assert [row["sourcedId"] for row in users] == ["S0", "s2", "S3", "S9"]
    assert users[1]["givenName"] == "Other"


@pytest.mark.parametrize("status", ["tobedeleted", "TOBEDELETED", " toBeDeleted ", "inactive"])
def test_whoever_is_gone_is_gone_however_it_is_spelled(status: str) -> None:
    assert ids_in(laid(BASE, delta_of([person("S1", status=status)]))["users.csv"]) == [
        "S0",
        "S2",
        "S3",
    ]


def test_an_unknown_status_takes_nobody_away() -> None:
    found = laid(BASE, delta_of([person("S1", status="pending")]))
    assert ids_in(found["users.csv"]) == ["S0", "S1", "S2", "S3"]
    assert rows_in(found["users.csv"])[1]["status"] == "pending"


def test_each_file_is_what_the_manifest_says_of_it() -> None:
    base = {
        **BASE,
        "manifest.csv": manifest(users="bulk", orgs="bulk", enrollments="bulk", classes="bulk"),
        "enrollments.csv": sheet(HEADERS["enrollments"], [enrolled("C1", "S0")]),
        "classes.csv": sheet(HEADERS["classes"], [{"sourcedId": "C1"}]),
    }
    delta = {
        "manifest.csv": manifest(users="delta", enrollments="bulk", classes="absent"),
        "users.csv": sheet(USERS, [person("S9", status="active")]),
        "enrollments.csv": sheet(HEADERS["enrollments"], [enrolled("C1", "S9")]),
        "classes.csv": sheet(HEADERS["classes"], [{"sourcedId": "C2"}]),
    }
    found = laid(base, delta)
    assert modes_in(found) == dict.fromkeys(("users", "orgs", "enrollments", "classes"), "bulk")
    assert ids_in(found["users.csv"]) == ["S0", "S1", "S2", "S3", "S9"]
    assert ids_in(found["enrollments.csv"]) == ["C1-S9"]
    assert ids_in(found["classes.csv"]) == ["C1"]
    assert len(ids_in(found["orgs.csv"])) == 3


def test_people_who_come_whole_beside_changes_of_classes_are_all_there_are() -> None:
    base = {
        **BASE,
        "manifest.csv": manifest(users="bulk", orgs="bulk", enrollments="bulk"),
        "enrollments.csv": sheet(HEADERS["enrollments"], [enrolled("C1", "S0")]),
    }
    delta = {
        "manifest.csv": manifest(users="bulk", enrollments="delta"),
        "users.csv": sheet(USERS, PUPILS[:2]),
        "enrollments.csv": sheet(
            HEADERS["enrollments"], [enrolled("C1", "S0", status="tobedeleted")]
        ),
    }
    found = laid(base, delta)
    assert ids_in(found["users.csv"]) == ["S0", "S1"]
    assert ids_in(found["enrollments.csv"]) == []


def test_a_file_that_is_not_in_the_whole_package_is_left_out() -> None:
    delta = {
        **delta_of([], enrollments="delta"),
        "enrollments.csv": sheet(HEADERS["enrollments"], [enrolled("C1", "S0")]),
    }
    assert "enrollments.csv" not in laid(BASE, delta)


def test_a_column_that_changes_lack_stays_and_one_that_only_they_have_waits() -> None:
    base = files_of([person("S1", sms="+12065550101"), person("S2", sms="+12065550102")])
    lean = USERS.replace(",sms", "") + ",homeroom"
    delta = delta_of([person("S1", givenName="Other", homeroom="9", status="active")], lean)
    users = rows_in(laid(base, delta)["users.csv"])
    assert [(row["givenName"], row["sms"]) for row in users] == [
        ("Other", "+12065550101"),
        ("GivenS2", "+12065550102"),
    ]
    assert "homeroom" not in users[0]


def test_neither_passwords_nor_files_that_nobody_reads_are_kept() -> None:
    base = {**BASE, "demographics.csv": "sourcedId,birthDate\nS1,2010-01-01\n"}
    found = laid(base, {**delta_of([person("S9", status="active")]), "results.csv": "x\n"})
    assert found.keys() == {"manifest.csv", "users.csv", "orgs.csv"}
    assert not any(b"hunter2" in data for data in found.values())


def test_a_role_of_its_own_is_replaced_by_its_id_and_stays_without_its_user() -> None:
    roles = [held("S1", "student"), held("S2", "student")]
    base = files_of([person("S1"), person("S2")], roles)
    delta = {
        "manifest.csv": manifest("1.2", users="absent", roles="delta"),
        "roles.csv": sheet(
            HEADERS["roles"],
            [
                roles[0] | {"role": "teacher", "status": "active"},
                roles[1] | {"status": "tobedeleted"},
                held("S2", "aide") | {"status": "active"},
            ],
        ),
    }
    found = rows_in(laid(base, delta)["roles.csv"])
    assert [(row["userSourcedId"], row["role"]) for row in found] == [
        ("S1", "teacher"),
        ("S2", "aide"),
    ]


def test_an_enrollment_without_an_id_is_known_by_what_it_says() -> None:
    nameless = {"sourcedId": ""}
    base = {
        **BASE,
        "manifest.csv": manifest(users="bulk", enrollments="bulk"),
        "enrollments.csv": sheet(
            HEADERS["enrollments"],
            [enrolled("C1", "S0") | nameless, enrolled("C1", "S1") | nameless],
        ),
    }
    gone = enrolled("C1", "S0", status="tobedeleted") | nameless
    again = enrolled("C1", "S1", status="active") | nameless
    delta = {
        **delta_of([], enrollments="delta"),
        "enrollments.csv": sheet(HEADERS["enrollments"], [gone, again]),
    }
    found = rows_in(laid(base, delta)["enrollments.csv"])
    assert [row["userSourcedId"] for row in found] == ["S1"]


def test_somebody_who_is_given_twice_stays_so() -> None:
    twice = [person("S1", givenName=name, status="active") for name in ("Ann", "Bea")]
    users = rows_in(laid(BASE, delta_of(twice))["users.csv"])
    assert [row["givenName"] for row in users] == ["GivenS0", "Ann", "Bea", "GivenS2", "GivenS3"]


def test_rows_that_cannot_be_read_are_not_lost_on_the_way() -> None:
    base = {**BASE, "users.csv": BASE["users.csv"] + "S7,active\r\n"}  # type: ignore[operator]
    delta = delta_of([])
    delta = {**delta, "users.csv": delta["users.csv"] + "S8,too\r\nS9,short\r\n"}  # type: ignore[operator]
    target = io.BytesIO()
    lay_over(io.BytesIO(zipped(base)), io.BytesIO(zipped(delta)), target)
    reading = read_roster(target, "x.zip", ReadOptions("d", school_sourced_id=SCHOOL))
    list(reading.batches())
    assert (reading.rows, reading.problem_counts) == (7, {"ROW_RAGGED": 3})


@pytest.mark.parametrize("mode", ["delta", "bulk"])
def test_changes_that_end_in_the_middle_of_a_row_are_refused(mode: str) -> None:
    delta = {
        **delta_of([person("S9", status="active")]),
        "manifest.csv": manifest(users=mode, orgs="delta"),
    }
    cut = str(delta["users.csv"]).rstrip("\r\n")[: 40 + len(USERS)]
    with pytest.raises(FileRejected) as rejected:
        laid(BASE, {**delta, "users.csv": cut})
    assert rejected.value.reason == "FILE_TRUNCATED"


def test_the_encoding_that_is_set_is_that_of_what_is_sent_not_of_what_is_made() -> None:
    base = {**BASE, "users.csv": sheet(USERS, [person("S1", givenName="Peña")]).encode("mac_roman")}
    sent = sheet(USERS, [person("S2", givenName="Núñez", status="active")]).encode("mac_roman")
    once = laid(base, {**delta_of([]), "users.csv": sent}, "mac_roman")
    again = laid(once, delta_of([]), "mac_roman")
    names = [row["givenName"] for row in rows_in(again["users.csv"])]
    assert names == ["Peña", "Núñez"]


def test_the_kinds_that_a_pull_was_about_stay() -> None:
    base = {**BASE, "manifest.csv": manifest(users="bulk") + "carillon.kinds,student teacher\n"}
    found = laid(base, delta_of([]))
    assert b"carillon.kinds,student teacher" in found["manifest.csv"]


@pytest.mark.parametrize(
    ("base", "delta", "why"),
    [
        ({**BASE, "manifest.csv": manifest(users="delta")}, delta_of([]), "everybody"),
        ({**BASE, "manifest.csv": manifest(orgs="bulk")}, delta_of([]), "everybody"),
        ({"x.txt": "x"}, delta_of([]), "everybody"),
        (BASE, {**delta_of([], roles="delta"), "roles.csv": HEADERS["roles"]}, "no roles.csv"),
        (BASE, delta_of([], USERS.replace("sourcedId,", "")), "no sourcedId"),
        (
            files_of(
                [{k: v for k, v in each.items() if k != "role"} for each in PUPILS],
                [held(each["sourcedId"], "student") for each in PUPILS],
            ),
            delta_of([person("S1", status="active")]),
            "another version",
        ),
        (
            BASE,
            {**delta_of([]), "users.csv": f"{USERS}\n".encode() + "é".encode() * 9 + b"\xff\n"},
            "can't be read",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do(base: Files, delta: Files, why: str) -> None:
    assert why in why_not(base, delta)


def test_more_than_changes_can_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oneroster_delta, "CHANGES_BYTES", 500)
    delta = delta_of([person(f"S{n}", status="active") for n in range(20)])
    assert "larger" in why_not(BASE, delta)


@pytest.mark.parametrize(
    ("modes", "is_all"),
    [
        ({"users": "bulk"}, True),
        ({"users": "bulk", "roles": "bulk"}, True),
        ({"users": "bulk", "roles": "absent"}, True),
        ({"users": "bulk", "roles": "delta"}, False),
        ({"users": "delta"}, False),
        ({"users": "part"}, False),
        ({}, False),
    ],
)
def test_only_a_package_that_says_so_holds_everybody(
    modes: dict[str, str], *, is_all: bool
) -> None:
    assert is_everybody(io.BytesIO(zipped({**BASE, "manifest.csv": manifest(**modes)}))) is is_all


def test_what_is_no_package_holds_nobody() -> None:
    assert not is_everybody(io.BytesIO(b"First Name,Last Name\nAnn,Row\n"))
