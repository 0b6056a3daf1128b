"""Values of a plan that JSON has no word for: instants, and that a field is not there at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

_TIME = "$time"
_ABSENT = "$absent"


class Absent(Enum):
    """Stands for the value of a field that a document does not have."""

    ABSENT = "ABSENT"


ABSENT = Absent.ABSENT


def as_json(value: object) -> dict[str, Any]:
    """What stands for such a value in a plan; for `json.JSONEncoder`.

    Raises:
        TypeError: it is none of them.
    """
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    if value is ABSENT:
        return {_ABSENT: True}
    raise TypeError(f"a plan cannot hold a {type(value).__name__}")


def from_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a plan's JSON stands for."""
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Any) -> Any:  # noqa: ANN401  # any field's
    if not isinstance(value, dict):
        return value
    if _TIME in value:
        return datetime.fromisoformat(value[_TIME])
    return ABSENT if _ABSENT in value else value
