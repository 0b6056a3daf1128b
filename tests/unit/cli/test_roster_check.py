"""`carillon roster check` as its user runs it: a process, its output and its exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.cli.main import TextEncoding
from shared.rostering.sources.encodings import SETTABLE
from tests.support import workbooks
from tests.support.roster_files import DATA, students
from tests.support.tree import ROOT


def carillon(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    rows = ["a@x.org,Ana,Pe\u00f1a,007,9th,P@x.org", ",Bo,Li,8,K,", "c@x.org,Cy,Mo,,9,"]
    rows += [f"s{n}@x.org,Sam,Row,{n},10," for n in range(100, 110)]
    header = "email,first name,last name,student id,grade,parentEmail"
    path = tmp_path / "LincolnHighSchool_students_nov22_2026.csv"
    path.write_bytes(students(*rows, header=header))
    return path


def test_an_accepted_file_as_json(good: Path) -> None:
    done = carillon("roster", "check", good, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "verdict": "accepted",
        "format": "csv",
        "encoding": "utf-8",
        "delimiter": ",",
        "mapping": {
            "email": "email",
            "first name": "firstName",
            "last name": "lastName",
            "student id": "id",
            "grade": "grade",
            "parentEmail": "parentEmail",
        },
        "counts": {
            "rows": 13,
            "students": 12,
            "teachers": 0,
            "staff": 0,
            "admins": 0,
            "guardians": 1,
            "rejected": 1,
            "warnings": 1,
        },
        "problems": [
            {
                "code": "NO_EMAIL",
                "severity": "warning",
                "line": 3,
                "field": "email",
                "message": "Without an e-mail address this person cannot sign in yet.",
            },
            {
                "code": "ID_MISSING",
                "severity": "error",
                "line": 4,
                "field": "id",
                "message": "A student needs an id; anybody else needs an id or an e-mail address.",
            },
        ],
    }


def test_rows_follow_the_object_one_a_line(good: Path) -> None:
    done = carillon("roster", "check", good, "--rows")
    first, *rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, first["verdict"], len(rows)) == (0, "accepted", 12)
    assert rows[0] == {
        "line": 2,
        "kind": "student",
        "id": "007",
        "email": "a@x.org",
        "firstName": "Ana",
        "lastName": "Peña",
        "grade": "09",
        "role": "STUDENT",
        "phone": "",
        "guardians": [{"email": "p@x.org", "phone": ""}],
        "idField1": "",
        "idField2": "",
    }


def test_people_read_words_without_values_and_without_color(good: Path) -> None:
    done = carillon("roster", "check", good)
    assert done.returncode == 0
    assert "accepted" in done.stdout
    assert "ID_MISSING" in done.stdout
    for value in ("Ana", "Peña", "a@x.org", "007", "\x1b"):
        assert value not in done.stdout


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("students.csv", b"", "FILE_EMPTY"),
        ("students.csv", students(), "FILE_EMPTY"),
        ("students.csv", b"PK\x03\x04xxxx", "FORMAT_UNKNOWN"),
        ("students.csv", students('"a@x.org,A,B,1,9'), "QUOTE_UNTERMINATED"),
        ("export.csv", students("a@x.org,A,B,1,9"), "KIND_UNKNOWN"),
        ("students.csv", students("a@x.org,A,B,1,9", "b@,C,D,2,9"), "REJECT_SHARE"),
    ],
)
def test_a_rejected_file_ends_with_1_and_its_code(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = carillon("roster", "check", path, "--rows")
    report: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (1, "rejected")
    assert report["problems"][0]["code"] == code
    assert carillon("roster", "check", path).returncode == 1


def test_one_row_in_five_may_be_rejected_and_no_more(tmp_path: Path) -> None:
    good = [f"s{n}@x.org,A,B,{n},9" for n in range(4)]
    path = tmp_path / "students.csv"
    path.write_bytes(students(*good, "bad,A,B,9,9"))
    assert carillon("roster", "check", path, "--json").returncode == 0
    path.write_bytes(students(*good[1:], "bad,A,B,9,9"))
    assert carillon("roster", "check", path, "--json").returncode == 1


def test_grades_follow_from_graduation_years(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes(students("a@x.org,A,B,1,2030", header="email,first,last,id,Grad Yr"))
    done = carillon("roster", "check", path, "--rows", "--school-year-end", "2027")
    assert json.loads(done.stdout.splitlines()[1])["grade"] == "09"


def test_what_a_connection_would_decide_can_be_tried(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    header = "Correo=e,first,last,id,grade,Primary Phone"
    path.write_bytes(students("a@x.org,A,B,12,PS,415-555-0100", header=header))
    words = ["--column", "Correo=e=email", "--column", "primary phone=", "--grade", "ps=13"]
    done = carillon("roster", "check", path, "--rows", *words, "--id-width", "4")
    report, row = [json.loads(line) for line in done.stdout.splitlines()]
    assert [problem["code"] for problem in report["problems"]] == ["ZEROS_LOST"]
    assert (row["id"], row["email"], row["grade"]) == ("0012", "a@x.org", "13")


@pytest.mark.parametrize(
    "words",
    [["--grade", "PS"], ["--grade", "PS=14"], ["--grade", "=13"], ["--column", "Mail=mail"]],
)
def test_what_decides_nothing_ends_with_2(words: list[str], good: Path) -> None:
    done = carillon("roster", "check", good, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert words[0] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_student_written_once_for_each_contact_is_one_row() -> None:
    done = carillon("roster", "check", DATA / "genesis_students.csv", "--rows")
    report, *rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert report["counts"] | {"rows": 3, "students": 2, "guardians": 2} == report["counts"]
    assert [guardian["email"] for guardian in rows[0]["guardians"]] == [
        "ngozi@example.org",
        "emeka@example.org",
    ]
    for secret in ("secret-1", "9900001", "01/02/2011"):
        assert secret not in done.stdout


def test_a_workbook_as_json_has_neither_encoding_nor_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes(workbooks.students(("a@x.org", "Ana", "Pe\u00f1a", 7, 9)))
    done = carillon("roster", "check", path, "--rows")
    report, row = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    shown = [report[name] for name in ("verdict", "format", "encoding", "delimiter")]
    assert shown == ["accepted", "xlsx", None, None]
    assert (row["line"], row["id"], row["grade"]) == (2, "7", "09")
    words = carillon("roster", "check", path).stdout
    assert "XLSX, sheet Sheet1" in words
    assert "None" not in words


def test_problems_of_a_workbook_stand_in_rows(tmp_path: Path) -> None:
    path = tmp_path / "students.xlsx"
    path.write_bytes(workbooks.students(("", "Ana", "Lee", 7, 9)))
    words = carillon("roster", "check", path).stdout
    assert re.search(r"^row +field +code", words, re.MULTILINE)
    assert re.search(r"^2 +email +NO_EMAIL", words, re.MULTILINE)


def test_an_encoding_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "students.tsv"
    text = students("a@x.org,Jos\u00e9,Lee,1,9").decode().replace(",", "\t")
    path.write_bytes(text.encode("mac_roman"))
    done = carillon("roster", "check", path, "--rows", "--encoding", "mac_roman")
    report, row = [json.loads(line) for line in done.stdout.splitlines()]
    assert (report["format"], report["encoding"]) == ("tsv", "mac_roman")
    assert (report["delimiter"], row["firstName"], report["problems"]) == ("\t", "Jos\u00e9", [])
    assert carillon("roster", "check", path, "--encoding", "latin-1").returncode == 2


def test_every_encoding_of_the_reader_can_be_set() -> None:
    assert tuple(TextEncoding) == SETTABLE


@pytest.mark.parametrize("words", [("--rows",), ("--json",), ()])
@pytest.mark.parametrize("code", [0, 1])
def test_a_reader_who_leaves_early_gets_the_exit_code(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    path = tmp_path / "students.csv"
    grade = "77" if code else "9"
    path.write_bytes(students(*(f"s{n}@x.org,Ana,Lee,{n},{grade}" for n in range(2_000))))
    program = [sys.executable, "-m", "infra.cli.main", "roster", "check", str(path), *words]
    with subprocess.Popen(
        program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == code


def test_an_output_that_is_closed_or_full_gives_no_traceback(good: Path) -> None:
    command = f"{sys.executable} -m infra.cli.main roster check {good} --json"
    for output, code in ((">&-", 0), (">/dev/full", 2)):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} {output}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr


def test_what_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    for path in (tmp_path / "students.csv", tmp_path):
        done = carillon("roster", "check", path, "--json")
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot read" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [[], ["roster"], ["roster", "chek"], ["roster", "check"], ["--nonsense"], ["sing"]]
)
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    done = carillon(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_is_no_error() -> None:
    done = carillon("roster", "check", "--help")
    assert done.returncode == 0
    assert "--rows" in done.stdout


def test_nothing_of_google_is_loaded() -> None:
    program = "import sys; before = set(sys.modules);"
    program += "import infra.cli.main, infra.cli.roster_check, infra.cli.doctor;"
    program += "new = set(sys.modules) - before;"
    program += "print([name for name in new if name.split('.')[0] in {'google', 'grpc'}])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
