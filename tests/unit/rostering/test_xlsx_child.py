"""The process that reads a workbook: however it ends, the file is rejected and nothing is left."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest

from shared.kernel.errors import Transient
from shared.rostering.sources import xlsx_file
from tests.support.roster_files import read, rejection
from tests.support.tree import ROOT
from tests.support.workbooks import by_hand, cell, package, students

ANA = ("a@x.org", "Ana", "Lee", "1", "9")
NAME = "x_students.xlsx"
FAR = package(by_hand(f'<row r="1">{cell("A1", "x")}{cell("XFD1048576", "x")}</row>'))


def code_of(data: bytes) -> str:
    return rejection(data, NAME).reason


class Child(subprocess.Popen[bytes]):
    """Started like any other, and known to the test."""

    started: ClassVar[list[Child]] = []

    def __init__(self, *words: object, **options: object) -> None:
        super().__init__(*words, **options)  # type: ignore[call-overload]  # handed on as it came
        Child.started.append(self)


@cache
def many_rows() -> bytes:
    """A workbook that takes the child long enough to be met at its work."""
    return students(*((f"s{n}@x.org", "A", "B", n, 9) for n in range(30_000)), constant_memory=True)


def outcome_of_signal(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> str:
    """The code of a good workbook whose child gets a signal once it is at work."""
    monkeypatch.setattr(subprocess, "Popen", Child)
    data = many_rows()
    Child.started.clear()
    outcome: list[str] = []
    thread = threading.Thread(target=lambda: outcome.append(code_of(data)))
    thread.start()
    until = time.monotonic() + 30
    while not (Child.started and has_begun(Child.started[0].pid)):
        assert time.monotonic() < until
    Child.started[0].send_signal(number)
    thread.join(30)
    return outcome[0]


def has_begun(process: int) -> bool:
    """True once the child has written its first byte, and with that has set its limits."""
    try:
        return Path(f"/proc/{process}/fd/1").stat().st_size > 0
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGXCPU, signal.SIGALRM])
def test_a_child_that_is_killed_rejects_the_file(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    assert outcome_of_signal(monkeypatch, number) == "XLSX_BOMB"
    assert Child.started[0].returncode == -number


def test_a_child_that_never_answers_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "WALL_SECONDS", 2)
    assert outcome_of_signal(monkeypatch, signal.SIGSTOP) == "XLSX_BOMB"
    assert Child.started[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize("limit", ["MEMORY_BYTES = 96 << 20", "FILE_BYTES = 100"])
def test_a_limit_that_is_reached_ends_the_child(limit: str, tmp_path: Path) -> None:
    """Five million cells from the first to the last, of which two hold something."""
    far = f'<row r="1">{cell("A1", "x")}</row><row r="200000">{cell("Y200000", "x")}</row>'
    path = tmp_path / "far.xlsx"
    path.write_bytes(package(by_hand(far)))
    program = f"import shared.rostering.sources.xlsx_child as child; child.{limit}; "
    program += "import sys; sys.exit(child.main())"
    with path.open("rb") as source, (tmp_path / "rows").open("wb") as rows:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdin=source,
            stdout=rows,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    assert done.returncode in {4, -signal.SIGABRT}
    assert (tmp_path / "rows").read_bytes()[:1] == b"\n"


def test_within_the_limits_the_same_workbook_is_read() -> None:
    far = f'<row r="1">{cell("A1", "x")}</row><row r="200000">{cell("Y200000", "x")}</row>'
    assert code_of(package(by_hand(far))) == "HEADER_MISSING"


def test_a_child_that_cannot_start_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx_file, "_CHILD", "shared.rostering.sources.nothing_here")
    with pytest.raises(Transient, match="did not start"):
        read(students(ANA), NAME)


def test_nothing_is_left_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = open_files()
    assert len(read(students(ANA), NAME).rows) == 1
    assert code_of(FAR) == "XLSX_BOMB"
    assert list(tmp_path.iterdir()) == []
    assert open_files() == before


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_the_child_gets_no_secret_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", Child)
    monkeypatch.setenv("CARILLON_RELAY_PASSWORD", "not-for-the-child")
    seen: list[object] = []
    original = Child.__init__

    def noted(self: Child, *words: object, **options: object) -> None:
        seen.append(options["env"])
        original(self, *words, **options)

    monkeypatch.setattr(Child, "__init__", noted)
    assert len(read(students(ANA), NAME).rows) == 1
    assert "not-for-the-child" not in str(seen)
