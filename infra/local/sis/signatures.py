"""OAuth 1.0a without a token, as OneRoster 1.1 has it; Authlib's server side checks."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import threading
import time
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.oauth1.rfc5849.base_server import BaseServer
from authlib.oauth1.rfc5849.signature import generate_signature_base_string
from authlib.oauth1.rfc5849.util import escape
from authlib.oauth1.rfc5849.wrapper import OAuth1Request

from infra.local.sis.exchange import Request
from infra.local.sis.settings import SHA256, SignIn


class _Client:
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def get_client_secret(self) -> str:
        """What Authlib asks."""
        return self._secret


class SignatureCheck(BaseServer):  # type: ignore[misc]  # Authlib has no types
    """Tells whether a request is signed by the client, soon enough, and for the first time."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in
        self._lock = threading.Lock()
        self._seen: set[tuple[str, str]] = set()
        self.SUPPORTED_SIGNATURE_METHODS = sorted(sign_in.signatures)

    def fault(self, request: Request, origin: str) -> str:
        """Why a request is refused; empty when it is accepted.

        Args:
            request: what came.
            origin: scheme, host and port that the client used.
        """
        headers = {
            "Authorization": request.headers.get("authorization", ""),
            "Host": request.headers.get("host", ""),
        }
        try:
            signed = OAuth1Request(request.method, f"{origin}{request.target}", None, headers)
            if signed.client_id != self._sign_in.client_id:
                return "unknown consumer key"
            signed.client = _Client(self._sign_in.client_secret)
            if int(signed.timestamp or 0) > time.time() + self.EXPIRY_TIME:
                return "oauth_timestamp lies ahead"
            # The signature first: what isn't the client's may not use up a nonce of theirs.
            self.validate_oauth_signature(signed)
            self.validate_timestamp_and_nonce(signed)
        except AuthlibBaseError as refused:
            return str(refused.error)
        except ValueError:
            return "malformed"
        return ""

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ANN401  # Authlib has no types
        """What Authlib asks: whether a nonce came before; it is kept."""
        key = (str(request.timestamp), nonce)
        with self._lock:
            known = key in self._seen
            self._seen.add(key)
        return known


def _verify_sha256(request: Any) -> bool:  # noqa: ANN401  # Authlib has no types
    """As Authlib's own check of HMAC-SHA1, with the other digest; RFC 5849, section 3.4.2."""
    key = f"{escape(request.client_secret or '')}&".encode()
    text = generate_signature_base_string(request).encode()
    made = binascii.b2a_base64(hmac.digest(key, text, hashlib.sha256), newline=False).decode()
    return hmac.compare_digest(made, request.signature)


SignatureCheck.register_signature_method(SHA256, _verify_sha256)
