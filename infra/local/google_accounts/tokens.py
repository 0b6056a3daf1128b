"""The ID token that Google would give for an account, with its claims and without a signature."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from infra.local.google_accounts.accounts import GoogleAccount

CLIENT = "000000000000-local.apps.googleusercontent.com"
"""Whom the tokens are for; in a live project the client id that Firebase made for Google."""
LIFETIME = timedelta(hours=1)


def id_token(account: GoogleAccount, now: datetime) -> str:
    """A JSON web token without a signature: the Auth emulator takes it, and nobody else does."""
    parts = ({"alg": "none", "typ": "JWT"}, google_claims(account, now))
    return ".".join([*map(_encoded, parts), ""])


def google_claims(account: GoogleAccount, now: datetime) -> dict[str, Any]:
    """The claims, as Google documents them for its server flow.

    ``hd`` is there for accounts of an organization only: that is how one tells them from somebody's
    own account with the same address. There is no picture.
    """
    given, _, family = account.name.partition(" ")
    issued = int(now.timestamp())
    claims = {
        "iss": "https://accounts.google.com",
        "azp": CLIENT,
        "aud": CLIENT,
        "sub": account.sub,
        "hd": account.hosted_domain,
        "email": account.email,
        "email_verified": account.email_verified,
        "name": account.name,
        "given_name": given,
        "family_name": family,
        "iat": issued,
        "exp": issued + int(LIFETIME.total_seconds()),
    }
    return {name: value for name, value in claims.items() if value != ""}


def _encoded(part: Mapping[str, Any]) -> str:
    text = json.dumps(part, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode("ascii")
