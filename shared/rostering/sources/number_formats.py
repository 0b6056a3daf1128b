"""Shows a number as a spreadsheet shows it: by the format of its cell, or in the general way.

The language of formats is the one of ECMA-376, part 1, 18.8.31, as far as rosters meet it: digits,
thousands, per cent, powers of ten, dates and times, texts between them, and sections by sign. What
is not understood, such as fractions, is shown in the general way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from shared.rostering.sources.date_formats import DATE_TOKENS, show_date
from shared.rostering.sources.format_tokens import Token, show_digits

EXACT = 2**53
"""From this number on a spreadsheet can't tell neighbors apart."""
_DISPLAYED = 11
"""Characters of a number in the general way, its decimal point included."""
_SIGNIFICANT = 15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<ampm>AM/PM|A/P)"
    r"|(?P<exponent>[eE][+-])|(?P<letters>y+|m+|d+|h+|s+|b+|g+|e+)"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_MOST_SECTIONS = 3


class Section(NamedTuple):
    """The format for some of the numbers.

    Attributes:
        condition: operator and bound, None where the section's place says which numbers.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    @property
    def is_date(self) -> bool:
        """True when it shows a date or a time."""
        return any(token.kind in DATE_TOKENS for token in self.tokens)


@lru_cache(maxsize=8_192)
def show_number(value: float, code: str = "", *, since_1904: bool = False) -> str:
    """A number as its cell shows it.

    Args:
        value: what is stored.
        code: the format of the cell; empty for the general one.
        since_1904: whether days are counted from 1904.
    """
    if not code:
        return general(value)
    sections = _sections(code)
    section, sign = _choose(sections, value)
    if section is None:
        return general(value)
    if section.is_date:
        shown = show_date(section.tokens, value, since_1904=since_1904)
        return general(value) if shown is None else shown
    return sign + _show(section.tokens, abs(value))


def show_text(text: str, code: str) -> str:
    """A text as its cell shows it: a format may write something around it."""
    for section in _sections(code):
        if any(token.kind == "@" for token in section.tokens):
            return "".join(text if t.kind == "@" else t.text for t in section.tokens)
    return text


def general(value: float) -> str:
    """A number without a format of its own.

    Whole numbers keep all their digits, up to where they are exact: a spreadsheet would shorten
    them from twelve digits on, although it still knows them, and an id has to come out whole.
    """
    if not math.isfinite(value):
        return ""
    if value == int(value):
        return str(int(value)) if abs(value) < EXACT else _scientific(value, _SIGNIFICANT - 1)
    size = abs(value)
    if size >= 10**_DISPLAYED or size < 10.0 ** -(_DISPLAYED - 2):
        return _scientific(value, 5)
    whole = len(str(int(size)))
    text = f"{value:.{max(0, _DISPLAYED - 1 - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{digits}E}".partition("E")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{exponent}"


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[Section, ...]:
    return tuple(map(_section, _split(code)))


def _split(code: str) -> Iterator[str]:
    """The sections of a format; a semicolon in quotation marks or behind a backslash is a text."""
    start = 0
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            yield code[start : match.start()]
            start = match.end()
    yield code[start:]


def _section(code: str) -> Section:
    tokens: list[Token] = []
    condition = None
    for match in _TOKEN.finditer(code):
        bracket = match["bracket"]
        if bracket is not None and (found := _CONDITION.fullmatch(bracket)):
            condition = (found[1], _bound(found[2]))
        else:
            tokens.extend(_token(match))
    return Section(tuple(tokens), condition)


def _bound(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _token(match: re.Match[str]) -> Iterator[Token]:
    kind, text = match.lastgroup or "other", match[0]
    if kind in {"quoted", "escaped", "other"}:
        yield Token("text", match[kind])
    elif kind == "space":
        yield Token("text", " ")
    elif kind == "bracket":
        yield from _bracket(match[kind])
    elif kind == "letters":
        yield Token(text[0].lower(), text.lower())
    elif kind == "mark":
        yield Token(text, text)
    elif kind != "fill":
        yield Token(kind, text)


def _bracket(inside: str) -> Iterator[Token]:
    """A color or a language shows nothing; a currency shows its sign, ``[h]`` all the hours."""
    if _ELAPSED.fullmatch(inside):
        yield Token("elapsed", inside.lower())
    elif currency := _CURRENCY.fullmatch(inside):
        yield Token("text", currency[1])


def _choose(sections: Sequence[Section], value: float) -> tuple[Section | None, str]:
    """The section for a number, and the sign that it doesn't show by itself."""
    numeric = [s for s in sections if not any(t.kind == "@" for t in s.tokens)][:_MOST_SECTIONS]
    if not numeric:
        return None, ""
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(section.condition, value):
                return section, "-" if value < 0 else ""
        return None, ""
    if value < 0 and len(numeric) > 1:
        return numeric[1], ""
    if value == 0 and len(numeric) > 2:  # noqa: PLR2004  # positive, negative, zero
        return numeric[2], ""
    return numeric[0], "-" if value < 0 else ""


def _holds(condition: tuple[str, float], value: float) -> bool:
    operator, bound = condition
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[operator]


def _show(tokens: Sequence[Token], value: float) -> str:
    kinds = [token.kind for token in tokens]
    if "general" in kinds:
        return "".join(general(value) if t.kind == "general" else t.text for t in tokens)
    if "digit" not in kinds:
        return "".join(token.text for token in tokens if token.kind in {"text", "%"})
    if "exponent" in kinds:
        point = kinds.index(".") if "." in kinds else len(kinds)
        return _scientific(value, kinds[point : kinds.index("exponent")].count("digit"))
    if any(token.text == "/" for token in tokens):
        return general(value)
    return show_digits(tokens, value)
