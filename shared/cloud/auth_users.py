"""The door to Firebase Authentication's accounts, by the REST interface of Identity Platform.

Source: https://cloud.google.com/identity-platform/docs/reference/rest/v1/projects.accounts, and v2
for the project itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shared.kernel.errors import Conflict, Transient

_HOST = "https://identitytoolkit.googleapis.com"
_SCOPES = ("https://www.googleapis.com/auth/identitytoolkit",)
_SECONDS = 10
_AT_ONCE = 100
"""Accounts that one call looks up."""
_ONWARD = "http://localhost"
"""Firebase wants an address that its own page goes on to; ours take the code alone."""


@dataclass(frozen=True, slots=True)
class AuthProject:
    """What Identity Platform says of a project.

    Attributes:
        config: ``Config`` of the REST interface; None where it did not answer.
        providers: name → ``DefaultSupportedIdpConfig``, empty for none; None for no answer.
        is_whole: what is missing is not set; false for the emulator, which keeps a part only.
    """

    config: Mapping[str, Any] | None
    providers: Mapping[str, Mapping[str, Any] | None]
    is_whole: bool


class AuthUsers:
    """Opens, closes and looks up the accounts of a project as its administrator."""

    def __init__(self, project: str, emulator: str) -> None:
        """Nothing is called yet.

        Args:
            project: whose accounts they are.
            emulator: ``host:port`` of the Auth emulator; empty in production.
        """
        host = f"http://{emulator}/identitytoolkit.googleapis.com" if emulator else _HOST
        self._url = f"{host}/v1/projects/{project}"
        self._admin_url = f"{host}/v2/projects/{project}"
        self._emulated = bool(emulator)

    def create(self, uid: str, email: str) -> None:
        """Open an account without a password.

        Raises:
            Conflict: ``ACCOUNT_EXISTS``: the address has one already.
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        self._post("accounts", {"localId": uid, "email": email, "emailVerified": True})

    def uid_of(self, email: str) -> str | None:
        """The account that has an address, None when none has."""
        users = self._post("accounts:lookup", {"email": [email]}).get("users") or []
        return str(users[0]["localId"]) if users else None

    def set(self, uid: str, *, closed: bool, since: datetime | None) -> None:
        """Close an account or open it, and end what was begun by it.

        Args:
            uid: whose.
            closed: nobody is let in by it.
            since: no token that was given before is renewed any more; None for any.

        Raises:
            Conflict: ``ACCOUNT_UNKNOWN``.
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        told = {} if since is None else {"validSince": str(int(since.timestamp()))}
        self._post("accounts:update", {"localId": uid, "disableUser": closed, **told})

    def drop_factors(self, uid: str, *, since: datetime) -> None:
        """Take all second factors of an account away, and end what was begun by it.

        Raises:
            Conflict: ``ACCOUNT_UNKNOWN``.
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        told = {"localId": uid, "mfa": {"enrollments": []}}
        self._post("accounts:update", {**told, "validSince": str(int(since.timestamp()))})

    def unlink(self, uid: str, provider: str) -> None:
        """Know an account no longer by its identity at a provider, or by its password.

        Raises:
            Conflict: ``ACCOUNT_UNKNOWN``.
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        self._post("accounts:update", {"localId": uid, "deleteProvider": [provider]})

    def project(self, providers: Iterable[str]) -> AuthProject:
        """How the project is set up; what doesn't answer, or may not be asked, is not known.

        Args:
            providers: names such as ``google.com``, whose configurations are wanted.
        """
        config = self._get("config")
        asked = {name: self._get(f"defaultSupportedIdpConfigs/{name}") for name in providers}
        return AuthProject(config, asked, is_whole=not self._emulated)

    def valid_since(self, uids: Sequence[str]) -> dict[str, int]:
        """Account → the second of 1970 before which no token of it counts; 0 for none.

        Accounts that Firebase doesn't have are left out.

        Raises:
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        found: dict[str, int] = {}
        for start in range(0, len(uids), _AT_ONCE):
            asked = {"localId": list(uids[start : start + _AT_ONCE])}
            for user in self._post("accounts:lookup", asked).get("users") or []:
                found[str(user["localId"])] = int(user.get("validSince") or 0)
        return found

    def password_code(self, email: str) -> str:
        """A code by which the owner of an address sets a password, once.

        Raises:
            Conflict: ``ACCOUNT_UNKNOWN``.
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        return self._code("PASSWORD_RESET", email)

    def sign_in_code(self, email: str) -> str:
        """A code by which the owner of an address gets in, once.

        Raises:
            Transient: ``ACCOUNTS_UNAVAILABLE``.
        """
        return self._code("EMAIL_SIGNIN", email)

    def _code(self, kind: str, email: str) -> str:
        """A code for a mail of our own; Firebase sends none."""
        asked: dict[str, object] = {"requestType": kind, "email": email, "returnOobLink": True}
        if kind == "EMAIL_SIGNIN":
            asked |= {"continueUrl": _ONWARD, "canHandleCodeInApp": True}
        link = self._post("accounts:sendOobCode", asked).get("oobLink")
        if not isinstance(link, str):
            # With the protection of addresses on, Firebase doesn't say that there is no account.
            raise _unknown()
        (code,) = parse_qs(urlsplit(link).query)["oobCode"]
        return code

    def _get(self, what: str) -> dict[str, Any] | None:
        """An answer about the project; empty where there is no such thing, None for no answer."""
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415  # on first use
        from requests.exceptions import RequestException  # noqa: PLC0415

        try:
            session = _session(emulated=self._emulated)
            answer = session.get(f"{self._admin_url}/{what}", timeout=_SECONDS)
            found: dict[str, Any] = answer.json()
        except (GoogleAuthError, RequestException, ValueError):
            return None
        if answer.status_code == 404:  # noqa: PLR2004
            return {}
        return found if answer.status_code == 200 else None  # noqa: PLR2004

    def _post(self, verb: str, body: Mapping[str, object]) -> dict[str, Any]:
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415  # on first use
        from requests.exceptions import RequestException  # noqa: PLC0415

        try:
            session = _session(emulated=self._emulated)
            answer = session.post(f"{self._url}/{verb}", json=dict(body), timeout=_SECONDS)
            found: dict[str, Any] = answer.json()
        except (GoogleAuthError, RequestException, ValueError) as error:
            raise _away() from error
        if answer.status_code == 200:  # noqa: PLR2004
            return found
        said = str(found.get("error", {}).get("message", "")).partition(" ")[0]
        if said in {"EMAIL_EXISTS", "DUPLICATE_LOCAL_ID", "DUPLICATE_EMAIL"}:
            raise Conflict("ACCOUNT_EXISTS", "there is such an account already")
        if said in {"USER_NOT_FOUND", "EMAIL_NOT_FOUND"}:
            raise _unknown()
        raise _away()


def _unknown() -> Conflict:
    return Conflict("ACCOUNT_UNKNOWN", "there is no such account")


def _away() -> Transient:
    return Transient("ACCOUNTS_UNAVAILABLE", "Firebase Authentication did not take the call")


@lru_cache(maxsize=2)
def _session(*, emulated: bool) -> Any:  # noqa: ANN401  # the client library is untyped
    """A session that says who calls; the emulator takes ``owner`` for an administrator."""
    import requests  # noqa: PLC0415  # a tenth of a second, on first use

    if emulated:
        session = requests.Session()
        session.headers["Authorization"] = "Bearer owner"
        session.trust_env = False
        return session
    import google.auth  # noqa: PLC0415
    from google.auth.transport.requests import AuthorizedSession  # noqa: PLC0415

    credentials, _ = google.auth.default(scopes=list(_SCOPES))
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]
