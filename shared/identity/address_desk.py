"""Addresses by which a school's people come beside those of the roster: shown, given, taken."""

from __future__ import annotations

from shared.identity.account_guard import AccountGuard, denied
from shared.identity.address_check import AddressCheck
from shared.identity.address_store import Address, AddressStore
from shared.identity.address_views import (
    FIXES,
    AddressesPage,
    AddressProblem,
    AddressView,
    NewAddress,
    address_name,
)
from shared.identity.model import address_id
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing
from shared.kernel.permissions import Action, authorize
from shared.people.model import MemberState, Stored
from shared.people.reach import unknown
from shared.people.store import PeopleStore

_DENIED = {
    AddressProblem.MEMBER_PROTECTED: "ACCOUNT_PROTECTED",
    AddressProblem.MEMBER_ELSEWHERE: "ACCOUNT_ELSEWHERE",
}


class AddressDesk:
    """Every method may raise `Denied` as `authorize` says."""

    def __init__(
        self,
        addresses: AddressStore,
        people: PeopleStore,
        check: AddressCheck,
        guard: AccountGuard,
        clock: Clock,
    ) -> None:
        self._addresses = addresses
        self._people = people
        self._check = check
        self._guard = guard
        self._clock = clock

    def of(self, actor: Actor, school: str, member: str) -> AddressesPage:
        """The addresses of a member.

        Raises:
            Missing: ``MEMBER_UNKNOWN``.
        """
        authorize(actor, Action.SIGN_IN_ADDRESSES_GET, school)
        self._member(school, member)
        shown = [_view(school, each) for each in self._addresses.of_people([member])]
        return AddressesPage(sign_in_addresses=shown)

    def put(
        self, actor: Actor, school: str, new: NewAddress, *, validate_only: bool
    ) -> AddressView:
        """Let a member come by an address; one that is theirs already stays so.

        Raises:
            Denied: ``ACCOUNT_PROTECTED``, ``ACCOUNT_ELSEWHERE``.
            Invalid: ``ADDRESS_OUTSIDE``: the district signs nobody in by such an address.
            Missing: ``MEMBER_UNKNOWN``.
            Conflict: ``ADDRESS_TAKEN``; ``MEMBER_ARCHIVED``.
        """
        authorize(actor, Action.SIGN_IN_ADDRESSES_EDIT, school)
        member = self._member(school, new.member)
        if member.fields.get("state") != MemberState.ACTIVE:
            raise Conflict("MEMBER_ARCHIVED", "the school has archived them", {"school": school})
        checked = self._check.of(actor, {new.email: new.member})
        if why := checked.person.get(new.member):
            raise denied(_DENIED[why])
        if problem := checked.email.get(new.email):
            raise _refused(problem)
        shown = _view(school, Address(address_id(new.email), new.email, new.member))
        if validate_only or new.email in checked.holders:
            return shown
        try:
            self._addresses.put(school, [(new.email, new.member)], actor.id, self._clock())
        except Conflict as error:
            raise _refused(AddressProblem.EMAIL_TAKEN) from error
        return shown

    def delete(self, actor: Actor, school: str, address: str, *, validate_only: bool) -> None:
        """Let nobody new come by an address; who came by it before keeps the link.

        Raises:
            Denied: ``ACCOUNT_PROTECTED``, ``ACCOUNT_ELSEWHERE``.
            Missing: ``ADDRESS_UNKNOWN``; also for one of a member of another school.
        """
        authorize(actor, Action.SIGN_IN_ADDRESSES_EDIT, school)
        found = self._addresses.get(address)
        if found is None or not self._people.members(school, [found.person]):
            raise Missing("ADDRESS_UNKNOWN", "no member has such an address", {"school": school})
        self._guard.may_change(actor, Action.SIGN_IN_ADDRESSES_EDIT, found.person)
        if not validate_only:
            self._addresses.delete(school, found, actor.id, self._clock())

    def _member(self, school: str, member: str) -> Stored:
        found = self._people.members(school, [member]).get(member)
        if found is None:
            raise unknown(school, member)
        return found


def _view(school: str, address: Address) -> AddressView:
    name = address_name(school, address.id)
    return AddressView(name=name, member=address.person, email=address.email)


def _refused(problem: AddressProblem) -> Conflict | Invalid:
    violations = [FieldViolation("email", FIXES[problem])]
    if problem is AddressProblem.EMAIL_OUTSIDE:
        return Invalid("ADDRESS_OUTSIDE", "the domain is not the district's", None, violations)
    return Conflict("ADDRESS_TAKEN", "the address is another person's", None, violations)
