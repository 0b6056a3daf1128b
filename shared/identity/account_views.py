"""Requests and answers of the API about the accounts of a school. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.identity.model import Account, AccountState
from shared.kernel.roles import Role
from shared.kernel.views import PageBody, PageQuery, SchoolPath, View

FILTERS = ("state", "member")
LONGEST_EMAIL = 254

ACCOUNT_ID = r"^_?[A-Za-z0-9-][A-Za-z0-9_-]{0,126}$"
"""As Firebase makes them, and none that Firestore keeps for itself: those are ``__…__``."""

AccountId = Annotated[str, Field(pattern=ACCOUNT_ID)]


class AccountPath(SchoolPath):
    """Of what belongs to an account."""

    account: AccountId


class AccountsQuery(PageQuery):
    """Of a call that lists accounts."""

    filter: str = Field(
        "",
        max_length=1_000,
        description='state and member, such as state = "ACTIVE". member is the id of a member or '
        "a guardian, and finds all accounts by which they come.",
    )


class AccountsSearch(PageBody, AccountsQuery):
    """Of a call that looks for accounts; in its body, for what is looked for is an address."""

    search: str = Field("", max_length=LONGEST_EMAIL, description="The beginning of an address.")


class AccountLinkView(View):
    """A way by which somebody comes."""

    provider: str = Field(description="Its name at Firebase, such as google.com or password.")
    create_time: datetime = Field(description="When it was linked.")


class AccountView(View):
    """By which somebody signs in, as a school that they belong to sees it."""

    name: str = Field(description="schools/{school}/accounts/{account}")
    display_name: str | None = Field(None, description="Of the member, where the school has them.")
    email: str
    state: AccountState
    member: str | None = Field(None, description="Id of the member of this school.")
    guardian: str | None = Field(None, description="Id of the guardian that they are, if any.")
    role: Role | None = Field(None, description="At this school; none for who is nobody here now.")
    district: bool = Field(description="They run the district.")
    elsewhere: bool = Field(description="They belong to another school as well.")
    sign_in_time: datetime | None = Field(None, description="When they last signed in.")
    session_count: int = Field(description="How many sessions are alive.")
    links: list[AccountLinkView]
    sign_in_addresses: list[str] = Field(
        description="Addresses by which they may come beside the one that the roster has."
    )


class AccountsPage(View):
    """Accounts in the order of their addresses."""

    accounts: list[AccountView]
    next_page_token: str = ""


class Unlinking(View):
    """By which way somebody is to come no more."""

    provider: str = Field(max_length=100, description="Its name at Firebase, such as google.com.")


def account_name(school: str, uid: str) -> str:
    """The resource name of an account, as a school sees it."""
    return f"schools/{school}/accounts/{uid}"


def account_view(
    school: str,
    account: Account,
    sign_in_time: datetime | None,
    member: Mapping[str, object] | None,
    links: Sequence[AccountLinkView],
    addresses: Sequence[str],
) -> AccountView:
    """What the API says of an account.

    Args:
        school: that looks at it.
        account: what it is.
        sign_in_time: when a session was last begun.
        member: the record that the school has of the person; None for none.
        links: the ways by which they come.
        addresses: by which they may come beside the roster's.
    """
    held = account.memberships.get(school)
    name = f"{member.get('firstName', '')} {member.get('lastName', '')}".strip() if member else ""
    return AccountView(
        name=account_name(school, account.uid),
        display_name=name or None,
        email=account.email,
        state=account.state,
        member=account.person if member is not None else None,
        guardian=account.guardian or None,
        role=None if held is None else held.role,
        district=account.district,
        elsewhere=bool(account.memberships.keys() - {school}),
        sign_in_time=sign_in_time,
        session_count=len(account.sessions),
        links=list(links),
        sign_in_addresses=list(addresses),
    )
