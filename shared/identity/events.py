"""What Identity Platform asks before somebody is created or gets in: its words made ours. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.kernel.errors import Unauthenticated

BEFORE_CREATE = "beforeCreate"
BEFORE_SIGN_IN = "beforeSignIn"


@dataclass(frozen=True, slots=True)
class SignInEvent:
    """Somebody who is about to be created or to get in.

    Attributes:
        event: id of the event; the same when it comes again.
        method: how they come: ``password``, ``emailLink``, or a provider such as ``google.com``.
        email: of the account, in lower case; empty for an account without one.
        subjects: provider → who they are to it, of the account as it is now.
        attributes: what the provider says of them: the claims of its ID token, else its user data.
        valid_since: no token from before this second of 1970 counts for Firebase; 0 where the event
            doesn't say.
        second_factor: by which they have proven themselves once more; empty for none.
    """

    kind: str
    event: str
    uid: str
    method: str
    email: str
    subjects: Mapping[str, str]
    attributes: Mapping[str, Any]
    valid_since: int = 0
    second_factor: str = ""
    user_agent: str = ""


def sign_in_event(claims: Mapping[str, Any]) -> SignInEvent:
    """The event behind the verified claims of a blocking function's token.

    Source: "Customizing the authentication flow using blocking functions" of Identity Platform.

    Raises:
        Unauthenticated: ``EVENT_MALFORMED``.
    """
    user = claims.get("user_record")
    if not isinstance(user, Mapping) or not isinstance(user.get("uid"), str) or not user["uid"]:
        raise _malformed()
    if claims.get("sub") != user["uid"]:
        raise _malformed()
    linked = user.get("provider_data") or []
    if not isinstance(linked, list) or not all(isinstance(each, Mapping) for each in linked):
        raise _malformed()
    return SignInEvent(
        kind=str(claims.get("event_type", "")).partition(":")[0],
        event=_text(claims, "event_id"),
        uid=user["uid"],
        method=_text(claims, "sign_in_method"),
        email=_text(user, "email").lower(),
        subjects={_text(each, "provider_id"): _text(each, "uid") for each in linked},
        attributes=_attributes(claims),
        valid_since=_seconds(user.get("tokens_valid_after_time")),
        second_factor=_text(claims, "sign_in_second_factor"),
        user_agent=_text(claims, "user_agent"),
    )


def _attributes(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the provider says; Identity Platform has verified its token before it is passed on."""
    token = claims.get("oauth_id_token")
    if isinstance(token, str) and token:
        return _claims_in(token)
    told = claims.get("raw_user_info")
    if not isinstance(told, str) or not told:
        return {}
    return _object(told)


def _claims_in(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004  # head, claims, signature
        # The Auth emulator takes the claims alone for a token, and passes them on so.
        return _object(token)
    try:
        raw = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
    except (binascii.Error, ValueError) as error:
        raise _malformed() from error
    return _object(raw)


def _object(text: str | bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _malformed() from error
    if not isinstance(found, dict):
        raise _malformed()
    return found


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _seconds(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _malformed() -> Unauthenticated:
    return Unauthenticated("EVENT_MALFORMED", "the event is not one of Identity Platform")
