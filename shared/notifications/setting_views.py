"""Requests and answers of the API about who gets a school's mails. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View
from shared.notifications.model import Language


class RecipientView(View):
    """Somebody who gets a mail."""

    address: str = Field(min_length=3, max_length=254)
    language: Language = Language.EN


class RosterResultView(View):
    """The mail about what a roster run did."""

    recipients: list[RecipientView] = Field(max_length=20)


class NoticeSettingsUpdate(View):
    """Who is to get a school's mails."""

    roster_result: RosterResultView
    etag: str = ""


class NoticeSettingsView(View):
    """Who gets a school's mails."""

    name: str = Field(description="schools/{school}/settings/notifications")
    roster_result: RosterResultView
    etag: str
