"""The one place where things are wired together: settings in, services out. Decides nothing.

A function needs few of these services. Each part is imported when something of it is asked for, so
that no function starts with the libraries of all others. The parts ask here for one another, so
that what stands here in a test stands everywhere.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.bootstrap.calendars import calendar_compiler as calendar_compiler
    from shared.bootstrap.calendars import calendar_desk as calendar_desk
    from shared.bootstrap.calendars import matching_desk as matching_desk
    from shared.bootstrap.calendars import outdate_timetables as outdate_timetables
    from shared.bootstrap.calendars import room_desk as room_desk
    from shared.bootstrap.calendars import where_desk as where_desk
    from shared.bootstrap.calendars import year_desk as year_desk
    from shared.bootstrap.core import clock as clock
    from shared.bootstrap.core import documents as documents
    from shared.bootstrap.core import limits as limits
    from shared.bootstrap.core import queue as queue
    from shared.bootstrap.core import stuck_work as stuck_work
    from shared.bootstrap.core import token as token
    from shared.bootstrap.core import tokens as tokens
    from shared.bootstrap.doors import account_keeper as account_keeper
    from shared.bootstrap.doors import accounts as accounts
    from shared.bootstrap.doors import auth_users as auth_users
    from shared.bootstrap.doors import event_tokens as event_tokens
    from shared.bootstrap.doors import firebase_teller as firebase_teller
    from shared.bootstrap.doors import id_tokens as id_tokens
    from shared.bootstrap.doors import sign_in as sign_in
    from shared.bootstrap.doors import standing as standing
    from shared.bootstrap.identity import account_opener as account_opener
    from shared.bootstrap.identity import audit_desk as audit_desk
    from shared.bootstrap.identity import audit_exporter as audit_exporter
    from shared.bootstrap.identity import children as children
    from shared.bootstrap.identity import devices as devices
    from shared.bootstrap.identity import emergency as emergency
    from shared.bootstrap.identity import invitations as invitations
    from shared.bootstrap.identity import mail_requests as mail_requests
    from shared.bootstrap.identity import owner_inviter as owner_inviter
    from shared.bootstrap.identity import sessions as sessions
    from shared.bootstrap.identity import sign_in_settings as sign_in_settings
    from shared.bootstrap.identity import sign_in_trial as sign_in_trial
    from shared.bootstrap.identity import substitutes as substitutes
    from shared.bootstrap.notices import account_mails as account_mails
    from shared.bootstrap.notices import notice_settings as notice_settings
    from shared.bootstrap.notices import notifications as notifications
    from shared.bootstrap.notices import request_mails as request_mails
    from shared.bootstrap.once import claims as claims
    from shared.bootstrap.people import guardians as guardians
    from shared.bootstrap.people import lists as lists
    from shared.bootstrap.people import looks as looks
    from shared.bootstrap.people import member_adder as member_adder
    from shared.bootstrap.people import member_editor as member_editor
    from shared.bootstrap.people import member_exporter as member_exporter
    from shared.bootstrap.people import member_history as member_history
    from shared.bootstrap.people import member_indexer as member_indexer
    from shared.bootstrap.people import member_photos as member_photos
    from shared.bootstrap.people import members as members
    from shared.bootstrap.people import own_lists as own_lists
    from shared.bootstrap.people import people_settings as people_settings
    from shared.bootstrap.people import photo_matcher as photo_matcher
    from shared.bootstrap.people import schools as schools
    from shared.bootstrap.people import terms as terms
    from shared.bootstrap.rosters import Rostering as Rostering
    from shared.bootstrap.rosters import drop_bucket as drop_bucket
    from shared.bootstrap.rosters import rostering as rostering
    from shared.bootstrap.rosters import wire_rostering as wire_rostering
    from shared.bootstrap.school_accounts import account_services as account_services

_PARTS = {
    "calendar_compiler": "calendars",
    "calendar_desk": "calendars",
    "year_desk": "calendars",
    "room_desk": "calendars",
    "where_desk": "calendars",
    "outdate_timetables": "calendars",
    "matching_desk": "calendars",
    "claims": "once",
    "clock": "core",
    "documents": "core",
    "drop_bucket": "rosters",
    "limits": "core",
    "queue": "core",
    "stuck_work": "core",
    "token": "core",
    "tokens": "core",
    "account_keeper": "doors",
    "accounts": "doors",
    "auth_users": "doors",
    "event_tokens": "doors",
    "firebase_teller": "doors",
    "id_tokens": "doors",
    "sign_in": "doors",
    "standing": "doors",
    "account_opener": "identity",
    "audit_desk": "identity",
    "audit_exporter": "identity",
    "children": "identity",
    "devices": "identity",
    "emergency": "identity",
    "invitations": "identity",
    "mail_requests": "identity",
    "owner_inviter": "identity",
    "sessions": "identity",
    "sign_in_settings": "identity",
    "sign_in_trial": "identity",
    "substitutes": "identity",
    "guardians": "people",
    "lists": "people",
    "looks": "people",
    "member_adder": "people",
    "member_editor": "people",
    "member_exporter": "people",
    "member_history": "people",
    "member_indexer": "people",
    "member_photos": "people",
    "photo_matcher": "people",
    "members": "people",
    "own_lists": "people",
    "people_settings": "people",
    "schools": "people",
    "terms": "people",
    "account_mails": "notices",
    "notice_settings": "notices",
    "notifications": "notices",
    "request_mails": "notices",
    "Rostering": "rosters",
    "rostering": "rosters",
    "wire_rostering": "rosters",
    "account_services": "school_accounts",
}
"""What there is → the module that has it."""


def __getattr__(name: str) -> object:
    """One of the services, its module imported now; an AttributeError for any other name."""
    if name not in _PARTS:
        raise AttributeError(f"nothing is wired under {name!r}")
    return getattr(import_module(f"shared.bootstrap.{_PARTS[name]}"), name)
