"""The pages of the simulated Google, and the file that Firebase's library loads from Google."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.google.accounts import known_accounts

LIBRARY = b"https://apis.google.com/js/api.js"
"""What Firebase's library loads to speak with its frame; the one address outside of the console's
own that its code names."""
OWN_LIBRARY = b"/emulator/auth/api.js"
_STATIC = Path(__file__).with_name("static")
_FILES = {
    "/emulator/auth/handler": ("chooser.html", "text/html; charset=utf-8"),
    "/emulator/auth/chooser.js": ("chooser.js", "text/javascript; charset=utf-8"),
    "/emulator/auth/chooser.css": ("chooser.css", "text/css; charset=utf-8"),
    "/emulator/auth/iframe": ("frame.html", "text/html; charset=utf-8"),
    "/emulator/auth/frame.js": ("frame.js", "text/javascript; charset=utf-8"),
    "/emulator/auth/api.js": ("api.js", "text/javascript; charset=utf-8"),
}
FRAMED = "/emulator/auth/iframe"
"""The one page that the console shows inside of its own."""
_ACCOUNTS = "/emulator/auth/accounts.json"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {}"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with its headers."""

    body: bytes
    headers: Mapping[str, str]


def google_page(path: str, accounts: Path) -> Shown | None:
    """What stands at a path; None where it is none of the simulated Google's.

    Args:
        path: of the address.
        accounts: the file of its accounts, read at each look.
    """
    if path == _ACCOUNTS:
        body = json.dumps(known_accounts(accounts), ensure_ascii=False).encode()
        return Shown(body, _headers(path, "application/json"))
    if path not in _FILES:
        return None
    name, kind = _FILES[path]
    return Shown((_STATIC / name).read_bytes(), _headers(path, kind))


def own_library(body: bytes) -> bytes:
    """A file of the console that loads the simulated Google's library in place of Google's."""
    return body.replace(LIBRARY, OWN_LIBRARY)


def _headers(path: str, kind: str) -> dict[str, str]:
    framed = path == FRAMED
    return {
        "Content-Type": kind,
        "Cache-Control": "no-store",
        "Content-Security-Policy": _POLICY.format("'self'" if framed else "'none'"),
        # The chooser speaks with the page that has opened it.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        **({} if framed else {"X-Frame-Options": "DENY"}),
    }
