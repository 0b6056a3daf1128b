"""Free ports on the loopback interface. Nothing here binds a port for longer than the look."""

from __future__ import annotations

import errno
import random
import socket

LOOPBACK = "127.0.0.1"
_LOWEST, _HIGHEST = 15000, 32000
"""Below the range from which systems give ports to outgoing connections, so none is taken between
the look and the bind."""

_given: set[int] = set()


def is_free(port: int) -> bool:
    """True when nothing listens on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def preferred_port(wanted: int) -> int:
    """The port ``wanted`` while it is free, else any free one.

    Raises:
        OSError: as `free_port`.
    """
    if wanted in _given or not is_free(wanted):
        return free_port()
    _given.add(wanted)
    return wanted


def free_port() -> int:
    """A loopback port that is free and was not given to another part of this process.

    Raises:
        OSError: a thousand ports in a row were taken.
    """
    chooser = random.SystemRandom()
    for _ in range(1000):
        port = chooser.randrange(_LOWEST, _HIGHEST)
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    raise OSError(errno.EADDRINUSE, "no free loopback port was found")
