"""Requests and answers of the API about sign-ins that nobody was matched to. Pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shared.identity.model import RequestState
from shared.identity.rules import Doubt
from shared.kernel.views import PageQuery, ResourceId, View


class SignInRequestPath(View):
    """Of one sign-in."""

    request: ResourceId


class SignInRequestsQuery(PageQuery):
    """Of a call that lists sign-ins."""

    filter: str = Field(
        "",
        max_length=1_000,
        description='state, such as state = "REFUSED"; only open ones unless it is said.',
    )


class SignInRequestView(View):
    """Somebody of the district's own organization whom the roster doesn't know."""

    name: str = Field(description="signInRequests/{request}")
    email: str
    provider: str = Field(description="Its name at Firebase, such as google.com.")
    doubt: Doubt = Field(description="Why nobody was matched.")
    state: RequestState
    last_time: datetime = Field(description="When they last tried.")


class SignInRequestsPage(View):
    """Sign-ins, the newest first."""

    sign_in_requests: list[SignInRequestView]
    next_page_token: str = ""


class Resolving(View):
    """Whose a sign-in is."""

    school: ResourceId
    member: ResourceId
