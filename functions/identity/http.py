"""The API of accounts and sign-ins."""

from __future__ import annotations

from functions.identity.sessions import api as sessions
from functions.runtime.http import http_door

identity_api = http_door("identity_api", [sessions])
