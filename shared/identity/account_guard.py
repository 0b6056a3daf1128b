"""On whose account a caller may act: the roster is asked anew, whatever the accounts say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.identity.account_store import AccountStore, Stored
from shared.identity.model import Account, AccountState
from shared.identity.roster import Roster
from shared.kernel.actor import Actor
from shared.kernel.errors import Conflict, Denied
from shared.kernel.permissions import Action, scope_of
from shared.kernel.roles import Role, is_privileged

PROTECTED = "ACCOUNT_PROTECTED"
ELSEWHERE = "ACCOUNT_ELSEWHERE"


class AccountGuard:
    """Knows whom a caller may neither close, nor let anybody come as."""

    def __init__(self, accounts: AccountStore, roster: Roster) -> None:
        self._accounts = accounts
        self._roster = roster

    def may_change(self, actor: Actor, action: Action, person: str) -> None:
        """Ask whether a caller may say by which ways somebody comes, or close their account.

        Raises:
            Denied: ``ACCOUNT_PROTECTED``: they run the district; ``ACCOUNT_ELSEWHERE``: they
                belong to a school where the caller may not do this.
        """
        if reason := self.kept_from(actor, action, [person]).get(person):
            raise denied(reason)

    def kept_from(self, actor: Actor, action: Action, persons: Sequence[str]) -> dict[str, str]:
        """Person → why a caller may not do this to them; of all others nothing.

        Who lets somebody come as a person gives away all that the person may do anywhere, so it
        takes the right at each of the person's schools.
        """
        if actor.is_district_manager:
            return {}
        schools = self._roster.schools_of(persons)
        kept: dict[str, str] = {}
        for stored in self._accounts.of_people(persons):
            account = stored.account
            standing = self._roster.standing("", account.guardian) if account.guardian else {}
            for person in {account.person, account.guardian} & schools.keys():
                schools[person] |= {*standing, *account.schools}
                if account.guardian and account.person:
                    schools[person] |= self._everywhere(account.person)
                if account.district:
                    kept[person] = PROTECTED
        own = self._own_schools(actor, action, set().union(*schools.values()))
        outside = {person for person, theirs in schools.items() if theirs - own}
        return {**dict.fromkeys(outside, ELSEWHERE), **kept}

    def may_sign_out(self, actor: Actor, school: str, account: Account) -> None:
        """Ask whether a caller may end the sessions of somebody of their school.

        Raises:
            Denied: ``ACCOUNT_PROTECTED``: they run the district, or the school as the caller does.
        """
        if actor.is_district_manager:
            return
        persons = [each for each in (account.person, account.guardian) if each]
        same = self._accounts.of_people(persons)
        if account.district or any(each.account.district for each in same):
            raise denied(PROTECTED)
        theirs = account.memberships.get(school)
        own = account.uid == actor.uid
        runs_it_too = theirs is not None and is_privileged(theirs.role) and not own
        if actor.role_at(school) is Role.MANAGER and runs_it_too:
            raise denied(PROTECTED)

    def not_the_caller(self, actor: Actor, account: Account) -> None:
        """Nobody shuts themselves out.

        Raises:
            Denied: ``ACCOUNT_IS_CALLER``.
        """
        own = {actor.district, *(each.person for each in actor.memberships.values())}
        if account.uid == actor.uid or {account.person, account.guardian} - {""} & own:
            raise Denied("ACCOUNT_IS_CALLER", "nobody closes their own account")

    def who_stays(self, account: Account) -> list[Stored]:
        """One account for each thing that nobody would run without this one, to be held in place.

        Raises:
            Conflict: ``ACCOUNT_IS_LAST``: there is none.
        """
        owned = [s for s, each in account.memberships.items() if each.role is Role.OWNER]
        stay = [self._another_owner(account, school) for school in sorted(owned)]
        if account.district:
            stay.append(self._another(account, self._accounts.of_district(), ""))
        return list({each.account.uid: each for each in stay}.values())

    def _another_owner(self, account: Account, school: str) -> Stored:
        owners = self._roster.owners(school)
        return self._another(account, self._accounts.of_people(owners), school)

    @staticmethod
    def _another(account: Account, accounts: Sequence[Stored], school: str) -> Stored:
        for each in accounts:
            other = each.account
            open_ = other.state is AccountState.ACTIVE and other.links
            if other.uid != account.uid and open_:
                return each
        what = {"school": school}
        raise Conflict("ACCOUNT_IS_LAST", "nobody else could run it any more", what)

    def _own_schools(self, actor: Actor, action: Action, among: set[str]) -> set[str]:
        """Those of some schools where the caller may do it, as the schools say now."""
        held = {
            school: each
            for school, each in actor.memberships.items()
            if school in among and scope_of(actor, action, school) is not None
        }
        now: dict[str, Mapping[str, object]] = {
            person: self._roster.standing(person, "")
            for person in {each.person for each in held.values()}
        }
        return {s for s, each in held.items() if now[each.person].get(s) == each}

    def _everywhere(self, person: str) -> set[str]:
        return self._roster.schools_of([person])[person]


def denied(reason: str) -> Denied:
    """What a caller hears who may not act on an account."""
    texts = {
        PROTECTED: "the account is of somebody who runs the school or the district",
        ELSEWHERE: "the person belongs to a school where the caller may not do this",
    }
    return Denied(reason, texts[reason])
