"""Text as people type it or their files hold it: tidied, and told from a forbidden number. Pure."""

from __future__ import annotations

import re
import unicodedata

DASHES = "-\u2010-\u2015\u2212\ufe63\uff0d"
"""What people write as a dash, for use in a class of characters."""

_SPACE = re.compile(r"\s+")
_JOINT = rf"(?: ?[{DASHES}.] ?| )"
_SSN = re.compile(rf"'?[0-9]{{3}}{_JOINT}[0-9]{{2}}{_JOINT}[0-9]{{4}}")

SHORTEST_SSN = len("123-45-6789")


def tidy(text: str) -> str:
    """NFC, without invisible characters, trimmed, each run of white space one space."""
    plain = _SPACE.sub(" ", text)
    if not plain.isprintable():
        plain = "".join(filter(str.isprintable, plain))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def looks_like_ssn(text: str) -> bool:
    """True for tidy text that is written like a Social Security number.

    Nine digits without a joint are no such text: ids of many systems have nine.
    """
    return _SSN.fullmatch(text) is not None
