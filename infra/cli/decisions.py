"""Reads what a connection decides about its files from words of the command line."""

from __future__ import annotations

from collections.abc import Container, Sequence

import typer

from shared.rostering.grades import GRADES
from shared.rostering.header_words import FIELDS


def grade_map(words: Sequence[str]) -> dict[str, str]:
    """``PS=13`` → what `reading.ReadOptions` calls a grade map.

    Raises:
        BadParameter: for a word that decides nothing.
    """
    return _pairs(words, GRADES, "--grade")


def header_map(words: Sequence[str]) -> dict[str, str]:
    """``Pupil Mail=email`` → a header map; nothing behind the sign leaves the column out.

    Raises:
        BadParameter: for a word that decides nothing.
    """
    return _pairs(words, {*FIELDS, ""}, "--column")


def _pairs(words: Sequence[str], meanings: Container[str], option: str) -> dict[str, str]:
    decided = {}
    for word in words:
        spelling, sign, meaning = word.rpartition("=")
        if not sign or not spelling or meaning not in meanings:
            known = ", ".join(GRADES if option == "--grade" else FIELDS)
            message = f"{word!r} decides nothing; behind the = stands one of {known}"
            raise typer.BadParameter(message, param_hint=option)
        decided[spelling] = meaning
    return decided
