"""Accounts, sign-ins, invitations and the audit log."""

from __future__ import annotations

import secrets

from shared import bootstrap
from shared.identity.audit_desk import AuditDesk
from shared.identity.audit_export import AuditExporter
from shared.identity.audit_names import AuditNames
from shared.identity.audit_store import AuditStore
from shared.identity.children import ChildrenDesk
from shared.identity.device_desk import DeviceDesk
from shared.identity.emergency import Emergency
from shared.identity.emergency_store import EmergencyStore
from shared.identity.first_owner import OwnerInviter
from shared.identity.inviting import InvitationDesk
from shared.identity.mail_requests import MailRequests
from shared.identity.opening import AccountOpener
from shared.identity.project_rules import Expected
from shared.identity.roster import Roster
from shared.identity.session_desk import SessionDesk
from shared.identity.session_store import SessionStore
from shared.identity.setting_desk import SignInSettingDesk
from shared.identity.sign_in_trial import SignInTrial
from shared.identity.substitute_rules import ALPHABET, LENGTH
from shared.identity.substitute_store import SubstituteStore
from shared.identity.substituting import SubstituteDesk
from shared.people.edit_store import EditStore
from shared.people.list_store import ListStore
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore
from shared.settings import settings


def account_opener() -> AccountOpener:
    """Who opens accounts by invitation."""
    return AccountOpener(
        bootstrap.accounts(),
        Roster(PeopleStore(bootstrap.documents())),
        bootstrap.auth_users,
        bootstrap.clock,
    )


def owner_inviter() -> OwnerInviter:
    """Who lets the first people in."""
    database = bootstrap.documents()
    people, edits = PeopleStore(database), EditStore(database)
    return OwnerInviter(
        people,
        edits,
        bootstrap.accounts(),
        bootstrap.account_opener(),
        bootstrap.auth_users,
        bootstrap.clock,
    )


def invitations() -> InvitationDesk:
    """Who invites people."""
    database = bootstrap.documents()
    return InvitationDesk(
        PeopleStore(database),
        Reaches(ListStore(database)),
        SchoolStore(database),
        bootstrap.accounts(),
        bootstrap.account_opener(),
        bootstrap.limits(),
        bootstrap.notifications().kick,
        bootstrap.clock,
    )


def mail_requests() -> MailRequests:
    """Who takes questions for mails from anybody."""
    return MailRequests(
        bootstrap.accounts(),
        bootstrap.limits(),
        bootstrap.notifications().kick,
        bootstrap.token,
        bootstrap.clock,
    )


def sessions() -> SessionDesk:
    """The callers' own sessions."""
    return SessionDesk(
        bootstrap.accounts(),
        bootstrap.firebase_teller(),
        bootstrap.standing().forget,
        bootstrap.clock,
    )


def devices() -> DeviceDesk:
    """On which devices the callers' own sessions are, and that they are used."""
    return DeviceDesk(
        bootstrap.accounts(),
        SessionStore(bootstrap.documents()),
        bootstrap.standing().forget,
        bootstrap.clock,
    )


def emergency() -> Emergency:
    """What who runs the project does for people who can't get in."""
    database = bootstrap.documents()
    people, writes = PeopleStore(database), EmergencyStore(database)
    roster, schools, kick = Roster(people), SchoolStore(database), bootstrap.notifications().kick
    return Emergency(
        bootstrap.accounts(),
        writes,
        roster,
        people,
        schools,
        bootstrap.auth_users,
        kick,
        bootstrap.clock,
    )


def sign_in_settings() -> SignInSettingDesk:
    """How people may sign in."""
    return SignInSettingDesk(bootstrap.accounts(), bootstrap.clock)


def sign_in_trial() -> SignInTrial:
    """Who says what is wrong with how people sign in."""
    here = settings()
    asked = Expected(
        console=here.console_url,
        before_create=here.url_of("account_before_create"),
        before_sign_in=here.url_of("account_before_sign_in"),
    )
    people = PeopleStore(bootstrap.documents())
    return SignInTrial(
        bootstrap.accounts(),
        people,
        SchoolStore(bootstrap.documents()),
        bootstrap.auth_users,
        bootstrap.looks(),
        asked,
    )


def substitutes() -> SubstituteDesk:
    """Who stands in for whom on one day."""
    database = bootstrap.documents()
    return SubstituteDesk(
        SubstituteStore(database),
        bootstrap.accounts(),
        PeopleStore(database),
        SchoolStore(database),
        bootstrap.limits(),
        bootstrap.standing().forget,
        _substitute_code,
        bootstrap.clock,
    )


def _substitute_code() -> tuple[str, str]:
    return bootstrap.token(), "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def children() -> ChildrenDesk:
    """Whose guardians the callers are."""
    return ChildrenDesk(
        bootstrap.accounts(), PeopleStore(bootstrap.documents()), SchoolStore(bootstrap.documents())
    )


def audit_desk() -> AuditDesk:
    """What callers see of who did what."""
    database = bootstrap.documents()
    return AuditDesk(AuditStore(database), _audit_names(), bootstrap.clock)


def audit_exporter() -> AuditExporter:
    """Who gives the audit log as a file."""
    database = bootstrap.documents()
    store, schools = AuditStore(database), SchoolStore(database)
    return AuditExporter(store, _audit_names(), schools, bootstrap.clock, bootstrap.token)


def _audit_names() -> AuditNames:
    return AuditNames(PeopleStore(bootstrap.documents()), bootstrap.accounts())
