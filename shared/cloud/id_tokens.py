"""The doors to Firebase's two kinds of tokens: of a caller, and of a blocking function's event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.cloud.firebase_tokens import FirebaseTokens

_LONGEST_ID_TOKEN = 8_192
_LONGEST_EVENT = 65_536
"""An event carries the tokens of its provider as well."""


class IdTokens:
    """Verifies the tokens with which people call."""

    def __init__(self, tokens: FirebaseTokens) -> None:
        self._tokens = tokens

    def claims_of(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that is genuine, of this project, and in its time.

        Raises:
            Unauthenticated: ``TOKEN_MISSING``, ``TOKEN_INVALID``, ``TOKEN_EXPIRED``.
            Transient: ``CERTIFICATES_UNAVAILABLE``.
        """
        tokens = self._tokens
        return tokens.genuine(token, tokens.project, _LONGEST_ID_TOKEN, "auth_time")


class EventTokens:
    """Verifies the tokens with which Identity Platform calls a blocking function."""

    def __init__(self, tokens: FirebaseTokens) -> None:
        self._tokens = tokens

    def claims_of(self, token: str, audience: str) -> Mapping[str, Any]:
        """The claims of an event that is genuine and for exactly this function.

        Args:
            token: as it was sent.
            audience: the function's own address; a token for any other function of the project
                does not pass.

        Raises:
            Unauthenticated: ``TOKEN_MISSING``, ``TOKEN_INVALID``, ``TOKEN_EXPIRED``.
            Transient: ``CERTIFICATES_UNAVAILABLE``.
        """
        return self._tokens.genuine(token, audience, _LONGEST_EVENT)
