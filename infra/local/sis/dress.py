"""Quirks of single records: changes to what the specification would have them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.records import GONE, Class, Demographics, Record, User
from infra.local.sis.spelling import Json

_WORDS = ("status", "type", "classType", "role", "roleType", "sex")
_LISTS = ("grades", "periods", "subjects")
_PRIVATE: Json = {
    "password": "hunter2-canary",
    "metadata": {
        "homeAddress": "1 Canary Lane, Springfield",
        "lunchStatus": "free",
        "birthDate": "2010-01-02",
    },
}
"""Invented, and the same for everybody, so that a search finds it wherever it leaked to."""
_EXPRESSIONS = ("{}(A)", "P{}", "{:0>2}", "{}(A-B)")


class Dresser:
    """Dresses records with those quirks that are switched on."""

    def __init__(self, quirks: Quirks) -> None:
        self._quirks = quirks
        self._steps = [step for quirk, step in _STEPS.items() if quirk in quirks]
        self._empty = "blank" if Quirk.BLANKS in quirks else "omit"
        if Quirk.NULLS in quirks:
            self._empty = "null"

    def dress(self, record: Record, told: Json) -> Json:
        """What the server says of a record, given what the specification has it say."""
        for step in self._steps:
            told = step(self._quirks, record, told)
        match self._empty:
            case "null":
                return {name: None if _is_empty(value) else value for name, value in told.items()}
            case "blank":
                return {name: "" if _is_empty(value) else value for name, value in told.items()}
        return {name: value for name, value in told.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return not value and value is not False


def _id_case(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks, record
    return {name: _in_capitals(value) for name, value in told.items()}


def _in_capitals(value: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(value, list):
        return [_in_capitals(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "href" in value:
        return {**value, "sourcedId": value["sourcedId"].upper()}
    return {name: _in_capitals(each) for name, each in value.items()}


def _flat_refs(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks, record
    return _flat(told)


def _flat(told: Json) -> Json:
    made: Json = {}
    for name, value in told.items():
        if isinstance(value, dict) and "href" in value:
            made[f"{name}Id"] = value["sourcedId"]
        elif name == "terms":
            made["term"] = value[0]["sourcedId"]
        elif isinstance(value, list):
            made[name] = [_flat_item(each) for each in value]
        else:
            made[name] = value
    return made


def _flat_item(item: Any) -> Any:  # noqa: ANN401  # JSON
    if not isinstance(item, dict):
        return item
    return item["sourcedId"] if "href" in item else _flat(item)


def _dates(quirks: Quirks, record: Record, told: Json) -> Json:
    forms: Mapping[str, Callable[[datetime], str]] = {
        "no-zone": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
        "space-zone": lambda at: f"{at:%Y-%m-%d %H:%M:%S}Z",
        "day": lambda at: f"{at:%Y-%m-%d}",
        "us": lambda at: f"{at.month}/{at:%d/%Y}",
    }
    form = forms[quirks.word(Quirk.DATES)]
    return {**told, "dateLastModified": form(record.modified)}


def _enabled(quirks: Quirks, record: Record, told: Json) -> Json:
    if not isinstance(record, User):
        return told
    forms: Mapping[str, tuple[Any, Any]] = {
        "upper": ("FALSE", "TRUE"),
        "one": ("0", "1"),
        "bool": (False, True),
    }
    return {**told, "enabledUser": forms[quirks.word(Quirk.ENABLED)][record.enabled]}


def _enum_case(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks, record
    made: Json = {
        name: f" {value.upper()} " if name in _WORDS and value else value
        for name, value in told.items()
    }
    if "roles" in made:
        made["roles"] = [
            {**each, "role": f"{each['role'].title()} ", "roleType": each["roleType"].upper()}
            for each in made["roles"]
        ]
    return made


def _status_missing(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks, record
    return {name: value for name, value in told.items() if name != "status"}


def _gone_inactive(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks
    return {**told, "status": "inactive"} if record.status == GONE else told


def _sex_word(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks
    return {**told, "sex": record.sex.title()} if isinstance(record, Demographics) else told


def _private_fields(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks
    return {**told, **_PRIVATE} if isinstance(record, User) else told


def _periods(quirks: Quirks, record: Record, told: Json) -> Json:
    if not isinstance(record, Class):
        return told
    match quirks.word(Quirk.PERIODS):
        case "code":
            code = f"{record.code} - Period {record.periods[0]} - {record.location}"
            return {**told, "periods": [], "classCode": code}
        case "text":
            return {**told, "periods": record.periods[0]}
    form = _EXPRESSIONS[sum(map(ord, record.code)) % len(_EXPRESSIONS)]
    return {**told, "periods": [form.format(each) for each in record.periods]}


def _lists_as_text(quirks: Quirks, record: Record, told: Json) -> Json:
    del quirks, record
    return {
        name: ",".join(value) if name in _LISTS and isinstance(value, list) else value
        for name, value in told.items()
    }


Step = Callable[[Quirks, Record, Json], Json]
_STEPS: Mapping[Quirk, Step] = {
    Quirk.ID_CASE: _id_case,
    Quirk.FLAT_REFS: _flat_refs,
    Quirk.DATES: _dates,
    Quirk.ENABLED: _enabled,
    Quirk.GONE_INACTIVE: _gone_inactive,
    Quirk.ENUM_CASE: _enum_case,
    Quirk.STATUS_MISSING: _status_missing,
    Quirk.SEX_WORD: _sex_word,
    Quirk.PRIVATE_FIELDS: _private_fields,
    Quirk.PERIODS: _periods,
    Quirk.LISTS_AS_TEXT: _lists_as_text,
}
"""In the order in which they are applied."""
