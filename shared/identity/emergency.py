"""What who runs the project does for people who can't get in: emergency access, a lost factor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from shared.identity.account_store import AccountStore, Stored
from shared.identity.emergency_store import EmergencyStore, Opened
from shared.identity.model import AccountState, set_password_page
from shared.identity.roster import Roster
from shared.identity.session_rules import may_break_glass
from shared.identity.telling import FirebaseTeller
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid
from shared.kernel.roles import PROTECTED
from shared.people.model import School
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore

LASTS = timedelta(hours=2)
"""How long emergency access lasts from the moment it is opened."""

MOST_REASON = 200
_PAGE = 100
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_ENGLISH = "en"
"""Of whoever belongs to no school that says another."""


class Emergency:
    """Opens what is otherwise closed; never without a reason, and always told and on record."""

    def __init__(
        self,
        accounts: AccountStore,
        writes: EmergencyStore,
        roster: Roster,
        people: PeopleStore,
        schools: SchoolStore,
        users: Callable[[], Users],
        kick: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            accounts: of the district.
            writes: what is written for an emergency.
            roster: says what somebody is now.
            people: whom to tell.
            schools: all of them.
            users: the accounts as Firebase keeps them.
            kick: told of the event in the outbox.
            clock: the present instant.
        """
        self._accounts = accounts
        self._writes = writes
        self._roster = roster
        self._people = people
        self._schools = schools
        self._users = users
        self._firebase = FirebaseTeller(accounts, users)
        self._kick = kick
        self._clock = clock

    def break_glass(self, email: str, reason: str, actor: str, onward: str) -> str:
        """Let an Owner or District Manager in by a password for `LASTS`, and tell all the others.

        Args:
            email: of their account.
            reason: why, which everybody who is told reads.
            actor: who asks for it, as audit entries name them.
            onward: the console's address, to which the link goes on.

        Returns:
            The link by which the password is set, once; it goes to that person alone.

        Raises:
            Invalid: ``REASON_MISSING``.
            Conflict: ``ACCOUNT_UNKNOWN``; ``NOT_AN_OWNER``: the roster doesn't say that they are an
                active Owner or District Manager; the account keeps changing.
            Transient: the database or Firebase is away.
        """
        why = _reason(reason)
        stored = self._account(email)
        account = stored.account
        standing = self._roster.standing(account.person, account.guardian)
        if not may_break_glass(account, standing):
            raise Conflict("NOT_AN_OWNER", "only an active Owner or District Manager is let in")
        # A link without the right to come by it opens nothing; it is made first, since it may fail.
        link = set_password_page(onward, self._users().password_code(account.email))
        now = self._clock()
        schools = list(self._all_schools())
        told = {account.email: _ENGLISH, **self._leaders(schools)}
        zone = schools[0].time_zone if schools else "UTC"
        opened = Opened(now, now + LASTS, why, actor, told, zone)
        self._kick(self._writes.open(stored, opened))
        return link

    def reset_factor(self, email: str, reason: str, actor: str) -> None:
        """Take somebody's second factor away, which they have lost, and end their sessions.

        Whoever has to have one enrols another at the next sign-in.

        Raises:
            Invalid: ``REASON_MISSING``.
            Conflict: ``ACCOUNT_UNKNOWN``, or the account keeps changing.
            Transient: the database or Firebase is away; nothing or not all of it is done then, and
                the same call does the rest.
        """
        why = _reason(reason)
        stored = self._account(email)
        now = self._clock()
        # Ours first: whoever has found the lost device is out, whatever Firebase answers.
        self._writes.reset(stored, why, actor, now)
        self._users().drop_factors(stored.account.uid, since=now)
        self._firebase.tell(stored.account.uid, now)

    def _account(self, email: str) -> Stored:
        found = self._accounts.with_addresses([email.lower()])
        if len(found) != 1:
            raise Conflict("ACCOUNT_UNKNOWN", "there is not exactly one account of this address")
        return found[0]

    def _leaders(self, schools: Sequence[School]) -> Mapping[str, str]:
        """Address → language of every active District Manager and Owner."""
        found = {
            stored.account.email: _ENGLISH
            for stored in self._accounts.of_district()
            if stored.account.state is AccountState.ACTIVE
            and _ADDRESS.fullmatch(stored.account.email)
        }
        for school in schools:
            for role in sorted(PROTECTED):
                found |= dict.fromkeys(self._of_school(school.id, role), school.language)
        return found

    def _all_schools(self) -> Iterator[School]:
        after: tuple[str] | None = None
        while page := self._schools.page(_PAGE, after):
            yield from page
            after = (page[-1].id,)

    def _of_school(self, school: str, role: str) -> Iterator[str]:
        after = None
        while True:
            wanted = {"role": role, "state": "ACTIVE"}
            page = self._people.page(school, wanted, "", (), _PAGE, after)
            emails = (str(each.fields.get("email", "")) for each in page)
            # One that is no address must not keep all the others from being told.
            yield from (email for email in emails if _ADDRESS.fullmatch(email))
            if len(page) < _PAGE:
                return
            after = (page[-1].fields["sortName"], page[-1].id)


def _reason(text: str) -> str:
    """A reason as it stands in the audit log and in mails: one line of text.

    Raises:
        Invalid: ``REASON_MISSING``.
    """
    why = " ".join(text.split())
    if not why or len(why) > MOST_REASON or not why.isprintable():
        violation = FieldViolation("reason", f"say why, in at most {MOST_REASON} characters")
        raise Invalid("REASON_MISSING", "a reason is needed", violations=[violation])
    return why
