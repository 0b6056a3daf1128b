"""Whether a caller is still somebody: a session that is over, or a person who left, is out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from shared.identity.account_store import AccountStore
from shared.identity.model import Account, AccountState
from shared.identity.roster import membership_of
from shared.identity.rules import sessions_left
from shared.identity.users import Users
from shared.kernel.actor import Actor, Bearer, Membership
from shared.kernel.clock import Clock
from shared.kernel.errors import Unauthenticated
from shared.kernel.roles import Role
from shared.people.model import MemberState
from shared.people.store import PeopleStore

KEPT = timedelta(seconds=3)
"""How long an answer is believed: nobody who is out is let in longer than that."""
MOST_KEPT = 10_000

T = TypeVar("T")


class CallerStanding:
    """Asks the account and the schools' own records, each at most once in `KEPT`."""

    def __init__(
        self,
        accounts: AccountStore,
        people: PeopleStore,
        users: Callable[[], Users],
        clock: Clock,
        outdated: Callable[[str], None],
    ) -> None:
        """Wire it.

        Args:
            accounts: as they were when somebody last signed in, or as the roster made them since.
            people: the schools' own records.
            users: the accounts as Firebase keeps them.
            clock: the present instant.
            outdated: told the account that a school's record no longer bears out.
        """
        self._accounts = accounts
        self._people = people
        self._users = users
        self._clock = clock
        self._outdated = outdated
        self._clock = clock
        self._known_accounts = _Kept[Account | None](clock)
        self._known_members = _Kept[Membership | None](clock)

    def actor(self, bearer: Bearer, school: str | None) -> Actor:
        """The caller as they stand now.

        Args:
            bearer: of the token.
            school: that the call is about; None for a call about no school, or all of theirs.

        Raises:
            Unauthenticated: ``SESSION_ENDED``: they have signed out, or were; ``SESSION_EXPIRED``:
                nobody has used the session for too long, or its time is up; or
                ``MEMBERSHIP_ENDED``: they are no longer what they were when they signed in.
        """
        # Each session asks for itself, since what is known of an older one says nothing of it.
        key = f"{bearer.uid}/{bearer.session}"
        account = self._known_accounts.of(key, lambda: self._account(bearer.uid))
        session = None if account is None else account.sessions.get(bearer.session)
        if account is None or session is None or account.state is not AccountState.ACTIVE:
            raise session_ended()
        now = self._clock()
        if session.is_over(now):
            raise Unauthenticated("SESSION_EXPIRED", "the session was not used, or its time is up")
        if session.is_limited:
            return Actor(bearer.uid, account.email, {}, session=bearer.session, is_limited=True)
        kept = self._memberships(account, school)
        return Actor(
            uid=bearer.uid,
            email=account.email,
            memberships=kept,
            district=account.person if account.district else None,
            session=bearer.session,
            covers=tuple(each for each in account.covers if each.start <= now < each.end),
            later_covers=tuple(each for each in account.covers if now < each.start),
        )

    def forget(self, uid: str) -> None:
        """Ask for an account anew, since one of its sessions was ended here."""
        self._known_accounts.forget(f"{uid}/")

    def _memberships(self, account: Account, school: str | None) -> Mapping[str, Membership]:
        """What they are, where the schools that are asked about still say the same."""
        if account.district:
            return account.memberships
        asked = account.memberships.keys() if school is None else {school}
        held = {each: account.memberships[each] for each in asked if each in account.memberships}
        ended = {each for each, membership in held.items() if not self._stands(each, membership)}
        if ended:
            self._outdated(account.uid)
            raise Unauthenticated(
                "MEMBERSHIP_ENDED",
                "the caller is no longer at the school what they were when they signed in",
                {"school": school or ""},
            )
        return account.memberships

    def _stands(self, school: str, membership: Membership) -> bool:
        # Whoever was given another reach and signs in at once isn't held to the one before.
        reach = ",".join(sorted({*membership.grades, *membership.modules}))
        key = f"{school}/{membership.role}/{membership.person}/{reach}"
        return self._known_members.of(key, lambda: self._now(school, membership)) == membership

    def _now(self, school: str, membership: Membership) -> Membership | None:
        person = membership.person
        if membership.role is Role.PARENT:
            guardian = self._people.guardians(school, [person]).get(person)
            return membership if guardian and guardian.fields.get("studentIds") else None
        member = self._people.members(school, [person]).get(person)
        if member is None or member.fields.get("state") != MemberState.ACTIVE:
            return None
        return membership_of(member)

    def _account(self, uid: str) -> Account | None:
        found = self._accounts.account(uid)
        if found is None:
            return None
        account, until = found.account, found.link_until
        if until is None or until <= self._clock():
            return account
        # A link is out by which a password may be set at Firebase, by whatever page, and Firebase
        # tells nobody of it: it is asked for as long as that link can be used.
        since = self._users().valid_since([uid]).get(uid, 0)
        kept = sessions_left(account.sessions, found.valid_since, since)
        if len(kept) < len(account.sessions):
            self._outdated(uid)
        return replace(account, sessions=kept)


def session_ended() -> Unauthenticated:
    """What a caller hears whose session is over, by whomever it was ended."""
    return Unauthenticated("SESSION_ENDED", "the session of the token is over")


class _Kept(Generic[T]):
    """Answers that are believed for a moment; the ones not used for longest go first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[str, tuple[T, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def forget(self, beginning: str) -> None:
        """Believe nothing any more of what begins so."""
        with self._lock:
            for key in [each for each in self._known if each.startswith(beginning)]:
                del self._known[key]

    def of(self, key: str, ask: Callable[[], T]) -> T:
        """What is known, asked again where it is too old."""
        now = self._clock()
        with self._lock:
            known = self._known.get(key)
        if known is not None and timedelta(0) <= now - known[1] < KEPT:
            return known[0]
        found = ask()
        with self._lock:
            self._known[key] = (found, now)
            self._known.move_to_end(key)
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return found
