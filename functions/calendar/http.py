"""The API of calendars."""

from __future__ import annotations

from functions.calendar.calendars import api as calendars
from functions.calendar.whereabouts import api as whereabouts
from functions.runtime.http import http_door

calendar_api = http_door("calendar_api", [calendars, whereabouts])
