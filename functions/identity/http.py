"""The API of who did what."""

from __future__ import annotations

from functions.identity.audit import api as audit
from functions.runtime.http import http_door

identity_api = http_door("identity_api", [audit])
