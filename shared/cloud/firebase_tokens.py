"""The door to tokens that Firebase signs: a token in, its genuine claims out, not yet judged."""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.errors import Transient, Unauthenticated

Certificates = Callable[[], tuple[Mapping[str, str], timedelta]]
"""Gives Google's certificates by key id, and how long they may be kept."""

SKEW = timedelta(seconds=10)
"""What clocks may differ."""
_ANY_TIME = 10**10
_LONGEST_SUBJECT = 128


class FirebaseTokens:
    """Reads tokens that Firebase signs for one project. Safe to use from several threads."""

    def __init__(
        self,
        project: str,
        clock: Callable[[], datetime],
        certificates: Certificates | None = None,
        *,
        emulated: bool = False,
    ) -> None:
        """Say whose tokens are read, and how they are signed.

        Args:
            project: that they are of.
            clock: gives the present instant, UTC; never a moved one, as Google's tokens aren't.
            certificates: Google's unless told.
            emulated: takes the unsigned tokens of the Auth emulator and no others; for the local
                stack only, as `shared.settings.Settings` makes sure.
        """
        self.project = project
        self._clock = clock
        self._fetch = certificates or _google_certificates
        self._emulated = emulated
        self._certificates: Mapping[str, str] = {}
        self._keep_until: datetime | None = None
        self._lock = threading.Lock()

    def genuine(self, token: str, audience: str, longest: int, *starts: str) -> Mapping[str, Any]:
        """The claims of a token that is genuine, of the project, for this audience, in its time.

        Args:
            token: as it was sent.
            audience: whom it has to be for.
            longest: characters that it may have.
            starts: claims that must be instants of the past, beside when it was issued.

        Raises:
            Unauthenticated: ``TOKEN_MISSING``, ``TOKEN_INVALID``, ``TOKEN_EXPIRED``.
            Transient: ``CERTIFICATES_UNAVAILABLE``.
        """
        if not token:
            raise Unauthenticated("TOKEN_MISSING", "the call has no bearer token")
        if len(token) > longest:
            raise invalid()
        claims = self._unsigned(token) if self._emulated else self._signed(token)
        subject = claims.get("sub")
        if (
            claims.get("aud") != audience
            or claims.get("iss") != f"https://securetoken.google.com/{self.project}"
            or not isinstance(subject, str)
            or not 0 < len(subject) <= _LONGEST_SUBJECT
        ):
            raise invalid()
        self._check_times(claims, ("iat", *starts))
        return claims

    def _check_times(self, claims: Mapping[str, Any], starts: Sequence[str]) -> None:
        now, skew = self._clock().timestamp(), SKEW.total_seconds()
        times = [claims.get(name) for name in ("exp", *starts)]
        times += [claims[name] for name in ("nbf",) if name in claims]
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in times):
            raise invalid()
        ends, *begun = (int(each or 0) for each in times)
        if any(each > now + skew for each in begun):
            raise invalid()
        if ends <= now - skew:
            raise Unauthenticated("TOKEN_EXPIRED", "the token's hour is over")

    def _signed(self, token: str) -> Mapping[str, Any]:
        from google.auth import jwt  # noqa: PLC0415  # a fifth of a second, on first use
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

        header = _part(token, 0)
        # Named here and not left to the token: none, HS256 and others are never looked at.
        if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
            raise invalid()
        certificate = self._certificate(header["kid"])
        try:
            # The times are judged elsewhere, so that an old token is told from a false one.
            claims: dict[str, Any] = jwt.decode(  # type: ignore[no-untyped-call]
                token, certs={header["kid"]: certificate}, clock_skew_in_seconds=_ANY_TIME
            )
        except (GoogleAuthError, TypeError, ValueError) as error:
            raise invalid() from error
        return claims

    def _unsigned(self, token: str) -> Mapping[str, Any]:
        header = _part(token, 0)
        if header.get("alg") != "none" or not token.endswith("."):
            raise invalid()
        return _part(token, 1)

    def _certificate(self, key: str) -> str:
        now = self._clock()
        with self._lock:
            if self._keep_until is None or now >= self._keep_until:
                self._certificates, life = self._fetch()
                self._keep_until = now + life
            if key not in self._certificates:
                raise invalid()
            return self._certificates[key]


def invalid() -> Unauthenticated:
    """What a token is that is none of this project."""
    return Unauthenticated("TOKEN_INVALID", "the token is not one of this project")


def _part(token: str, number: int) -> dict[str, Any]:
    parts = token.split(".")
    try:
        raw = parts[number]
        found = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    except (binascii.Error, IndexError, ValueError) as error:
        raise invalid() from error
    if len(parts) != 3 or not isinstance(found, dict):  # noqa: PLR2004  # head, claims, signature
        raise invalid()
    return found


def _google_certificates() -> tuple[Mapping[str, str], timedelta]:
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
    from google.auth.transport import requests  # noqa: PLC0415
    from google.oauth2 import id_token  # noqa: PLC0415

    address = id_token._GOOGLE_APIS_CERTS_URL  # noqa: SLF001  # the library's own constant
    try:
        answer = requests.Request()(address, method="GET", timeout=5)
        found: dict[str, str] = json.loads(answer.data)
    except (GoogleAuthError, ValueError) as error:
        raise Transient("CERTIFICATES_UNAVAILABLE", "Google's certificates did not come") from error
    age = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    return found, timedelta(seconds=int(age[1]) if age else 300)
