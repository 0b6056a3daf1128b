"""What an undo does to one member: back, where nobody has changed it since. Pure.

A run's operation holds what it wrote (``after``) and what stood there before (``was``). A field
that still has the value that the run wrote goes back; any other stays, and is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.people.search import DERIVED, identity_after
from shared.rostering.plan import Current, GuardianLink, Operation, Verb
from shared.rostering.plan_values import ABSENT

CHANGED_SINCE = "CHANGED_SINCE"
"""Why something is not put back: it is no longer as the run wrote it."""

_BOOKKEEPING = frozenset({"source", "updateTime"})
_TOGETHER = (frozenset({"state", "archivedBy", "archiveTime"}), frozenset({"kind", "role"}))
"""Fields that only have a meaning together: one that was changed since keeps the others."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What becomes of one operation.

    Attributes:
        operation: to be applied; None where there is nothing to do.
        kept: what stays, to be listed; None where nothing does.
        links_stay: whether the member's guardians stay those whom they have now.
    """

    operation: Operation | None = None
    kept: Operation | None = None
    links_stay: bool = False


def undo_member(
    operation: Operation, was: Mapping[str, Any] | None, current: Current | None, time: datetime
) -> Undone:
    """Plan the way back of one operation that a run has applied.

    Args:
        operation: as the run's plan has it.
        was: what it wrote over.
        current: the member as it stands; None when there is none.
        time: of the run's changes.
    """
    if operation.verb is Verb.ADD:
        return _undo_add(operation, current, time)
    wrote = written(operation, time)
    if current is None or was is None:
        before = {} if current is None else current.fields
        return _all_stays(operation, before, was or {}, sorted(wrote.keys() - _BOOKKEEPING))
    return _undo_change(operation, was, current, wrote)


def written(operation: Operation, time: datetime) -> dict[str, Any]:
    """Every field that applying an operation wrote, with its value."""
    wrote = {**operation.after, "updateTime": time}
    if operation.verb is Verb.ADD:
        wrote["createTime"] = time
    if operation.verb in (Verb.ARCHIVE, Verb.MOVE):
        wrote["archiveTime"] = time
    return wrote


def _undo_add(operation: Operation, current: Current | None, time: datetime) -> Undone:
    if current is None:
        return Undone()
    wrote = written(operation, time)
    now = {name: value for name, value in current.fields.items() if name not in DERIVED}
    if now == wrote:
        return Undone(_inverse(operation, Verb.REMOVE, current, now, {}))
    changed = sorted(
        name for name in {*now, *wrote} if now.get(name, ABSENT) != wrote.get(name, ABSENT)
    )
    told = [name for name in changed if name not in _BOOKKEEPING] or changed
    before = {name: now.get(name) for name in told}
    kept = _inverse(operation, Verb.REMOVE, current, before, {}, CHANGED_SINCE)
    return Undone(kept=kept, links_stay=True)


def _undo_change(
    operation: Operation, was: Mapping[str, Any], current: Current, wrote: Mapping[str, Any]
) -> Undone:
    now = current.fields
    as_written = {name for name in wrote if now.get(name, ABSENT) == wrote[name]}
    as_before = {name for name in wrote if now.get(name, ABSENT) == was.get(name, ABSENT)}
    kept = wrote.keys() - as_written - as_before - _BOOKKEEPING
    for together in _TOGETHER:
        if kept & together:
            kept |= (wrote.keys() & together) - as_before
    back = as_written - as_before - kept
    after = {name: was.get(name, ABSENT) for name in sorted(back)}
    undone = None
    if after.keys() - {"updateTime"}:
        before = {name: now[name] for name in after}
        undone = _inverse(operation, Verb.PUT_BACK, current, before, after)
    listed = None
    if kept:
        before = {name: now.get(name) for name in sorted(kept)}
        former = {name: was.get(name, ABSENT) for name in sorted(kept)}
        listed = _inverse(operation, Verb.PUT_BACK, current, before, former, CHANGED_SINCE)
    return Undone(undone, listed, links_stay="guardianIds" in kept)


def _all_stays(
    operation: Operation, now: Mapping[str, Any], was: Mapping[str, Any], names: Iterable[str]
) -> Undone:
    """Somebody who was deleted meanwhile, or of whom the plan does not know what was before."""
    names = list(names)
    kept = Operation(
        verb=Verb.PUT_BACK,
        kind=operation.kind,
        person=operation.person,
        digest="",
        version=None,
        before={name: now.get(name) for name in names},
        after={name: was.get(name, ABSENT) for name in names},
        hold=CHANGED_SINCE,
    )
    return Undone(kept=kept, links_stay=True)


def _inverse(
    operation: Operation,
    verb: Verb,
    current: Current,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    hold: str | None = None,
) -> Operation:
    """An undo's operation; its guardians are those who are linked again and no longer."""
    now = _guardians(before)
    then = _guardians(after)
    return Operation(
        verb=verb,
        kind=operation.kind,
        person=operation.person,
        digest="",
        version=current.version,
        before=before,
        after=after,
        guardians=tuple(GuardianLink(each, "", "") for each in then if each not in now),
        unlinked=tuple(each for each in now if each not in then),
        hold=hold,
        identity=_identity(current, after),
    )


def _identity(current: Current, after: Mapping[str, Any]) -> dict[str, str] | None:
    return identity_after(
        current.fields, {name: "" if value is ABSENT else value for name, value in after.items()}
    )


def _guardians(fields: Mapping[str, Any]) -> list[str]:
    named = fields.get("guardianIds")
    return list(named) if isinstance(named, list) else []
