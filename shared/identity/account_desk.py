"""The accounts of a school, for those who run it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.identity.account_store import AccountStore, Stored
from shared.identity.account_views import (
    ACCOUNT_ID,
    FILTERS,
    AccountLinkView,
    AccountsQuery,
    AccountView,
    account_view,
)
from shared.identity.address_store import AddressStore
from shared.identity.change_store import ChangeStore, Way
from shared.identity.listing_store import ListingStore
from shared.identity.model import AccountState
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldViolation, Invalid, Missing
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request, token_invalid
from shared.kernel.permissions import Action, authorize
from shared.kernel.typed_text import tidy
from shared.kernel.views import RESOURCE_ID
from shared.people.looks import Looks
from shared.people.store import PeopleStore

MOST_ON_A_PAGE = 50
"""Accounts, so that their people and their links are looked up in one call each."""

_UID = re.compile(ACCOUNT_ID)
_FITS = {
    "state": re.compile("|".join(AccountState)),
    "member": re.compile(RESOURCE_ID),
}


class AccountDesk:
    """Shows accounts. `Denied` as `authorize` says; what is shown is on record."""

    def __init__(
        self,
        accounts: AccountStore,
        lists: ListingStore,
        edits: ChangeStore,
        addresses: AddressStore,
        people: PeopleStore,
        looks: Looks,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._lists = lists
        self._edits = edits
        self._addresses = addresses
        self._people = people
        self._looks = looks
        self._clock = clock

    def page(
        self, actor: Actor, school: str, query: AccountsQuery, search: str = ""
    ) -> Page[AccountView]:
        """Accounts of a school in the order of their addresses.

        Args:
            actor: who asks.
            school: whose accounts.
            query: which of them.
            search: the beginning of their addresses.

        Raises:
            Invalid: ``FILTER_INVALID`` of a value, or as `parse_filter` and `page_request` say.
        """
        authorize(actor, Action.ACCOUNTS_LIST, school)
        wanted = _wanted(query.filter)
        beginning = tidy(search).lower()
        question = {"list": f"{school}/accounts", "of": wanted, "by": beginning, "uid": actor.uid}
        size, token, now = query.page_size, query.page_token, self._clock()
        asked = page_request(size, token, question, now, MOST_ON_A_PAGE)
        if member := wanted.get("member"):
            found = self._of_member(school, member, wanted.get("state", ""), beginning)
        else:
            after = self._place_of(school, asked.cursor)
            state = wanted.get("state", "")
            found = self._lists.page(school, state, beginning, asked.size + 1, after)
        page = cut(found, asked, lambda each: [each.account.uid], question, now)
        self._looks.members(actor, school, whole=True)
        return Page(self._views(school, page.items), page.next_token)

    def get(self, actor: Actor, school: str, uid: str) -> AccountView:
        """One account.

        Raises:
            Missing: ``ACCOUNT_UNKNOWN``; also for one of another school.
        """
        authorize(actor, Action.ACCOUNTS_LIST, school)
        stored = self.found(school, uid)
        if person := stored.account.person or stored.account.guardian:
            self._looks.member(actor, school, person)
        return self.view(school, stored)

    def found(self, school: str, uid: str) -> Stored:
        """An account that is on a school's list.

        Raises:
            Missing: ``ACCOUNT_UNKNOWN``.
        """
        stored = self._accounts.account(uid)
        if stored is None or school not in stored.account.schools:
            raise Missing("ACCOUNT_UNKNOWN", "the school has no such account", {"school": school})
        return stored

    def view(self, school: str, stored: Stored) -> AccountView:
        """What a school sees of an account."""
        (view,) = self._views(school, [stored])
        return view

    def _views(self, school: str, found: Sequence[Stored]) -> list[AccountView]:
        accounts = [each.account for each in found]
        persons = sorted({each.person for each in accounts if each.person})
        members = self._people.members(school, persons)
        ways = self._edits.ways(accounts)
        addresses = list(self._addresses.of_people(persons))
        return [
            account_view(
                school,
                each.account,
                each.sign_in_time,
                members[each.account.person].fields if each.account.person in members else None,
                [_link(ways[link]) for link in sorted(each.account.links) if link in ways],
                [one.email for one in addresses if one.person == each.account.person],
            )
            for each in found
        ]

    def _of_member(self, school: str, member: str, state: str, beginning: str) -> list[Stored]:
        found = [
            each
            for each in self._accounts.of_person(member)
            if school in each.account.schools
            and state in ("", each.account.state)
            and each.account.email.startswith(beginning)
        ]
        # One person has one account of each address; they fit one page.
        return sorted(found, key=lambda each: each.account.email)[:MOST_ON_A_PAGE]

    def _place_of(self, school: str, cursor: Sequence[object] | None) -> Sequence[object] | None:
        """Address and id of what a page begins after; a token holds the id, never an address."""
        if not cursor:
            return None
        uid = str(cursor[0])
        stored = self._accounts.account(uid) if _UID.fullmatch(uid) else None
        if stored is None or school not in stored.account.schools:
            raise token_invalid()
        return [stored.account.email, uid]


def _link(way: Way) -> AccountLinkView:
    return AccountLinkView(provider=way.provider, create_time=way.since)


def _wanted(text: str) -> dict[str, str]:
    wanted = parse_filter(text, FILTERS)
    for field, value in wanted.items():
        if not _FITS[field].fullmatch(value):
            violation = FieldViolation("filter", f"{field} has a value that no account can have")
            raise Invalid("FILTER_INVALID", "nothing can be so", violations=[violation])
    return wanted
