"""Every deployable entry point by name; the framework runs this file once per app.

A process serves one of them, so only its own module is imported, and only when it is asked for: all
of them together take seven times as long to start.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from flask import Request
from flask.typing import ResponseReturnValue

Door = Callable[[Request], ResponseReturnValue]

HOMES = {
    "account_before_create": "functions.identity.blocking",
    "account_before_sign_in": "functions.identity.blocking",
    "account_follow": "functions.identity.task",
    "account_sweep": "functions.identity.schedule",
    "calendar_api": "functions.calendar.http",
    "calendar_compile": "functions.calendar.schedule",
    "identity_api": "functions.identity.http",
    "notice_api": "functions.notifications.http",
    "notice_send": "functions.notifications.task",
    "notice_sweep": "functions.notifications.schedule",
    "people_api": "functions.people.http",
    "roster_apply": "functions.rostering.task",
    "roster_archive": "functions.rostering.schedule",
    "roster_file_landed": "functions.rostering.storage",
    "roster_import": "functions.rostering.task",
    "roster_nightly": "functions.rostering.schedule",
    "roster_pull": "functions.rostering.task",
    "roster_reconcile": "functions.rostering.schedule",
    "roster_watch": "functions.rostering.schedule",
    "rostering_api": "functions.rostering.http",
}
"""Entry point → the module that has it."""


def __getattr__(name: str) -> Door:
    """An entry point, imported with what it needs; an AttributeError for any other name."""
    if name not in HOMES:
        raise AttributeError(f"there is no entry point {name!r}")
    return cast("Door", getattr(import_module(HOMES[name]), name))
