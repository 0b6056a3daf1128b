"""Where a student should be at an instant, and who should be in a room. Pure.

One school day and one timetable are all that is needed; see ``docs/domain/calendar.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.calendar.meetings import DaysRead, days_of
from shared.calendar.model import EVERYBODY, PeriodKind
from shared.calendar.school_day import DayBlock, SchoolDay, Span, Track
from shared.kernel.periods import Meeting


class Place(StrEnum):
    """Where somebody should be, in one word."""

    IN_CLASS = "IN_CLASS"
    PASSING = "PASSING"
    FLEX = "FLEX"
    NO_CLASS = "NO_CLASS"
    NOT_SCHOOL_DAY = "NOT_SCHOOL_DAY"


class Why(StrEnum):
    """The reason of a place."""

    MEETS_NOW = "MEETS_NOW"
    """A class of theirs meets in this block."""
    NEXT_BLOCK = "NEXT_BLOCK"
    """Time to walk to what comes next."""
    FLEX_BLOCK = "FLEX_BLOCK"
    NOTHING_MEETS = "NOTHING_MEETS"
    """None of their classes meets in this block."""
    LUNCH_BLOCK = "LUNCH_BLOCK"
    BREAK_BLOCK = "BREAK_BLOCK"
    BEFORE_FIRST = "BEFORE_FIRST"
    AFTER_LAST = "AFTER_LAST"
    GAP = "GAP"
    """Between two blocks, for longer than one walks."""
    NO_SCHEDULE = "NO_SCHEDULE"
    """No schedule of the day is for them."""
    CLOSED = "CLOSED"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    """The school has published no calendar."""


@dataclass(frozen=True, slots=True)
class ClassOf:
    """A class that holds a student, as a timetable knows it.

    Attributes:
        section: id of the list.
        room: as the source writes it; empty where it names none.
        teachers: person ids.
        homeroom: it is one.
        spans: of its terms, each a first and a last day; empty for always.
        meetings: when it meets.
        grades: those of its students; empty where the source names none.
    """

    section: str
    title: str
    room: str = ""
    teachers: tuple[str, ...] = ()
    homeroom: bool = False
    spans: tuple[tuple[date, date], ...] = ()
    meetings: tuple[Meeting, ...] = ()
    grades: frozenset[str] = frozenset()

    def runs_on(self, day: date) -> bool:
        """Whether a day is in one of its terms."""
        return not self.spans or any(first <= day <= last for first, last in self.spans)

    @property
    def length(self) -> int:
        """Days of its terms; of one that has none, more than any."""
        if not self.spans:
            return 10**6
        return sum((last - first).days + 1 for first, last in self.spans)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The classes of a student; also of a teacher, whose classes are those that they teach.

    Attributes:
        grade: empty where there is none.
        lists: on which they are; those that schedules are for are among them.
    """

    person: str
    grade: str = ""
    lists: frozenset[str] = frozenset()
    classes: tuple[ClassOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody should be.

    Attributes:
        section: the class, in class; of what comes next, while passing.
        others: classes that meet in the same block and have not been chosen.
        block: the one that lasts, or the next one while passing and before the first.
        until: the instant at which it may be otherwise; None where the day has nothing more.
        name: of the day, such as ``Labor Day``.
    """

    place: Place
    why: Why
    section: ClassOf | None = None
    others: tuple[ClassOf, ...] = ()
    block: DayBlock | None = None
    until: datetime | None = None
    name: str = ""


def where_is(school_day: SchoolDay, timetable: Timetable, instant: datetime) -> Whereabouts:
    """Where somebody should be at an instant of a day.

    Args:
        school_day: the day on which the instant lies, at the school.
        timetable: of the student.
        instant: with a zone.
    """
    span = school_day.span_at(instant)
    if span.version == 0:
        return Whereabouts(Place.NO_CLASS, Why.NOT_PUBLISHED)
    if span.closed:
        return Whereabouts(Place.NOT_SCHOOL_DAY, Why.CLOSED, name=span.name)
    track = track_of(span, timetable)
    if track is None or not track.blocks:
        return Whereabouts(Place.NO_CLASS, Why.NO_SCHEDULE, name=span.name)
    return _in_track(school_day, span, track, timetable, instant)


def who_is_in(
    room: str, school_day: SchoolDay, timetables: Iterable[Timetable], instant: datetime
) -> list[tuple[Timetable, Whereabouts]]:
    """Who should be in a room at an instant: the inverse of `where_is`.

    Args:
        room: any spelling of it.
        school_day: as for `where_is`.
        timetables: of everybody whose classes are in the room, and of any others.
        instant: with a zone.
    """
    key = room_key(room)
    found = ((each, where_is(school_day, each, instant)) for each in timetables)
    return [(who, at) for who, at in found if _is_in(at, key)]


def room_key(room: str) -> str:
    """A room's name as it is compared: without case, and without the word for a room."""
    words = room.casefold().replace("#", " ").replace(".", " ").split()
    bare = words[1:] if len(words) > 1 and words[0] in _ROOM_WORDS else words
    return " ".join(bare)


_ROOM_WORDS = frozenset({"room", "rm"})


def track_of(span: Span, timetable: Timetable) -> Track | None:
    """What somebody follows on a day: the first track, the narrowest, that is for them.

    Where all tracks are for some students only, who teaches follows those of their classes.
    """
    own = next((each for each in span.tracks if _is_for(each, timetable)), None)
    return own or _taught_track(span, timetable)


def meeting_in(
    span: Span, day: date, block: DayBlock, classes: Sequence[ClassOf]
) -> tuple[ClassOf, ...]:
    """The classes that meet in a block, the one that counts first."""
    if block.kind is not PeriodKind.CLASS:
        return ()
    ranks = {each: _rank(span, day, block, each) for each in classes if each.runs_on(day)}
    found = [
        (rank, each.homeroom, each.length, each.section, each)
        for each, rank in ranks.items()
        if rank is not None
    ]
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:-1]))


def _is_in(at: Whereabouts, key: str) -> bool:
    if at.place is not Place.IN_CLASS or at.section is None:
        return False
    return key != "" and room_key(at.section.room) == key


def _taught_track(span: Span, timetable: Timetable) -> Track | None:
    """The blocks in which classes may meet that somebody teaches; None for who teaches nobody."""
    taught = [each for each in timetable.classes if timetable.person in each.teachers]
    found = {
        block: track
        for track in span.tracks
        for block in track.blocks
        if any(_may_meet(each, track, block) for each in taught)
    }
    if not found:
        return None
    blocks = sorted(found, key=lambda block: (block.start, block.end, block.period))
    names = {(track.schedule, track.name) for track in found.values()}
    schedule, name = names.pop() if len(names) == 1 else ("", "")
    return Track(EVERYBODY, schedule, name, tuple(blocks))


def _may_meet(one: ClassOf, track: Track, block: DayBlock) -> bool:
    of_others = track.audience.grades and one.grades and not track.audience.grades & one.grades
    return not of_others and any(each.code in block.codes for each in one.meetings)


def _is_for(track: Track, timetable: Timetable) -> bool:
    audience = track.audience
    if audience.lists:
        return not audience.lists.isdisjoint(timetable.lists)
    return not audience.grades or timetable.grade in audience.grades


def _rank(span: Span, day: date, block: DayBlock, one: ClassOf) -> int | None:
    """0 for a class that meets on named days, 1 for one of every day, None for neither."""
    ranks = []
    for meeting in one.meetings:
        if meeting.code not in block.codes:
            continue
        days = days_of(meeting.days, span.letters, span.words)
        if days.hold(span.letter, day.weekday()):
            ranks.append(days.read is DaysRead.EVERY_DAY)
    return min(ranks, default=None)


def _in_track(
    school_day: SchoolDay, span: Span, track: Track, timetable: Timetable, instant: datetime
) -> Whereabouts:
    for block in track.blocks:
        if block.start <= instant < block.end:
            return _in_block(school_day, span, block, timetable)
    coming = next((each for each in track.blocks if instant < each.start), None)
    if coming is None:
        return Whereabouts(Place.NO_CLASS, Why.AFTER_LAST, name=span.name)
    ended = [each for each in track.blocks if each.end <= instant]
    if not ended:
        found = Whereabouts(Place.NO_CLASS, Why.BEFORE_FIRST)
    elif coming.start - ended[-1].end > span.passing:
        found = Whereabouts(Place.NO_CLASS, Why.GAP)
    else:
        meeting = meeting_in(span, school_day.day, coming, timetable.classes)
        found = Whereabouts(
            Place.PASSING, Why.NEXT_BLOCK, meeting[0] if meeting else None, meeting[1:]
        )
    return Whereabouts(
        found.place, found.why, found.section, found.others, coming, coming.start, span.name
    )


def _in_block(
    school_day: SchoolDay, span: Span, block: DayBlock, timetable: Timetable
) -> Whereabouts:
    if block.kind is PeriodKind.CLASS:
        meeting = meeting_in(span, school_day.day, block, timetable.classes)
        place, why = _IN_CLASS if meeting else _FREE
    else:
        meeting = ()
        place, why = _OTHERWISE[block.kind]
    section = meeting[0] if meeting else None
    return Whereabouts(place, why, section, meeting[1:], block, block.end, span.name)


_IN_CLASS = (Place.IN_CLASS, Why.MEETS_NOW)
_FREE = (Place.NO_CLASS, Why.NOTHING_MEETS)
_OTHERWISE = {
    PeriodKind.FLEX: (Place.FLEX, Why.FLEX_BLOCK),
    PeriodKind.LUNCH: (Place.NO_CLASS, Why.LUNCH_BLOCK),
    PeriodKind.BREAK: (Place.NO_CLASS, Why.BREAK_BLOCK),
}
