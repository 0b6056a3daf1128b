"""One stack at a time in a state folder, whoever was killed before."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):  # noqa: N818  # reads as the sentence that it stands for
    """Another stack runs in the same state folder; the text says which and how to stop it.

    Attributes:
        exit_code: what a program ends with that meets it.
    """

    exit_code = 3

    def __init__(self, pid: str, folder: Path) -> None:
        super().__init__(
            f"the local stack already runs in {folder} (process {pid}); stop it with: kill {pid}"
        )


class StateLock:
    """The file ``lock`` in a state folder: locked while its holder lives, with its process id.

    The kernel gives the lock back when the holder is killed; the id that is left in the file then
    tells that it was.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None

    def take(self) -> str | None:
        """Take the lock; gives the process id of a holder that was killed, None after a clean end.

        Raises:
            AlreadyRunning: its holder lives.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "lock").open("a+", encoding="ascii")
        file.seek(0)
        holder = file.read().strip()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AlreadyRunning(holder or "unknown", self._folder) from None
        self._write(file, str(os.getpid()))
        self._file = file
        return holder or None

    def release(self) -> None:
        """Give the lock back; nothing happens when it isn't held."""
        if self._file is not None:
            self._write(self._file, "")
            self._file.close()
            self._file = None

    @staticmethod
    def _write(file: IO[str], text: str) -> None:
        file.seek(0)
        file.truncate()
        file.write(text)
        file.flush()
