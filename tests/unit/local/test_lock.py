"""The state folder's lock between real processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.lock import AlreadyRunning, StateLock

HOLDER = """
import sys, time
from pathlib import Path
from infra.local.lock import StateLock
lock = StateLock(Path(sys.argv[1]))
lock.take()
print("taken", flush=True)
time.sleep(600)
"""


def test_a_live_holder_is_named_and_a_killed_one_is_told_of(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "taken\n"
        with pytest.raises(AlreadyRunning, match=f"kill {holder.pid}") as refused:
            StateLock(tmp_path).take()
        assert refused.value.exit_code == 3
        holder.kill()

    again = StateLock(tmp_path)
    assert again.take() == str(holder.pid)
    again.release()
    assert StateLock(tmp_path).take() is None
