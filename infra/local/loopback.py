"""How the parts of the local stack are called over HTTP."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

# Otherwise httpx reads the certificates of all authorities for each call, which takes a hundred
# times as long as the call. Without them no server is believed that speaks TLS; none does here.
PLAINLY: Mapping[str, Any] = {
    "trust_env": False,
    "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
}
"""What every call of `httpx` on the loopback interface is given: no proxy, no authorities."""
