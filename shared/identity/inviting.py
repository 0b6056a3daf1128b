"""People are invited by those who run their school: an account is opened, a mail lets them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.identity.account_mails import INVITED
from shared.identity.account_store import AccountStore, Stored
from shared.identity.invitation_views import InvitationState, InvitationView, Invite
from shared.identity.model import EMAIL_LINK, PASSWORD, AccountState
from shared.identity.opening import AccountOpener, Invited
from shared.identity.rules import ProviderSettings
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, Missing, Throttled
from shared.kernel.ids import digest_id
from shared.kernel.outbox import announce
from shared.kernel.permissions import Action
from shared.kernel.roles import PROTECTED, Role
from shared.kernel.token_bucket import Limit, Limiter
from shared.people.model import MemberState, guardian_path, member_path
from shared.people.reach import reached
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore

BY_ONE_CALLER = Limit(60, timedelta(hours=1))
OF_ONE_PERSON = Limit(3, timedelta(days=1))
_WAYS_OF_GUARDIANS = (EMAIL_LINK, PASSWORD)


@dataclass(frozen=True, slots=True)
class _Invitee:
    """Whom a call is about.

    Attributes:
        path: of their record at the school.
        ways: by which they may be invited, the first that is on unless the call says one.
    """

    path: str
    email: str
    ways: Sequence[str]
    is_archived: bool = False
    person: str = ""
    guardian: str = ""

    @property
    def id(self) -> str:
        """Their id at every school."""
        return self.person or self.guardian


class InvitationDesk:
    """Invites people whom a caller reaches, and says how far they have come."""

    def __init__(
        self,
        people: PeopleStore,
        reaches: Reaches,
        schools: SchoolStore,
        accounts: AccountStore,
        opener: AccountOpener,
        limits: Limiter,
        kick: Callable[[str], None],
        clock: Clock,
    ) -> None:
        self._people = people
        self._reaches = reaches
        self._schools = schools
        self._accounts = accounts
        self._opener = opener
        self._limits = limits
        self._kick = kick
        self._clock = clock

    def of_member(self, actor: Actor, school: str, person: str) -> InvitationView:
        """How far a member has come.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``.
            Missing: ``MEMBER_UNKNOWN``; also for somebody out of the caller's reach.
        """
        return self._shown(self._member(actor, school, person))

    def of_guardian(self, actor: Actor, school: str, guardian: str) -> InvitationView:
        """How far a guardian has come.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
            Missing: ``GUARDIAN_UNKNOWN``; also of somebody none of whose children is reached.
        """
        return self._shown(self._guardian(actor, school, guardian))

    def invite_member(
        self, actor: Actor, school: str, person: str, asked: Invite, request: str,
        *, validate_only: bool,
    ) -> InvitationView:  # fmt: skip
        """Invite a member, by a password that they set; the same call again sends another mail.

        Args:
            actor: who invites.
            school: whose member.
            person: whom.
            asked: how.
            request: id of the request, which sends one mail; empty for none.
            validate_only: whether nothing is done.

        Raises:
            Denied: as `of_member`.
            Missing: as `of_member`.
            Conflict: ``MEMBER_ARCHIVED``, ``EMAIL_MISSING``, ``INVITATION_WAY_OFF``, or as
                `AccountOpener.open` says.
            Throttled: ``RATE_LIMITED``, ``INVITED_OFTEN``.
        """
        invitee = self._member(actor, school, person)
        return self._invite(actor, school, invitee, asked, request, only=validate_only)

    def invite_guardian(
        self, actor: Actor, school: str, guardian: str, asked: Invite, request: str,
        *, validate_only: bool,
    ) -> InvitationView:  # fmt: skip
        """Invite a guardian, by a link or by a password; as `invite_member`."""
        invitee = self._guardian(actor, school, guardian)
        return self._invite(actor, school, invitee, asked, request, only=validate_only)

    def _member(self, actor: Actor, school: str, person: str) -> _Invitee:
        reach = self._reaches.of(actor, Action.MEMBERS_INVITE, school)
        found = reached(reach, school, person, self._people.members(school, [person]))
        fields = found.fields
        if Role(fields["role"]) in PROTECTED and actor.role_at(school) not in PROTECTED:
            raise Denied("MEMBER_PROTECTED", "only an owner invites an owner", {"school": school})
        return _Invitee(
            path=member_path(school, person),
            email=str(fields.get("email") or ""),
            ways=(PASSWORD,),
            is_archived=fields.get("state") != MemberState.ACTIVE,
            person=person,
        )

    def _guardian(self, actor: Actor, school: str, guardian: str) -> _Invitee:
        reach = self._reaches.of(actor, Action.GUARDIANS_INVITE, school)
        path = guardian_path(school, guardian)
        found = self._people.guardians(school, [guardian]).get(guardian)
        named = found.fields.get("studentIds", []) if found else []
        children = self._people.many_members(school, named)
        seen = [child for child in children.values() if reach.holds(child.id, child.fields)]
        if found is None or not (seen or reach.everybody):
            raise Missing("GUARDIAN_UNKNOWN", "there is no such guardian", {"name": path})
        email = str(found.fields.get("email") or "")
        return _Invitee(path, email, _WAYS_OF_GUARDIANS, guardian=guardian)

    def _invite(
        self, actor: Actor, school: str, invitee: _Invitee, asked: Invite, request: str,
        *, only: bool,
    ) -> InvitationView:  # fmt: skip
        if invitee.is_archived:
            raise Conflict("MEMBER_ARCHIVED", "the school has archived this person")
        if not invitee.email:
            raise Conflict("EMAIL_MISSING", "the person has no e-mail address")
        provider = self._way(invitee, asked)
        if only:
            return self._shown(invitee)
        if wait := self._limits.take("invitations-by", actor.uid, BY_ONE_CALLER):
            raise Throttled(wait)
        if wait := self._limits.take("invitations-of", invitee.id, OF_ONE_PERSON):
            raise Throttled(wait, "INVITED_OFTEN")
        whom = Invited(invitee.email, invitee.person, invitee.guardian, provider=provider)
        account = self._opener.open(whom, actor.id)
        now = self._clock()
        language = asked.language or self._language(school)
        payload = {"account": account.uid, "provider": provider, "language": language}
        subject = digest_id(account.uid, actor.uid, request or now.isoformat(), size=15)
        event = announce(INVITED, school, subject, payload, now)
        who = {"person": invitee.person} if invitee.person else {"guardian": invitee.guardian}
        told = {**who, "account": account.uid, "provider": provider}
        self._accounts.mails.invite(account.uid, event, actor.id, told, now)
        self._kick(event.event_id)
        return self._shown(invitee)

    def _way(self, invitee: _Invitee, asked: Invite) -> str:
        """By which of the ways that are on somebody is invited."""
        settings = self._accounts.policies.policy().providers
        on = [way for way in invitee.ways if settings.get(way, ProviderSettings()).enabled]
        wanted = [way for way in on if asked.provider in (None, way)]
        if not wanted:
            raise Conflict("INVITATION_WAY_OFF", "nobody is invited this way in the district")
        return wanted[0]

    def _language(self, school: str) -> str:
        return next((each.language for each in self._schools.schools([school])), "en")

    def _shown(self, invitee: _Invitee) -> InvitationView:
        known = self._accounts.of_person(invitee.id)
        invited = _latest([each.invite_time for each in known])
        came = _latest([each.sign_in_time for each in known])
        return InvitationView(
            name=f"{invitee.path}/invitation",
            state=_state(known, invited, came),
            invite_time=invited,
            sign_in_time=came,
        )


def _state(
    known: Sequence[Stored], invited: datetime | None, came: datetime | None
) -> InvitationState:
    if came is not None and any(each.account.state is AccountState.ACTIVE for each in known):
        return InvitationState.SIGNED_IN
    return InvitationState.NONE if invited is None else InvitationState.INVITED


def _latest(times: Sequence[Any]) -> datetime | None:
    return max(filter(None, times), default=None)
