"""The local stack: every part started, watched, moved in time, and ended together.

Run by itself, ``python -m infra.local.stack``, it starts everything, prints one JSON line with the
addresses and the environment, and runs until Ctrl-C. What flows through is not known here.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import httpx

from infra.local.bridge import waiting_events
from infra.local.catalogue import read_catalogue
from infra.local.console import ConsoleError, build_console
from infra.local.lock import AlreadyRunning, StateLock
from infra.local.loopback import PLAINLY
from infra.local.parts import (
    JOBS,
    NEEDS,
    SFTP_PORT,
    Builder,
    addresses,
    choose_ports,
    function_env,
)
from infra.local.ports import free_port, is_free
from infra.local.process import Child, PartError
from infra.local.scheduler import job_headers
from infra.local.tasks_queue import pending_tasks
from infra.local.toolchain import MISSING_EXIT, ToolsMissing, require

Progress = Callable[[str], None]
DEMO_FOLDER = Path(__file__).resolve().parents[2] / ".demo"
"""Where the state is kept unless told otherwise."""
_WATCH_SECONDS = 0.5
_CALM_SECONDS = 1.0
_MOST_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 60.0
_WELL_KNOWN = {"gateway": "SFTP", "hosting": "the console"}
"""Parts whose ports people write down; another program may have them."""

_CLOCKED = ("functions", "gateway", "scheduler")
"""The parts that read the moved clock."""


class Stack:
    """All parts of the system on this machine, as a context manager.

    Methods are for the thread that made it; a watcher thread starts a part anew that ended by
    itself.
    """

    def __init__(
        self,
        state: Path | None = None,
        parts: Collection[str] = tuple(NEEDS),
        sftp_port: int = SFTP_PORT,
        duplicate_every: int = 0,
    ) -> None:
        """Nothing is started yet.

        Args:
            state: folder of data, logs and keys; ``.demo`` in the project unless told.
            parts: which of `NEEDS` to run.
            sftp_port: the gateway's port, if it is free.
            duplicate_every: the task queue sends every Nth task twice; 0 for never.
        """
        self.state = (state or DEMO_FOLDER).resolve()
        self._parts = [part for part in NEEDS if part in parts]
        self._lock = StateLock(self.state)
        self._ports = choose_ports(sftp_port)
        self._duplicate_every = duplicate_every
        self._offset = 0
        self._children: dict[str, Child] = {}
        self._down: set[str] = set()
        self._restarts: dict[str, list[float]] = {}
        self._changing = threading.RLock()
        self._stopping = threading.Event()
        self._say: Progress = print

    @property
    def env(self) -> dict[str, str]:
        """The environment of the functions, the gateway and the command line."""
        return function_env(self._ports, self._offset, self.state)

    @property
    def addresses(self) -> dict[str, str]:
        """Where each part is reached, by part; ``mailbox`` is the page with the mails."""
        return addresses(self._ports)

    def start(self, progress: Progress = print, *, fresh: bool = False) -> None:
        """Start every part and return once all answer.

        The task journal and the jobs that were changed go, because the database that they speak
        of lived in memory; the bucket, the mails and the secrets stay unless ``fresh``.

        Raises:
            AlreadyRunning: another stack holds the state folder.
            ToolsMissing: something must be installed first.
            PartError: a part did not start; everything is stopped again.
            ConsoleError: the console could not be built.
        """
        self._say = progress
        killed = self._lock.take()
        try:
            if killed is not None:
                progress(f"the stack before this one (process {killed}) was killed; starting anew")
            self._clean(everything=fresh)
            self._tools = require(progress)
            self._catalogue = read_catalogue()
            if "hosting" in self._parts:
                build_console(self._tools["node"], progress)
            for part in _WELL_KNOWN:
                if part in self._parts and not is_free(getattr(self._ports, part)):
                    self._move(part)
            self._start_all(self._parts)
        except BaseException:
            self.stop()
            raise
        self._watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._watcher.start()

    def restart(self, *parts: str, clock_offset_seconds: int | None = None) -> None:
        """Start parts again, whether they run or not, on their old ports.

        Args:
            parts: none for those that read the clock.
            clock_offset_seconds: moves the clock of every part started from now on.

        Raises:
            PartError: one did not start.
        """
        with self._changing:
            if clock_offset_seconds is not None:
                self._offset = clock_offset_seconds
            wanted = [part for part in self._parts if part in (parts or _CLOCKED)]
            self._down.difference_update(wanted)
            self._end(wanted)
            self._start_all(wanted)

    def kill(self, part: str) -> None:
        """SIGKILL to everything of a part, which stays down until `restart`."""
        with self._changing:
            self._down.add(part)
            self._children[part].kill()

    def pids(self, part: str) -> list[int]:
        """The processes of a part."""
        child = self._children.get(part)
        return child.pids() if child else []

    def log(self, part: str) -> Path:
        """The file that a part's output goes to."""
        return self.state / "logs" / f"{part}.log"

    def fire(self, entry_point: str, due: float | None = None) -> int:
        """Call a scheduled function now, as the scheduler would; gives the answer's status.

        Args:
            entry_point: which.
            due: seconds since 1970 on the moved clock; now unless told.

        Raises:
            httpx.HTTPError: the functions did not answer.
        """
        when = time.time() + self._offset if due is None else due
        url = self.env["CARILLON_FUNCTION_URL"].format(entry_point=entry_point)
        headers = job_headers(entry_point, datetime.fromtimestamp(when, UTC))
        return httpx.post(url, headers=headers, timeout=1800.0, **PLAINLY).status_code

    def wait_idle(self, timeout: float) -> None:
        """Return once no event and no task waits or runs, and stays so for a second.

        Raises:
            TimeoutError: they still do after ``timeout`` seconds.
        """
        until = time.monotonic() + timeout
        calm_since: float | None = None
        while True:
            now = time.monotonic()
            left = self._waiting()
            calm_since = None if left else calm_since or now
            if calm_since is not None and now - calm_since >= _CALM_SECONDS:
                return
            if now > until:
                raise TimeoutError(f"{left} events and tasks are left after {timeout:.0f} s")
            time.sleep(0.2)

    def stop(self) -> None:
        """End every process that was started. Ctrl-C is not heard meanwhile."""
        with _deaf_to_interrupts():
            self._stopping.set()
            # The watcher may be waiting for a part that it started; it lets go when that ends.
            self._end(self._parts)
            with self._changing:
                self._end(self._parts)
                self._children.clear()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _clean(self, *, everything: bool) -> None:
        for gone in ("tasks.jsonl", JOBS):
            (self.state / gone).unlink(missing_ok=True)
        for folder in ("storage", "mail", "secrets", "logs") if everything else ():
            shutil.rmtree(self.state / folder, ignore_errors=True)

    def _end(self, parts: Collection[str]) -> None:
        children = [self._children[part] for part in parts if part in self._children]
        with ThreadPoolExecutor(len(NEEDS)) as pool:
            list(pool.map(Child.stop, children))

    def _start_all(self, parts: Collection[str]) -> None:
        """Each part as soon as those that it needs answer; the first failure ends the others."""
        done = {part: threading.Event() for part in parts}
        errors: list[BaseException] = []

        def begin(part: str) -> None:
            try:
                for needed in set(NEEDS[part]) & set(done):
                    done[needed].wait()
                if not errors:
                    self._start(part)
            except BaseException as error:
                errors.append(error)
                raise
            finally:
                done[part].set()

        with ThreadPoolExecutor(len(NEEDS)) as pool:
            try:
                for started in as_completed([pool.submit(begin, part) for part in parts]):
                    started.result()
            except BaseException as error:  # noqa: BLE001  # Ctrl-C too must end what was started
                errors.append(error)
                for part in set(parts) & set(self._children):
                    self._children[part].kill()
                raise errors[0] from None

    def _start(self, part: str) -> None:
        try:
            self._launch(part)
        except PartError:
            # Another program may have taken the well-known port since it was looked at.
            if part not in _WELL_KNOWN or is_free(getattr(self._ports, part)):
                raise
            self._move(part)
            self._launch(part)

    def _launch(self, part: str) -> None:
        began = time.monotonic()
        builder = Builder(
            self.state, self._ports, self._tools, self._catalogue, self._duplicate_every
        )
        child = Child(builder.spec(part, self._offset), self.state / "logs")
        self._children[part] = child
        child.wait_ready()
        try:
            builder.prepare(part)
        except httpx.HTTPError as error:
            raise PartError(f"{part} could not be prepared: {error}") from error
        self._say(f"{part} is ready ({time.monotonic() - began:.1f} s)")

    def _move(self, part: str) -> None:
        taken, given = getattr(self._ports, part), free_port()
        self._ports = replace(self._ports, **{part: given})
        self._say(f"port {taken} is taken by another program; {_WELL_KNOWN[part]} uses {given}")

    def _watch(self) -> None:
        while not self._stopping.wait(_WATCH_SECONDS):
            for part, child in list(self._children.items()):
                if part in self._down or child.alive:
                    continue
                with self._changing:
                    self._revive(part)

    def _revive(self, part: str) -> None:
        child = self._children.get(part)
        if self._stopping.is_set() or child is None or child.alive or part in self._down:
            return
        now = time.monotonic()
        times = [at for at in self._restarts.get(part, []) if at > now - _RESTART_WINDOW_SECONDS]
        self._restarts[part] = [*times, now]
        if len(times) >= _MOST_RESTARTS:
            self._down.add(part)
            self._say(f"{part} ended again and again and stays down; its log is {child.log}")
            return
        self._say(f"{part} ended by itself; starting it again (its log is {child.log})")
        try:
            child.kill()
            self._start(part)
        except PartError as error:
            self._say(f"{part} did not start: {error}")

    def _waiting(self) -> int:
        """Events and tasks that wait or run; at least 1 while a part cannot tell."""
        try:
            events = waiting_events(self._ports.bridge) if "bridge" in self._parts else 0
            tasks = pending_tasks(self.addresses["tasks"]) if "tasks" in self._parts else 0
        except (httpx.HTTPError, PartError):
            return 1
        return events + tasks


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end_on_signals() -> None:
    """Make SIGTERM and SIGHUP end this program as Ctrl-C does, so that the stack is stopped.

    Ctrl-C too: a shell starts its background jobs deaf to it, and this one has to hear it.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def main(arguments: Sequence[str]) -> int:
    """Run the stack alone until Ctrl-C.

    The exit code is 0 after Ctrl-C, 1 when a part did not start, 2 when something must be
    installed, 3 when another stack runs.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--part", action="append", choices=list(NEEDS), default=[])
    parser.add_argument("--sftp-port", type=int, default=SFTP_PORT)
    wanted = parser.parse_args(arguments)
    end_on_signals()
    try:
        with Stack(wanted.state, wanted.part or tuple(NEEDS), wanted.sftp_port) as stack:
            stack.start(lambda line: print(line, file=sys.stderr, flush=True))
            print(json.dumps({"addresses": stack.addresses, "env": stack.env}), flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (AlreadyRunning, ToolsMissing, PartError, ConsoleError) as error:
        print(error, file=sys.stderr)
        codes = {AlreadyRunning: AlreadyRunning.exit_code, ToolsMissing: MISSING_EXIT}
        return codes.get(type(error), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
