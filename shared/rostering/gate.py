"""The brakes between a plan and its effect. Pure: counts and limits in, holds out.

Each code, its default and why it exists stand in ``docs/domain/rostering.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, adds_manager, raises_privilege


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
    """SHRINK: no rows at all, or far fewer than the last accepted file of this kind had."""
    least = limits.shrink_share * last_rows
    if rows > 0 and rows >= least:
        return None
    return Hold(
        "SHRINK", kind, rows, last_rows, limits.shrink_share,
        f"The file has {rows} rows and the last accepted one had {last_rows}; nothing was applied.",
    )  # fmt: skip


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
