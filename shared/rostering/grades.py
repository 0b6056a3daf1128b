"""Every spelling of a grade level that exports use, and the one that Carillon keeps.

The spellings are those of CEDS, Clever, OneRoster, PowerSchool and the plain exports of schools.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

UNGRADED = "UG"

GRADES = ("PK", "TK", "KG", *(f"{number:02d}" for number in range(1, 14)), UNGRADED)

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii"

# PS is read as preschool and -1 as pre-kindergarten: in CEDS files PS means post-secondary and
# Californian PowerSchool files mean transitional kindergarten by -1, but both are the rarer use.
# A connection that has it the other way says so in its grade map.
_SPELLINGS = {
    "PK": "pk pk3 pk4 p3 p4 ps pre prek prek3 prek4 prekindergarten prekinder preschool k3 k4 "
    "infanttoddler infant toddler it pr -1 -2 ec ee nursery earlychildhood",
    "TK": "tk transitionalkindergarten transitionalk dk",
    "KG": "kg k kf kp kh kam kpm kindergarten kinder kgarten 0 k5",
    "09": "freshman freshmen fr",
    "10": "sophomore so soph",
    "11": "junior jr",
    "12": "senior sr",
    "13": "13 14 pg postgraduate postgrad postsecondary sp 12+",
    UNGRADED: "ug ungraded us un ue na n/a other abe ase adultesl adult 99 us/ue",
}
_PARTS_OF_A_DAY = frozenset({"fullday", "halfday", "am", "pm", "fulltime", "halftime"})
_TABLE = {
    spelling: grade for grade, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
_TABLE |= {word: f"{number:02d}" for number, word in enumerate(_ORDINALS.split(), start=1)}
_TABLE |= {word: f"{number:02d}" for number, word in enumerate(_ROMANS.split(), start=1)}
_TABLE[""] = UNGRADED
_AROUND = re.compile(r"^(?:grade|gr|gd|g|level|lvl)\.?(?=.)|(?<=.)(?:grade|gr|graders?)\.?$")
_NUMBER = re.compile(r"0*([0-9]{1,2})(?:\.0+)?(?:st|nd|rd|th)?")
_SEVERAL = re.compile(r"[,;|]")
_LABELLED = re.compile(r"\s+[-\u2013:]\s+|\s*[()]\s*")
# Not between two digits: "1-2" is no 12.
_NOISE = re.compile(r"(?<![0-9])[\s_.\-\u2013]+|[\s_.\-\u2013]+(?![0-9])")
_SIGNED = re.compile(r"-[0-9]+(?:\.0+)?")
_TRAILING_ZEROS = re.compile(r"(?<=[0-9])\.0+$")


def grade_reader(grade_map: Mapping[str, str]) -> Callable[[str], str | None]:
    """What reads the grades of one connection's files, as `grade_of` does it.

    Args:
        grade_map: an administrator's decisions: a grade as the file spells it, whatever its case,
            space and punctuation → one of `GRADES`; wins over every spelling. A decision for
            anything that is no grade makes the spelling unknown.
    """
    if not grade_map:
        return grade_of
    decided = {_plain(spelling): grade for spelling, grade in grade_map.items()}

    @lru_cache(maxsize=4_096)
    def read(cell: str) -> str | None:
        for text in (cell, _SEVERAL.split(cell, maxsplit=1)[0]):
            grade = decided.get(_plain(text))
            if grade is not None:
                return grade if grade in GRADES else None
        return grade_of(cell)

    return read


def _plain(spelling: str) -> str:
    """A spelling as it is compared; ``-1`` stays apart from ``1``, ``12+`` from ``12``."""
    text = unicodedata.normalize("NFKC", spelling).strip().casefold()
    text = _TRAILING_ZEROS.sub("", text)
    return text if _SIGNED.fullmatch(text) else _NOISE.sub("", text)


@lru_cache(maxsize=4_096)
def grade_of(cell: str) -> str | None:
    """One of `GRADES` for a cell, UG for an empty one, None for a spelling that is not known.

    Of several grades (``09,10``) the first counts. A label may stand beside it (``09 - Ninth``)
    as long as it says the same.
    """
    text = unicodedata.normalize("NFKC", cell).strip().casefold()
    first = _SEVERAL.split(text, maxsplit=1)[0].strip()
    direct = _single(first)
    if direct is not None:
        return direct
    parts = [part for part in _LABELLED.split(first) if part]
    said = [part for part in parts if _NOISE.sub("", part) not in _PARTS_OF_A_DAY]
    meanings = {_single(part) for part in said}
    return meanings.pop() if len(parts) > 1 and len(meanings) == 1 else None


def _single(text: str) -> str | None:
    if _SIGNED.fullmatch(text):
        return _TABLE.get(text.partition(".")[0])
    if text in _TABLE:
        return _TABLE[text]
    word = text if _NUMBER.fullmatch(text) else _NOISE.sub("", text)
    return _numbered(word) or _TABLE.get(word) or _stripped(word)


def _stripped(word: str) -> str | None:
    """The grade once ``Grade``, ``Gr.`` and the like around it are taken away."""
    bare = _AROUND.sub("", _AROUND.sub("", word))
    if not bare or bare == word:
        return None
    return _numbered(bare) or _TABLE.get(bare)


def _numbered(word: str) -> str | None:
    number = _NUMBER.fullmatch(word)
    if number is None:
        return None
    value = int(number[1])
    return f"{value:02d}" if 1 <= value <= 13 else _TABLE.get(str(value))  # noqa: PLR2004  # 13 is the last grade


def grade_of_graduation(year: str, school_year_end: int) -> str | None:
    """The grade of somebody who graduates in ``year``; None when it is no year or out of range.

    Args:
        year: the cell, four digits of a calendar year.
        school_year_end: calendar year in which the present school year ends.
    """
    text = year.strip().removesuffix(".0")
    if not re.fullmatch(r"[12][0-9]{3}", text):
        return None
    number = 12 - (int(text) - school_year_end)
    if number in {-1, 0}:
        return ("KG", "PK")[-number]
    return f"{number:02d}" if 1 <= number <= 13 else None  # noqa: PLR2004  # 13 is the last grade
