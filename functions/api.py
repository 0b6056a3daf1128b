"""All parts of the API, in the order of its document."""

from __future__ import annotations

from functions.calendar.calendars import api as calendars
from functions.calendar.whereabouts import api as whereabouts
from functions.identity.accounts import api as accounts
from functions.identity.audit import api as audit
from functions.identity.invitations import api as invitations
from functions.identity.mails import api as mails
from functions.identity.permissions import api as permissions
from functions.identity.sessions import api as sessions
from functions.identity.sign_in_trial import api as sign_in_trial
from functions.identity.substitutes import api as substitutes
from functions.notifications.settings import api as notice_settings
from functions.people.guardians import api as guardians
from functions.people.lists import api as lists
from functions.people.members import api as members
from functions.people.photos import api as photos
from functions.people.schools import api as schools
from functions.people.settings import api as people_settings
from functions.people.terms import api as terms
from functions.rostering.connections import api as connections
from functions.rostering.credentials import api as credentials
from functions.rostering.feeds import api as feeds
from functions.rostering.health import api as health
from functions.rostering.requests import api as connection_requests
from functions.rostering.runs import api as runs
from functions.rostering.settings import api as roster_settings
from functions.rostering.sis_systems import api as sis_systems
from functions.rostering.uploads import api as uploads

API_PARTS = (
    schools,
    sessions,
    accounts,
    sign_in_trial,
    permissions,
    mails,
    invitations,
    members,
    photos,
    guardians,
    lists,
    substitutes,
    terms,
    people_settings,
    calendars,
    whereabouts,
    notice_settings,
    roster_settings,
    sis_systems,
    connections,
    connection_requests,
    credentials,
    uploads,
    runs,
    feeds,
    health,
    audit,
)
