"""Requests and answers of the API about invitations and the mails by which people get in. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from shared.kernel.views import ResourceId, View

Language = Literal["en", "es"]


class InvitationState(StrEnum):
    """How far somebody has come on their way in."""

    NONE = "NONE"
    INVITED = "INVITED"
    SIGNED_IN = "SIGNED_IN"


class InvitationView(View):
    """How far somebody has come on their way in."""

    name: str = Field(description="schools/{school}/members/{member}/invitation, or of a guardian.")
    state: InvitationState
    invite_time: datetime | None = Field(None, description="When they were last sent a mail.")
    sign_in_time: datetime | None = Field(None, description="When they last signed in.")


class Invite(View):
    """A mail that lets somebody in."""

    language: Language | None = Field(
        None, description="Of the mail; that of the school unless told."
    )
    provider: Literal["password", "emailLink"] | None = Field(
        None,
        description="How they are to come. Members by a password. Guardians by a link that they "
        "are mailed each time, where the district lets them, else by a password as well.",
    )


class InvitedMember(View):
    """Of what belongs to a member."""

    school: ResourceId
    member: ResourceId


class InvitedGuardian(View):
    """Of what belongs to a guardian."""

    school: ResourceId
    guardian: ResourceId


Address = Annotated[
    str,
    Field(max_length=254, pattern=r"^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$"),
    AfterValidator(str.strip),
    AfterValidator(str.lower),
]


class MailRequest(View):
    """A mail that somebody asks for who can't get in."""

    email: Address = Field(description="Whose owner gets the mail, if it is an account's.")
