"""A process that holds one set of emulators for all workers of a test run.

Run as ``python -m tests.support.emulator_keeper FOLDER RUNNER_PID``: writes ``addresses.json``
into the folder once they answer (or ``failed.txt``), and ends with the run.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from infra.local.firestore import firestore_spec
from infra.local.ports import LOOPBACK, free_port
from infra.local.process import Child, PartError
from infra.local.secrets_server import secrets_spec
from infra.local.storage import storage_spec
from infra.local.toolchain import ToolsMissing, require

_START_SECONDS = 180.0
_PID_FILE = "keeper.pid"
_ADDRESSES = "addresses.json"
_FAILED = "failed.txt"


def start_keeper(folder: Path, runner: int) -> None:
    """Start the keeper that lives as long as the process ``runner``, unless it was started."""
    if (folder / _PID_FILE).exists():
        return
    command = [sys.executable, "-m", "tests.support.emulator_keeper", str(folder), str(runner)]
    with (folder / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).resolve().parents[2],
            start_new_session=True,
        )
    (folder / _PID_FILE).write_text(str(keeper.pid))
    # It outlives this worker on purpose: `stop_keeper` ends it, so Popen must not warn.
    keeper.returncode = 0


def wait_for_addresses(folder: Path) -> Mapping[str, str]:
    """The emulators' addresses by the variable's name, once they answer.

    Raises:
        PartError: they did not start.
    """
    addresses, failed = folder / _ADDRESSES, folder / _FAILED
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if addresses.exists():
            return dict(json.loads(addresses.read_text()))
        if failed.exists():
            raise PartError(f"the emulators did not start: {failed.read_text()}")
        time.sleep(0.05)
    raise PartError(f"no emulators in {_START_SECONDS} s; see {folder / 'keeper.log'}")


def stop_keeper(folder: Path) -> None:
    """End the run's emulators, if any were started, and wait until they are gone."""
    pid_file = folder / _PID_FILE
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text())
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(200):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            os.kill(pid, 0)
            time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def main(folder: Path, runner: int) -> int:
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    children: list[Child] = []
    try:
        _publish(folder / _ADDRESSES, json.dumps(_start(folder, children)))
        while not stopping and _runs(runner) and all(child.alive for child in children):
            time.sleep(0.2)
    except (PartError, ToolsMissing) as error:
        _publish(folder / _FAILED, str(error))
        return 1
    finally:
        for child in children:
            child.kill()
    return 0


def _start(folder: Path, children: list[Child]) -> dict[str, str]:
    tools = require()
    firestore, storage, secrets = free_port(), free_port(), free_port()
    specs = [
        firestore_spec(tools, firestore),
        storage_spec(tools, storage, folder / "storage"),
        secrets_spec(secrets, folder / "secrets.json"),
    ]
    children += [Child(spec, folder / "logs") for spec in specs]
    for child in children:
        child.wait_ready()
    return {
        "FIRESTORE_EMULATOR_HOST": f"{LOOPBACK}:{firestore}",
        "STORAGE_EMULATOR_HOST": f"http://{LOOPBACK}:{storage}",
        "CARILLON_SECRETS_EMULATOR": f"{LOOPBACK}:{secrets}",
    }


def _publish(path: Path, text: str) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text)
    temporary.replace(path)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
