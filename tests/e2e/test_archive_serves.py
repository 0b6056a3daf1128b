"""The deployed archive, unpacked where nothing else is: with its own requirements each door serves.

The programs run with a virtual environment made of `requirements.txt` alone, outside the project,
so that a file or package which only the project has would be missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK, free_port
from tests.support.archive import bare, run, unpack
from tests.support.emulators import EmulatorEnv
from tests.support.workbooks import students

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "infra" / "functions.yaml").read_text("utf-8")
)["functions"]
START_SECONDS = 60
EVENT = {
    "ce-specversion": "1.0",
    "ce-type": "google.cloud.storage.object.v1.finalized",
    "ce-source": "//storage.googleapis.com/projects/_/buckets/nowhere",
    "ce-id": "archive-test",
    "content-type": "application/json",
}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's folder, with its environment in ``venv``."""
    folder = tmp_path_factory.mktemp("archive")
    unpack(folder)
    return folder


@contextmanager
def served(folder: Path, target: str, variables: Mapping[str, str]) -> Iterator[str]:
    """One entry point behind the framework's own server; gives its address once it listens."""
    port, kind = free_port(), CATALOGUE[target]["trigger"]
    command = [
        str(folder / "venv" / "bin" / "functions-framework"),
        *("--target", target, "--source", "main.py", "--host", LOOPBACK, "--port", str(port)),
        *("--signature-type", "cloudevent" if kind == "event" else "http"),
    ]
    log = folder / f"{target}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=folder / "source",
            env=bare(variables),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + START_SECONDS
        while not answers(f"http://{LOOPBACK}:{port}/"):
            assert server.poll() is None, f"{target} ended:\n{log.read_text()[-3000:]}"
            assert time.monotonic() < until, f"{target} is silent:\n{log.read_text()[-3000:]}"
            time.sleep(0.1)
        yield f"http://{LOOPBACK}:{port}/"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(10)


def answers(address: str) -> bool:
    try:
        httpx.request("OPTIONS", address, timeout=10, **PLAINLY)
    except httpx.HTTPError:
        return False
    return True


def test_the_archive_finds_itself_and_not_the_project(unpacked: Path) -> None:
    python = str(unpacked / "venv" / "bin" / "python")
    places = json.loads(
        run(
            python,
            "-c",
            "import importlib.util as u, json; "
            "print(json.dumps([getattr(u.find_spec(n), 'origin', None) "
            "for n in ('functions', 'shared', 'infra', 'pytest', 'asyncssh')]))",
            cwd=unpacked / "source",
        )
    )
    source = str((unpacked / "source").resolve())
    assert places[0].startswith(source)
    assert places[1].startswith(source)
    assert places[2:] == [None, None, None]


@pytest.mark.parametrize("entry_point", sorted(CATALOGUE))
def test_each_entry_point_serves_on_the_requirements_alone(
    unpacked: Path, emulator_env: EmulatorEnv, entry_point: str
) -> None:
    trigger = CATALOGUE[entry_point]["trigger"]
    with served(unpacked, entry_point, emulator_env.variables) as address:
        if trigger == "event":
            answer = httpx.post(address, headers=EVENT, content=b"{}", timeout=60, **PLAINLY)
            assert answer.status_code == 200
            return
        answer = httpx.post(address, json=[], timeout=60, **PLAINLY)
        if trigger == "http":
            assert answer.status_code == 401
            assert "TOKEN_MISSING" in answer.text
            return
        refused = {"error": {"status": "UNAUTHENTICATED", "message": "TOKEN_MISSING"}}
        expected = {
            "task": (200, {"reason": "PAYLOAD_MALFORMED"}),
            "schedule": (503, {"reason": "SCHEDULE_TIME_MISSING"}),
            "blocking": (401, refused),
        }
        assert (answer.status_code, answer.json()) == expected[trigger]


@pytest.mark.parametrize("entry_point", ["roster_import", "roster_archive"])
def test_in_a_real_project_the_archive_answers_an_unsigned_caller_with_403(
    unpacked: Path, emulator_env: EmulatorEnv, entry_point: str
) -> None:
    emulated = {name for name in os.environ if name.endswith(("_EMULATOR_HOST", "_EMULATOR"))}
    variables = dict(emulator_env.variables) | dict.fromkeys(emulated, "")
    variables |= {"GOOGLE_CLOUD_PROJECT": "a-district", "CARILLON_CLOCK_OFFSET_SECONDS": "0"}
    with served(unpacked, entry_point, variables) as address:
        answer = httpx.post(address, json={}, timeout=60, **PLAINLY)
    assert (answer.status_code, answer.json()) == (403, {"reason": "CALLER_UNKNOWN"})


READS = """
import io, json, sys
sys.path.insert(0, sys.argv[1])
from shared.rostering.reading import ReadOptions, read_roster
with open(sys.argv[2], "rb") as file:
    reading = read_roster(file, "students.xlsx", ReadOptions("archive"))
    ids = [seen.row.sis_id for batch in reading.batches() for seen in batch]
print(json.dumps(ids))
"""


@pytest.mark.parametrize("place", ["source", "."])
def test_a_workbook_is_read_wherever_the_archive_was_started(unpacked: Path, place: str) -> None:
    rows = [(f"s{n}@x.org", "Ana", "Lee", n, 9) for n in (1, 2)]
    path = unpacked / "students.xlsx"
    path.write_bytes(students(*rows, formats={(1, 3): "000"}))
    python = str(unpacked / "venv" / "bin" / "python")
    source = str(unpacked / "source")
    told = run(python, "-c", READS, source, str(path), cwd=unpacked / place)
    assert json.loads(told) == ["001", "2"]
