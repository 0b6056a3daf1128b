"""Requests and answers of the API about sessions and about how people may sign in. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt

from shared.identity.model import People
from shared.kernel.roles import Role
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


class DeviceUse(View):
    """On which device the caller's session is."""

    device: str = Field(
        min_length=22,
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="A random text that the browser made and keeps: 128 bits or more.",
    )
    shared: StrictBool = Field(description="Others use the device as well.")


class CurrentSessionView(View):
    """The session in which the caller asks."""

    name: str = Field(description="me/sessions/{session}")
    shared: bool = Field(description="Others use the device as well.")
    idle_limit: int | None = Field(
        default=None, description="Seconds for which nobody may leave it unused; none for ever."
    )
    expire_time: datetime | None = Field(
        default=None,
        description="When it is over unless it is used before, a minute later than the limit.",
    )
    end_time: datetime | None = Field(
        default=None, description="When it is over in any case, as emergency access is."
    )
    second_factor_needed: bool = Field(
        description="Nothing else may be done in it than to enrol a second factor."
    )


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


class SharedDeviceMinutes(View):
    """For how long nobody has to use a shared device before who is signed in there is out.

    0 for as long as on a device of one's own, which is 12 hours.
    """

    students: Annotated[StrictInt, Field(ge=0, le=720)]
    staff: Annotated[StrictInt, Field(ge=0, le=720, description="And guardians.")]


class SignInSettingsUpdate(View):
    """How people will sign in; of the ways, all that are on, for one that isn't named is off."""

    providers: list[ProviderSetting] = Field(default_factory=list, max_length=20)
    second_factor_roles: list[Role] = Field(default_factory=list, max_length=20)
    shared_device_minutes: SharedDeviceMinutes | None = None
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

    second_factor_roles: list[Role] = Field(
        description="Who has to prove themselves twice when they come with a password or a link."
    )
    shared_device_minutes: SharedDeviceMinutes
    name: str = Field(description="settings/signIn")
    providers: list[ProviderView]
    etag: str
