"""One SSH connection: who may sign in, what it may open, when it has been idle for too long."""

from __future__ import annotations

import asyncio

import asyncssh

from infra.gateway.audit import whose
from infra.gateway.credentials import is_key, still_holds
from infra.gateway.drop_box import DropBox
from infra.gateway.lobby import Lobby
from infra.gateway.refusal import Refusal
from infra.gateway.report import Report
from infra.gateway.session import PACKET_BYTES, WINDOW_BYTES, DropBoxSession
from infra.gateway.sign_in import SignIn
from shared.kernel.errors import Transient
from shared.rostering.logins import SftpLogin

MAX_PASSWORDS = 6
MAX_KEYS = 20
MAX_SESSIONS = 4
"""SFTP sessions inside one connection."""

_SHORTEST_WATCH = 0.05
_USERAUTH = b"ssh-userauth"


class Connection(asyncssh.SSHServer):
    """Signs a client in and opens drop boxes for it.

    Attributes:
        address: the client's.
        login: None until it has signed in.
    """

    def __init__(self, lobby: Lobby) -> None:
        self.address = ""
        self.login: SftpLogin | None = None
        self._lobby = lobby
        self._ssh: asyncssh.SSHServerConnection | None = None
        self._offered = SignIn()
        self._boxes: dict[DropBox, Report] = {}
        self._reports: list[Report] = []
        self._requests = 0
        self._quiet_since = lobby.now()
        self._began = lobby.now()
        self._watch: asyncio.Task[None] | None = None
        self._is_lost = False
        self._ending: str | None = None

    # asyncssh's side: connecting and signing in

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Let a client in, or close the line without a word."""
        self._ssh = conn
        self.address = str((conn.get_extra_info("peername") or ("unknown",))[0])
        reason = self._lobby.enter(self)
        if reason is not None:
            self._is_lost = True
            self._lobby.audit.line(
                "connection.refused", "WARNING", reason=reason, client_address=self.address
            )
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Count a client that could not sign in; end the session of one that could."""
        if self._is_lost:
            return
        self._is_lost = True
        if self._watch is not None:
            self._watch.cancel()
        if self.login is None:
            self._refused()
        self._leave_when_over()

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002
        """Everybody has to sign in."""
        return True

    def password_auth_supported(self) -> bool:
        """Yes, and keyboard-interactive, which asyncssh turns into a password."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Yes."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Check a password."""
        if not self._may_try("passwords", MAX_PASSWORDS):
            return False
        login, known = await self._find(username)
        right = await self._lobby.credentials.is_password(login, password)
        return self._judged(username, login, right and known, "password")

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Check that a key is one of the login's; asyncssh checks the signature."""
        if not self._may_try("keys", MAX_KEYS):
            return False
        key.all_sig_algorithms = set(key.all_sig_algorithms & self._lobby.signatures)
        login, known = await self._find(username)
        return self._judged(username, login, known and is_key(login, key.get_fingerprint()), "key")

    async def _find(self, username: str) -> tuple[SftpLogin | None, bool]:
        try:
            return await self._lobby.credentials.find(username), True
        except Transient:
            pass
        except Exception as error:  # noqa: BLE001  # such as a document that makes no sense
            self.fault(error)
        self._offered.outage = True
        return None, False

    def _may_try(self, kind: str, most: int) -> bool:
        if self._ssh is not None:
            # paramiko asks for the service before each try, which asyncssh takes for an error.
            self._ssh._next_service = _USERAUTH  # noqa: SLF001
        self._offered.tries[kind] = self._offered.tries.get(kind, 0) + 1
        if self._offered.tries[kind] <= most:
            return True
        self.close("TOO_MANY_TRIES", "refused")
        return False

    def _judged(self, username: str, login: SftpLogin | None, right: bool, method: str) -> bool:  # noqa: FBT001
        lobby, offered = self._lobby, self._offered
        offered.users.add(username)
        offered.login = login
        if right and lobby.defender.is_user_banned(username, self.address, lobby.now()):
            offered.reason = "BANNED"
            return False
        if right and login is not None:
            offered.accepted = (login, method)
            return True
        offered.reason = f"WRONG_{method.upper()}" if login is not None else "UNKNOWN_LOGIN"
        if login is not None and not login.enabled:
            offered.reason = "SWITCHED_OFF"
        return False

    def auth_completed(self) -> None:
        """The client is signed in."""
        if self._offered.accepted is None:
            raise RuntimeError("signed in by nothing")
        self.login, method = self._offered.accepted
        self._lobby.defender.succeeded(self.login.user_name, self.address)
        self._lobby.audit.record(
            "login.accepted", self.login, method=method, client_address=self.address
        )
        self._quiet_since = self._lobby.now()
        self._watch = asyncio.get_running_loop().create_task(self._watch_idle())

    def _refused(self) -> None:
        offered, lobby = self._offered, self._lobby
        if not offered.users:
            return  # a port scan or a health check
        if offered.outage:
            offered.reason = "DATABASE_UNAVAILABLE"
        elif offered.reason != "BANNED":
            lobby.defender.failed(self.address, offered.users, lobby.now())
        # A name that isn't known may be a password typed into the wrong field: it isn't written.
        if offered.login is None:
            lobby.audit.line(
                "login.refused", "WARNING", reason=offered.reason, client_address=self.address
            )
        else:
            lobby.audit.record(
                "login.refused", offered.login, reason=offered.reason, client_address=self.address
            )

    # asyncssh's side: channels

    def session_requested(
        self,
    ) -> tuple[asyncssh.SSHServerChannel[bytes], DropBoxSession] | bool:
        """Open a channel for SFTP."""
        if self._ssh is None or len(self._boxes) >= MAX_SESSIONS:
            return False
        channel = self._ssh.create_server_channel(None, "strict", WINDOW_BYTES, PACKET_BYTES)
        return channel, DropBoxSession(self._new_box, self)

    def _new_box(self) -> DropBox:
        if self.login is None:
            raise RuntimeError("a session before signing in")
        around = self._lobby.around
        report = Report(self._lobby.audit, self.login, self.address, around.rules.suffixes)
        box = DropBox(self.login, report, around, self._check_may_open)
        self._boxes[box] = report
        self._reports.append(report)
        return box

    async def _check_may_open(self) -> None:
        if self._lobby.stopping:
            raise Refusal("STOPPING", "the drop box is restarting; try again in a minute")
        if self.login is None:
            raise RuntimeError("a file before signing in")
        now, known = await self._find(self.login.user_name)
        # While it can't be looked up, what held when the session began still holds.
        if known and not still_holds(self.login, now):
            raise Refusal("LOGIN_CHANGED", "this login was changed; sign in again")

    # the session's side: see `infra.gateway.session.Line`

    def begin_request(self) -> None:
        """The client isn't idle."""
        self._requests += 1

    def end_request(self) -> None:
        """The idle time starts again."""
        self._requests -= 1
        self._quiet_since = self._lobby.now()

    def why_ended(self, error: Exception | None) -> str:
        """The reason for which a session ended."""
        if self._ending is not None:
            return self._ending
        return "SESSION_ENDED" if error is None else "CONNECTION_LOST"

    def fault(self, error: Exception) -> None:
        """The gateway itself failed."""
        self._lobby.audit.fault(error, "session")

    def box_ended(self, box: DropBox) -> None:
        """A session is over and its uploads are settled."""
        self._boxes.pop(box, None)
        self._leave_when_over()

    # the service's side

    @property
    def is_working(self) -> bool:
        """True while a file is open or parked, or a request is being answered."""
        return self._requests > 0 or any(box.is_busy for box in self._boxes)

    def close(self, reason: str, text: str) -> None:
        """End the connection; ``text`` is for the client, ``reason`` for the audit."""
        self._ending = self._ending or reason
        if self._ssh is not None and not self._is_lost:
            self._ssh.disconnect(asyncssh.DISC_BY_APPLICATION, text)

    async def _watch_idle(self) -> None:
        limit = self._lobby.capacity.idle_seconds
        while True:
            left = self._quiet_since + limit - self._lobby.now()
            if self._requests:
                left = limit
            elif left <= 0:
                self.close("IDLE", "idle for too long")
                return
            await asyncio.sleep(max(left, _SHORTEST_WATCH))

    def _leave_when_over(self) -> None:
        if not self._is_lost or self._boxes:
            return
        if self.login is not None and self in self._lobby.present:
            tallies = [report.tally for report in self._reports]
            self._lobby.audit.line(
                "session.ended",
                **whose(self.login),
                client_address=self.address,
                seconds=round(self._lobby.now() - self._began, 3),
                bytes=sum(tally.received for tally in tallies),
                published=sum(tally.published for tally in tallies),
                broken=sum(tally.broken for tally in tallies),
                refused=sum(tally.refused for tally in tallies),
            )
        self._lobby.leave(self)
