"""Starts the gateway, says when it is ready, and stops it so that open uploads may end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncssh
from pydantic import ValidationError

from infra.gateway.algorithms import offered, signatures
from infra.gateway.audit import Audit, firestore_writer
from infra.gateway.bucket import DropBucket
from infra.gateway.connection import Connection
from infra.gateway.credentials import Credentials
from infra.gateway.defender import Defender
from infra.gateway.drop_box import Rules, Surroundings
from infra.gateway.host_keys import HostKeyMissing, fingerprints, key_pairs, load_host_keys
from infra.gateway.lobby import Capacity, Lobby
from infra.gateway.recent import RecentUploads
from infra.gateway.settings import GatewaySettings
from shared.cloud.storage import Bucket
from shared.kernel.clock import Clock
from shared.kernel.errors import Transient
from shared.rostering.login_store import LoginStore
from shared.settings import Settings, SettingsError, settings

STORAGE_THREADS = 64
LOGIN_THREADS = 8
AUDIT_SECONDS = 6.0
KEEPALIVE_SECONDS = 30

_QUIET_SECONDS = 0.5
_POLL_SECONDS = 0.05
_WRONG_SETTINGS = 2


def main() -> int:
    """Run until stopped. Returns the exit code."""
    try:
        own, shared = GatewaySettings(), settings()  # type: ignore[call-arg]  # from the environment
        keys = load_host_keys(own.host_keys, shared.project)
    except ValidationError as error:
        print(f"gateway: {_spoken(error)}", file=sys.stderr)
        return _WRONG_SETTINGS
    except (SettingsError, HostKeyMissing, OSError, asyncssh.KeyImportError) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return _WRONG_SETTINGS
    for library in ("asyncssh", "asyncio"):
        # They may name files and users; what goes wrong is an audit line.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    asyncio.run(_serve(own, shared, keys))
    sys.stdout.flush()
    # A thread that waits for an unreachable bucket would hold the process for minutes more.
    os._exit(0)


def _spoken(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'settings'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    )


async def _serve(own: GatewaySettings, shared: Settings, keys: list[asyncssh.SSHKey]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    lobby = build_lobby(own, shared)
    loop.set_exception_handler(lambda _, context: _report_loop(lobby.audit, context))
    writer = loop.create_task(lobby.audit.run())
    await _warm_up(lobby)
    acceptor = await listen(own, lobby, keys)
    lobby.audit.line(
        "gateway.ready", host=own.host, port=acceptor.get_port(), fingerprints=fingerprints(keys)
    )
    await stop.wait()
    acceptor.close()
    await _end_connections(lobby, own.stop_seconds)
    await lobby.audit.drain(AUDIT_SECONDS)
    writer.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await writer
    lobby.audit.line("gateway.stopped")


async def _warm_up(lobby: Lobby) -> None:
    # Loading the clients takes a second, which the first school should not wait for.
    lobby.around.bucket.begin("warm-up", {}).drop()
    with contextlib.suppress(Transient):
        await lobby.credentials.find("warm-up")


def build_lobby(own: GatewaySettings, shared: Settings) -> Lobby:
    """Put the parts together."""
    storage_pool = ThreadPoolExecutor(STORAGE_THREADS, "storage")
    login_pool = ThreadPoolExecutor(LOGIN_THREADS, "login")
    clock = _clock(shared)
    audit = Audit(clock, firestore_writer(shared.project), ThreadPoolExecutor(1, "audit"))
    bucket = DropBucket(
        Bucket(shared.drop_bucket, shared.project), storage_pool, own.storage_seconds
    )
    store = LoginStore(shared.project)
    return Lobby(
        capacity=Capacity(
            own.max_connections,
            own.max_connections_per_address,
            own.max_handshakes,
            own.idle_seconds,
        ),
        credentials=Credentials(store.find, login_pool, own.cache_seconds, time.monotonic),
        defender=Defender(own.ban_address_after, own.ban_user_after, own.ban_seconds),
        audit=audit,
        around=Surroundings(
            rules=Rules(own.suffixes, own.max_file_bytes),
            bucket=bucket,
            recent=RecentUploads(bucket, clock),
            clock=clock,
            randomness=secrets.token_bytes,
        ),
        signatures=signatures(own.legacy_algorithms),
        now=time.monotonic,
    )


async def listen(
    own: GatewaySettings, lobby: Lobby, keys: list[asyncssh.SSHKey]
) -> asyncssh.SSHAcceptor:
    """Accept connections for ``lobby``."""
    return await asyncssh.listen(
        own.host,
        own.port,
        server_factory=lambda: Connection(lobby),
        server_host_keys=key_pairs(keys, lobby.signatures),
        server_version="Carillon",
        login_timeout=own.login_seconds,
        keepalive_interval=KEEPALIVE_SECONDS,
        allow_pty=False,
        agent_forwarding=False,
        x11_forwarding=False,
        gss_host=None,
        **offered(own.legacy_algorithms),
    )


async def _end_connections(lobby: Lobby, grace: float) -> None:
    lobby.stopping = True
    deadline = lobby.now() + grace
    quiet_since: dict[Connection, float] = {}
    while lobby.present and lobby.now() < deadline:
        for connection in list(lobby.present):
            if connection.is_working:
                quiet_since.pop(connection, None)
            elif lobby.now() - quiet_since.setdefault(connection, lobby.now()) >= _QUIET_SECONDS:
                connection.close("STOPPING", "the drop box is restarting")
        await asyncio.sleep(_POLL_SECONDS)
    for connection in list(lobby.present):
        connection.close("STOPPING", "the drop box is restarting")
    # What is left only has to write down what broke.
    last = lobby.now() + AUDIT_SECONDS
    while lobby.present and lobby.now() < last:  # noqa: ASYNC110  # once, at the very end
        await asyncio.sleep(_POLL_SECONDS)


def _clock(shared: Settings) -> Clock:
    offset = timedelta(seconds=shared.clock_offset_seconds)
    return lambda: datetime.now(UTC) + offset


def _report_loop(audit: Audit, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        audit.fault(error, "loop")
    else:
        audit.line("gateway.fault", "ERROR", where="loop")
