"""Which settings a connection may have. Pure: settings in, what is wrong with them out.

A description never repeats a value: a header or a file's name may hold a person's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from shared.kernel.errors import FieldViolation
from shared.rostering.api_source_checks import Allowed, wrong_source
from shared.rostering.file_parts import canonical_parts
from shared.rostering.file_sets import MOST_PARTS
from shared.rostering.grades import GRADES
from shared.rostering.header_words import FIELDS, NEVER_IMPORTED
from shared.rostering.headers import compact
from shared.rostering.limits import Limits, limits_fields
from shared.rostering.windows import MOST_ROLLOVER_DAYS, Window, WindowKind, rollover_days

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "mac_roman")
MOST_MAPPED = 200
LONGEST_TEXT = 200
LARGEST_ID_WIDTH = 20
MOST_NIGHTS = 30
MOST_PEOPLE = 1_000_000
SCHOOL_YEARS = range(2000, 2100)

GRADES_KNOWN = frozenset(GRADES)

_DEFAULTS = limits_fields(Limits())
_SHARES = frozenset(
    name for name, own in zip(_DEFAULTS, fields(Limits), strict=True) if own.name.endswith("_share")
)


def wrong_settings(given: Mapping[str, Any], allowed: Allowed) -> list[FieldViolation]:
    """Everything that is wrong with a connection's settings, as its document holds them."""
    found = [
        FieldViolation(field, description)
        for check in (_plain, _header_map, _grade_map, _file_sets, _windows, _limits)
        for field, description in check(given)
    ]
    return found + [FieldViolation(*each) for each in wrong_source(given, allowed)]


Found = Iterator[tuple[str, str]]


def _plain(given: Mapping[str, Any]) -> Found:
    if not given["displayName"].strip():
        yield "displayName", "must not be empty"
    if given["encoding"] not in {None, *ENCODINGS}:
        yield "encoding", f"must be one of {', '.join(ENCODINGS)}, or null to let files tell"
    if not GRADES_KNOWN.issuperset(given["sectionGrades"]):
        yield "sectionGrades", f"must be of {', '.join(GRADES)}"
    if given["idWidth"] is not None and not 1 <= given["idWidth"] <= LARGEST_ID_WIDTH:
        yield "idWidth", f"must be from 1 to {LARGEST_ID_WIDTH}, or null"
    year = given["schoolYearEnd"]
    if year is not None and year not in SCHOOL_YEARS:
        yield "schoolYearEnd", "must be a year from 2000 to 2099, or null"
    if not 1 <= given["archiveAfterNights"] <= MOST_NIGHTS:
        yield "archiveAfterNights", f"must be from 1 to {MOST_NIGHTS}"


def _header_map(given: Mapping[str, Any]) -> Found:
    known = given["headerMap"]
    if len(known) > MOST_MAPPED:
        yield "headerMap", f"must not have more than {MOST_MAPPED} headers"
    for place, (header, field) in enumerate(known.items()):
        name = compact(header)
        where = f"headerMap[{place}]"
        if not name or len(header) > LONGEST_TEXT:
            yield where, f"a header must have 1 to {LONGEST_TEXT} characters, not only signs"
        elif field and NEVER_IMPORTED.search(name):
            yield where, "a column of this name is never imported"
        if field and field not in FIELDS:
            yield where, f"the field must be one of {', '.join(FIELDS)}, or empty for not read"
    if len({compact(header) for header in known}) < len(known):
        yield "headerMap", "must not name a header twice, whatever its case and punctuation"


def _grade_map(given: Mapping[str, Any]) -> Found:
    known = given["gradeMap"]
    if len(known) > MOST_MAPPED:
        yield "gradeMap", f"must not have more than {MOST_MAPPED} spellings"
    for place, (spelling, grade) in enumerate(known.items()):
        if len(spelling) > LONGEST_TEXT:
            yield f"gradeMap[{place}]", f"a spelling has at most {LONGEST_TEXT} characters"
        if grade not in GRADES:
            yield f"gradeMap[{place}]", f"the grade must be one of {', '.join(GRADES)}"


def _file_sets(given: Mapping[str, Any]) -> Found:
    for kind, parts in given["fileSets"].items():
        where = f"fileSets.{kind}"
        plain = canonical_parts(parts)
        if len(parts) > MOST_PARTS:
            yield where, f"must not have more than {MOST_PARTS} parts"
        if any(len(part) > LONGEST_TEXT for part in parts) or not all(plain):
            yield where, "each part must be a word or number that file names say beside the kind"
        if len(set(plain)) < len(plain):
            yield where, "two parts are the same once case and punctuation are left out"
        if len(parts) == 1:
            yield where, "must have no part, for whole files, or at least two"


def _windows(given: Mapping[str, Any]) -> Found:
    found = []
    for place, window in enumerate(given["windows"]):
        try:
            first = date.fromisoformat(window["firstDay"])
            last = date.fromisoformat(window["lastDay"])
        except ValueError:
            yield f"windows[{place}]", "firstDay and lastDay must be days such as 2026-06-01"
            continue
        if last < first:
            yield f"windows[{place}]", "lastDay must not be before firstDay"
            continue
        found.append(Window(WindowKind(window["kind"]), first, last))
    if rollover_days(found) > MOST_ROLLOVER_DAYS:
        most = f"at most {MOST_ROLLOVER_DAYS} days in a row may be in windows of rollover"
        yield "windows", most


def _limits(given: Mapping[str, Any]) -> Found:
    for name, value in given["limits"].items():
        where = f"limits.{name}"
        if name not in _DEFAULTS:
            yield where, f"is no limit; limits are {', '.join(_DEFAULTS)}"
        elif name in _SHARES and not 0 <= value <= 1:
            yield where, "must be a share from 0 to 1"
        elif name not in _SHARES and not (0 <= value <= MOST_PEOPLE and value == int(value)):
            yield where, f"must be a whole number from 0 to {MOST_PEOPLE}"
