"""The API of rostering."""

from __future__ import annotations

from functions.rostering.connections import api as connections
from functions.rostering.credentials import api as credentials
from functions.rostering.feeds import api as feeds
from functions.rostering.health import api as health
from functions.rostering.requests import api as requests
from functions.rostering.runs import api as runs
from functions.rostering.settings import api as settings
from functions.rostering.sis_systems import api as sis_systems
from functions.rostering.uploads import api as uploads
from functions.runtime.http import http_door

rostering_api = http_door(
    "rostering_api",
    [connections, requests, credentials, uploads, runs, feeds, health, settings, sis_systems],
)
