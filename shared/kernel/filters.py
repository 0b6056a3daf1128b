"""Filters of lists: the part of AIP-160 that is ``field = "value"`` joined by AND. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from shared.kernel.errors import FieldViolation, Invalid

LONGEST = 1_000
"""Characters of a filter."""

_TERM = re.compile(
    r"""\s*(?P<field>[A-Za-z][A-Za-z0-9.]*)\s*=\s*
    (?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"()=]+))\s*""",
    re.VERBOSE,
)
_AND = re.compile(r"AND\b")


def parse_filter(text: str, allowed: Collection[str]) -> dict[str, str]:
    """The wanted value of each field that a filter names.

    Args:
        text: such as ``role = "STUDENT" AND grade = "09"``; empty for no filter.
        allowed: fields that may be filtered by.

    Raises:
        Invalid: ``FILTER_INVALID``: what isn't of this form, or a field twice;
            ``FILTER_FIELD_UNKNOWN`` with the allowed ones.
    """
    if len(text) > LONGEST:
        raise _invalid(f"is longer than {LONGEST} characters")
    wanted: dict[str, str] = {}
    rest = text.strip()
    while rest:
        term = _TERM.match(rest)
        if term is None:
            raise _invalid('must be terms of the form field = "value", joined by AND')
        field = term["field"]
        if field not in allowed:
            raise _unknown(field, allowed)
        if field in wanted:
            raise _invalid(f"names {field} twice")
        bare = term["bare"]
        wanted[field] = re.sub(r"\\(.)", r"\1", term["quoted"]) if bare is None else bare
        rest = _after_and(rest[term.end() :])
    return wanted


def _after_and(rest: str) -> str:
    if not rest:
        return ""
    joined = _AND.match(rest)
    following = rest[joined.end() :].strip() if joined else ""
    if not following:
        raise _invalid('must be terms of the form field = "value", joined by AND')
    return following


def _invalid(description: str) -> Invalid:
    violation = FieldViolation("filter", description)
    return Invalid("FILTER_INVALID", "the filter is not readable", violations=[violation])


def _unknown(field: str, allowed: Collection[str]) -> Invalid:
    known = ", ".join(sorted(allowed))
    violation = FieldViolation("filter", f"{field} cannot be filtered by; allowed are {known}")
    metadata = {"field": field, "allowed": known}
    return Invalid("FILTER_FIELD_UNKNOWN", "unknown field in filter", metadata, [violation])
