"""How an undo puts a guardian's document back: whole, or as far as others have not changed it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.rostering.plan_values import ABSENT, from_json

_CONTACT = ("email", "phone")
_OF_EVERY_WRITE = ("schemaVersion", "guardianId")


@dataclass(frozen=True, slots=True)
class GuardianBack:
    """One guardian's document as an undo found it and as it will be.

    Attributes:
        version: of the document as it was found; None when there was none.
        before: its fields; None when there was none.
        after: the fields of the whole document; None deletes it.
        hold: why this is only listed and not done; None where it is done.
    """

    guardian: str
    version: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    hold: str | None = None

    @property
    def linked(self) -> list[str]:
        """Students who are this guardian's again."""
        return _more(self.after, self.before)

    @property
    def unlinked(self) -> list[str]:
        """Students who are no longer this guardian's."""
        return _more(self.before, self.after)

    def fields(self) -> dict[str, Any]:
        """As it stands in a plan."""
        return {
            "guardian": self.guardian,
            "version": self.version,
            "before": self.before,
            "after": self.after,
            "hold": self.hold,
        }


def guardian_back_from(fields: Mapping[str, Any]) -> GuardianBack:
    """The inverse of `GuardianBack.fields`."""
    before, after = fields["before"], fields["after"]
    return GuardianBack(
        guardian=fields["guardian"],
        version=fields["version"],
        before=None if before is None else from_json(before),
        after=None if after is None else from_json(after),
        hold=fields["hold"],
    )


@dataclass(frozen=True, slots=True)
class GuardianTrace:
    """What a run did to one guardian.

    Attributes:
        was: the document before the run; None where there was none.
        wrote: the contact data that the run gave it.
        back: the students for whom the undo makes the link what it was.
        time: of the run's changes.
    """

    guardian: str
    was: Mapping[str, Any] | None
    wrote: Mapping[str, Any]
    back: AbstractSet[str]
    time: datetime

    def undone(
        self, current: Mapping[str, Any] | None, now: datetime
    ) -> tuple[Mapping[str, Any] | None, list[str]]:
        """The document after the undo, None for none, and the contact data that stay.

        Args:
            current: the document as it stands.
            now: the time of a change that does not lead back to the very state before.
        """
        was = self.was
        students = self._students(current)
        if current is None:
            return (None if was is None or not students else self._timed(was, students, now)), []
        kept = [
            name
            for name, value in self.wrote.items()
            if current.get(name) not in (value, (was or {}).get(name))
        ]
        if was is None:
            gone = not students and not kept
            return (None if gone else self._touched(current, students, now)), kept
        after = dict(current)
        for name in (*_OF_EVERY_WRITE, *self.wrote):
            if name not in kept:
                after[name] = was.get(name, ABSENT)
        after = {name: value for name, value in after.items() if value is not ABSENT}
        if current.get("updateTime") == self.time and not kept:
            after["updateTime"] = was["updateTime"]
            return {**after, "studentIds": students}, kept
        if after == {**current, "studentIds": students}:
            return self._touched(current, students, now), kept
        return {**after, "studentIds": students, "updateTime": now}, kept

    def _students(self, current: Mapping[str, Any] | None) -> list[str]:
        """Those of before, in their order, and then those whom others have linked since."""
        before = list((self.was or {}).get("studentIds", []))
        now = list((current or {}).get("studentIds", []))
        named = [each for each in before if each in self.back or each in now]
        return named + [each for each in now if each not in self.back and each not in before]

    def _timed(
        self, was: Mapping[str, Any], students: list[str], now: datetime
    ) -> Mapping[str, Any]:
        time = was["updateTime"] if students == was["studentIds"] else now
        return {**was, "studentIds": students, "updateTime": time}

    def _touched(
        self, current: Mapping[str, Any], students: list[str], now: datetime
    ) -> Mapping[str, Any]:
        if students == current.get("studentIds"):
            return current
        return {**current, "studentIds": students, "updateTime": now}


def contact_of(fields: Mapping[str, Any] | None) -> dict[str, str]:
    """The contact data of a guardian's document."""
    return {name: (fields or {}).get(name) or "" for name in _CONTACT}


def _more(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> list[str]:
    known = set((other or {}).get("studentIds", []))
    return [each for each in (one or {}).get("studentIds", []) if each not in known]
