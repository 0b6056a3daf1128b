"""OneRoster's filters: one or two predicates over the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from infra.local.sis.spelling import Json

_PREDICATE = re.compile(r"\s*([A-Za-z][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'((?:[^']|'')*)'\s*")
_JOINT = re.compile(r"(AND|OR)(?=\s)")
_INSTANTS = {"dateLastModified"}
_FIELDS = re.compile(
    "sourcedId|status|dateLastModified|name|type|identifier|parent|title|startDate|endDate|"
    "schoolYear|courseCode|grades|subjects|org|classCode|classType|location|course|school|terms|"
    "periods|user|class|role|primary|beginDate|username|userIds|enabledUser|givenName|familyName|"
    "email|sms|phone|agents|orgs|roles|primaryOrg|birthDate|sex"
)

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda told, wanted: bool(told == wanted),
    "!=": lambda told, wanted: bool(told != wanted),
    ">": lambda told, wanted: bool(told > wanted),
    ">=": lambda told, wanted: bool(told >= wanted),
    "<": lambda told, wanted: bool(told < wanted),
    "<=": lambda told, wanted: bool(told <= wanted),
    "~": lambda told, wanted: str(wanted) in str(told),
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """``field op 'value'``."""

    path: tuple[str, ...]
    operator: str
    value: str

    def holds(self, record: Json) -> bool:
        """True when it holds of one of the values that the path leads to."""
        found = [*_values(record, self.path)]
        if self.operator == "!=":
            return all(self._compare(each) for each in found)
        return any(self._compare(each) for each in found)

    def _compare(self, told: str) -> bool:
        compare = _COMPARISONS[self.operator]
        if self.path[-1] in _INSTANTS and self.operator != "~":
            return compare(_instant(told), _instant(self.value))
        if self.operator in {"=", "!="} and "," in self.value:
            # A list of values: any of them.
            among = told in self.value.split(",")
            return among == (self.operator == "=")
        return compare(told, self.value)


@dataclass(frozen=True, slots=True)
class Filter:
    """One predicate, or two that are joined."""

    predicates: tuple[Predicate, ...]
    either: bool

    def holds(self, record: Json) -> bool:
        """True when a record belongs to the answer."""
        each = (predicate.holds(record) for predicate in self.predicates)
        return any(each) if self.either else all(each)


def parse_filter(text: str) -> Filter:
    """Read the parameter ``filter``.

    Raises:
        ValueError: it isn't in the grammar, or names a field that no record has.
    """
    first, rest = _predicate(text)
    if not rest:
        return Filter((first,), either=False)
    joint = _JOINT.match(rest)
    # The grammar wants blanks around the word; the one before it was taken with the predicate.
    if joint is None or text[len(text) - len(rest) - 1] != " ":
        raise ValueError("AND or OR is expected between two predicates")
    second, rest = _predicate(rest[joint.end() :])
    if rest:
        raise ValueError("there are more than two predicates")
    return Filter((first, second), either=joint[1] == "OR")


def _predicate(text: str) -> tuple[Predicate, str]:
    found = _PREDICATE.match(text)
    if found is None:
        raise ValueError("a predicate is a field, an operator and a value in single quotes")
    path = tuple(found[1].split("."))
    if not _FIELDS.fullmatch(path[0]):
        raise ValueError(f"{path[0]} is no field")
    made = Predicate(path, found[2], found[3].replace("''", "'"))
    if path[-1] in _INSTANTS and made.operator != "~":
        _instant(made.value)
    return made, text[found.end() :]


def _values(value: Any, path: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401  # JSON
    if isinstance(value, list):
        for each in value:
            yield from _values(each, path)
    elif path and isinstance(value, dict):
        yield from _values(value.get(path[0], ""), path[1:])
    elif not path and not isinstance(value, dict):
        yield str(value)


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
