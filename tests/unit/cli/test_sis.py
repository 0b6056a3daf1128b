"""`carillon sis`: the simulated system as a program, which ends without a trace."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.tree import ROOT

PROGRAM = [sys.executable, "-m", "infra.cli.main", "sis"]


@contextmanager
def started(*words: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    command = [*PROGRAM, "start", "--json", "--people", "30", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.kill()


def test_it_serves_what_it_prints_and_ends_when_it_is_told() -> None:
    with started("--quirk", "page-cap=7", "--prefix", "/campus/") as (told, process):
        assert told["baseUrls"].keys() == {"1.1", "1.2"}
        assert told["quirks"] == ["page-cap=7"]
        assert told["seed"] == 2026
        ca_file = Path(told["caFile"])
        trusted = ssl.create_default_context(cafile=str(ca_file))
        with httpx.Client(verify=trusted, trust_env=False) as client:
            token = client.post(
                told["tokenUrl"],
                data={"grant_type": "client_credentials"},
                auth=(told["clientId"], told["clientSecret"]),
            ).json()
            headers = {"Authorization": f"Bearer {token['access_token']}"}
            for url in told["baseUrls"].values():
                assert "/campus/ims/oneroster/" in url
                answer = client.get(f"{url}/users", headers=headers)
                assert answer.headers["x-total-count"] == "30"
                assert len(answer.json()["users"]) == 7
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not ca_file.parent.exists()


def test_it_serves_one_version_from_a_folder_that_stays(tmp_path: Path) -> None:
    with started("--version", "1.1", "--folder", str(tmp_path)) as (told, _):
        assert told["baseUrls"].keys() == {"1.1"}
        assert Path(told["caFile"]).parent == tmp_path


def test_people_read_it_line_by_line() -> None:
    command = [*PROGRAM, "start", "--people", "12", "--oauth1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline().split("  ")[0].strip() for _ in range(9)]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert lines == [
        "OneRoster 1.1",
        "OneRoster 1.2",
        "token URL",
        "client id",
        "client secret",
        "CA file",
        "quirks",
        "seed",
        "Ctrl-C ends it",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--quirk", "nothing-known"], "nothing-known: there is no such quirk"),
        (["--quirk", "page-cap=many"], "it takes a value such as 100"),
    ],
)
def test_what_cannot_be_served_is_told(words: list[str], told: str) -> None:
    command = [*PROGRAM, "start", "--people", "1", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_quirks_are_listed() -> None:
    listed = subprocess.run(
        [*PROGRAM, "quirks", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    quirks = {each["id"]: each for each in json.loads(listed.stdout)}
    assert len(quirks) >= 30
    assert quirks["page-cap"]["value"] == "100"
    shown = subprocess.run(
        [*PROGRAM, "quirks"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(name in shown.stdout for name in quirks)
