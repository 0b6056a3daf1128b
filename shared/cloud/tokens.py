"""The door to Google's token verification, for calls between the parts of one deployment."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


class CallerTokens:
    """Checks OIDC tokens that Cloud Tasks and Cloud Scheduler attach to their calls."""

    def is_from(self, token: str, *, audience: str, account: str) -> bool:
        """True when Google signed ``token`` for ``audience`` and the service account ``account``.

        An empty token or an unconfigured account is never let in.
        """
        if not token or not account:
            return False
        # Imported here: an entry point without internal callers never needs it.
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
        from google.oauth2 import id_token  # noqa: PLC0415

        try:
            claims: dict[str, Any] = id_token.verify_oauth2_token(  # type: ignore[no-untyped-call]
                token, _transport(), audience=audience
            )
        except (ValueError, GoogleAuthError):
            return False
        return claims.get("email") == account and claims.get("email_verified") is True


@lru_cache(maxsize=1)
def _transport() -> Any:  # noqa: ANN401  # the client library is untyped
    from google.auth.transport import requests  # noqa: PLC0415

    return requests.Request()
