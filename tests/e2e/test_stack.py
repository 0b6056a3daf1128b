"""The supervisor with real parts: started, started twice, killed, revived, and ended."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.parts import DROP_BUCKET, NEEDS
from infra.local.process import Child, group_pids, python
from infra.local.stack import Stack
from shared.cloud.secrets import Secrets
from shared.cloud.storage import Bucket
from shared.kernel.errors import Permanent
from tests.support.doors import eventually

LIGHT = ("tasks", "mail")
WITH_BUCKET = ("pubsub", "storage", "tasks")


class Supervisor:
    """``python -m infra.local.stack`` in a process of its own."""

    def __init__(self, state: Path, *parts: str) -> None:
        arguments = [f"--state={state}", *(f"--part={part}" for part in parts)]
        self.process = subprocess.Popen(
            python("infra.local.stack", *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
        )

    def ready(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def supervise(ends: ExitStack, state: Path, *parts: str) -> Supervisor:
    supervisor = Supervisor(state, *parts)
    ends.callback(supervisor.process.communicate)
    ends.callback(supervisor.process.kill)
    return supervisor


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task")
    listed = (task / "children" for task in path.iterdir())
    return [int(child) for file in listed for child in file.read_text().split()]


def gone(pids: list[int]) -> bool:
    return not any(group_pids(pid) for pid in pids)


def test_it_starts_serves_and_leaves_no_process_after_ctrl_c(
    ends: ExitStack, tmp_path: Path
) -> None:
    supervisor = supervise(ends, tmp_path, *WITH_BUCKET, "mail", "firestore")
    found = supervisor.ready()
    assert httpx.get(f"{found['addresses']['mailbox']}messages").json() == []
    assert httpx.get(f"http://{found['addresses']['firestore']}/").status_code == 200
    bucket = f"{found['env']['STORAGE_EMULATOR_HOST']}/storage/v1/b/{DROP_BUCKET}"
    assert httpx.get(bucket).json()["name"] == DROP_BUCKET
    pids = children_of(supervisor.process.pid)
    assert len(pids) == 5

    code, _ = supervisor.end(signal.SIGINT)

    assert code == 0
    assert gone(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_ways_to_end_it_leave_no_process_either(
    ends: ExitStack, tmp_path: Path, number: int
) -> None:
    supervisor = supervise(ends, tmp_path, "mail")
    supervisor.ready()
    pids = children_of(supervisor.process.pid)

    assert supervisor.end(number)[0] == 0

    assert len(pids) == 1
    assert gone(pids)


def test_a_second_one_says_who_runs_and_how_to_stop_it(ends: ExitStack, tmp_path: Path) -> None:
    first = supervise(ends, tmp_path, *LIGHT)
    first.ready()

    second = supervise(ends, tmp_path, *LIGHT)
    _, said = second.process.communicate(timeout=60)

    assert second.process.returncode == 3
    assert f"stop it with: kill {first.process.pid}" in said
    assert first.process.poll() is None


def test_killed_with_9_it_takes_all_with_it_and_the_next_recovers(
    ends: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = supervise(ends, tmp_path, *WITH_BUCKET)
    found = first.ready()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", found["env"]["STORAGE_EMULATOR_HOST"])
    Bucket(DROP_BUCKET, f"demo-{tmp_path.name[-20:]}").write("schools/a/b/1", b"x", "text/csv")
    pids = children_of(first.process.pid)
    first.end(signal.SIGKILL)
    eventually(lambda: gone(pids), "every part died with its supervisor")

    second = supervise(ends, tmp_path, *WITH_BUCKET)
    again = second.ready()

    listing = f"{again['env']['STORAGE_EMULATOR_HOST']}/storage/v1/b/{DROP_BUCKET}/o"
    names = [item["name"] for item in httpx.get(listing).json()["items"]]
    assert names == ["schools/a/b/1"]
    code, said = second.end(signal.SIGINT)
    assert code == 0
    assert f"(process {first.process.pid}) was killed" in said


def test_a_part_that_ends_by_itself_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    with Stack(tmp_path, LIGHT) as stack:
        stack.start(said.append)
        [pid] = stack.pids("mail")
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: said[-1].startswith("mail is ready") and len(said) > 3, "it is back")
        assert any("mail ended by itself" in line for line in said)
        host, port = stack.addresses["smtp"].split(":")
        with smtplib.SMTP(host, int(port), timeout=10) as client:
            assert client.noop()[0] == 250


def test_a_part_that_was_killed_on_purpose_stays_down_until_its_restart(tmp_path: Path) -> None:
    with Stack(tmp_path, LIGHT) as stack:
        stack.start(lambda _: None)
        mailbox = stack.addresses["mailbox"]
        stack.kill("mail")
        until = time.monotonic() + 2
        while time.monotonic() < until:
            assert stack.pids("mail") == []
            time.sleep(0.1)

        stack.restart("mail")

        assert stack.addresses["mailbox"] == mailbox
        assert httpx.get(mailbox).status_code == 200


def test_a_part_that_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    said: list[str] = []
    with Stack(tmp_path, LIGHT) as stack:
        stack.start(said.append)

        def kill_until_given_up() -> bool:
            for pid in stack.pids("mail"):
                os.kill(pid, signal.SIGKILL)
            return "stays down" in said[-1]

        eventually(kill_until_given_up, "it is given up", seconds=60)
        assert stack.pids("mail") == []


def test_secrets_outlive_a_restart_and_end_with_a_fresh_start(tmp_path: Path) -> None:
    def started(*, fresh: bool) -> tuple[Stack, Secrets]:
        stack = Stack(tmp_path, ("secrets",))
        stack.start(fresh=fresh)
        return stack, Secrets("demo-one", "us-east4", stack.env["CARILLON_SECRETS_EMULATOR"])

    stack, secrets = started(fresh=True)
    with stack:
        version = secrets.add("one", "s3cret")
    stack, secrets = started(fresh=False)
    with stack:
        assert secrets.read(version) == "s3cret"
    stack, secrets = started(fresh=True)
    with stack, pytest.raises(Permanent):
        secrets.read(version)


def test_the_clock_moves_for_the_parts_that_are_started_again(tmp_path: Path) -> None:
    with Stack(tmp_path, ("scheduler",)) as stack:
        stack.start(lambda _: None)
        before = stack.pids("scheduler")

        stack.restart(clock_offset_seconds=86400)

        [pid] = stack.pids("scheduler")
        assert pid not in before
        told = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert b"CARILLON_CLOCK_OFFSET_SECONDS=86400" in told
        assert stack.env["CARILLON_CLOCK_OFFSET_SECONDS"] == "86400"


def test_the_whole_stack_runs_beside_another_one_that_has_its_sftp_port(tmp_path: Path) -> None:
    said: list[str] = []
    pids: list[int] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with Stack(tmp_path, sftp_port=taken) as stack:
            stack.start(said.append)

            given = stack.addresses["gateway"].rpartition(":")[2]
            assert given != str(taken)
            assert f"port {taken} is taken by another program; SFTP uses {given}" in said
            with socket.create_connection(("127.0.0.1", int(given)), timeout=10) as sftp:
                assert sftp.recv(8) == b"SSH-2.0-"
            # The scheduler's job of the start goes through the functions to the database.
            stack.wait_idle(60)
            assert stack.fire("roster_reconcile") == 200
            pids = [pid for part in NEEDS for pid in stack.pids(part)]
            assert len(pids) >= len(NEEDS)
    assert gone(pids)


def test_a_part_that_cannot_start_ends_the_others_and_frees_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    stack = Stack(tmp_path, LIGHT)
    started: list[Child] = []
    monkeypatch.setattr(stack, "_children", Recorder(started))

    with pytest.raises(Exception, match="mail ended with"):
        stack.start(lambda _: None)

    assert all(not child.pids() for child in started)
    (tmp_path / "mail").unlink()
    with Stack(tmp_path, LIGHT) as again:
        again.start(lambda _: None)


class Recorder(dict[str, Child]):
    """Remembers every child that was ever kept."""

    def __init__(self, started: list[Child]) -> None:
        super().__init__()
        self._started = started

    def __setitem__(self, part: str, child: Child) -> None:
        self._started.append(child)
        super().__setitem__(part, child)


def test_it_is_idle_once_queues_and_events_are_empty(tmp_path: Path) -> None:
    with Stack(tmp_path, ("tasks",)) as stack:
        stack.start(lambda _: None)
        stack.wait_idle(10)
        stack.kill("tasks")
        with pytest.raises(TimeoutError):
            stack.wait_idle(1)


def test_a_fresh_start_forgets_what_an_older_one_kept(tmp_path: Path) -> None:
    old = tmp_path / "storage" / "left" / "object"
    old.parent.mkdir(parents=True)
    old.touch()
    with Stack(tmp_path, ("mail",)) as stack:
        stack.start(lambda _: None)
    assert old.exists()

    with Stack(tmp_path, ("mail",)) as stack:
        stack.start(lambda _: None, fresh=True)
    assert not old.exists()
