"""Who may do what: the one table of roles and actions, and how far each of them reaches. Pure.

Every route of the API names one of these actions, every service asks for it, and the rules of the
database say the same of what browsers read. What the table doesn't name nobody may do.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.actor import Actor, Membership, Module
from shared.kernel.errors import Denied
from shared.kernel.roles import Role


class Scope(StrEnum):
    """How far an action reaches, from the narrowest to the widest."""

    OWN = "OWN"
    """The caller's own record."""
    OWN_CLASSES = "OWN_CLASSES"
    """Students of lists that the caller teaches, and the caller."""
    OWN_GRADES = "OWN_GRADES"
    """Students of the grades that the caller is limited to, and the caller."""
    SCHOOL = "SCHOOL"
    DISTRICT = "DISTRICT"


_ORDER = tuple(Scope)


class Action(StrEnum):
    """What can be done, as ``subject:verb``; the audit log uses the same words."""

    SIGN_IN_OPTIONS_GET = "signInOptions:get"
    PASSWORDS_RESET = "passwords:reset"  # an action
    SIGN_IN_LINKS_CREATE = "signInLinks:create"
    ME_GET = "me:get"
    PERMISSIONS_LIST = "permissions:list"
    CHILDREN_LIST = "children:list"
    OWN_LISTS_LIST = "ownLists:list"
    SESSIONS_LIST = "sessions:list"
    SESSIONS_END = "sessions:end"
    SESSIONS_USE = "sessions:use"
    SIGN_IN_SETTINGS_GET = "signInSettings:get"
    SIGN_IN_SETTINGS_UPDATE = "signInSettings:update"
    ACCOUNTS_LIST = "accounts:list"
    ACCOUNTS_SIGN_OUT = "accounts:signOut"
    ACCOUNTS_EDIT = "accounts:edit"
    SIGN_IN_ADDRESSES_GET = "signInAddresses:get"
    SIGN_IN_ADDRESSES_EDIT = "signInAddresses:edit"
    SIGN_IN_REQUESTS_LIST = "signInRequests:list"
    SIGN_IN_REQUESTS_DECIDE = "signInRequests:decide"
    SIGN_IN_SETTINGS_TEST = "signInSettings:test"
    SCHOOLS_GET = "schools:get"
    SCHOOLS_HEALTH = "schools:health"
    MEMBERS_LIST = "members:list"
    MEMBERS_GET = "members:get"
    MEMBERS_GET_FULL = "members:getFull"
    MEMBERS_CREATE = "members:create"
    MEMBERS_UPDATE = "members:update"
    MEMBERS_SET_ROLE = "members:setRole"
    MEMBERS_ARCHIVE = "members:archive"
    MEMBERS_RESTORE = "members:restore"
    MEMBERS_EXPORT = "members:export"
    MEMBERS_CHANGES = "members:changes"
    MEMBERS_INVITE = "members:invite"
    GUARDIANS_GET = "guardians:get"
    GUARDIANS_INVITE = "guardians:invite"
    LISTS_GET = "lists:get"
    LISTS_EDIT = "lists:edit"
    SUBSTITUTE_CODES_EDIT = "substituteCodes:edit"
    SUBSTITUTE_CODES_REDEEM = "substituteCodes:redeem"
    PEOPLE_SETTINGS_GET = "peopleSettings:get"
    PEOPLE_SETTINGS_UPDATE = "peopleSettings:update"
    CALENDARS_GET = "calendars:get"
    CALENDARS_UPDATE = "calendars:update"
    CALENDARS_PUBLISH = "calendars:publish"
    SCHOOL_DAYS_GET = "schoolDays:get"
    NOTICE_SETTINGS_GET = "noticeSettings:get"
    NOTICE_SETTINGS_UPDATE = "noticeSettings:update"
    ROSTER_SETTINGS_GET = "rosterSettings:get"
    ROSTER_SETTINGS_UPDATE = "rosterSettings:update"
    SIS_SYSTEMS_LIST = "sisSystems:list"
    CONNECTIONS_GET = "rosterConnections:get"
    CONNECTIONS_EDIT = "rosterConnections:edit"
    CONNECTION_REQUESTS_ANSWER = "connectionRequests:answer"
    CREDENTIALS_GET = "sftpLogins:get"
    CREDENTIALS_EDIT = "sftpLogins:edit"
    UPLOADS_CREATE = "rosterUploads:create"
    RUNS_GET = "rosterRuns:get"
    RUNS_PLAN = "rosterRuns:plan"
    RUNS_DECIDE = "rosterRuns:decide"
    RUNS_UNDO = "rosterRuns:undo"
    RUNS_AGAIN = "rosterRuns:again"
    FEEDS_STEER = "rosterFeeds:steer"
    AUDIT_LIST = "auditEntries:list"
    AUDIT_EXPORT = "auditEntries:export"


_RUNS_A_SCHOOL = {
    Role.OWNER: Scope.SCHOOL,
    Role.DISTRICT_MANAGER: Scope.DISTRICT,
    Role.MANAGER: Scope.SCHOOL,
}
_OWNS_A_SCHOOL = {Role.OWNER: Scope.SCHOOL, Role.DISTRICT_MANAGER: Scope.DISTRICT}
_WORKS_HERE = {**_RUNS_A_SCHOOL, Role.TEACHER: Scope.SCHOOL, Role.STAFF: Scope.SCHOOL}
_OWN_OF_ALL = dict.fromkeys(Role, Scope.OWN)
_BELONGS_HERE = {**dict.fromkeys(Role, Scope.SCHOOL), Role.DISTRICT_MANAGER: Scope.DISTRICT}
_OFFICE_AND_CLASSES = {**_WORKS_HERE, Role.TEACHER: Scope.OWN_CLASSES}

TABLE: Mapping[Action, Mapping[Role, Scope]] = {
    Action.SIGN_IN_OPTIONS_GET: _OWN_OF_ALL,
    Action.PASSWORDS_RESET: _OWN_OF_ALL,
    Action.SIGN_IN_LINKS_CREATE: _OWN_OF_ALL,
    Action.ME_GET: _OWN_OF_ALL,
    Action.PERMISSIONS_LIST: _OWN_OF_ALL,
    # Whoever works at a school may be a parent as well.
    Action.CHILDREN_LIST: _OWN_OF_ALL,
    Action.OWN_LISTS_LIST: _OWN_OF_ALL,
    Action.SESSIONS_LIST: _OWN_OF_ALL,
    Action.SESSIONS_END: _OWN_OF_ALL,
    Action.SESSIONS_USE: _OWN_OF_ALL,
    Action.SIGN_IN_SETTINGS_GET: _OWNS_A_SCHOOL,
    Action.SIGN_IN_SETTINGS_UPDATE: {Role.DISTRICT_MANAGER: Scope.DISTRICT},
    Action.ACCOUNTS_LIST: _RUNS_A_SCHOOL,
    Action.ACCOUNTS_SIGN_OUT: _RUNS_A_SCHOOL,
    Action.ACCOUNTS_EDIT: _OWNS_A_SCHOOL,
    Action.SIGN_IN_ADDRESSES_GET: _OWNS_A_SCHOOL,
    Action.SIGN_IN_ADDRESSES_EDIT: _OWNS_A_SCHOOL,
    Action.SIGN_IN_REQUESTS_LIST: _OWNS_A_SCHOOL,
    Action.SIGN_IN_REQUESTS_DECIDE: _OWNS_A_SCHOOL,
    Action.SIGN_IN_SETTINGS_TEST: _OWNS_A_SCHOOL,
    Action.SCHOOLS_GET: _BELONGS_HERE,
    Action.SCHOOLS_HEALTH: _RUNS_A_SCHOOL,
    Action.MEMBERS_LIST: _OFFICE_AND_CLASSES,
    Action.MEMBERS_GET: {**_OWN_OF_ALL, **_OFFICE_AND_CLASSES},
    Action.MEMBERS_GET_FULL: {**_OWN_OF_ALL, **_RUNS_A_SCHOOL},
    Action.MEMBERS_CREATE: _RUNS_A_SCHOOL,
    Action.MEMBERS_UPDATE: _RUNS_A_SCHOOL,
    Action.MEMBERS_SET_ROLE: _OWNS_A_SCHOOL,
    Action.MEMBERS_ARCHIVE: _RUNS_A_SCHOOL,
    Action.MEMBERS_RESTORE: _RUNS_A_SCHOOL,
    Action.MEMBERS_EXPORT: _RUNS_A_SCHOOL,
    Action.MEMBERS_CHANGES: _RUNS_A_SCHOOL,
    Action.MEMBERS_INVITE: _RUNS_A_SCHOOL,
    Action.GUARDIANS_GET: _RUNS_A_SCHOOL,
    Action.GUARDIANS_INVITE: _RUNS_A_SCHOOL,
    Action.LISTS_GET: _OFFICE_AND_CLASSES,
    Action.LISTS_EDIT: {**_RUNS_A_SCHOOL, Role.TEACHER: Scope.OWN_CLASSES},
    Action.SUBSTITUTE_CODES_EDIT: {**_RUNS_A_SCHOOL, Role.TEACHER: Scope.OWN_CLASSES},
    Action.SUBSTITUTE_CODES_REDEEM: _WORKS_HERE,
    Action.PEOPLE_SETTINGS_GET: _WORKS_HERE,
    Action.PEOPLE_SETTINGS_UPDATE: _OWNS_A_SCHOOL,
    Action.CALENDARS_GET: _WORKS_HERE,
    Action.CALENDARS_UPDATE: _RUNS_A_SCHOOL,
    Action.CALENDARS_PUBLISH: _RUNS_A_SCHOOL,
    Action.SCHOOL_DAYS_GET: _BELONGS_HERE,
    Action.NOTICE_SETTINGS_GET: _RUNS_A_SCHOOL,
    Action.NOTICE_SETTINGS_UPDATE: _OWNS_A_SCHOOL,
    Action.ROSTER_SETTINGS_GET: _OWNS_A_SCHOOL,
    Action.ROSTER_SETTINGS_UPDATE: {Role.DISTRICT_MANAGER: Scope.DISTRICT},
    Action.SIS_SYSTEMS_LIST: _OWNS_A_SCHOOL,
    Action.CONNECTIONS_GET: _OWNS_A_SCHOOL,
    Action.CONNECTIONS_EDIT: _OWNS_A_SCHOOL,
    # Whoever has the link, with or without an account.
    Action.CONNECTION_REQUESTS_ANSWER: _OWN_OF_ALL,
    Action.CREDENTIALS_GET: _OWNS_A_SCHOOL,
    Action.CREDENTIALS_EDIT: _OWNS_A_SCHOOL,
    Action.UPLOADS_CREATE: _OWNS_A_SCHOOL,
    Action.RUNS_GET: _RUNS_A_SCHOOL,
    Action.RUNS_PLAN: _RUNS_A_SCHOOL,
    Action.RUNS_DECIDE: _RUNS_A_SCHOOL,
    Action.RUNS_UNDO: _OWNS_A_SCHOOL,
    Action.RUNS_AGAIN: _OWNS_A_SCHOOL,
    Action.FEEDS_STEER: _OWNS_A_SCHOOL,
    Action.AUDIT_LIST: _OWNS_A_SCHOOL,
    Action.AUDIT_EXPORT: _OWNS_A_SCHOOL,
}
"""Action → role → how far it reaches; a role that isn't named may not do it."""

FOR_ANYBODY = frozenset(
    {
        Action.SIGN_IN_OPTIONS_GET,
        Action.PASSWORDS_RESET,
        Action.SIGN_IN_LINKS_CREATE,
        Action.CONNECTION_REQUESTS_ANSWER,
    }
)
"""What nobody needs to be signed in for."""

FOR_LIMITED = frozenset(
    {
        Action.SIGN_IN_OPTIONS_GET,
        Action.ME_GET,
        Action.SESSIONS_LIST,
        Action.SESSIONS_END,
        Action.SESSIONS_USE,
    }
)
"""What somebody may do who has to prove themselves once more."""

MODULE_TABLE: Mapping[Action, frozenset[Module]] = {
    Action.MEMBERS_LIST: frozenset(Module) - {Module.REPORTS},
    Action.MEMBERS_GET: frozenset(Module) - {Module.REPORTS},
    Action.LISTS_GET: frozenset(Module),
}
"""What managing a module adds to any role that works at the school: the whole school's reach."""

BY_GRADE = frozenset(
    {
        Action.MEMBERS_LIST,
        Action.MEMBERS_GET,
        Action.MEMBERS_GET_FULL,
        Action.MEMBERS_UPDATE,
        Action.MEMBERS_ARCHIVE,
        Action.MEMBERS_RESTORE,
        Action.MEMBERS_EXPORT,
        Action.MEMBERS_CHANGES,
        Action.MEMBERS_INVITE,
        Action.GUARDIANS_GET,
        Action.GUARDIANS_INVITE,
    }
)
"""What a person who is limited to some grades does for those grades only."""

FOR_ANY_GRADE = frozenset(
    {
        Action.SIGN_IN_OPTIONS_GET,
        Action.PASSWORDS_RESET,
        Action.SIGN_IN_LINKS_CREATE,
        Action.ME_GET,
        Action.PERMISSIONS_LIST,
        Action.CHILDREN_LIST,
        Action.OWN_LISTS_LIST,
        Action.SESSIONS_LIST,
        Action.SESSIONS_END,
        Action.SESSIONS_USE,
        Action.SCHOOLS_GET,
        Action.SCHOOLS_HEALTH,
        Action.LISTS_GET,
        Action.PEOPLE_SETTINGS_GET,
        Action.CALENDARS_GET,
        Action.SCHOOL_DAYS_GET,
        Action.CONNECTION_REQUESTS_ANSWER,
    }
)
"""What shows nobody of another grade. All the rest such a person may not do at all."""

_WORKERS = frozenset({Role.TEACHER, Role.STAFF, Role.MANAGER, Role.OWNER, Role.DISTRICT_MANAGER})


def authorize_session(actor: Actor, action: Action) -> None:
    """Ask whether the caller's session is one for this.

    Raises:
        Denied: ``SECOND_FACTOR_NEEDED``.
    """
    if actor.is_limited and action not in FOR_LIMITED:
        raise Denied("SECOND_FACTOR_NEEDED", "the caller has to sign in with a second factor")


def scope_of(actor: Actor, action: Action, school: str) -> Scope | None:
    """How far an action of a person reaches at a school; None where they may not do it at all."""
    if actor.is_district_manager:
        return TABLE[action].get(Role.DISTRICT_MANAGER)
    membership = actor.memberships.get(school)
    if membership is None:
        return None
    return _narrowed(action, membership, _granted(action, membership))


def authorize(actor: Actor, action: Action, school: str) -> Scope:
    """How far an action of a person reaches at a school.

    Raises:
        Denied: ``ROLE_MAY_NOT``, or ``SCHOOL_NOT_YOURS`` where they don't belong to the school.
    """
    scope = scope_of(actor, action, school)
    if scope is not None:
        return scope
    if not actor.belongs_to(school):
        raise Denied(
            "SCHOOL_NOT_YOURS", "the caller does not belong to this school", {"school": school}
        )
    metadata = {"action": action.value, "school": school}
    raise Denied("ROLE_MAY_NOT", "the caller's role at this school may not do this", metadata)


def authorize_district(actor: Actor, action: Action) -> None:
    """Ask whether a person may do this for the district itself, which is no school.

    Raises:
        Denied: ``ROLE_MAY_NOT``.
    """
    if not (actor.is_district_manager and Role.DISTRICT_MANAGER in TABLE[action]):
        metadata = {"action": action.value, "school": ""}
        raise Denied("ROLE_MAY_NOT", "only who runs the district may do this", metadata)


def schools_of(actor: Actor, action: Action) -> list[str] | None:
    """The schools where a person may do this, by id; None for every school of the district.

    Raises:
        Denied: ``ROLE_MAY_NOT`` where there is none.
    """
    if actor.is_district_manager and Role.DISTRICT_MANAGER in TABLE[action]:
        return None
    found = [each for each in sorted(actor.memberships) if scope_of(actor, action, each)]
    if not found:
        metadata = {"action": action.value, "school": ""}
        raise Denied("ROLE_MAY_NOT", "the caller may do this at no school", metadata)
    return found


def actions_of(actor: Actor, school: str) -> list[Action]:
    """All that a person may do at a school, be it only for themselves."""
    return [action for action in Action if scope_of(actor, action, school) is not None]


def _granted(action: Action, membership: Membership) -> Scope | None:
    own = TABLE[action].get(membership.role)
    if membership.role in _WORKERS and membership.modules & MODULE_TABLE.get(action, frozenset()):
        return max((Scope.SCHOOL, own or Scope.OWN), key=_ORDER.index)
    return own


def _narrowed(action: Action, membership: Membership, scope: Scope | None) -> Scope | None:
    """What is left to somebody who is limited to some grades."""
    if scope is not Scope.SCHOOL or not membership.grades or action in FOR_ANY_GRADE:
        return scope
    return Scope.OWN_GRADES if action in BY_GRADE else None
