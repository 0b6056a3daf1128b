"""The local Secret Manager as a process, and as a part of the stack.

``python -m infra.local.secrets_server --port P --book FILE``; speaks the real API over gRPC on the
loopback interface only. A restart goes on with what the file holds.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import grpc

from infra.local.ports import LOOPBACK
from infra.local.process import Spec, python
from infra.local.rpc import answers
from infra.local.secrets_book import SecretsBook

_LIST_SECRETS = "/google.cloud.secretmanager.v1.SecretManagerService/ListSecrets"


def secrets_spec(port: int, book: Path) -> Spec:
    """How to start it.

    Args:
        port: where it listens.
        book: the file that outlives the process.
    """
    argv = python("infra.local.secrets_server", f"--port={port}", f"--book={book}")
    ready = partial(answers, f"{LOOPBACK}:{port}", _LIST_SECRETS)
    return Spec("secrets", argv, ready, ports=[port])


async def serve(port: int, book: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    # Imported here, so that what starts this process doesn't pay for the API's messages.
    from infra.local.secrets_rpc import SecretsService  # noqa: PLC0415

    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    # Without this option a second server would share the port in silence.
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((SecretsService(SecretsBook(book)).handler(),))
    server.add_insecure_port(f"{LOOPBACK}:{port}")
    await server.start()
    await stopped.wait()
    await server.stop(grace=0.2)


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--book", type=Path, required=True)
    wanted = parser.parse_args(arguments)
    asyncio.run(serve(wanted.port, wanted.book))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
