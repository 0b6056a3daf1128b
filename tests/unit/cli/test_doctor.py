"""`carillon doctor`: what it says of a machine that has everything, and of one that lacks tools."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.tree import ROOT

NAMES = {
    "python",
    "uv",
    "java",
    "cloud-firestore-emulator",
    "pubsub-emulator",
    "fake-gcs-server",
    "sftp",
    "ssh-keygen",
}


def doctor(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "doctor", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_each_tool_is_listed_and_the_exit_code_follows() -> None:
    done = doctor("--json")
    report = json.loads(done.stdout)
    tools = {tool["name"]: tool for tool in report["tools"]}
    assert tools.keys() >= NAMES
    assert report["complete"] == all(tool["found"] for tool in tools.values())
    assert done.returncode == (0 if report["complete"] else 1)


def test_a_missing_tool_is_named_with_its_command(tmp_path: Path) -> None:
    done = doctor("--json", PATH=str(tmp_path), JAVA_HOME="", XDG_CACHE_HOME=str(tmp_path))
    report = json.loads(done.stdout)
    java = next(tool for tool in report["tools"] if tool["name"] == "java")
    assert (done.returncode, report["complete"]) == (1, False)
    assert (java["found"], java["version"], java["path"]) == (False, None, None)
    assert java["install"]
    told = doctor(PATH=str(tmp_path), JAVA_HOME="", XDG_CACHE_HOME=str(tmp_path))
    assert told.returncode == 1
    assert java["install"] in told.stdout
    assert "\x1b" not in told.stdout
