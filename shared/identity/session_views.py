"""Requests and answers of the API about sessions and about how people may sign in. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.identity.model import People
from shared.kernel.views import ResourceId, View


class SessionView(View):
    """A sign-in of the caller's own on some device."""

    name: str = Field(description="me/sessions/{session}")
    start_time: datetime
    provider: str = Field(description="By which it began, such as google.com or password.")
    device: str = Field(description="Such as Chrome on ChromeOS; empty where it is not known.")
    current: bool = Field(description="The one that asks.")


class SessionsPage(View):
    """All of the caller's sessions that are alive, the newest first; never more than 20."""

    sessions: list[SessionView]


class SessionPath(View):
    """Of what belongs to a session."""

    session: ResourceId


class SignInOption(View):
    """A way to sign in that the district has switched on."""

    provider: str = Field(description="Its name at Firebase, such as google.com or password.")
    display_name: str


class SignInOptions(View):
    """The ways to sign in that are on; anybody may know them."""

    providers: list[SignInOption]


_Realm = Annotated[
    str,
    Field(max_length=253, pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$"),
    AfterValidator(str.lower),
]


class ProviderSetting(View):
    """What the district says of one way to sign in."""

    provider: str
    enabled: bool
    realms: list[_Realm] = Field(
        default_factory=list,
        max_length=50,
        description="The domains or tenants that are the district's own; only their people get in.",
    )


class SignInSettings(View):
    """How people sign in to this district; a way that isn't named is off."""

    providers: list[ProviderSetting] = Field(max_length=20)


class SignInSettingsUpdate(SignInSettings):
    """All of the ways, as they will be."""

    etag: str = Field("", max_length=64, description="Of the settings as last seen.")


class JudgedBy(StrEnum):
    """What of a way to sign in decides whether it counts for somebody."""

    REALM = "REALM"
    """The organization that the provider names, which has to be the district's."""
    INVITATION = "INVITATION"
    """An account that was opened for them before."""
    ADDRESS = "ADDRESS"
    """That the address is theirs, which a school knows of them."""


class ProviderView(ProviderSetting):
    """What the district says of one way, and what that way is."""

    display_name: str
    people: People
    judged_by: JudgedBy


class SignInSettingsView(View):
    """How people sign in to this district: every way that there is."""

    name: str = Field(description="settings/signIn")
    providers: list[ProviderView]
    etag: str
