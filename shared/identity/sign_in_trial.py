"""A test of how people sign in: the settings, the project behind them, and one address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.identity.account_store import AccountStore
from shared.identity.address_rules import nearest
from shared.identity.model import Account, People, Proof
from shared.identity.project_rules import (
    Expected,
    ProjectSeen,
    project_checks,
    setting_checks,
)
from shared.identity.providers import Provider, providers
from shared.identity.roster import Roster
from shared.identity.rules import Doubt, ProviderSettings, Refusal, agreed, may_be_named
from shared.identity.trial_rules import Known, outcome_ahead, proof_ahead
from shared.identity.trial_views import (
    AccountTestView,
    AddressTestView,
    DomainTestView,
    MatchView,
    SignInCheckView,
    SignInTestRequest,
    SignInTestView,
    WayTestView,
)
from shared.identity.users import Users
from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, schools_of
from shared.kernel.roles import Role
from shared.people.looks import Looks
from shared.people.model import MemberKind, MemberState, Stored, member_path
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore

Settings = Mapping[str, ProviderSettings]


@dataclass(frozen=True, slots=True)
class _Records:
    """Who has an address: records by school and id."""

    members: Mapping[tuple[str, str], Stored]
    guardians: int

    def persons(self, *, active: bool) -> set[str]:
        """Ids of those who are active somewhere, or who have a record at all."""
        return {
            person
            for (_, person), each in self.members.items()
            if not active or each.fields.get("state") == MemberState.ACTIVE
        }


class SignInTrial:
    """Says what is wrong and what would happen; changes nothing, and lets nobody in."""

    def __init__(
        self,
        accounts: AccountStore,
        people: PeopleStore,
        schools: SchoolStore,
        users: Callable[[], Users],
        looks: Looks,
        expected: Expected,
    ) -> None:
        """Wire it.

        Args:
            accounts: with the settings of the district.
            people: the schools' own records.
            schools: their names.
            users: the project as Firebase keeps it.
            looks: puts on record who was shown.
            expected: how this deployment is reached.
        """
        self._accounts = accounts
        self._people = people
        self._schools = schools
        self._roster = Roster(people)
        self._users = users
        self._looks = looks
        self._expected = expected

    def test(self, actor: Actor, asked: SignInTestRequest) -> SignInTestView:
        """Test the settings and the project, and an address where one is named.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
            Transient: the database is away.
        """
        own = schools_of(actor, Action.SIGN_IN_SETTINGS_TEST)
        settings = self._accounts.policies.policy().providers
        address = self._address(actor, own, settings, asked.email) if asked.email else None
        return SignInTestView(checks=list(self._checks(settings)), address=address)

    def _checks(self, settings: Settings) -> Iterator[SignInCheckView]:
        known = providers()
        on = [name for name, each in settings.items() if each.enabled and name in known]
        realms = [name for name, each in known.items() if each.realm is not None]
        told = self._users().project([name for name in on if known[name].subject is not None])
        seen = ProjectSeen(told.config, told.providers, told.is_whole)
        checks = [
            *setting_checks(settings, realms),
            *project_checks(seen, self._expected, on),
        ]
        for each in checks:
            yield SignInCheckView(check=each.check, result=each.result, about=each.about)

    def _address(
        self, actor: Actor, own: Sequence[str] | None, settings: Settings, email: str
    ) -> AddressTestView:
        members = self._people.everywhere("email", email)
        guardians = self._people.guardians_everywhere("email", email)
        standing = {g for (_, g), each in guardians.items() if each.fields.get("studentIds")}
        records = _Records(members, len(standing))
        accounts = [each.account for each in self._accounts.with_addresses([email])]
        shown = {at: each for at, each in members.items() if own is None or at[0] in own}
        for school, person in shown:
            self._looks.member(actor, school, person)
        active = records.persons(active=True)
        return AddressTestView(
            domain=_domain(settings, email),
            persons=len(active),
            archived=len(records.persons(active=False) - active),
            matches=self._matches(shown),
            elsewhere=len(members) - len(shown),
            guardians=records.guardians,
            accounts=[self._account(each) for each in accounts],
            ways=list(self._ways(settings, email, accounts)),
        )

    def _matches(self, shown: Mapping[tuple[str, str], Stored]) -> list[MatchView]:
        names = {
            each.id: each.display_name for each in self._schools.schools({s for s, _ in shown})
        }
        return [
            MatchView(
                name=member_path(school, person),
                school=f"schools/{school}",
                school_display_name=names.get(school, school),
                first_name=each.fields.get("firstName", ""),
                last_name=each.fields.get("lastName", ""),
                kind=MemberKind(each.fields["kind"]),
                role=Role(each.fields["role"]),
                state=MemberState(each.fields["state"]),
            )
            for (school, person), each in sorted(shown.items())
        ]

    def _account(self, account: Account) -> AccountTestView:
        persons = [each for each in (account.person, account.guardian) if each]
        ways = [
            name
            for name in providers()
            for person in persons
            if self._accounts.identity_of(person, name) in account.links
        ]
        return AccountTestView(
            state=account.state,
            providers=sorted(set(ways)),
            sessions=len(account.sessions),
        )

    def _ways(
        self, settings: Settings, email: str, accounts: Sequence[Account]
    ) -> Iterator[WayTestView]:
        for name, provider in providers().items():
            one = settings.get(name, ProviderSettings())
            if one.enabled:
                proof = proof_ahead(name, provider, one, email)
                known = self._known(name, provider, proof, accounts)
                yield WayTestView(provider=name, outcome=outcome_ahead(provider, proof, known))

    def _known(
        self, name: str, provider: Provider, proof: Proof | Refusal, accounts: Sequence[Account]
    ) -> Known:
        if isinstance(proof, Refusal):
            return Known(accounts, Doubt.NOBODY)
        named = self._accounts.person_of_address(proof.email) if may_be_named(proof) else None
        linked = self._accounts.person_of_link(proof.identity)
        person = linked or agreed(self._roster.matched(proof), named)
        if isinstance(person, Doubt):
            # Who has an account may have come before anybody else had the address.
            own = next((_own(each, proof) for each in accounts if _own(each, proof)), "")
            return Known(accounts, person, self._accounts.identity_of(own, name) if own else "")
        is_guardian = provider.people is People.GUARDIANS
        standing = self._roster.standing(*(("", person) if is_guardian else (person, "")))
        runs_it = any(each.district and each.person == person for each in accounts)
        link = self._accounts.identity_of(person, name)
        return Known(accounts, person, link, has_standing=bool(standing) or runs_it)


def _own(account: Account, proof: Proof) -> str:
    return account.guardian if proof.people is People.GUARDIANS else account.person


def _domain(settings: Settings, email: str) -> DomainTestView:
    domain = email.rpartition("@")[2]
    own = {realm for each in settings.values() for realm in each.realms}
    nearness, near = nearest(domain, own)
    return DomainTestView(domain=domain, nearness=nearness, near=near)
