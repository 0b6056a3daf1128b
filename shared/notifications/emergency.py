"""The event that somebody was given emergency access, as its mail needs it. Values only.

Payload of ``account.emergency.opened``, schema version 1; ``ValidationError`` for any other.
"""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from shared.notifications.model import Audience, Language, Recipient
from shared.notifications.roster_result import Foreign, Payload


class Told(Payload):
    """Somebody who is told."""

    address: str = Field(pattern=r"^\S+@\S+$", max_length=254)
    language: Language


class EmergencyOpened(Payload):
    """Somebody may come in by a password for a while.

    Attributes:
        email: of their account.
        reason: of who opened it.
        time_zone: of the instants, as the mail shows them.
        recipients: all who are told; it belongs to no school that could name others.
    """

    email: Foreign
    reason: Foreign
    start_time: AwareDatetime
    end_time: AwareDatetime
    time_zone: str = "UTC"
    recipients: tuple[Told, ...]

    @property
    def audience(self) -> Audience:
        """Those who are told; no school chose them."""
        told = tuple(Recipient(each.address, each.language) for each in self.recipients)
        return Audience("", self.time_zone, told)
