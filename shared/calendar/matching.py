"""Which period the codes of the SIS mean, and what nobody knows yet. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.calendar.meetings import DaysRead, days_of, word_of
from shared.calendar.model import Calendar, Period, PeriodKind
from shared.calendar.where import ClassOf
from shared.kernel.periods import period_code

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "hr": ("homeroom", "home room"),
    "h": ("homeroom",),
    "adv": ("advisory", "advisement"),
    "lun": ("lunch",),
    "l": ("lunch",),
    "fx": ("flex",),
    "0": ("zero", "zero period", "zero hour"),
    "z": ("zero", "zero period"),
    "sh": ("study hall",),
}
"""Short codes whose word can't be told by its first letters."""
_FEWEST_LETTERS = 2
"""Of a code that is taken for the beginning of a period's name."""


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A short code of the SIS.

    Attributes:
        classes: how many meet in it.
        periods: ids of the periods that have it.
        suggestions: ids of periods that it may mean, the likeliest first; where none has it.
    """

    code: str
    classes: int
    periods: tuple[str, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """How far the classes of a school are matched to its periods.

    Attributes:
        codes: every code, those that no period has first.
        words: days as the SIS writes them that nobody knows → how many classes have them.
        without: ids of the classes that name no period, homerooms and others.
        placed: how many classes meet in some block of some schedule.
        classes: how many there are.
    """

    codes: tuple[CodeUse, ...]
    words: Mapping[str, int]
    without: tuple[str, ...]
    placed: int
    classes: int

    @property
    def unmatched(self) -> tuple[CodeUse, ...]:
        """The codes that no period has."""
        return tuple(each for each in self.codes if not each.periods)


def match(calendar: Calendar, classes: Sequence[ClassOf]) -> Matching:
    """What is matched of a school's classes, and what is not."""
    uses: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for each in classes:
        uses.update({meeting.code for meeting in each.meetings})
        words.update(_unknown_words(calendar, each))
    by_code = _periods_by_code(calendar.periods.values())
    codes = [
        CodeUse(code, number, tuple(by_code.get(code, ())), _suggestions(code, calendar, by_code))
        for code, number in uses.items()
    ]
    return Matching(
        codes=tuple(sorted(codes, key=lambda use: (bool(use.periods), *_order(use.code)))),
        words=dict(sorted(words.items())),
        without=tuple(sorted(each.section for each in classes if not each.meetings)),
        placed=sum(_is_placed(calendar, each, by_code) for each in classes),
        classes=len(classes),
    )


def _periods_by_code(periods: Iterable[Period]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for period in periods:
        for code in period.codes:
            found[code].append(period.id)
    return found


def _unknown_words(calendar: Calendar, one: ClassOf) -> set[str]:
    letters = calendar.rotation.letters
    return {
        word_of(meeting.days)
        for meeting in one.meetings
        if days_of(meeting.days, letters, calendar.day_words).read is DaysRead.UNKNOWN
    }


def _is_placed(calendar: Calendar, one: ClassOf, by_code: Mapping[str, list[str]]) -> bool:
    unknown = _unknown_words(calendar, one)
    rung = {block.period for each in calendar.schedules.values() for block in each.blocks}
    return any(
        not rung.isdisjoint(by_code.get(meeting.code, ()))
        for meeting in one.meetings
        if word_of(meeting.days) not in unknown
    )


def _suggestions(
    code: str, calendar: Calendar, by_code: Mapping[str, list[str]]
) -> tuple[str, ...]:
    if code in by_code:
        return ()
    ranked = [
        (rank, number, period.id)
        for number, period in enumerate(calendar.periods.values())
        if period.kind is PeriodKind.CLASS and (rank := _likeness(code, period.name)) is not None
    ]
    return tuple(each[-1] for each in sorted(ranked))


def _likeness(code: str, name: str) -> int | None:
    """0 for the code that a period's name is, then for a synonym, then for its beginning."""
    word = " ".join(name.casefold().split())
    if period_code(name) == code:
        return 0
    if word in _SYNONYMS.get(code, ()):
        return 1
    initials = "".join(part[0] for part in word.split())
    if len(code) >= _FEWEST_LETTERS and (word.startswith(code) or initials == code):
        return 2
    return None


def _order(code: str) -> tuple[int, int, str]:
    """Numbers by their size, then words."""
    return (0, int(code), code) if code.isdecimal() else (1, 0, code)
