"""One JSON document over HTTP on the loopback interface, for the harness to ask a process with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping

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
