"""Which part of a kind's people a file's name speaks of, such as the 9 of ``students_9.csv``. Pure.

Two files are taken for halves of one school only where their names differ in nothing but such
parts, and where the grades in them agree: another school's name is never a part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from shared.rostering.file_memory import AcceptedFile
from shared.rostering.grades import UNGRADED, grade_of

_COUNTER = re.compile(r"\(\d+\)")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_GAP = r"[\s_.,\-]*"
_YEAR = r"(?:19|20)\d\d"
_WHEN = re.compile(
    # Stamps such as 20260823, 2026-08-23T18.30, 08-23-2026, and longer runs of digits.
    rf"(?<!\d){_YEAR}[\s_.\-]?[01]?\d[\s_.\-]?[0-3]?\d(?:(?:t|{_GAP})\d\d[\s_.:\-]?\d\d"
    rf"(?:[\s_.:\-]?\d\d)?)?(?!\d)"
    rf"|(?<!\d)[0-3]?\d[_.\-][0-3]?\d[_.\-](?:{_YEAR}|\d\d)(?!\d)"
    r"|\d{5,}"
    # mar23_2023, 23 March 2023, and years such as 2026, 2026-27 and 2026-2027.
    rf"|(?<![a-z])(?:{_MONTHS})(?![a-z])(?:{_GAP}\d\d?(?!\d))?(?:{_GAP}{_YEAR})?"
    rf"|(?<!\d)\d\d?{_GAP}(?:{_MONTHS})(?![a-z])(?!{_GAP}\d\d?(?!\d))(?:{_GAP}{_YEAR})?"
    rf"|(?<!\d){_YEAR}(?:\s*[\-_]\s*(?:{_YEAR}|\d\d))?(?!\d)"
    # 6pm, 18:30
    r"|(?<![a-z\d])\d\d?\s*[ap]m(?![a-z])|(?<!\d)\d\d?:\d\d(?::\d\d)?"
)
_LETTERS = re.compile(r"(?<![a-z0-9])([a-z])\s*(?:-|to)\s*([a-z])(?![a-z0-9])")
_OF = re.compile(r"(?<!\d)(\d\d?)[\s_\-]*of[\s_\-]*(\d\d?)(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)\s*(?:-|to)\s*(\d\d?)(?!\d)")
_WORDS = re.compile(r"[a-z]-[a-z](?![a-z])|\d+of\d+|\d+|[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KINDS = re.compile(r"students?|teachers?|staff|admin(?:istrator)?s?")
_NOISE = frozenset(
    re.findall(
        r"\w+",
        "st nd rd th am pm copy final new full all export exports data file roster rosters list "
        "upload sftp sis the of and for csv tsv txt xlsx",
    )
)
_PART_WORDS = frozenset({"part", "pt", "chunk", "batch", "split", "segment", "section", "half"})
_GRADE_WORDS = frozenset({"grade", "grades", "gr", "year", "yr", "level"})
_MOST = 20
"""Numbers above are counters and school numbers, never a grade or a part."""


def part_of(file_name: str) -> str:
    """What a name says beside the kind, dates, times and counters: sorted words, lower case.

    ``LincolnHigh_students_grade09_mar23_2023.csv`` gives ``9 grade high lincoln``.
    """
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", stem)).casefold().replace("\u2013", "-")
    text = _WHEN.sub(" ", _COUNTER.sub(" ", text))
    text = _KINDS.sub(" ", text.replace("_", " "))
    text = _OF.sub(lambda found: f" {int(found[1])}of{int(found[2])} ", text)
    text = _NUMBERS.sub(_range, _LETTERS.sub(lambda found: f" {found[1]}-{found[2]} ", text))
    return " ".join(sorted({*filter(None, map(_word, _WORDS.findall(text)))}))


def are_halves(one: AcceptedFile, other: AcceptedFile) -> bool:
    """True when the names of two files say, and their grades don't deny, that they are one set."""
    ones, others = set(one.part.split()), set(other.part.split())
    common = ones & others
    left, right = ones - common, others - common
    if not left or not right:
        return False
    if _are_grades(left, one.grades) and _are_grades(right, other.grades):
        return not set(one.grades) & set(other.grades)
    return _are_counted(left, right, common) or _are_ranges(left, right)


def declared_part(part: str, declared: Sequence[str]) -> str | None:
    """Which of the declared parts a name's part is; None where none is, or more than one.

    A part is meant where all of its words are in the name; the one of the most words wins.
    """
    words = set(part.split())
    fitting = [each for each in declared if each and set(each.split()) <= words]
    longest = max((len(each.split()) for each in fitting), default=0)
    best = {each for each in fitting if len(each.split()) == longest}
    return best.pop() if len(best) == 1 else None


def canonical_parts(declared: Iterable[str]) -> tuple[str, ...]:
    """Declared parts as `part_of` would give them."""
    return tuple(part_of(f"{part}.csv") for part in declared)


def _range(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    if not first < last <= _MOST:
        return f" {first} {last} "
    return " " + " ".join(map(str, range(first, last + 1))) + " "


def _word(word: str) -> str:
    """A word in its one spelling, empty for one that says nothing."""
    if word.isdigit():
        return str(int(word)) if int(word) <= _MOST else ""
    return "" if word in _NOISE else word


def _are_grades(words: set[str], grades: Sequence[str]) -> bool:
    """True when every word is a grade, and the file holds nobody of another one."""
    meant = {grade_of(word) for word in words - _GRADE_WORDS}
    if not meant or not grades or not meant.isdisjoint({None, UNGRADED}):
        return False
    return set(grades) <= meant


def _are_counted(left: set[str], right: set[str], common: set[str]) -> bool:
    """``1of2`` beside ``2of2``, or ``part 1`` beside ``part 2``."""
    if len(left) != 1 or len(right) != 1:
        return False
    one, other = left.copy().pop(), right.copy().pop()
    if "of" in one and "of" in other:
        numbers = [word.split("of") for word in (one, other)]
        return all(n.isdigit() for pair in numbers for n in pair) and numbers[0][1] == numbers[1][1]
    return one.isdigit() and other.isdigit() and bool(common & _PART_WORDS)


def _are_ranges(left: set[str], right: set[str]) -> bool:
    """``a-l`` beside ``m-z``: letters that don't overlap."""
    if len(left) != 1 or len(right) != 1:
        return False
    (low, one), (high, other) = sorted(
        (word[0], word) for word in (left.copy().pop(), right.copy().pop())
    )
    if not all(re.fullmatch("[a-z]-[a-z]", word) for word in (one, other)):
        return False
    return low <= one[-1] < high <= other[-1]
