"""Where a system's own interface is, and how it is asked. Values only; no secret is among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

PAGE_LIMIT = 1_000
MOST_IN_PAGE = 10_000


class ApiVersion(StrEnum):
    """Which OneRoster the system speaks."""

    AUTO = "AUTO"
    """It is found out: 1.2 first, then 1.1."""
    V1P1 = "V1P1"
    V1P2 = "V1P2"


class ApiAuthentication(StrEnum):
    """How the key is shown to the system."""

    AUTO = "AUTO"
    """It is found out, as `docs/domain/rostering.md` says."""
    BASIC = "BASIC"
    """OAuth 2.0 client credentials, in the Authorization header of the token request."""
    BODY = "BODY"
    """The same, in the form of the token request."""
    QUERY = "QUERY"
    """The same, in the address of the token request."""
    OAUTH1_SHA256 = "OAUTH1_SHA256"
    """Each request is signed; there is no token."""
    OAUTH1_SHA1 = "OAUTH1_SHA1"


class ApiScope(StrEnum):
    """What a token is asked for."""

    AUTO = "AUTO"
    """That of the version; none where the system refuses it."""
    V1P1 = "V1P1"
    V1P2 = "V1P2"
    NONE = "NONE"
    """The token request names no scope."""
    CUSTOM = "CUSTOM"
    """`ApiSource.custom_scope`, as it is."""


@dataclass(frozen=True, slots=True)
class ApiSource:
    """Where a system's own interface is, and how it is asked.

    Attributes:
        base_url: as it was pasted; it is never built anew, only added to.
        token_url: where tokens come from; empty where it is found out or none is needed.
        token_url_approved: a person has said that the key may go to another domain than the
            one of `base_url`.
        client_id: the public half of the key; empty until somebody has entered it.
        page_limit: how many a page is asked for, 1 to `MOST_IN_PAGE`.
        prefer_role_endpoints: students and teachers are asked for apart, not all users.
        keep_cookies: cookies of the token's answer are sent along with every request.
        delta_pulls: most nights only what has changed is asked for, and all once a week.
        secret_version: resource name of the version in Secret Manager that is the other half of
            the key; empty while none is set. Never shown.
        secret_time: when that was set.
    """

    base_url: str
    token_url: str = ""
    token_url_approved: bool = False
    client_id: str = ""
    version: ApiVersion = ApiVersion.AUTO
    authentication: ApiAuthentication = ApiAuthentication.AUTO
    scope: ApiScope = ApiScope.AUTO
    custom_scope: str = ""
    page_limit: int = PAGE_LIMIT
    prefer_role_endpoints: bool = False
    keep_cookies: bool = True
    delta_pulls: bool = False
    secret_version: str = ""
    secret_time: datetime | None = None

    @property
    def has_key(self) -> bool:
        """True when both halves of the key are there."""
        return bool(self.client_id and self.secret_version)


@dataclass(frozen=True, slots=True)
class ClearedSecret:
    """A secret that a connection no longer has, because its address became another one.

    Attributes:
        version: resource name of the version that was pinned; it and all older ones are destroyed.
        time: when it was taken from the connection.
    """

    version: str
    time: datetime


SECRET_FIELDS = ("secretVersion", "secretTime")
"""Of `api_source_fields`; all others are settings."""

WHERE = ("baseUrl", "tokenUrl")
"""Whoever receives the secret is told by these: it does not outlive a change of one."""

HOW_IT_IS_ASKED = (
    "authentication",
    "pageLimit",
    "keepCookies",
    "deltaPulls",
    "tokenUrlApproved",
)
"""Whatever they are, the same people come."""


def api_source_fields(value: ApiSource | None) -> dict[str, Any] | None:
    """The field of a connection's document."""
    if value is None:
        return None
    return {
        "baseUrl": value.base_url,
        "tokenUrl": value.token_url,
        "tokenUrlApproved": value.token_url_approved,
        "clientId": value.client_id,
        "version": value.version.value,
        "authentication": value.authentication.value,
        "scope": value.scope.value,
        "customScope": value.custom_scope,
        "pageLimit": value.page_limit,
        "preferRoleEndpoints": value.prefer_role_endpoints,
        "keepCookies": value.keep_cookies,
        "deltaPulls": value.delta_pulls,
        "secretVersion": value.secret_version,
        "secretTime": value.secret_time,
    }


def api_source_from(fields: Mapping[str, Any] | None) -> ApiSource | None:
    """The source that such a field holds."""
    if fields is None:
        return None
    return ApiSource(
        base_url=fields["baseUrl"],
        token_url=fields.get("tokenUrl", ""),
        token_url_approved=fields.get("tokenUrlApproved", False),
        client_id=fields.get("clientId", ""),
        version=ApiVersion(fields.get("version", ApiVersion.AUTO)),
        authentication=ApiAuthentication(fields.get("authentication", ApiAuthentication.AUTO)),
        scope=ApiScope(fields.get("scope", ApiScope.AUTO)),
        custom_scope=fields.get("customScope", ""),
        page_limit=fields.get("pageLimit", PAGE_LIMIT),
        prefer_role_endpoints=fields.get("preferRoleEndpoints", False),
        keep_cookies=fields.get("keepCookies", True),
        delta_pulls=fields.get("deltaPulls", False),
        secret_version=fields.get("secretVersion", ""),
        secret_time=fields.get("secretTime"),
    )


def what_it_gives(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Of such a field what can change which people come; a new secret is none of it."""
    if fields is None:
        return None
    silent = {*SECRET_FIELDS, *HOW_IT_IS_ASKED}
    return {name: value for name, value in fields.items() if name not in silent}


def cleared_fields(value: ClearedSecret | None) -> dict[str, Any] | None:
    """The field of a connection's document."""
    return None if value is None else {"version": value.version, "time": value.time}


def cleared_from(fields: Mapping[str, Any] | None) -> ClearedSecret | None:
    """What such a field holds."""
    return None if fields is None else ClearedSecret(fields["version"], fields["time"])
