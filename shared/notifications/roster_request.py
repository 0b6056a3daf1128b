"""The event that a connection request was answered, as its mail needs it. Values only.

Payload of ``roster.request.answered``, schema version 1; ``ValidationError`` for any other.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import AwareDatetime, Field

from shared.notifications.emergency import Told
from shared.notifications.model import Audience, Recipient
from shared.notifications.roster_result import Foreign, Payload


class RequestAnswered(Payload):
    """Who runs a school's system has sent its address and its key.

    Attributes:
        connection: id of the connection.
        was_on: the connection was in use, and is switched off now.
        asker: who asked; None where they have no address.
    """

    connection: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    connection_name: Foreign = ""
    time: AwareDatetime
    was_on: bool = False
    asker: Told | None = None

    def audience(self, school: Audience) -> Audience:
        """Those whom the school chose, and who asked.

        Args:
            school: with those whom it chose.
        """
        chosen = {each.address.lower() for each in school.recipients}
        if self.asker is None or self.asker.address.lower() in chosen:
            return school
        asker = Recipient(self.asker.address, self.asker.language)
        return replace(school, recipients=(*school.recipients, asker))
