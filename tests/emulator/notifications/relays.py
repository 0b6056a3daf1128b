"""Real SMTP servers of one thread each, whose answers a test chooses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from infra.local.ports import LOOPBACK, free_port

if TYPE_CHECKING:
    import ssl

OK = "250 OK"
HANG_UP = "hang up"


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@dataclass
class ScriptedRelay:
    """What came, and what is answered. Answers are called in the server's thread pool.

    Attributes:
        contents: what came whole, up to the final dot, whatever was answered.
        data_command: answer to the command itself, before the content.
        logins: user names that logged in.
    """

    port: int = 0
    contents: list[tuple[str, bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    mail: Callable[[], str] = lambda: OK
    rcpt: Callable[[str], str] = lambda _: OK
    data_command: str = ""
    content: Callable[[], str] = lambda: OK

    def messages(self) -> list[EmailMessage]:
        return [parsed(content) for _, content in self.contents]

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.encrypted.append(session.ssl is not None)
        envelope.mail_from = address
        return self._answer(server, await asyncio.to_thread(self.mail))

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's own name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await asyncio.to_thread(self.rcpt, address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return self._answer(server, answer)

    async def handle_DATA(  # noqa: N802  # aiosmtpd's own name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.contents.append((envelope.rcpt_tos[0], envelope.content))
        return self._answer(server, await asyncio.to_thread(self.content))

    def authenticate(self, _server: SMTP, *rest: Any) -> AuthResult:
        login = rest[-1].login.decode()
        good = rest[-1].password == b"correct horse"
        self.logins.extend([login] if good else [])
        return AuthResult(success=good, handled=good)

    @staticmethod
    def _answer(server: SMTP, answer: str) -> str:
        if answer == HANG_UP:
            hang_up(server)
        return answer


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd's own name
        handler = self.event_handler
        if not handler.data_command:
            await super().smtp_DATA(arg)
        elif handler.data_command == HANG_UP:
            hang_up(self)
        else:
            await self.push(handler.data_command)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def serve(relay: ScriptedRelay, tls: ssl.SSLContext | None = None) -> Iterator[ScriptedRelay]:
    """Run a relay on a free loopback port; with ``tls`` it takes mail after STARTTLS and login."""
    relay.port = free_port()
    secure: dict[str, Any] = {}
    if tls is not None:
        secure = {
            "tls_context": tls,
            "require_starttls": True,
            "authenticator": relay.authenticate,
            "auth_required": True,
        }
    controller = _Controller(relay, hostname=LOOPBACK, port=relay.port, **secure)
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()
