"""A process's most memory, measured by the kernel from a moment on.

What ``getrusage`` says begins with the parent's memory and never falls.
"""

from __future__ import annotations

from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET_PEAK = "5"


def reset_peak() -> int:
    """Let the kernel measure the peak from here on; gives what this process has now, in KiB."""
    Path("/proc/self/clear_refs").write_text(_RESET_PEAK, "ascii")
    return _kibibytes("VmRSS")


def peak() -> int:
    """The most that this process has had since then, or since its start, in KiB."""
    return _kibibytes("VmHWM")


def _kibibytes(name: str) -> int:
    lines = _STATUS.read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
