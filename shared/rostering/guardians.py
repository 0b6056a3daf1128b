"""Reads a student's guardians: one or several columns, each with one or several values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat, zip_longest
from typing import Any, NamedTuple

from shared.rostering import header_words as words
from shared.rostering.cells import (
    PLACEHOLDERS,
    clean_email,
    clean_phone,
    is_one_american_phone,
    plain_emails,
    plain_phones,
)
from shared.rostering.headers import Column
from shared.rostering.model import Guardian
from shared.rostering.problems import Finding

_FEW = 8
_new: Any = tuple.__new__
_SEPARATORS = re.compile(r"[;,/|\n]")


class GuardianColumns(NamedTuple):
    """The columns that speak of one guardian; None where the file has no such column."""

    email: int | None
    phone: int | None


def guardian_columns(columns: Sequence[Column]) -> tuple[GuardianColumns, ...]:
    """The columns by guardian, in the order in which the file has them."""
    emails = {c.claim.slot: c.place for c in columns if c.field == words.PARENT_EMAIL}
    phones = {c.claim.slot: c.place for c in columns if c.field == words.PARENT_PHONE}
    first = {slot: min(_present(emails.get(slot), phones.get(slot))) for slot in emails | phones}
    ordered = sorted(first, key=lambda slot: first[slot])
    return tuple(GuardianColumns(emails.get(slot), phones.get(slot)) for slot in ordered)


def read_guardians(
    groups: Sequence[GuardianColumns],
    cells: Sequence[Sequence[str]],
    lines: Sequence[int],
    findings: list[Finding],
    most: int,
) -> list[tuple[Guardian, ...]]:
    """The guardians of each row.

    Args:
        groups: from `guardian_columns`.
        cells: all columns of the rows.
        lines: of the rows.
        findings: gets a warning for each address that is none; only that value is dropped.
        most: guardians of a student; more are worth a warning.
    """
    none: tuple[Guardian, ...] = ()
    read = [_of_group(group, cells, lines, findings) for group in groups]
    if not read:
        return [none] * len(lines)
    people = read[0] if len(read) == 1 else [unite(*of) for of in zip(*read, strict=True)]
    if max(map(len, people), default=0) > most:
        findings.extend(
            many(line) for line, of in zip(lines, people, strict=True) if len(of) > most
        )
    return people


def unite(*several: tuple[Guardian, ...]) -> tuple[Guardian, ...]:
    """All the guardians in their order, each once."""
    return tuple(dict.fromkeys(guardian for people in several for guardian in people))


def many(line: int) -> Finding:
    """The warning for a student with too many guardians."""
    return Finding(line, "GUARDIAN_MANY", words.PARENT_EMAIL, rejects=False)


def _of_group(
    group: GuardianColumns,
    cells: Sequence[Sequence[str]],
    lines: Sequence[int],
    findings: list[Finding],
) -> list[tuple[Guardian, ...]]:
    """One group's guardians; columns in which each cell is one value take the short way."""
    blank = [""] * len(lines)
    emails = blank if group.email is None else cells[group.email]
    phones = blank if group.phone is None else cells[group.phone]
    return _of_columns(emails, phones, lines, findings)


def _of_columns(
    emails: Sequence[str], phones: Sequence[str], lines: Sequence[int], findings: list[Finding]
) -> list[tuple[Guardian, ...]]:
    addresses, numbers = plain_emails(emails), plain_phones(phones)
    if addresses is None or numbers is None:
        half = len(lines) // 2
        if half <= _FEW:
            rows = zip(emails, phones, lines, strict=True)
            return [_of_cells(*of_row, findings) for of_row in rows]
        return [
            *_of_columns(emails[:half], phones[:half], lines[:half], findings),
            *_of_columns(emails[half:], phones[half:], lines[half:], findings),
        ]
    families: list[tuple[Guardian, ...]] = list(
        zip(map(_new, repeat(Guardian), zip(addresses, numbers, strict=True)))
    )
    for place in [place for place, address in enumerate(addresses) if not address]:
        if not numbers[place]:
            families[place] = ()
    return families


def _of_cells(email: str, phone: str, line: int, findings: list[Finding]) -> tuple[Guardian, ...]:
    if not email and not phone:
        return ()
    addresses = []
    for part in _parts(email):
        address = clean_email(part)
        if address is None:
            findings.append(Finding(line, "EMAIL_INVALID", words.PARENT_EMAIL, rejects=False))
        addresses.append(address or "")
    numbers = [clean_phone(part) for part in _phones(phone)]
    pairs = zip_longest(addresses, numbers, fillvalue="")
    return unite(tuple(Guardian(*pair) for pair in pairs if any(pair)))


def _parts(cell: str) -> list[str]:
    """The values of a cell, by position; a placeholder such as ``n/a`` is none, not two."""
    return [""] if cell.strip().lower() in PLACEHOLDERS else _SEPARATORS.split(cell)


def _phones(cell: str) -> list[str]:
    return [cell] if is_one_american_phone(cell) else _parts(cell)


def _present(*indexes: int | None) -> list[int]:
    return [index for index in indexes if index is not None]
