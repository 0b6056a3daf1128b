"""One part of the local stack as a process: started with a log, asked until it answers, ended.

Knows nothing of what the parts are. Ends only process groups that it started.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from infra.local.loopback import PLAINLY
from infra.local.ports import is_free

_LAUNCHER = Path(__file__).with_name("child.py")
_POLL_SECONDS = 0.05
_PROJECT = Path(__file__).resolve().parents[2]

# The kernel kills a part when the thread that started it ends, so one thread starts them all and
# lives as long as the process does.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")


class PartError(Exception):
    """A part could not be started or stopped; the text names it, the reason and its log."""


@dataclass(frozen=True, slots=True)
class Spec:
    """How to start one part.

    Attributes:
        argv: program and arguments.
        ready: asks the part for something real; True once it answers. Must not raise.
        ports: loopback ports that it binds, which must be free before.
        env: added to this process's environment; None as a value removes the variable.
        patience: seconds until it must be ready.
        folder: its working directory; the project's own unless told.
    """

    name: str
    argv: Sequence[str]
    ready: Callable[[], bool]
    ports: Sequence[int] = ()
    env: Mapping[str, str | None] = field(default_factory=dict)
    patience: float = 120.0
    folder: Path | None = None


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this project with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def answers(url: str, status: int = 200) -> bool:
    """True when a GET of ``url`` on the loopback interface gives ``status`` within two seconds."""
    try:
        return httpx.get(url, timeout=2.0, **PLAINLY).status_code == status
    except httpx.HTTPError:
        return False


class Child:
    """One started part. Not to be used from two threads at once, but for `alive` and `pids`."""

    def __init__(self, spec: Spec, logs: Path) -> None:
        """Start it.

        Args:
            spec: what to start.
            logs: folder of its log ``{name}.log``, which is appended to.

        Raises:
            PartError: one of its ports is taken, or its program is not there.
        """
        taken = [port for port in spec.ports if not is_free(port)]
        if taken:
            raise PartError(f"{spec.name}: port {taken[0]} is taken by another program")
        logs.mkdir(parents=True, exist_ok=True)
        self.spec = spec
        self.log = logs / f"{spec.name}.log"
        self._process = _STARTER.submit(_popen, spec, self.log).result()

    @property
    def pid(self) -> int:
        """Process id, which is its process group's too."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True while its first process runs."""
        return self._process.poll() is None

    def pids(self) -> list[int]:
        """Every process of its group, the first one first; empty when all ended."""
        return sorted(group_pids(self.pid), key=lambda pid: (pid != self.pid, pid))

    def wait_ready(self) -> None:
        """Return once it answers.

        Raises:
            PartError: it ended, or stayed silent for longer than its patience.
        """
        until = time.monotonic() + self.spec.patience
        while time.monotonic() < until:
            if not self.alive:
                code = self._process.returncode
                raise PartError(f"{self.spec.name} ended with {code}; its log is {self.log}")
            if self.spec.ready():
                return
            time.sleep(_POLL_SECONDS)
        raise PartError(
            f"{self.spec.name} gave no answer in {self.spec.patience:.0f} s; its log is {self.log}"
        )

    def stop(self, grace: float = 5.0) -> None:
        """End it: SIGTERM to its first process, then after ``grace`` seconds SIGKILL to the group.

        Raises:
            PartError: something of it is still there ten seconds after SIGKILL.
        """
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until it is gone and its ports are given back.

        A killed server may count as ended while a thread of it still holds the port it listens on;
        whoever starts it again at once would find the port taken.

        Raises:
            PartError: something of it is still there after ten seconds.
        """
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        until = time.monotonic() + 10
        while group_pids(self.pid):
            if time.monotonic() > until:
                raise PartError(f"{self.spec.name}: process group {self.pid} could not be ended")
            time.sleep(_POLL_SECONDS)
        while time.monotonic() < until and not all(is_free(port) for port in self.spec.ports):
            time.sleep(_POLL_SECONDS)


def group_pids(group: int) -> list[int]:
    """The running processes of a process group, without those that only wait to be collected."""
    proc = Path("/proc")
    rows = _linux_processes(proc) if (proc / "self" / "stat").exists() else _other_processes()
    return [pid for pid, its_group, state in rows if its_group == group and state not in {"Z", "X"}]


def _linux_processes(proc: Path) -> Iterator[tuple[int, int, str]]:
    for folder in proc.glob("[0-9]*"):
        # It may end while it is looked at.
        with contextlib.suppress(OSError):
            state, _, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            yield int(folder.name), int(group), state


def _other_processes() -> Iterator[tuple[int, int, str]]:
    command = ["ps", "-A", "-o", "pid=,pgid=,stat="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        pid, group, state = line.split()[:3]
        yield int(pid), int(group), state[0]


def _popen(spec: Spec, log: Path) -> subprocess.Popen[bytes]:
    wanted = {**os.environ, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    for name, value in {"PYTHONDONTWRITEBYTECODE": None, **spec.env}.items():
        wanted.pop(name, None)
        if value is not None:
            wanted[name] = value
    command = [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), *spec.argv]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=spec.folder or _PROJECT,
            env=wanted,
            process_group=0,
        )
