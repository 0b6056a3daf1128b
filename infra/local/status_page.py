"""What a process of the stack that serves no pages needs: a status to ask for, and an end."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from infra.local.ports import LOOPBACK


async def serve_status(port: int, status: Callable[[], Mapping[str, object]]) -> asyncio.Server:
    """Answer every request on ``port`` with what ``status`` gives at that moment."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
            body = json.dumps(dict(status())).encode()
            head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # whoever asked went away
        finally:
            writer.close()

    return await asyncio.start_server(answer, LOOPBACK, port)


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Let ``work`` run until SIGTERM or SIGINT; raises what it raised when it ends by itself."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = asyncio.create_task(work)
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    running.cancel()
