"""The launcher between the supervisor and each part: it makes a part end when its supervisor ends.

Run as a file, ``python -I -S child.py PARENT_PID PROGRAM ARGUMENTS…``, so it imports only what is
needed: on Linux the kernel is asked to kill the part with its parent, elsewhere this process stays
and watches.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.5
_ORPHANED = 125


def bind_to_parent() -> None:
    """Ask Linux to kill this process when the thread that started it ends; survives exec."""
    import ctypes  # noqa: PLC0415  # only where prctl is

    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def watch(parent: int, command: list[str]) -> int:
    """Run ``command`` in this process's group and kill the group when ``parent`` is gone."""
    child = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while child.poll() is None:
        if os.getppid() != parent:
            os.killpg(os.getpgid(0), signal.SIGKILL)
        time.sleep(_POLL_SECONDS)
    return child.returncode


def main(arguments: list[str]) -> int:
    """Become the part (Linux) or watch over it (elsewhere); the exit code is the part's own."""
    watched = arguments[0] == "--watch"
    parent, command = int(arguments[watched]), arguments[watched + 1 :]
    if watched or not sys.platform.startswith("linux"):
        return watch(parent, command)
    bind_to_parent()
    if os.getppid() != parent:  # it ended before the kernel was asked
        return _ORPHANED
    return os.execvp(command[0], command)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
