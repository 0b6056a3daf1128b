"""Cleans the cells of one column at a time: text, ids, e-mail addresses and telephone numbers.

A column whose cells are all in order, the common case, is recognised by a few scans of the whole
column; only otherwise is each cell looked at. Both ways give the same values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TypeVar

from shared.kernel.typed_text import DASHES, SHORTEST_SSN, looks_like_ssn, tidy

T = TypeVar("T")

PLACEHOLDERS = frozenset(
    {
        *("", "-", "--", "---", ".", "?", "n/a", "#n/a", "na", "n.a.", "none", "null", "nil"),
        *("unknown", "tbd", "no email", "noemail", "no phone"),
    }
)
"""What people write, in lower case, into a cell that has no value."""

REPLACEMENT = "\ufffd"
"""Stands where bytes were that nobody could decode."""

_PLACEHOLDER_IDS = frozenset(
    written
    for word in PLACEHOLDERS
    if word  # an empty cell stays what it is
    for written in (word, word.upper(), word.title())
)
_FEW = 16
"""Cells that are looked at one by one sooner than halved again."""
_EXCEL_TEXT = re.compile(r'="(.*)"')
# A spreadsheet's numbers are exact up to fifteen digits.
_WHOLE_FLOAT = re.compile(r"([0-9]{1,15})\.0+")
_IMPRECISE = re.compile(
    r"-?[0-9](?:[.,][0-9]+)?E\+[0-9]+|-?[0-9][.,][0-9]+E[0-9]+|[0-9]{16,}\.0+", re.IGNORECASE
)
_SUSPECT = re.compile(rf"[{DASHES}+., {REPLACEMENT}]")
_DOMAIN = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,24}"
_ADDRESS = rf"[a-z0-9_+'-]++(?:\.[a-z0-9_+'-]++)*+@{_DOMAIN}"
_ONE_DOMAIN = re.compile(_DOMAIN)
_LOCAL = b"abcdefghijklmnopqrstuvwxyz0123456789_+'-."
_ONE_ADDRESS = re.compile(_ADDRESS)
_ADDRESSES = re.compile(rf"(?:(?:{_ADDRESS})?+\n)*+")
_LONGEST_PLAIN_ADDRESS = 64
_AMERICAN = r"[2-9][0-9]{2}[2-9][0-9]{6}"
_ONE_AMERICAN = re.compile(rf"(?:\+?1)?({_AMERICAN})")
_AMERICAN_DIGITS = 10
_NO_FIRST_DIGITS = frozenset("01")
_PHONE_MARKS = str.maketrans("", "", " ()-.\xa0")
_FEWEST_DIGITS = 7


_tidy = lru_cache(maxsize=8_192)(tidy)


def tidy_column(cells: Sequence[str]) -> Sequence[str]:
    """Every cell as `tidy` makes it."""
    return _by_halves(cells, _plain_texts, _tidy)


def _by_halves(
    cells: Sequence[str],
    whole: Callable[[Sequence[str]], Sequence[T] | None],
    each: Callable[[str], T],
) -> Sequence[T]:
    """Clean a column as a whole, or the half that is in order and the rest of the other half."""
    found = whole(cells)
    if found is not None:
        return found
    if len(cells) <= _FEW:
        return [each(cell) for cell in cells]
    half = len(cells) // 2
    return [*_by_halves(cells[:half], whole, each), *_by_halves(cells[half:], whole, each)]


def _plain_texts(cells: Sequence[str]) -> Sequence[str] | None:
    # What stands between the cells must be printable; where a cell holds one, too much is doubted.
    text = "|".join(cells)
    in_order = (
        text.isprintable() and _is_composed(text) and (" " not in text or _spaced_well(f"|{text}|"))
    )
    return cells if in_order else None


def _is_composed(text: str) -> bool:
    """True for NFC; below U+0300 nothing can be composed, which is seen sooner."""
    if text.isascii() or len(text.encode("latin-1", "ignore")) == len(text):
        return True
    return unicodedata.is_normalized("NFC", text)


def _spaced_well(text: str) -> bool:
    return "  " not in text and "| " not in text and " |" not in text


def id_column(cells: Sequence[str]) -> Sequence[str]:
    """Ids as text: trimmed, without a spreadsheet's wrapping; empty where there is none."""
    return _by_halves(cells, _plain_ids, clean_id)


def _plain_ids(cells: Sequence[str]) -> Sequence[str] | None:
    plain = _is_plain("".join(cells)) and _PLACEHOLDER_IDS.isdisjoint(cells)
    return cells if plain else None


def clean_id(cell: str) -> str:
    """One id: ``="00123"`` and ``'00123`` give ``00123``, ``123.0`` gives ``123``."""
    text = tidy(cell)
    wrapped = _EXCEL_TEXT.fullmatch(text)
    text = wrapped[1].strip() if wrapped else text
    if text.startswith("'") and text[1:].isalnum():
        text = text[1:]
    whole = _WHOLE_FLOAT.fullmatch(text)
    text = whole[1] if whole else text
    return "" if text.lower() in PLACEHOLDERS else text


def id_fault(value: str) -> str | None:
    """Why an id can't be used: its code, None when it can."""
    if _IMPRECISE.fullmatch(value):
        return "NUMBER_IMPRECISE"
    if REPLACEMENT in value:
        return "ENCODING_SUSPECT"
    return "ID_LOOKS_LIKE_SSN" if looks_like_ssn(value) else None


def doubtful_ids(ids: Sequence[str]) -> list[int]:
    """The places of ids that are missing or may have a fault."""
    text = "".join(ids)
    if all(ids) and (_is_plain(text) or not _SUSPECT.search(text)):
        return []
    return [place for place, value in enumerate(ids) if not value or _SUSPECT.search(value)]


def ssn_places(values: Sequence[str]) -> list[int]:
    """The places of values that are written like a Social Security number."""
    if max(map(len, values), default=0) < SHORTEST_SSN or not _SUSPECT.search("".join(values)):
        return []
    return [place for place, value in enumerate(values) if looks_like_ssn(value)]


def _is_plain(text: str) -> bool:
    return text.isascii() and text.encode().isalnum()


def email_column(cells: Sequence[str]) -> Sequence[str | None]:
    """Addresses in lower case; empty where there is none, None where it is no address."""
    return _by_halves(cells, plain_emails, clean_email)


def plain_emails(cells: Sequence[str]) -> Sequence[str] | None:
    """The same as `email_column` if every cell is empty or one everyday address, else None."""
    text = "\n".join(cells).lower()
    emails = text.split("\n")
    if len(emails) != len(cells) or max(map(len, cells)) > _LONGEST_PLAIN_ADDRESS:
        return None
    return emails if _of_one_domain(emails) or _ADDRESSES.fullmatch(text + "\n") else None


def _of_one_domain(emails: Sequence[str]) -> bool:
    """What `_ADDRESSES` says of addresses of one domain, in half the time; of others False."""
    domain = emails[0][emails[0].find("@") :]
    if not _ONE_DOMAIN.fullmatch(domain[1:]):
        return False
    if not all(map(str.endswith, emails, repeat(domain))):
        return False
    end = -len(domain)
    names = ".".join([email[:end] for email in emails]).encode()
    return not names.translate(None, _LOCAL) and b".." not in b".%b." % names


def clean_email(cell: str) -> str | None:
    """One address in lower case; empty for a placeholder, None when it is no address."""
    text = tidy(cell).lower()
    if _ONE_ADDRESS.fullmatch(text) and len(text) <= _LONGEST_PLAIN_ADDRESS:
        return text
    return "" if text in PLACEHOLDERS else _unusual_email(text)


@lru_cache(maxsize=4_096)
def _unusual_email(text: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # rarely needed

    try:
        found = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower() if "." in found.domain else None


def phone_column(cells: Sequence[str]) -> Sequence[str]:
    """Telephone numbers in E.164 where they are valid, as given otherwise."""
    return _by_halves(cells, plain_phones, clean_phone)


def plain_phones(cells: Sequence[str]) -> Sequence[str] | None:
    """The same as `phone_column` if every cell is empty or one American number, else None."""
    numbers = "\n".join(cells).translate(_PHONE_MARKS).split("\n")
    given = list(filter(None, numbers))
    if len(numbers) != len(cells) or not _all_american(given):
        return None
    if len(given) < len(numbers):
        return ["+1" + number if number else "" for number in numbers]
    return list(map("+1".__add__, numbers))


def _all_american(numbers: Sequence[str]) -> bool:
    """What `_ONE_AMERICAN` says of numbers without a country code, all at once."""
    digits = "".join(numbers)
    return not digits or (
        set(map(len, numbers)) == {_AMERICAN_DIGITS}
        and digits.isascii()
        and digits.encode().isdigit()
        and _NO_FIRST_DIGITS.isdisjoint(digits[::_AMERICAN_DIGITS])
        and _NO_FIRST_DIGITS.isdisjoint(digits[3::_AMERICAN_DIGITS])
    )


def clean_phone(cell: str) -> str:
    """One number, US unless it says otherwise; a cell with fewer than seven digits holds none."""
    text = tidy(cell)
    american = _ONE_AMERICAN.fullmatch(text.translate(_PHONE_MARKS))
    if american:
        return "+1" + american[1]
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return ""
    return _unusual_phone(text)


@lru_cache(maxsize=4_096)
def _unusual_phone(text: str) -> str:
    import phonenumbers  # noqa: PLC0415  # rarely needed, and its tables are large

    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_one_american_phone(cell: str) -> bool:
    """True for a single number whatever stands between its digits, a slash included."""
    return bool(_ONE_AMERICAN.fullmatch(cell.replace("/", "").translate(_PHONE_MARKS)))


def mojibake(cell: str) -> bool:
    """True when the text is UTF-8 that was once taken for Windows-1252 or Latin-1."""
    if cell.isascii():
        return False
    return any(_decodes(cell, codec) for codec in ("cp1252", "latin-1"))


def _decodes(cell: str, codec: str) -> bool:
    try:
        cell.encode(codec).decode("utf-8")
    except UnicodeError:
        return False
    return True
