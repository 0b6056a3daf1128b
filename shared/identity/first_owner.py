"""Who may sign in before anybody can invite anybody: made by who runs the district's project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.identity.account_store import AccountStore
from shared.identity.model import PASSWORD, set_password_page
from shared.identity.opening import AccountOpener, Invited
from shared.identity.rules import ProviderSettings
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.kernel.roles import Role
from shared.people.adding import fields_of, person_of
from shared.people.edit_store import EditStore
from shared.people.edit_views import NewMember
from shared.people.model import MemberKind, MemberState
from shared.people.store import PeopleStore

_DISTRICT = "district-managers"
"""Goes into the person id of a District Manager, whom no school has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to invite.

    Attributes:
        school: that they are to own; empty for a District Manager.
    """

    email: str
    first_name: str
    last_name: str
    school: str = ""


class OwnerInviter:
    """Invites owners and District Managers, whom no roster may make."""

    def __init__(
        self,
        people: PeopleStore,
        edits: EditStore,
        accounts: AccountStore,
        opener: AccountOpener,
        users: Callable[[], Users],
        clock: Clock,
    ) -> None:
        self._people = people
        self._edits = edits
        self._accounts = accounts
        self._opener = opener
        self._users = users
        self._clock = clock

    def invite(self, wanted: Wanted, actor: str, onward: str) -> str:
        """Let somebody in by a password that they set; the same call again gives a new link.

        Args:
            wanted: whom.
            actor: who asks for it, as audit entries name them.
            onward: the console's address, whose page the link opens.

        Returns:
            The link; whoever has it sets the password, so it goes to that person alone.

        Raises:
            Conflict: ``DISTRICT_UNSET``; ``ACCOUNT_TAKEN``; ``MEMBER_ARCHIVED``: the school has
                archived them.
            Transient: the database or Firebase is away.
        """
        email = wanted.email.lower()
        person = self._owner(wanted, actor) if wanted.school else self._manager(email)
        self._switch_password_on(actor)
        district = not wanted.school
        self._opener.open(Invited(email, person=person, district=district), actor)
        return set_password_page(onward, self._users().password_code(email))

    def _manager(self, email: str) -> str:
        return digest_id(self._edits.id_space(), _DISTRICT, email)

    def _owner(self, wanted: Wanted, actor: str) -> str:
        """A member of the school who owns it; gives the person id."""
        new = NewMember(
            kind=MemberKind.ADMIN,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            email=wanted.email.lower(),
        )
        there = list(self._people.with_email(wanted.school, [new.email]))
        active = [each for each in there if each.fields.get("state") == MemberState.ACTIVE]
        if there and not active:
            raise Conflict("MEMBER_ARCHIVED", "the school has archived who has this address")
        now = self._clock()
        if not active:
            person = person_of(self._edits.id_space(), new)
            fields = fields_of(new, Role.OWNER, person)
            self._edits.add(wanted.school, person, fields, actor, now)
            return person
        (member, *_) = active
        if member.fields["role"] != Role.OWNER:
            changes = {"role": Role.OWNER.value}
            self._edits.save(wanted.school, member, changes, actor, "members:update", now)
        return member.id

    def _switch_password_on(self, actor: str) -> None:
        policy = self._accounts.policies.policy()
        own = policy.providers.get(PASSWORD, ProviderSettings())
        if own.enabled:
            return
        after = {**policy.providers, PASSWORD: ProviderSettings(enabled=True, realms=own.realms)}
        self._accounts.policies.save_settings(policy.version, after, actor, self._clock())
