"""Files that are a kind's people only together: how one stands to the others, and who is missing.

Pure. The marks of the snapshot hold, for each person of a declared set, which parts name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from shared.rostering.file_memory import AcceptedFile, FileMemory
from shared.rostering.file_parts import are_halves, canonical_parts, declared_part

MOST_PARTS = 15
"""Parts of a set; more than there are grades in a school is no set that can be kept apart."""

AWAITED = 1 << MOST_PARTS
"""Set in the mark of somebody whom no part names: the other bits are then those parts whose word
about this is still to come. Without it they are the parts that name the person; 0 is unknown."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands to the other files of its kind.

    Attributes:
        basis: the accepted file that this one is compared with; None when there is none.
        suspected: it and another one are halves of a set that nobody has declared.
        first_half: it is a part of a set that was not seen before, so its people are new.
        parts: the declared set; empty where none is.
        number: which part of it the file is; None when the name doesn't say it.
    """

    basis: AcceptedFile | None = None
    suspected: bool = False
    first_half: bool = False
    parts: tuple[str, ...] = ()
    number: int | None = None

    @property
    def part(self) -> str | None:
        """The name of the part that the file is."""
        return None if self.number is None else self.parts[self.number]

    @property
    def is_unknown(self) -> bool:
        """True when a set is declared and the file is none of its parts."""
        return bool(self.parts) and self.number is None


def standing_of(
    file: AcceptedFile,
    memory: FileMemory,
    declared: Sequence[str] | None,
    *,
    others_people: bool,
) -> Standing:
    """Say how a file stands to those accepted before.

    Args:
        file: the one that has come.
        memory: of its kind.
        declared: what the connection says of the kind's files: None nothing, empty that each is
            whole, else the parts of the set.
        others_people: fewer than half of the smaller one's people are in both this and the last.
    """
    if declared:
        return _in_declared(file, memory, canonical_parts(declared))
    newest = memory.newest
    if newest is None or declared is not None:
        return Standing(newest)
    known = next((each for each in memory.files if each.part == file.part), None)
    if memory.set_suspected and known is not None:
        return Standing(known, suspected=True)
    half = others_people and any(
        each.part != file.part and are_halves(each, file) for each in memory.files
    )
    if half:
        return Standing(None, suspected=True, first_half=True)
    return Standing(newest, suspected=memory.set_suspected)


def _in_declared(file: AcceptedFile, memory: FileMemory, parts: tuple[str, ...]) -> Standing:
    mine = declared_part(file.part, parts)
    if mine is None or len(parts) > MOST_PARTS or len(set(parts)) < len(parts):
        return Standing(None, parts=parts)
    basis = next((f for f in memory.files if declared_part(f.part, parts) == mine), None)
    return Standing(basis, first_half=basis is None, parts=parts, number=parts.index(mine))


def memory_after(file: AcceptedFile, memory: FileMemory, standing: Standing) -> FileMemory:
    """The memory once a file was accepted."""
    if standing.is_unknown:
        return memory
    if standing.number is None:
        return memory.with_half(file, MOST_PARTS) if standing.suspected else memory.with_only(file)
    parts = standing.parts
    mine = parts[standing.number]
    others = [
        replace(known, part=part)
        for known in memory.files
        if (part := declared_part(known.part, parts)) not in (None, mine)
    ]
    return FileMemory((*others, replace(file, part=mine)), memory.mixed, set_parts=parts)


def marks_after(
    marks: Mapping[bytes, int],
    people: Iterable[bytes],
    seen: AbstractSet[bytes],
    standing: Standing,
    *,
    believed: bool,
) -> dict[bytes, int]:
    """The marks of a declared set after one of its files, or after a file that is none of them.

    Somebody whom the last part lets go of may have gone over to a part whose newest file is older:
    they are missing once every other part has come since and not named them either.

    Args:
        marks: before, of the same set.
        people: everybody whom the snapshot holds or the file names.
        seen: whom the file names.
        standing: which part it is.
        believed: whether those whom it lacks count at all.
    """
    after = {}
    own = 0 if standing.number is None else 1 << standing.number
    others = ((1 << len(standing.parts)) - 1) & ~own
    for person in people:
        mark = marks.get(person, 0)
        if person in seen:
            mark = own if mark & AWAITED else mark | own
        elif believed and own:
            mark = mark & ~own or (AWAITED | others)
        if mark:
            after[person] = mark
    return after


def missing_by(marks: Mapping[bytes, int]) -> set[bytes]:
    """Whom every part of the set lacks."""
    return {person for person, mark in marks.items() if mark == AWAITED}


def named_by_another_part(marks: Mapping[bytes, int], number: int) -> set[bytes]:
    """Whom the newest file of another part than this one names.

    Args:
        marks: of the set.
        number: of the part that doesn't count.
    """
    return named_by_parts(marks, set(range(MOST_PARTS)) - {number})


def named_by_parts(marks: Mapping[bytes, int], numbers: Iterable[int]) -> set[bytes]:
    """Whom the newest file of any of these parts names."""
    meant = sum(1 << number for number in set(numbers))
    return {person for person, mark in marks.items() if not mark & AWAITED and mark & meant}
