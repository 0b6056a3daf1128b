"""How people are found by what somebody types: folded words, their beginnings, and a check. Pure.

A member's document holds the beginnings of its own names, address and id as ``searchKeys``, so that
one question of the database finds them; what one key cannot say is checked on what was found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

IDENTITY = ("firstName", "lastName", "email", "sisId")
"""The fields that the derived ones are made of."""

DERIVED = frozenset({"sortName", "searchKeys"})
"""Fields of a member's document that follow from `IDENTITY`; nobody writes or reads them alone."""

LONGEST_WORD = 12
LONGEST_SEQUENCE = 24
"""Characters up to which the beginnings of a word, and of words in a row, are kept."""

LONGEST_TEXT = 100
"""Characters that somebody may search for."""

_SHORTEST = 2
_MOST_WORDS = 8
_NOT_BY_MARKS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER ETH}": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN SMALL LETTER THORN}": "th",
    }
)
"""Letters that are no letter with a mark, and that people type without one all the same."""

_APOSTROPHES = frozenset("'`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}")


def folded_words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no marks, only letters and digits.

    An apostrophe joins, so that O'Brien is one word; all else that is no letter or digit parts.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_folded, plain.translate(_NOT_BY_MARKS))).split()


def identity_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """What of a member's fields the derived ones are made of; empty text for what is not there."""
    return {name: str(fields.get(name) or "") for name in IDENTITY}


def identity_after(fields: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str] | None:
    """What a search finds somebody by after a change; None where the change leaves it."""
    if after.keys().isdisjoint(IDENTITY):
        return None
    return identity_of({**fields, **after})


def derived_fields(identity: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that let a member be found and put in order.

    Args:
        identity: holds `IDENTITY`; other fields are left alone.
    """
    last, first = _joined(identity, "lastName"), _joined(identity, "firstName")
    keys = {
        key
        for word in _words(identity, "firstName", "lastName", "sisId")
        for key in _beginnings(word, LONGEST_WORD)
    }
    keys |= {key for row in _sequences(identity) for key in _beginnings(row, LONGEST_SEQUENCE)}
    # Two spaces come before any letter, so that Garcia stands before Garcia Lopez.
    return {"sortName": f"{last}  {first}".strip(), "searchKeys": sorted(keys)}


def is_derived(fields: Mapping[str, Any]) -> bool:
    """True for a member whose derived fields are those of their present identity."""
    derived = derived_fields(identity_of(fields))
    return all(fields.get(name) == value for name, value in derived.items())


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for.

    Attributes:
        key: the one key that everybody who is meant has.
        words: each begins a word of who is meant; empty where the row of words counts.
        row: begins the names, the address or the id of who is meant.
    """

    key: str
    words: tuple[str, ...]
    row: str

    def finds(self, fields: Mapping[str, Any]) -> bool:
        """True for a member who is meant; the key alone says too little of long texts."""
        identity = identity_of(fields)
        if not self.words:
            return any(row.startswith(self.row) for row in _sequences(identity))
        theirs = _words(identity, *IDENTITY)
        return all(any(word.startswith(each) for word in theirs) for each in self.words)


def sought(text: str) -> Sought | None:
    """What a text looks for, None where it holds no letter and no digit.

    A text with a digit, a dot, an underscore or an @ and no space is the beginning of an address
    or an id. Any other is words in any order.
    """
    words = folded_words(text)[:_MOST_WORDS]
    if not words:
        return None
    row = " ".join(words)
    one_piece = len(text.split()) == 1
    if one_piece and any(character.isdigit() or character in "@._" for character in text):
        return Sought(row[:LONGEST_SEQUENCE].rstrip(), (), row)
    longest = max(words, key=len)
    return Sought(longest[:LONGEST_WORD], tuple(words), row)


def _folded(character: str) -> str:
    if character.isalnum():
        return character
    if character in _APOSTROPHES or unicodedata.category(character)[0] == "M":
        return ""
    return " "


def _joined(identity: Mapping[str, Any], name: str) -> str:
    return " ".join(folded_words(str(identity.get(name) or "")))


def _words(identity: Mapping[str, Any], *names: str) -> list[str]:
    return [word for name in names for word in folded_words(str(identity.get(name) or ""))]


def _sequences(identity: Mapping[str, Any]) -> list[str]:
    first, last = _joined(identity, "firstName"), _joined(identity, "lastName")
    named = [f"{first} {last}".strip(), f"{last} {first}".strip()]
    return [*named, _joined(identity, "email"), _joined(identity, "sisId")]


def _beginnings(text: str, longest: int) -> Iterator[str]:
    """Each beginning of at least two characters, and a text that is shorter as a whole."""
    if len(text) < _SHORTEST and text:
        yield text
    for end in range(_SHORTEST, min(len(text), longest) + 1):
        yield text[:end].rstrip()
