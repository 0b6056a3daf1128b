"""The one place where things are wired together: settings in, services out. Decides nothing."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from shared.bootstrap_accounts import Accounts, wire_accounts
from shared.bootstrap_rostering import Rostering, wire_rostering
from shared.cloud.auth_users import AuthUsers
from shared.cloud.claims import Claims
from shared.cloud.firebase_tokens import FirebaseTokens
from shared.cloud.firestore import Documents
from shared.cloud.id_tokens import EventTokens, IdTokens
from shared.cloud.limits import Limits
from shared.cloud.storage import Bucket
from shared.cloud.stuck_work import StuckWork
from shared.cloud.tasks import Queue
from shared.cloud.tokens import CallerTokens
from shared.identity.account_mails import AccountMails
from shared.identity.account_store import AccountStore
from shared.identity.audit_desk import AuditDesk
from shared.identity.audit_export import AuditExporter
from shared.identity.audit_store import AuditStore
from shared.identity.children import ChildrenDesk
from shared.identity.device_desk import DeviceDesk
from shared.identity.emergency import Emergency
from shared.identity.emergency_store import EmergencyStore
from shared.identity.first_owner import OwnerInviter
from shared.identity.inviting import InvitationDesk
from shared.identity.keeping import AccountKeeper
from shared.identity.mail_requests import MailRequests
from shared.identity.opening import AccountOpener
from shared.identity.project_rules import Expected
from shared.identity.request_store import RequestStore
from shared.identity.roster import Roster
from shared.identity.session_desk import SessionDesk
from shared.identity.session_store import SessionStore
from shared.identity.setting_desk import SignInSettingDesk
from shared.identity.sign_in import SignIn
from shared.identity.sign_in_trial import SignInTrial
from shared.identity.standing import CallerStanding
from shared.identity.tasks import AccountTasks
from shared.notifications.mail import Relay, RelaySettings
from shared.notifications.service import NotificationService
from shared.notifications.setting_desk import NoticeSettingDesk
from shared.notifications.store import NotificationStore
from shared.notifications.tasks import NoticeTasks
from shared.people.adding import MemberAdder
from shared.people.edit_store import EditStore
from shared.people.editing import MemberEditor
from shared.people.guardians import GuardianDirectory
from shared.people.history import MemberHistory
from shared.people.history_store import HistoryStore
from shared.people.indexing import MemberIndexer
from shared.people.list_desk import ListDesk
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.member_export import MemberExporter
from shared.people.members import MemberDirectory
from shared.people.own_lists import OwnLists
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.schools import SchoolDirectory
from shared.people.setting_desk import PeopleSettingDesk
from shared.people.setting_store import SettingStore
from shared.people.store import PeopleStore
from shared.rostering.files import RosterFiles
from shared.rostering.tasks import RosterTasks
from shared.settings import settings


def clock() -> datetime:
    """The present instant; in a demo project it may be moved."""
    return datetime.now(UTC) + timedelta(seconds=settings().clock_offset_seconds)


def documents() -> Documents:
    """The project's database."""
    return Documents(settings().project)


def queue(name: str) -> Queue:
    """One of the deployment's queues."""
    here = settings()
    path = f"projects/{here.project}/locations/{here.region}/queues/{name}"
    return Queue(path, here.tasks_emulator, here.tasks_service_account)


def _token() -> str:
    return secrets.token_hex(16)


def stuck_work() -> StuckWork:
    """Where given-up work is set aside."""
    return StuckWork(documents(), clock)


def tokens() -> CallerTokens:
    """Who checks the tokens of internal callers."""
    return CallerTokens()


@lru_cache(maxsize=1)
def _firebase_tokens() -> FirebaseTokens:
    """Their times are real ones, also where the clock is moved."""
    here = settings()
    emulated = bool(here.auth_emulator)
    return FirebaseTokens(here.project, lambda: datetime.now(UTC), emulated=emulated)


def id_tokens() -> IdTokens:
    """Who checks the tokens of people."""
    return IdTokens(_firebase_tokens())


def event_tokens() -> EventTokens:
    """Who checks the tokens with which Identity Platform asks."""
    return EventTokens(_firebase_tokens())


def auth_users() -> AuthUsers:
    """The accounts as Firebase Authentication keeps them."""
    return AuthUsers(settings().project, settings().auth_emulator)


def accounts() -> AccountStore:
    """The accounts as the district keeps them."""
    return AccountStore(documents())


def account_keeper() -> AccountKeeper:
    """Who brings accounts up to date with the roster."""
    return AccountKeeper(accounts(), Roster(PeopleStore(documents())), auth_users, clock)


def account_opener() -> AccountOpener:
    """Who opens accounts by invitation."""
    return AccountOpener(accounts(), Roster(PeopleStore(documents())), auth_users, clock)


def owner_inviter() -> OwnerInviter:
    """Who lets the first people in."""
    database = documents()
    people, edits = PeopleStore(database), EditStore(database)
    return OwnerInviter(people, edits, accounts(), account_opener(), auth_users, clock)


@lru_cache(maxsize=1)
def sign_in() -> SignIn:
    """Who decides who gets in."""
    database = documents()
    roster, requests = Roster(PeopleStore(database)), RequestStore(database)
    return SignIn(accounts(), requests, roster, auth_users, clock)


def limits() -> Limits:
    """Who counts how often something may be done, for all processes."""
    return Limits(documents(), clock)


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
    return MailRequests(accounts(), limits(), notifications().kick, _token, clock)


def account_mails() -> AccountMails:
    """Who knows whom the mails about accounts go to."""
    roster = Roster(PeopleStore(documents()))
    console = settings().console_url
    return AccountMails(accounts(), roster, auth_users, limits(), clock, console)


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


def account_services() -> Accounts:
    """The accounts of the schools, as those who run them see and change them."""
    database, keeper = documents(), account_keeper()
    return wire_accounts(database, keeper, standing().forget, looks(), clock, _token)


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


@lru_cache(maxsize=1)
def standing() -> CallerStanding:
    """Who knows whether a caller is still somebody."""
    keeper = account_keeper()
    people = PeopleStore(documents())
    return CallerStanding(accounts(), people, auth_users, clock, keeper.account_changed)


@lru_cache(maxsize=1)
def looks() -> Looks:
    """Who puts on record whom callers look at."""
    return Looks(PeopleStore(documents()), clock)


def schools() -> SchoolDirectory:
    """What callers see of the schools."""
    return SchoolDirectory(SchoolStore(documents()), clock)


def members() -> MemberDirectory:
    """What callers see of a school's members."""
    lists = ListStore(documents())
    return MemberDirectory(PeopleStore(documents()), lists, Reaches(lists), looks(), clock)


def guardians() -> GuardianDirectory:
    """What callers see of the guardians of a school's students."""
    database = documents()
    reaches = Reaches(ListStore(database))
    return GuardianDirectory(PeopleStore(database), reaches, looks(), clock)


def lists() -> ListDesk:
    """What callers see and change of lists of members."""
    database = documents()
    store = ListStore(database)
    return ListDesk(store, PeopleStore(database), Reaches(store), clock, _token)


def own_lists() -> OwnLists:
    """The lists that callers are on or teach."""
    return OwnLists(ListStore(documents()))


def people_settings() -> PeopleSettingDesk:
    """What a school calls the free fields of its people."""
    return PeopleSettingDesk(SettingStore(documents()), clock)


def member_history() -> MemberHistory:
    """What was changed of a school's members."""
    database = documents()
    reaches = Reaches(ListStore(database))
    return MemberHistory(PeopleStore(database), HistoryStore(database), reaches, looks(), clock)


def member_indexer(project: str) -> MemberIndexer:
    """Who lets members of a project's schools be found that were written before searches."""
    return MemberIndexer(PeopleStore(Documents(project)))


def member_editor() -> MemberEditor:
    """What callers change of a school's members."""
    database = documents()
    reaches = Reaches(ListStore(database))
    changed = account_keeper().person_changed
    return MemberEditor(PeopleStore(database), EditStore(database), reaches, clock, changed)


def member_adder() -> MemberAdder:
    """Who adds members by hand."""
    database = documents()
    return MemberAdder(PeopleStore(database), EditStore(database), clock)


def member_exporter() -> MemberExporter:
    """Who gives members as a file."""
    database = documents()
    return MemberExporter(
        members(),
        Reaches(ListStore(database)),
        PeopleStore(database),
        SchoolStore(database),
        SettingStore(database),
        clock,
        _token,
    )


def audit_desk() -> AuditDesk:
    """What callers see of who did what."""
    database = documents()
    return AuditDesk(AuditStore(database), PeopleStore(database), clock)


def audit_exporter() -> AuditExporter:
    """Who gives the audit log as a file."""
    database = documents()
    people, schools = PeopleStore(database), SchoolStore(database)
    return AuditExporter(AuditStore(database), people, schools, clock, _token)


def claims() -> Claims:
    """Who lets work that comes twice be done once."""
    return Claims(documents(), clock, _token)


def drop_bucket() -> Bucket:
    """Where roster files land."""
    return Bucket(settings().drop_bucket, settings().project)


@lru_cache(maxsize=1)
def notifications() -> NotificationService:
    """Notifications, wired for this process."""
    here = settings()
    relay = Relay(
        RelaySettings(
            host=here.smtp_host,
            port=here.smtp_port,
            starttls=here.smtp_starttls,
            username=here.smtp_username,
            sender=here.mail_from,
            password=here.smtp_password,
        )
    )
    tasks = NoticeTasks(queue("notices"), here.url_of("notice_send"))
    return NotificationService(
        NotificationStore(documents()),
        relay,
        tasks,
        clock,
        _token,
        here.console_url,
        account_mails(),
    )


@lru_cache(maxsize=1)
def notice_settings() -> NoticeSettingDesk:
    """Who gets a school's mails."""
    return NoticeSettingDesk(NotificationStore(documents()), clock)


@lru_cache(maxsize=1)
def rostering() -> Rostering:
    """Rostering, wired for this process."""
    here = settings()
    files = RosterFiles(drop_bucket(), Bucket(here.work_bucket, here.project))
    tasks = RosterTasks(
        queue("roster-import"),
        here.url_of("roster_import"),
        queue("roster-apply"),
        here.url_of("roster_apply"),
    )
    return wire_rostering(
        documents(),
        files,
        tasks,
        clock,
        notifications().kick,
        departed=AccountTasks(queue("accounts"), here.url_of("account_follow")).follow,
    )
