"""Every deployable entry point by name. Imports only: the framework runs this file once per app."""

from functions.identity.blocking import account_before_create, account_before_sign_in
from functions.identity.http import identity_api
from functions.identity.schedule import account_sweep
from functions.identity.task import account_follow
from functions.notifications.http import notice_api
from functions.notifications.schedule import notice_sweep
from functions.notifications.task import notice_send
from functions.people.http import people_api
from functions.rostering.http import rostering_api
from functions.rostering.schedule import roster_archive, roster_reconcile, roster_watch
from functions.rostering.storage import roster_file_landed
from functions.rostering.task import roster_apply, roster_import

__all__ = [
    "account_before_create",
    "account_before_sign_in",
    "account_follow",
    "account_sweep",
    "identity_api",
    "notice_api",
    "notice_send",
    "notice_sweep",
    "people_api",
    "roster_apply",
    "roster_archive",
    "roster_file_landed",
    "roster_import",
    "roster_reconcile",
    "roster_watch",
    "rostering_api",
]
