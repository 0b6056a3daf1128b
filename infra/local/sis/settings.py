"""What a simulated server offers apart from its quirks: versions, addresses, ways to sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.local.sis.spelling import Version

SHA256 = "HMAC-SHA256"
SHA1 = "HMAC-SHA1"
LIFETIME_SECONDS = 3600

PATHS: Mapping[Version, str] = {
    Version.V1_1: "/ims/oneroster/v1p1",
    Version.V1_2: "/ims/oneroster/rostering/v1p2",
}
"""Where the specifications have the services."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Which ways to sign in are taken; anything else is refused.

    Attributes:
        credentials: where a token request may have them: ``basic``, ``body``, ``query``.
        bodies: how its body may be written: ``form``, ``json``.
        signatures: methods of OAuth 1.0a; none while empty.
        scopes: versions whose scopes are known: ``v1p1``, ``v1p2``.
        lifetime: of a token, in seconds.
        client_id: and ``client_secret``: what is accepted, as consumer key and secret too.
    """

    credentials: frozenset[str] = frozenset({"basic", "body"})
    bodies: frozenset[str] = frozenset({"form"})
    signatures: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset({"v1p1", "v1p2"})
    lifetime: int = LIFETIME_SECONDS
    client_id: str = "carillon-client"
    client_secret: str = "simulated-secret-&-more"  # noqa: S105  # of a simulated server


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it.

    Attributes:
        versions: those that are served.
        prefix: what stands before each path, such as ``/campus/api/oneroster/v1p2/app``.
        paths: where each version is served, below the prefix.
        token_path: where tokens are given, below the prefix; may have a query.
        compresses: whether bodies come as gzip for whoever accepts it.
        retry_after: seconds that a busy server names.
        host: under which its addresses name this machine: ``localhost`` or ``127.0.0.1``.
    """

    versions: frozenset[Version] = frozenset(Version)
    prefix: str = ""
    paths: Mapping[Version, str] = field(default_factory=lambda: PATHS)
    token_path: str = "/token"  # noqa: S105  # an address
    sign_in: SignIn = field(default_factory=SignIn)
    compresses: bool = True
    retry_after: int = 1
    host: str = "localhost"
