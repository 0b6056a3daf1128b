"""How many may be out at once: of a place, a type, the building; and which counters a pass is in.

A counter is a key: ``to:{place}`` for its cap, ``from:{place}`` for who is out of a room,
``type:{type}``, ``building`` and ``students``. Only what has a limit has one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.passes.answers import Effect, Finding, Keeper, Rule
from shared.passes.asked import Case, Stage, Use
from shared.passes.model import STUDENTS_OWN, Via
from shared.passes.policy import CapsCount, Place


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit of how many are out at once, and the counter that it is held against."""

    key: str
    most: int
    rule: Rule
    setting: str
    keeper: Keeper = Keeper.MANAGER


def check(case: Case) -> Iterator[Finding]:
    """Each cap that the pass would be counted in."""
    if not case.is_later:
        yield from (_found(case, cap) for cap in caps_of(case))


def caps_of(case: Case) -> tuple[Cap, ...]:
    """The caps that a pass is held against, each once.

    A capped place counts at either end, so a pass that is written backwards takes a place too; and
    who is written out of another room is out of the one that the bell has them in.
    """
    asked, due = case.asked, case.facts.expected
    either = case.settings.caps_count is CapsCount.EITHER_END
    to = [asked.origin, asked.destination] if either else [asked.destination]
    out_of = [asked.origin, due] if either else [asked.origin]
    found = [*_to(to), *_from(out_of), *_general(case)]
    return tuple({cap.key: cap for cap in found}.values())


def claims_of(case: Case) -> frozenset[str]:
    """The counters that the pass is counted in while it runs, or while a place is offered."""
    return frozenset(cap.key for cap in caps_of(case))


def _to(places: Iterable[Place | None]) -> Iterator[Cap]:
    for each in places:
        if each is not None and each.most_to is not None:
            path = f"places/{each.id}.mostTo"
            yield Cap(f"to:{each.id}", each.most_to, Rule.PLACE_FULL, path)


def _from(places: Iterable[Place | None]) -> Iterator[Cap]:
    for each in places:
        if each is not None and each.most_from is not None:
            path = f"places/{each.id}.mostFrom"
            yield Cap(f"from:{each.id}", each.most_from, Rule.ORIGIN_FULL, path)


def _general(case: Case) -> Iterator[Cap]:
    settings, kind, via = case.settings, case.asked.type, case.asked.via
    if kind.most_at_once is not None:
        path = f"passTypes/{kind.id}.mostAtOnce"
        yield Cap(f"type:{kind.id}", kind.most_at_once, Rule.TYPE_FULL, path)
    if settings.most_out is not None and via is not Via.APPOINTMENT:
        path = "passSettings.mostOut"
        yield Cap("building", settings.most_out, Rule.BUILDING_FULL, path, Keeper.OWNER)
    if settings.most_students_own is not None and via in STUDENTS_OWN:
        path = "passSettings.mostStudentsOwn"
        yield Cap(
            "students", settings.most_students_own, Rule.STUDENTS_OWN_FULL, path, Keeper.OWNER
        )


def _found(case: Case, cap: Cap) -> Finding:
    use = case.facts.uses.get(cap.key, Use())
    taken = use.taken - (cap.key in case.facts.held)
    is_full = taken + use.ahead >= cap.most
    effect = _when_full(case) if is_full else Effect.PASSES
    return Finding(
        cap.rule,
        effect,
        cap.setting,
        cap.keeper,
        students_only=case.adults_go_on,
        used=taken,
        limit=cap.most,
        position=use.ahead + 1 if effect is Effect.QUEUES else None,
    )


def _when_full(case: Case) -> Effect:
    settings = case.settings
    if case.asked.stage is Stage.START:
        return Effect.WARNS if settings.scheduled_into_full else Effect.QUEUES
    if not case.binds:
        return case.limited()
    # At a kiosk nobody stays to be offered a place.
    waits = settings.queue and case.asked.via is not Via.KIOSK
    return Effect.QUEUES if waits else Effect.REFUSES
