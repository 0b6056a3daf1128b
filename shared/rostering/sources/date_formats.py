"""Shows the number of a day as a date or a time, by the pieces of a number format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shared.rostering.sources.format_tokens import Token

DATE_TOKENS = frozenset({"y", "m", "d", "h", "s", "ampm", "elapsed"})

_DAY_SECONDS = 86_400
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet's times have no zone
_LAST_DAY = 2_958_466
_DAYS_TO_1904 = 1_462
_LEAP_DAY = 60
"""1900 had no 29th of February; spreadsheets count it all the same, for Lotus 1-2-3 did."""
_NOON = 12
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = 3
_LONG = 4
_INITIAL = 5


class _Moment(NamedTuple):
    """A day and a time of day, and the seconds since day 0."""

    when: dt.datetime
    seconds: float
    twelve_hours: bool


def show_date(tokens: Sequence[Token], value: float, *, since_1904: bool) -> str | None:
    """A day's number as a date or time; None for one that no date has."""
    decimals = _decimals_of_seconds(tokens)
    if since_1904:
        value += _DAYS_TO_1904
    if not 0 <= value < _LAST_DAY:
        return None
    seconds = round(value * _DAY_SECONDS, decimals)
    day = seconds / _DAY_SECONDS
    shift = 1 if day < _LEAP_DAY else 0
    when = _EPOCH + dt.timedelta(days=shift, seconds=seconds)
    if since_1904:
        seconds -= _DAYS_TO_1904 * _DAY_SECONDS
    moment = _Moment(when, seconds, any(token.kind == "ampm" for token in tokens))
    return "".join(_pieces(tokens, moment))


def day_number(when: dt.date, *, since_1904: bool) -> float:
    """The other way round, for the rare workbook that writes dates as such."""
    moment = when if isinstance(when, dt.datetime) else dt.datetime(*when.timetuple()[:3])  # noqa: DTZ001  # as above
    days = (moment - _EPOCH).total_seconds() / _DAY_SECONDS
    return days - _DAYS_TO_1904 if since_1904 else days


def _decimals_of_seconds(tokens: Sequence[Token]) -> int:
    return sum(token.kind == "digit" for token in tokens)


def _pieces(tokens: Sequence[Token], moment: _Moment) -> Iterator[str]:
    minutes = _minutes(tokens)
    for place, (kind, text) in enumerate(tokens):
        if kind in {"text", ",", "%"}:
            yield text
        elif kind == ".":
            yield "." + f"{moment.when.microsecond:06d}"[: _decimals_of_seconds(tokens)]
        elif place in minutes:
            yield _padded(moment.when.minute, text)
        elif kind in _SHOWN:
            yield _SHOWN[kind](moment, text)


def _minutes(tokens: Sequence[Token]) -> set[int]:
    """The places of an m that means minutes: behind hours or before seconds."""
    timed = [(n, t) for n, t in enumerate(tokens) if t.kind in DATE_TOKENS and t.kind != "ampm"]
    found = set()
    for at, (place, token) in enumerate(timed):
        if token.kind != "m" or len(token.text) >= _NAMED:
            continue
        before = timed[at - 1][1] if at else None
        after = timed[at + 1][1] if at + 1 < len(timed) else None
        behind_hours = before is not None and "h" in (before.kind, before.text[:1])
        before_seconds = after is not None and "s" in (after.kind, after.text[:1])
        if behind_hours or before_seconds:
            found.add(place)
    return found


def _year(moment: _Moment, text: str) -> str:
    year = moment.when.year
    return str(year) if len(text) >= _NAMED else f"{year % 100:02d}"


def _hour(moment: _Moment, text: str) -> str:
    hour = moment.when.hour
    return _padded((hour % _NOON or _NOON) if moment.twelve_hours else hour, text)


def _second(moment: _Moment, text: str) -> str:
    return _padded(moment.when.second, text)


def _half(moment: _Moment, text: str) -> str:
    half = "AM" if moment.when.hour < _NOON else "PM"
    return half if "m" in text.lower() else half[0]


def _padded(number: int, text: str) -> str:
    return f"{number:02d}" if len(text) > 1 else str(number)


def _month(moment: _Moment, text: str) -> str:
    name = _MONTHS[moment.when.month - 1]
    if len(text) == _NAMED:
        return name[:3]
    if len(text) == _INITIAL:
        return name[0]
    return name if len(text) >= _LONG else _padded(moment.when.month, text)


def _day(moment: _Moment, text: str) -> str:
    name = _WEEKDAYS[moment.when.weekday()]
    if len(text) == _NAMED:
        return name[:3]
    return name if len(text) >= _LONG else _padded(moment.when.day, text)


def _elapsed(moment: _Moment, text: str) -> str:
    """All the hours, minutes or seconds since day 0, padded to the length of the piece."""
    divisor = {"h": 3_600, "m": 60, "s": 1}[text[0]]
    return f"{int(moment.seconds // divisor):0{len(text)}d}"


_SHOWN: Mapping[str, Callable[[_Moment, str], str]] = {
    "y": _year,
    "m": _month,
    "d": _day,
    "h": _hour,
    "s": _second,
    "ampm": _half,
    "elapsed": _elapsed,
}
