"""Requests and answers of the API about connection requests. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field, SecretStr, StrictBool

from shared.kernel.views import View
from shared.rostering.api_source import ApiVersion
from shared.rostering.connection_requests import ConnectionRequest, ConnectionRequestState
from shared.rostering.connections import Method
from shared.rostering.sis_systems import ApiProfile
from shared.rostering.source_trial_views import FoundCollection, SourceProblem

LONGEST_NOTE = 500
Language = Literal["en", "es"]


class ConnectionRequestCreate(View):
    """Whom to ask, and what to tell them."""

    email: str = Field(
        "",
        max_length=254,
        pattern=r"^(|\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*)$",
        description="Of who runs the system; they are mailed a link. Empty for no mail.",
    )
    note: str = Field(
        "",
        max_length=LONGEST_NOTE,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
        description="Shown to them beside what they are asked for; it stands in no mail.",
    )
    language: Language | None = Field(
        None, description="Of the mails; that of the school unless told."
    )


class ConnectionRequestView(View):
    """What has become of asking who runs a connection's system."""

    name: str = Field(description="{connection's name}/request")
    state: ConnectionRequestState
    create_time: datetime | None = Field(None, description="When it was asked for.")
    expire_time: datetime | None = Field(None, description="From when on the link opens nothing.")
    close_time: datetime | None = Field(None, description="When it was used or revoked.")
    asker: str = Field("", description="E-mail of who asked.")
    email: str = Field("", description="Of who was asked; empty where no mail was wanted.")
    mail_time: datetime | None = Field(None, description="When the link in the mail was made.")
    note: str = ""


class ConnectionRequestLink(ConnectionRequestView):
    """A new request with its link, which is shown this once."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"link"})
    link: str = Field(description="Empty where the call is repeated, or only tried.")


class RequestCode(View):
    """The part behind the # of a link."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})
    code: SecretStr = Field(max_length=100)


class AskedSource(View):
    """Who asks for which system. Nothing that is stored of the system's address or key."""

    school_display_name: str
    district_display_name: str = Field(description="Empty where the district has not said it.")
    connection_display_name: str
    system_display_name: str = Field(description="Empty where nobody has chosen the system.")
    method: Method
    note: str
    expire_time: datetime
    api: ApiProfile | None = Field(
        default=None, description="What is published about the system's own interface."
    )


class SourceValues(RequestCode):
    """Where a system is, and the key to it. The secret is kept and never shown."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code", "client_secret"})
    base_url: str = Field(description="As the system shows it; https only.")
    token_url: str = Field("", description="Empty where it is found out or none is needed.")
    token_url_approved: StrictBool = Field(
        False, description="The secret may go to a token URL on another domain than baseUrl."
    )
    client_id: str = Field(min_length=1, description="The public half of the key.")
    client_secret: SecretStr = Field(min_length=1, max_length=4_096)


class SourceTried(View):
    """What a trial of a system has found: numbers and problems, and nobody's name."""

    is_working: bool = Field(description="The interface was found and has let us in.")
    version: ApiVersion = Field(
        default=ApiVersion.AUTO, description="AUTO where its address says none."
    )
    school_count: int
    collections: list[FoundCollection]
    problems: list[SourceProblem]


def request_view(
    school: str, connection: str, request: ConnectionRequest | None, now: datetime
) -> ConnectionRequestView:
    """A connection's request as the API shows it; None for none."""
    name = f"schools/{school}/rosterConnections/{connection}/request"
    if request is None:
        return ConnectionRequestView.model_validate(
            {"name": name, "state": ConnectionRequestState.NONE}
        )
    return ConnectionRequestView(
        name=name,
        state=request.state_at(now),
        create_time=request.create_time,
        expire_time=request.expire_time,
        close_time=request.close_time,
        asker=request.asker,
        email=request.email,
        mail_time=request.mail_time,
        note=request.note,
    )


def request_link(shown: ConnectionRequestView, link: str) -> ConnectionRequestLink:
    """A request with the link that was just made."""
    fields = {name: getattr(shown, name) for name in ConnectionRequestView.model_fields}
    return ConnectionRequestLink(**fields, link=link)
