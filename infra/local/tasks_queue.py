"""The local Cloud Tasks as a process, and as a part of the stack.

``python -m infra.local.tasks_queue --port P --journal FILE``; speaks the real API over gRPC on the
loopback interface only. A restart goes on with what the journal holds.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import grpc

from infra.local.ports import LOOPBACK
from infra.local.process import PartError, Spec, python
from infra.local.rpc import answers
from infra.local.tasks_book import Book, Journal
from infra.local.tasks_dispatch import Dispatcher

_LIST_QUEUES = "/google.cloud.tasks.v2.CloudTasks/ListQueues"


def tasks_spec(
    port: int, journal: Path, queues: Sequence[str] = (), duplicate_every: int = 0
) -> Spec:
    """How to start it.

    Args:
        port: where it listens.
        journal: the file that outlives the process.
        queues: ids of the queues that exist; none for any.
        duplicate_every: send every Nth task twice; 0 for never.
    """
    arguments = [f"--port={port}", f"--journal={journal}", f"--duplicate-every={duplicate_every}"]
    arguments += [f"--queue={queue}" for queue in queues]
    argv = python("infra.local.tasks_queue", *arguments)
    return Spec("tasks", argv, partial(answers, f"{LOOPBACK}:{port}", _LIST_QUEUES), ports=[port])


def pending_tasks(address: str) -> int:
    """How many unfinished tasks all queues of the servicer at ``host:port`` hold.

    Raises:
        PartError: it did not answer.
    """
    # Imported here, because a starter of the stack needs the API's messages for nothing else.
    from google.api_core.exceptions import GoogleAPICallError  # noqa: PLC0415
    from google.cloud import tasks_v2  # noqa: PLC0415
    from google.cloud.tasks_v2.services.cloud_tasks.transports import (  # noqa: PLC0415
        CloudTasksGrpcTransport,
    )

    with grpc.insecure_channel(address) as channel:
        client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
        options: dict[str, Any] = {"retry": None, "timeout": 5.0}
        try:
            queues = list(client.list_queues(request={"parent": ""}, **options))
            listed = (client.list_tasks(parent=queue.name, **options) for queue in queues)
            return sum(len(list(tasks)) for tasks in listed)
        except GoogleAPICallError as error:
            raise PartError(f"tasks did not answer: {error}") from error


async def serve(port: int, journal: Path, queues: Sequence[str], duplicate_every: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    # Imported here, so that what starts this process doesn't pay for the API's messages.
    from infra.local.tasks_rpc import TasksService  # noqa: PLC0415

    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    # Without this option a second server would share the port in silence.
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    book = Book(Journal(journal), time.time())
    async with Dispatcher(book, duplicate_every) as dispatcher:
        service = TasksService(book, dispatcher.schedule, set(queues), strict=bool(queues))
        server.add_generic_rpc_handlers((service.handler(),))
        server.add_insecure_port(f"{LOOPBACK}:{port}")
        await server.start()
        await stopped.wait()
        await server.stop(grace=0.2)


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--queue", action="append", default=[])
    parser.add_argument("--duplicate-every", type=int, default=0)
    wanted = parser.parse_args(arguments)
    asyncio.run(serve(wanted.port, wanted.journal, wanted.queue, wanted.duplicate_every))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
