"""Sets the demo district up as its administrator would, through the product's own services.

The one place of the demo that writes to the product; everything else sends files and looks.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import replace

from infra.local.auth import Accounts
from infra.local.checks.compare import Stored
from infra.local.checks.evidence import RunSeen
from infra.local.demo_bells import ring
from infra.local.district.model import District
from infra.local.district.profile import STAFF_DOMAIN, STUDENT_DOMAIN
from infra.local.school_day import WentWrong
from infra.local.sftp_client import SftpUser
from shared import bootstrap
from shared.identity.opening import Invited
from shared.kernel.errors import CarillonError, Conflict
from shared.kernel.ids import ConnectionId, RunId, SchoolId
from shared.kernel.roles import Role
from shared.people.adding import fields_of, person_of
from shared.people.edit_views import NewMember
from shared.people.model import MemberKind
from shared.people.store import add_member, change_member, put_guardian
from shared.rostering.api_source import ApiSource
from shared.rostering.connections import Connection, Method, Switches
from shared.rostering.login_store import LoginStore
from shared.rostering.logins import SftpLogin, hash_password, new_password
from shared.rostering.model import Kind
from shared.settings import settings

CONNECTION = "sis"
ID_SPACE = "demo-district"
TIME_ZONE = "America/Chicago"
ARCHIVE_HOUR = 3
SPANISH_SCHOOL = "roosevelt-middle"
"""Whose result mails are in Spanish."""

DISTRICT_OFFICE = "district-office@example.org"
OFFICE_DOMAIN = "demo.example"
"""Of the people whom no roster brings in, such as the demo's owner."""

ACTOR = "person:demo-administrator"
_STUDENTS = frozenset({Role.STUDENT, Role.STUDENT_LEADER})


class DistrictOffice:
    """What the administrator does in the demo, at the addresses of this process's environment."""

    def set_up(self, district: District, *, verified: bool = False) -> dict[str, SftpUser]:
        """Write the district, its schools, their connections and logins, over whatever is there.

        Rostering and the adding of all kinds are switched on; updating and archiving stay off, as
        the guide recommends.

        Args:
            district: whose schools are set up; its people are not looked at.
            verified: the connections count as verified by an earlier dry run.

        Returns:
            school id → its login, with a password made anew.
        """
        self._write_district()
        now = bootstrap.clock()
        users = {}
        for school in district.schools:
            self._write_school(school.school_id, school.display_name)
            connection = Connection(
                school=SchoolId(school.school_id),
                connection=ConnectionId(CONNECTION),
                display_name=f"{school.display_name}, nightly files",
                enabled=True,
                switches={kind: Switches(add=True) for kind in Kind},
                verified_time=now if verified else None,
            )
            bootstrap.rostering().store.save_connection(connection)
            users[school.school_id] = self._write_login(school.school_id)
        return users

    def pull_from(
        self, school: str, source: ApiSource, secret: str, sourced_id: str,
        *, archives: bool, classes: bool = False,
    ) -> None:  # fmt: skip
        """Let a school's people come from a system of its own instead of files.

        Args:
            school: which.
            source: where the system is.
            secret: the other half of its key.
            sourced_id: which school of the system it is.
            archives: updating and archiving are switched on as well.
            classes: they come from there too.
        """
        rostering = bootstrap.rostering()
        connection = rostering.store.connection(school, CONNECTION)
        if connection is None:
            raise WentWrong(f"school {school} has no connection")
        version = rostering.keys.add(school, CONNECTION, secret)
        switches = Switches(add=True, update=archives, archive=archives)
        rostering.store.save_connection(
            replace(
                connection,
                display_name=connection.display_name.replace("nightly files", "from its system"),
                method=Method.ONEROSTER,
                sis="other-oneroster",
                switches=dict.fromkeys(Kind, switches),
                school_sourced_id=sourced_id,
                roster_sections=classes,
                api_source=replace(source, secret_version=version, secret_time=bootstrap.clock()),
            )
        )

    def sync_now(self, school: str) -> str:
        """Ask a school's system for its people at once; gives the run.

        Raises:
            WentWrong: it can't be asked.
        """
        try:
            return bootstrap.rostering().keeper.sync_now(school, CONNECTION, ACTOR) or ""
        except CarillonError as error:
            raise WentWrong(f"{school} could not be pulled: {error.reason}") from error

    def approve(self, run: RunSeen) -> None:
        """Approve all that a run holds back, as somebody who has looked at its plan.

        Raises:
            WentWrong: there is nothing that could be approved.
        """
        rostering = bootstrap.rostering()
        held = rostering.store.run(run.school, run.run)
        if held is None or held.manifest is None:
            raise WentWrong(f"run {run.run} of {run.school} has no plan to approve")
        try:
            approver, seen = rostering.approver, held.manifest.hash
            started = approver.approve(run.school, RunId(run.run), seen, ACTOR)
        except CarillonError as error:
            raise WentWrong(f"run {run.run} could not be approved: {error.reason}") from error
        if started is None:
            raise WentWrong(f"run {run.run} of {run.school} needs a second person")

    def archive_missing_students(self, school: str) -> None:
        """Switch the archiving of students on at one school, and leave the rest as it is."""
        store = bootstrap.rostering().store
        connection = store.connection(school, CONNECTION)
        if connection is None:
            raise WentWrong(f"school {school} has no connection")
        switches = dict(connection.switches)
        switches[Kind.STUDENT] = replace(connection.switches_of(Kind.STUDENT), archive=True)
        store.save_connection(replace(connection, switches=switches))

    def open_accounts(self, auth: str, stored: Mapping[str, Stored]) -> dict[str, tuple[str, str]]:
        """Open one account for each role, with a password made anew.

        Args:
            auth: the Auth emulator's ``host:port``.
            stored: school → everybody whom its files brought in.

        Returns:
            role → e-mail and password.
        """
        accounts = Accounts(auth, settings().project)
        opener = bootstrap.account_opener()
        opened = {}
        for role in Role:
            address = _address(role)
            password = new_password(secrets.token_bytes)
            account = opener.open(self._invited(role, stored), ACTOR)
            accounts.put(account.uid, address, password)
            opened[role.value] = (address, password)
        return opened

    def ring(self, school: str) -> str:
        """Publish a school's bell schedules; gives what they came to, in words."""
        return ring(school, TIME_ZONE)

    def whose(self, email: str) -> str:
        """The id of the member or the guardian whom an account stands for."""
        (stored,) = bootstrap.accounts().with_addresses([email])
        return stored.account.person or stored.account.guardian

    def _invited(self, role: Role, stored: Mapping[str, Stored]) -> Invited:
        """For whom a role's account is; an owner has every school, so that one can switch."""
        address = _address(role)
        if role is Role.DISTRICT_MANAGER:
            return Invited(address, person="demo-district-manager", district=True)
        schools = sorted(stored)[: None if role is Role.OWNER else 1]
        persons = [_person(role, school, stored) for school in schools]
        if role is Role.PARENT:
            return Invited(address, guardian=persons[0])
        return Invited(address, person=persons[0])

    def _write_district(self) -> None:
        _put(
            "district/settings",
            {
                "schemaVersion": 1,
                "displayName": "Demo School District",
                "idSpace": ID_SPACE,
                "timeZone": TIME_ZONE,
                "archiveHour": ARCHIVE_HOUR,
                "summaryRecipients": [{"address": DISTRICT_OFFICE, "language": "en"}],
            },
        )
        on = {"enabled": True, "realms": []}
        providers = {name: dict(on) for name in ("password", "emailLink", "google.com")}
        providers["google.com"]["realms"] = [STAFF_DOMAIN, STUDENT_DOMAIN, OFFICE_DOMAIN]
        # The Auth emulator has no authenticator apps, so that nobody here could come by one.
        settings = {"schemaVersion": 1, "providers": providers, "secondFactorRoles": []}
        _put("district/signIn", settings)

    def _write_school(self, school: str, display_name: str) -> None:
        language = "es" if school == SPANISH_SCHOOL else "en"
        office = {"address": f"{school}-office@example.org", "language": language}
        _put(
            f"schools/{school}",
            {
                "schemaVersion": 1,
                "displayName": display_name,
                "timeZone": TIME_ZONE,
                "language": language,
            },
        )
        _put(
            f"schools/{school}/settings/notifications",
            {"schemaVersion": 1, "rosterResult": {"recipients": [office]}},
        )

    def _write_login(self, school: str) -> SftpUser:
        password = new_password(secrets.token_bytes)
        login = SftpLogin(
            user_name=school,
            school=school,
            connection=CONNECTION,
            password_hash=hash_password(password, secrets.token_bytes(16)),
            public_keys=(),
            enabled=True,
            create_time=bootstrap.clock(),
        )
        LoginStore(settings().project).put(login)
        return SftpUser(school, password)


def _address(role: Role) -> str:
    return f"{role.value.lower().replace('_', '-')}@{OFFICE_DOMAIN}"


def _person(role: Role, school: str, stored: Mapping[str, Stored]) -> str:
    """The first of the school who has the role; somebody made by hand where no file brings one."""
    people = stored[school]
    if role is Role.PARENT:
        return next(iter(sorted(people.guardians)), "") or _guardian_by_hand(school)
    has = {person for person, fields in people.members.items() if fields["role"] == role.value}
    return next(iter(sorted(has)), "") or _by_hand(role, school)


def _guardian_by_hand(school: str) -> str:
    """Make a guardian of a student whom no roster brings in; gives their id."""
    guardian, student = "demo-guardian", _by_hand(Role.STUDENT, school)
    commit, now = bootstrap.documents().commit(), bootstrap.clock()
    contact = {"email": _address(Role.PARENT), "phone": ""}
    put_guardian(commit, school, guardian, contact, [student], now, new=True)
    change_member(commit, school, student, {"guardianIds": [guardian]}, None, now)
    commit.run()
    return guardian


def _by_hand(role: Role, school: str) -> str:
    """Make a member whom no roster brings in, unless they are there; gives their id."""
    new = NewMember(
        kind=MemberKind.STUDENT if role in _STUDENTS else MemberKind.STAFF,
        first_name="Demo",
        last_name=role.value.replace("_", " ").title(),
        email=_address(role),
    )
    person = person_of(ID_SPACE, new)
    fields = fields_of(new, role, person)
    commit = bootstrap.documents().commit()
    add_member(commit, school, person, fields, bootstrap.clock())
    with contextlib.suppress(Conflict):
        commit.run()
    return person


def _put(path: str, fields: dict[str, object]) -> None:
    commit = bootstrap.documents().commit()
    commit.put(path, fields)
    commit.run()
