"""The brakes between a plan and its effect. Pure: counts and limits in, holds out.

Each code, its default and why it exists stand in ``docs/domain/rostering.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.rostering.limits import DistrictLimits, Limits, in_a_new_year
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb, adds_manager, raises_privilege
from shared.rostering.windows import WindowKind

LIFTABLE = frozenset(
    {
        "UPDATE_SHARE",
        "INSERT_SHARE",
        "MISSING_COLUMN",
        "KEY_CHURN",
        "SHRINK",
        "REJECT_SHARE",
        "FILE_TRUNCATED",
    }
)
"""Codes whose limits a person may set aside before a file comes, see decision 26. Of the others,
PRIVILEGE names each person and AMBIGUOUS_SET asks for a setting."""

_STANDING = frozenset({"state", "archivedBy"})

KEY_FIELDS = frozenset({"email", "sisId", "role", "kind"})
"""Fields by which somebody is known or allowed something."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why something waits for a person, or why a file was refused.

    Attributes:
        count: how many people or rows are meant.
        of: out of how many.
        limit: the setting that was passed, a share or a number.
    """

    code: str
    kind: Kind | None
    count: int
    of: int
    limit: float
    message: str

    def as_json(self) -> dict[str, Any]:
        """The shape that run documents, mails and the API share."""
        return {
            "code": self.code,
            "kind": None if self.kind is None else self.kind.value,
            "count": self.count,
            "of": self.of,
            "limit": self.limit,
            "message": self.message,
        }


def shrunk(kind: Kind | None, rows: int, last_rows: int, limits: Limits) -> Hold | None:
    """SHRINK: no rows at all, or far fewer than the file had that this one is compared with."""
    least = limits.shrink_share * last_rows
    if rows > 0 and rows >= least:
        return None
    return Hold(
        "SHRINK", kind, rows, last_rows, limits.shrink_share,
        f"The file has {rows} rows and the last accepted one had {last_rows}; nothing was applied.",
    )  # fmt: skip


def classes_shrunk(
    sections: tuple[int, int], enrollments: tuple[int, int], limits: Limits
) -> Hold | None:
    """SECTIONS_SHRINK: far fewer classes, or people in them, than were applied last.

    Args:
        sections: in the package, and applied last.
        enrollments: the same.
        limits: of the connection; up to ``change_floor`` of either may go.
    """
    for (now, before), what in ((sections, "classes"), (enrollments, "enrollments")):
        if before - now > limits.change_floor and now < limits.shrink_share * before:
            return Hold(
                "SECTIONS_SHRINK", None, now, before, limits.shrink_share,
                f"The package has {now} {what}, the last one had {before}; no class was changed.",
            )  # fmt: skip
    return None


def too_many_rejected(rows: int, rejected: int, limits: Limits) -> Hold | None:
    """REJECT_SHARE, hard: so many rows could not be read that the file is not believed."""
    if rejected <= limits.reject_file_share * rows:
        return None
    return Hold(
        "REJECT_SHARE", None, rejected, rows, limits.reject_file_share,
        f"{rejected} of {rows} rows were rejected; nothing was applied.",
    )  # fmt: skip


def rejected_rows_hold_archives(
    rows: int, rejected: int, unreadable: int, missing: int, limits: Limits
) -> Hold | None:
    """REJECT_SHARE, soft: who is missing is not believed, so nobody is counted as missing.

    A row whose person could not be told at all may be any of the missing ones.
    """
    if not missing or (rejected <= limits.reject_hold_share * rows and not unreadable):
        return None
    return Hold(
        "REJECT_SHARE", None, rejected, rows, limits.reject_hold_share,
        f"{rejected} of {rows} rows were rejected; nobody is archived because of this file.",
    )  # fmt: skip


def cut_at_a_cell(
    kind: Kind | None, missing: int, rows: int, *, ended: bool, ended_before: bool
) -> Hold | None:
    """FILE_TRUNCATED: the last row has no line end, as it had before, so rows may be missing."""
    if ended or not ended_before or not missing:
        return None
    return Hold(
        "FILE_TRUNCATED", kind, missing, rows, 0.0,
        "The file ends without the line end that the last one had, so it may have been cut off; "
        "nobody is archived because of it.",
    )  # fmt: skip


def part_of_a_set(kind: Kind, missing: int, people: int, *, known: bool) -> Hold | None:
    """AMBIGUOUS_SET: whom the file lacks may be in another file of the same kind.

    Args:
        kind: of the people.
        missing: whom the file lacks.
        people: whom the roster has.
        known: False where a set is declared and the file's name tells none of its parts.
    """
    if not missing:
        return None
    message = (
        "Files of this kind claim different halves of the school; nobody of it is archived until "
        "the connection's settings say how the set is made."
        if known
        else "The file's name tells none, or more than one, of the parts that the connection "
        "declares; nobody is archived because of it."
    )
    return Hold("AMBIGUOUS_SET", kind, missing, people, 0.0, message)


def columns_lost(
    kind: Kind, before: Mapping[str, float], now: Mapping[str, float], rows: int, limits: Limits
) -> Hold | None:
    """MISSING_COLUMN: a column that was full is gone, or has too many blank cells.

    Args:
        kind: of the people.
        before: roster field of each column of the last accepted file → its share of blank cells.
        now: the same of this file.
        rows: of this file.
        limits: of the connection.
    """
    full = [name for name, share in before.items() if share <= limits.full_share]
    blanks = {name: now.get(name, 1.0) for name in full}
    worst = max(blanks, key=lambda name: (blanks[name], name), default="")
    blank = round(blanks.get(worst, 0.0) * rows)
    if blank <= limits.change_floor or blanks[worst] <= limits.blank_share:
        return None
    lost = ", ".join(sorted(n for n, share in blanks.items() if share > limits.blank_share))
    return Hold(
        "MISSING_COLUMN", kind, blank, rows, limits.blank_share,
        f"Columns that were full are gone or blank now ({lost}); nothing was applied.",
    )  # fmt: skip


def updates_too_many(
    kind: Kind, changed: int, key_changed: int, people: int, limits: Limits
) -> Hold | None:
    """UPDATE_SHARE: most people would change, or many of them in what they are known by."""
    shares = (
        (changed, limits.update_share, "people would change"),
        (key_changed, limits.key_share, "people would change their e-mail, id or role"),
    )
    for count, share, what in shares:
        if count > share * people and count > limits.change_floor:
            return Hold(
                "UPDATE_SHARE", kind, count, people, share,
                f"{count} of {people} {what}; nothing was applied.",
            )  # fmt: skip
    return None


def inserts_too_many(kind: Kind, new: int, people: int, limits: Limits) -> Hold | None:
    """INSERT_SHARE: most people are new, as in another school's file."""
    if new <= limits.insert_share * people or new <= limits.change_floor:
        return None
    return Hold(
        "INSERT_SHARE", kind, new, people, limits.insert_share,
        f"{new} of {people} people are new; nothing was applied.",
    )  # fmt: skip


def archives_too_many(kind: Kind, leaving: int, active: int, limits: Limits) -> Hold | None:
    """ARCHIVE_SHARE: a large part of a school would be archived at once."""
    share = leaving > limits.archive_share * active and leaving > limits.archive_floor
    if not share and leaving <= limits.archive_ceiling:
        return None
    limit = limits.archive_share if share else float(limits.archive_ceiling)
    return Hold(
        "ARCHIVE_SHARE", kind, leaving, active, limit,
        f"{leaving} of {active} active people would be archived; they wait for approval.",
    )  # fmt: skip


def district_archives_too_many(
    begun: int, leaving: int, active: int, limits: DistrictLimits
) -> Hold | None:
    """ARCHIVE_SHARE of the district: all archives of one day at all schools, moves left out.

    Args:
        begun: archives that other runs of the day have begun.
        leaving: archives of this run.
        active: the active people of all schools.
        limits: of the district.
    """
    total = begun + leaving
    share = total > limits.archive_share * active and total > limits.archive_floor
    ceiling = total > limits.archive_ceiling and total > limits.archive_ceiling_share * active
    if not leaving or not (share or ceiling):
        return None
    return Hold(
        "ARCHIVE_SHARE", None, total, active,
        limits.archive_share if share else float(limits.archive_ceiling),
        f"{total} of the district's {active} active people would be archived in one day; those of "
        "this school wait for approval.",
    )  # fmt: skip


def holds_managers(new: int, admins: int, limits: Limits) -> bool:
    """True when so many new Managers come at once that each needs a person's approval.

    The share is of the Managers that the roster has given so far; before the first there is none.
    """
    over_share = admins > 0 and new > limits.new_managers_share * admins
    return new > limits.new_managers or over_share


class PrivilegeGate:
    """PRIVILEGE: watches the operations of a run go by and keeps those that raise somebody.

    New Managers are kept until all are counted: `settle` then says what becomes of them.
    """

    def __init__(self, admins: int, limits: Limits) -> None:
        """Begin with the number of Managers that the roster has given so far."""
        self._admins = admins
        self._limits = limits
        self._new_managers: list[Operation] = []
        self._raised = 0

    def watch(self, operation: Operation) -> Operation | None:
        """Pass an operation on, held or not, or None while it is kept back."""
        if raises_privilege(operation):
            self._raised += 1
            return operation.held("PRIVILEGE")
        if adds_manager(operation):
            self._new_managers.append(operation)
            return None
        return operation

    def settle(self) -> tuple[Sequence[Operation], Hold | None]:
        """The operations kept back, now held or not, and the hold for all that are."""
        new = len(self._new_managers)
        kept = self._new_managers
        raised = self._raised
        if holds_managers(new, self._admins, self._limits):
            kept = [operation.held("PRIVILEGE") for operation in kept]
            raised += new
        if not raised:
            return kept, None
        return kept, Hold(
            "PRIVILEGE", Kind.ADMIN, raised, self._admins, float(self._limits.new_managers),
            f"{raised} people would get the rights of a Manager or more; each waits for approval.",
        )  # fmt: skip


class ChangeGate:
    """UPDATE_SHARE and INSERT_SHARE: counts, by kind, what a run would change."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._new: Counter[Kind] = Counter()
        self._changed: Counter[Kind] = Counter()
        self._key_changed: Counter[Kind] = Counter()

    def meet_new(self, kind: Kind) -> None:
        """Count somebody whom the school doesn't have, whatever becomes of them."""
        self._new[kind] += 1

    def watch(self, operation: Operation) -> None:
        """Count a change to somebody who is there."""
        changed = changed_fields(operation)
        self._changed[operation.kind] += bool(changed)
        self._key_changed[operation.kind] += bool(changed & KEY_FIELDS)

    def judged(
        self,
        seen: Mapping[Kind, int],
        judged_new: frozenset[Kind],
        limits: Limits,
        window: WindowKind | None,
    ) -> tuple[list[Hold], list[Hold]]:
        """What is too much, and what a window of rollover sets aside of it; see `holds`."""
        found = self.holds(seen, judged_new, limits)
        if window is not WindowKind.ROLLOVER:
            return found, []
        held = self.holds(seen, judged_new, in_a_new_year(limits))
        # The limit that still holds may be another one than the one that was passed first.
        still = {(hold.code, hold.kind, hold.count) for hold in held}
        aside = [hold for hold in found if (hold.code, hold.kind, hold.count) not in still]
        return held, aside

    def holds(
        self, seen: Mapping[Kind, int], judged_new: frozenset[Kind], limits: Limits
    ) -> list[Hold]:
        """What is too much.

        Args:
            seen: people in the file by kind.
            judged_new: the kinds of which a run was applied before.
            limits: of the connection.
        """
        found = []
        for kind, people in sorted(seen.items()):
            if kind in judged_new:
                found.append(inserts_too_many(kind, self._new[kind], people, limits))
            changed, key_changed = self._changed[kind], self._key_changed[kind]
            found.append(updates_too_many(kind, changed, key_changed, people, limits))
        return [hold for hold in found if hold is not None]


def changed_fields(operation: Operation) -> set[str]:
    """The fields of somebody who is there that an operation gives another value.

    Coming back is no change of theirs, and neither is a guardian's contact.
    """
    if operation.verb not in (Verb.UPDATE, Verb.RESTORE):
        return set()
    before = operation.before or {}
    return {
        name
        for name in before.keys() & operation.after.keys() - _STANDING
        if before[name] != operation.after[name]
    }
