"""The pieces of a number format, and how digits are put into the places that a format has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_PADS = {"0": "0", "#": "", "?": " "}
_GROUP = 3


class Token(NamedTuple):
    """A piece of a format.

    Attributes:
        kind: ``text``, ``digit``, ``.``, ``,``, ``%``, ``@``, ``exponent``, ``general``,
            ``ampm``, ``elapsed``, or the letter of a date or a time.
        text: what is shown, or the piece itself.
    """

    kind: str
    text: str


def show_digits(tokens: Sequence[Token], value: float) -> str:
    """A number of at least 0 in the places of a format, rounded to its decimals.

    Texts between the places stay where they are, as in ``000-00-0000``.
    """
    kinds = [token.kind for token in tokens]
    point = kinds.index(".") if "." in kinds else len(kinds)
    before, after = tokens[:point], tokens[point + 1 :]
    decimals = sum(token.kind == "digit" for token in after)
    grouped, thousands = _commas(tokens, point)
    number = Decimal(f"{value:.15g}") * 100 ** kinds.count("%")
    rounded = number.scaleb(-_GROUP * thousands).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )
    whole, _, fraction = f"{rounded:f}".partition(".")
    shown = _before_point(before, whole.lstrip("0"), grouped=grouped)
    if point < len(kinds):
        shown += "." + "".join(_after_point(after, fraction))
    return shown


def _commas(tokens: Sequence[Token], point: int) -> tuple[bool, int]:
    """Whether thousands are set apart, and by how many thousands the number is divided."""
    last = max(n for n, token in enumerate(tokens) if token.kind == "digit")
    last_before = max((n for n in range(point) if tokens[n].kind == "digit"), default=0)
    divided = sum(token.kind == "," for token in tokens[last + 1 :])
    return any(token.kind == "," for token in tokens[:last_before]), divided


def _before_point(before: Sequence[Token], digits: str, *, grouped: bool) -> str:
    """From the right: each place takes a digit, the first place takes all that are left."""
    shown: list[str] = []
    left = sum(token.kind == "digit" for token in before)
    taken = 0
    for token in reversed(before):
        if token.kind in {"text", "%"}:
            shown.append(token.text)
        if token.kind != "digit":
            continue
        left -= 1
        count = 1 if left else max(1, len(digits))
        for _ in range(count):
            digit = digits[-1:] or _PADS[token.text]
            digits = digits[:-1]
            if grouped and taken and taken % _GROUP == 0 and digit.strip():
                shown.append(",")
            shown.append(digit)
            taken += 1
    return "".join(reversed(shown))


def _after_point(after: Sequence[Token], fraction: str) -> Iterator[str]:
    needed = len(fraction.rstrip("0"))
    place = 0
    for token in after:
        if token.kind in {"text", "%"}:
            yield token.text
        elif token.kind == "digit":
            yield fraction[place] if place < needed else _PADS[token.text]
            place += 1
