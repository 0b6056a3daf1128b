"""Requests and answers of the API about the district's nights. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from shared.kernel.views import View
from shared.rostering.night import PULL_HOUR

Hour = Annotated[StrictInt, Field(ge=0, le=23)]
MOST_RECIPIENTS = 20


class SummaryRecipient(View):
    """Somebody who is told how each night went."""

    address: str = Field(min_length=3, max_length=254)
    language: Literal["en", "es"] = "en"


class RosterSettingsUpdate(View):
    """When the district is rostered, and who is told of it."""

    pull_hour: Hour = PULL_HOUR
    archive_hour: Hour = 3
    summary_recipients: list[SummaryRecipient] = Field([], max_length=MOST_RECIPIENTS)
    etag: str = ""


class RosterSettingsView(View):
    """When the district is rostered, and who is told of it."""

    name: str = Field(description="settings/rostering")
    pull_hour: Hour = Field(
        description="From which hour on the schools' systems are pulled, on the district's clocks."
    )
    archive_hour: Hour = Field(
        description="In which hour people who are missing are archived, on the district's clocks."
    )
    time_zone: str = Field(description="Of the district's clocks, an IANA name.")
    summary_recipients: list[SummaryRecipient] = Field(
        description="Who gets one mail a night about all schools."
    )
    etag: str
