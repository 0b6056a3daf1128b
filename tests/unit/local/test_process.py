"""Parts as processes: what ends with whom, and what a start that fails says."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.ports import is_free
from infra.local.process import Child, PartError, Spec, group_pids
from tests.support.doors import eventually

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("up", flush=True)
time.sleep(600)
"""
SUPERVISOR = """
import sys, time
from pathlib import Path
from infra.local.process import Child, Spec
child = Child(Spec("sleeper", sys.argv[2:], lambda: True), Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(600)
"""


def says_up(log: Path) -> Callable[[], bool]:
    return lambda: log.exists() and "up" in log.read_text()


def runs(pid: int) -> bool:
    return pid in group_pids(pid)


def test_a_part_dies_with_a_supervisor_that_is_killed_with_9(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path), *SLEEPER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        eventually(says_up(tmp_path / "sleeper.log"), "the part runs")
        supervisor.kill()

    eventually(lambda: not runs(pid), "the part died with its supervisor")


def test_where_the_kernel_does_not_help_the_launcher_watches(tmp_path: Path) -> None:
    launcher = Path(sys.modules[Child.__module__].__file__ or "").with_name("child.py")
    script = (
        "import os, subprocess, sys, time\n"
        "part = subprocess.Popen([sys.executable, sys.argv[1], '--watch', str(os.getpid()),"
        " *sys.argv[2:]], process_group=0)\n"
        "print(part.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    log = tmp_path / "out"
    writer = f"import time; open({str(log)!r}, 'w').write('up'); time.sleep(600)"
    command = [sys.executable, "-c", script, str(launcher), sys.executable, "-c", writer]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        eventually(says_up(log), "the part runs")
        assert len(group_pids(pid)) == 2
        supervisor.kill()

    eventually(lambda: not group_pids(pid), "launcher and part ended")


def test_stop_ends_the_whole_group_of_a_part_that_does_not_listen(tmp_path: Path) -> None:
    spec = Spec("stubborn", [sys.executable, "-c", STUBBORN], lambda: True)
    child = Child(spec, tmp_path)
    eventually(says_up(child.log), "the part runs")
    assert len(child.pids()) == 2

    child.stop(grace=0.2)

    assert child.pids() == []
    assert not child.alive


def test_a_part_that_ends_at_its_start_is_named_with_its_log(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", "import sys; print('why'); sys.exit(7)"]
    child = Child(Spec("weak", argv, lambda: False), tmp_path)

    with pytest.raises(PartError, match=r"weak ended with 7; its log is .*weak\.log"):
        child.wait_ready()

    assert "why" in child.log.read_text()


def test_a_part_that_stays_silent_is_given_up(tmp_path: Path) -> None:
    child = Child(Spec("mute", SLEEPER, lambda: False, patience=0.3), tmp_path)
    with pytest.raises(PartError, match="mute gave no answer"):
        child.wait_ready()
    child.kill()


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PartError, match=f"port {port} is taken"):
            Child(Spec("late", SLEEPER, lambda: True, ports=[port]), tmp_path)
        assert not is_free(port)
    assert is_free(port)


def test_a_part_is_outside_of_the_terminals_group(tmp_path: Path) -> None:
    child = Child(Spec("own-group", SLEEPER, lambda: True), tmp_path)
    try:
        assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.kill()
