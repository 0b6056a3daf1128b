"""What the toolchain says on machines that lack things."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import toolchain

PROJECT = Path(__file__).resolve().parents[3]


def run_on_bare_machine(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The toolchain with nothing on PATH and an empty home."""
    return subprocess.run(
        [sys.executable, "-m", "infra.local.toolchain", *arguments],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_everything_that_is_missing_is_named_at_once_with_one_command_each(
    tmp_path: Path,
) -> None:
    answer = run_on_bare_machine(tmp_path, "install")

    assert answer.returncode == 2
    lines = answer.stderr.splitlines()
    named = {line.removeprefix("missing: ").split(" (")[0] for line in lines}
    assert {"java", "sftp", "ssh-keygen"} <= named
    assert all(line.startswith("missing: ") and " Install: " in line for line in lines)


def test_a_report_names_every_tool_and_fails_while_one_is_missing(tmp_path: Path) -> None:
    answer = run_on_bare_machine(tmp_path)
    assert answer.returncode == 2
    assert "java: missing; install: " in answer.stdout
    assert "fake-gcs-server: missing; install: make setup" in answer.stdout


def test_wrong_usage_is_said() -> None:
    assert toolchain.main(["remove"]) == 2


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('openjdk version "11.0.2" 2019-01-15', True),
        ('java version "21" 2023-09-19 LTS', True),
        ('java version "1.8.0_412"', False),
        ('openjdk version "10.0.2" 2018-07-17', False),
    ],
)
def test_java_is_taken_from_11_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    good: bool,  # noqa: FBT001
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    [found] = [tool for tool in toolchain.probe_all() if tool.name == "java"]

    assert found.found is good


def test_a_server_that_is_in_the_cache_is_not_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "carillon" / "tools" / "fake-gcs-server-v1.56.1"
    path.parent.mkdir(parents=True)
    path.touch()
    said: list[str] = []

    assert toolchain.install_fake_gcs(said.append) == path
    assert said == []


def test_a_build_that_fails_leaves_nothing_and_says_what_go_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    go = tmp_path / "go"
    go.write_text(
        "#!/bin/sh\n"
        '[ "$1" = version ] && echo go version go1.26.8 && exit 0\n'
        "echo no network >&2\nexit 1\n"
    )
    go.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(toolchain.ToolsMissing, match="no network"):
        toolchain.install_fake_gcs(lambda _: None)

    assert list((tmp_path / "cache" / "carillon" / "tools").iterdir()) == []


def test_the_emulators_are_found_below_a_cloud_sdk_of_any_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jar = tmp_path / "platform" / "cloud-firestore-emulator" / "cloud-firestore-emulator.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    monkeypatch.setenv("CLOUDSDK_ROOT_DIR", str(tmp_path))

    [found] = [t for t in toolchain.probe_all() if t.name == "cloud-firestore-emulator"]

    assert found.path == jar
