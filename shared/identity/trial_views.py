"""The request and the answer of a test of how people sign in. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.identity.address_rules import Nearness
from shared.identity.model import AccountState
from shared.identity.project_rules import CheckResult, SignInCheck
from shared.kernel.roles import Role
from shared.kernel.views import View
from shared.people.model import MemberKind, MemberState


def _plain(text: str) -> str:
    return text.strip().lower()


_Address = Annotated[
    str,
    Field(max_length=320, pattern=r"^(\s*[^\s@]+@[^\s@]+\s*)?$"),
    AfterValidator(_plain),
]


class WayOutcome(StrEnum):
    """What would happen to somebody who comes with an address by one way to sign in."""

    ENTERS = "ENTERS"
    OPENS = "OPENS"
    """They would be matched, and their account opened."""
    DOMAIN_NOT_NAMED = "DOMAIN_NOT_NAMED"
    NOBODY = "NOBODY"
    """Refused, since no active person has the address; a member of the district waits."""
    SEVERAL = "SEVERAL"
    """Refused, since more than one has it; a member of the district waits."""
    LINKED = "LINKED"
    """Refused, since the person or the account belongs to another one already."""
    NOT_INVITED = "NOT_INVITED"
    ENDED = "ENDED"
    """No school has the person as an active one any more."""
    DISABLED = "DISABLED"
    """An administrator has closed the account."""
    NOT_BY_ADDRESS = "NOT_BY_ADDRESS"
    """This way knows people by something else, so that an address says nothing of it."""


class SignInTestRequest(View):
    """What is tested: the settings and the project; with an address, that as well."""

    email: _Address = Field("", description="Of somebody who can't get in; empty for none.")


class SignInCheckView(View):
    """One thing that has to be so for people to sign in."""

    check: SignInCheck
    result: CheckResult
    about: str = Field(description="The way to sign in, or the host; empty for neither.")


class DomainTestView(View):
    """The domain of an address beside those of the district."""

    domain: str
    nearness: Nearness
    near: list[str] = Field(description="The district's own domains that it is or looks like.")


class MatchView(View):
    """Somebody of a school that the caller runs who has the address."""

    name: str = Field(description="schools/{school}/members/{person}")
    school: str = Field(description="schools/{school}")
    school_display_name: str
    first_name: str
    last_name: str
    kind: MemberKind
    role: Role
    state: MemberState


class AccountTestView(View):
    """An account that has the address."""

    state: AccountState
    providers: list[str] = Field(description="The ways by which it was opened.")
    sessions: int = Field(description="Sign-ins that are alive.")


class WayTestView(View):
    """What would happen by one way that is on."""

    provider: str
    outcome: WayOutcome


class AddressTestView(View):
    """What is known of an address."""

    domain: DomainTestView
    persons: int = Field(description="Active people of the district who have it.")
    archived: int = Field(description="Others who have it and are archived everywhere.")
    matches: list[MatchView] = Field(description="Of schools that the caller runs.")
    elsewhere: int = Field(description="Records at other schools, which aren't shown.")
    guardians: int = Field(description="Guardians of students who have it.")
    accounts: list[AccountTestView]
    ways: list[WayTestView]


class SignInTestView(View):
    """What is wrong with how people sign in."""

    checks: list[SignInCheckView]
    address: AddressTestView | None = Field(None, description="Where one was asked about.")
