"""What the gateway will not do, as one exception with a text for the client and a code for the log.

Reaches nothing of SSH, so that the rules which raise it can be tested as plain functions.
"""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """The four statuses that an SFTP client can tell apart."""

    DENIED = "denied"
    MISSING = "missing"
    FAILURE = "failure"
    UNSUPPORTED = "unsupported"


class Refusal(Exception):  # noqa: N818  # reads as what happened
    """A request that isn't done.

    Attributes:
        reason: UPPER_SNAKE, for audit lines and documents.
        answer: the status that the client gets; the exception's text goes with it.
    """

    def __init__(self, reason: str, text: str, answer: Answer = Answer.FAILURE) -> None:
        super().__init__(text)
        self.reason = reason
        self.answer = answer
