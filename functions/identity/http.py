"""The API of accounts, sign-ins, and who did what."""

from __future__ import annotations

from functions.identity.accounts import api as accounts
from functions.identity.audit import api as audit
from functions.identity.invitations import api as invitations
from functions.identity.mails import api as mails
from functions.identity.permissions import api as permissions
from functions.identity.sessions import api as sessions
from functions.identity.sign_in_trial import api as sign_in_trial
from functions.identity.substitutes import api as substitutes
from functions.runtime.http import http_door

identity_api = http_door(
    "identity_api",
    [sessions, accounts, sign_in_trial, permissions, mails, invitations, substitutes, audit],
)
