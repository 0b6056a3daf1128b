"""The API of notifications."""

from __future__ import annotations

from functions.notifications.settings import api as settings
from functions.runtime.http import http_door

notice_api = http_door("notice_api", [settings])
