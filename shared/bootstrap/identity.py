"""Accounts, sign-ins, invitations and the audit log."""

from __future__ import annotations

from shared.bootstrap.core import clock, documents, limits, token
from shared.bootstrap.doors import accounts, auth_users, standing
from shared.bootstrap.notices import notifications
from shared.bootstrap.people import looks
from shared.identity.audit_desk import AuditDesk
from shared.identity.audit_export import AuditExporter
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
from shared.people.edit_store import EditStore
from shared.people.list_store import ListStore
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore
from shared.settings import settings


def account_opener() -> AccountOpener:
    """Who opens accounts by invitation."""
    return AccountOpener(accounts(), Roster(PeopleStore(documents())), auth_users, clock)


def owner_inviter() -> OwnerInviter:
    """Who lets the first people in."""
    database = documents()
    people, edits = PeopleStore(database), EditStore(database)
    return OwnerInviter(people, edits, accounts(), account_opener(), auth_users, clock)


def invitations() -> InvitationDesk:
    """Who invites people."""
    database = documents()
    return InvitationDesk(
        PeopleStore(database),
        Reaches(ListStore(database)),
        SchoolStore(database),
        accounts(),
        account_opener(),
        limits(),
        notifications().kick,
        clock,
    )


def mail_requests() -> MailRequests:
    """Who takes questions for mails from anybody."""
    return MailRequests(accounts(), limits(), notifications().kick, token, clock)


def sessions() -> SessionDesk:
    """The callers' own sessions."""
    return SessionDesk(accounts(), auth_users, standing().forget, clock)


def devices() -> DeviceDesk:
    """On which devices the callers' own sessions are, and that they are used."""
    return DeviceDesk(accounts(), SessionStore(documents()), standing().forget, clock)


def emergency() -> Emergency:
    """What who runs the project does for people who can't get in."""
    database = documents()
    people, writes = PeopleStore(database), EmergencyStore(database)
    roster, schools, kick = Roster(people), SchoolStore(database), notifications().kick
    return Emergency(accounts(), writes, roster, people, schools, auth_users, kick, clock)


def sign_in_settings() -> SignInSettingDesk:
    """How people may sign in."""
    return SignInSettingDesk(accounts(), clock)


def sign_in_trial() -> SignInTrial:
    """Who says what is wrong with how people sign in."""
    here = settings()
    asked = Expected(
        console=here.console_url,
        before_create=here.url_of("account_before_create"),
        before_sign_in=here.url_of("account_before_sign_in"),
    )
    people = PeopleStore(documents())
    return SignInTrial(accounts(), people, SchoolStore(documents()), auth_users, looks(), asked)


def children() -> ChildrenDesk:
    """Whose guardians the callers are."""
    return ChildrenDesk(accounts(), PeopleStore(documents()), SchoolStore(documents()))


def audit_desk() -> AuditDesk:
    """What callers see of who did what."""
    database = documents()
    return AuditDesk(AuditStore(database), PeopleStore(database), clock)


def audit_exporter() -> AuditExporter:
    """Who gives the audit log as a file."""
    database = documents()
    people, schools = PeopleStore(database), SchoolStore(database)
    return AuditExporter(AuditStore(database), people, schools, clock, token)
