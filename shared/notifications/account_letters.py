"""The mails with a link that opens something for their reader alone.

An invitation, a forgotten password, a guardian's link, and a connection request. Payloads of
``account.invited``, ``account.password.asked``, ``account.link.asked`` and
``roster.request.asked``, schema version 1; ``ValidationError`` for any other. No mail names a
student, or whose parent somebody is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from shared.notifications.model import Language, Letter
from shared.notifications.rendering import layouts
from shared.notifications.roster_result import Foreign, Payload, printable
from shared.notifications.wording import words


class AccountMessage(Payload):
    """What these mails have in common."""

    WORDS: ClassVar[str]
    language: Language

    @property
    def words(self) -> str:
        """The key under which its words stand."""
        return self.WORDS

    @property
    def places(self) -> Mapping[str, str]:
        """What its words name beside the school."""
        return {}


class AccountInvited(AccountMessage):
    """Somebody was invited by their school."""

    WORDS = "account_invited"
    provider: Literal["password", "emailLink"]

    @property
    def words(self) -> str:
        """The key under which its words stand."""
        return f"{self.WORDS}.{self.provider}"


class PasswordAsked(AccountMessage):
    """Somebody has asked for a link to set a password."""

    WORDS = "account_password"


class LinkAsked(AccountMessage):
    """Somebody has asked for a link to get in by."""

    WORDS = "account_link"


class ConnectionAsked(AccountMessage):
    """Who runs a school's system is asked for its address and its key."""

    WORDS = "request_asked"
    connection_name: Foreign = ""

    @property
    def places(self) -> Mapping[str, str]:
        """The connection, as the school calls it."""
        return {"connection": self.connection_name}


ACCOUNT_MESSAGES: dict[str, type[AccountMessage]] = {
    "account.invited": AccountInvited,
    "account.password.asked": PasswordAsked,
    "account.link.asked": LinkAsked,
    "roster.request.asked": ConnectionAsked,
}
"""The payload of each type of event that makes a mail with a link."""


def account_letter(message: AccountMessage, school: str, link: str) -> Letter:
    """The mail of one event.

    Args:
        message: what the event says.
        school: name of the school that invites or asks; empty for a mail that the reader has asked
            for.
        link: that opens something for the reader.
    """
    w = words(message.language, "UTC")
    key, name = message.words, printable(school)
    subject = w.say(f"{key}.subject", school=name)
    steps = [w.say(f"account_steps.{step}") for step in _STEPS[key]]
    values = {
        "w": w,
        "language": message.language.value,
        "school": name,
        "subject": subject,
        "title": w.say(f"{key}.title"),
        "lead": w.say(f"{key}.lead", school=name, **message.places),
        "open": w.say(f"{key}.open"),
        "why": w.say(f"{key}.why", school=name),
        "link": link,
        "steps": steps,
    }
    return Letter(
        subject=subject,
        text=layouts().get_template("account.txt.j2").render(values),
        html=layouts().get_template("account.html.j2").render(values),
    )


_STEPS = {
    "account_invited.password": ("hour", "forgot", "secret"),
    "account_invited.emailLink": ("hour", "again", "device", "secret"),
    "account_password": ("hour", "sessions", "ignore", "secret"),
    "account_link": ("hour", "device", "ignore", "secret"),
    "request_asked": ("week", "values", "people", "unsure", "send"),
}
"""What each mail says about its link."""
