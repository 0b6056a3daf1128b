"""What a term that people keep may be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shared.kernel.errors import FieldViolation

TERM_FIELDS = ("displayName", "termType", "startDay", "endDay")
"""What can be changed of a term."""
LONGEST_TERM = timedelta(days=731)
"""Two years; whatever is longer is a slip in a year's number."""


def wrong_term(fields: Mapping[str, Any]) -> list[FieldViolation]:
    """What is wrong with a term, as its document would be; nothing of one that is right."""
    found = [
        FieldViolation(name, "must not be empty") for name in TERM_FIELDS if not fields.get(name)
    ]
    if found:
        return found
    days = date.fromisoformat(fields["endDay"]) - date.fromisoformat(fields["startDay"])
    if days <= timedelta():
        return [FieldViolation("endDay", "must be after the first day")]
    if days > LONGEST_TERM:
        return [FieldViolation("endDay", "must be within two years of the first day")]
    return []
