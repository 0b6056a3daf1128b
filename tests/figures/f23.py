"""F23, its undo half: after an undo everything is byte for byte what it was before the run."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.people.search import derived_fields, identity_of
from shared.people.store import PeopleStore, change_member
from shared.rostering.feeds import StopReason
from shared.rostering.plan import Operation
from shared.rostering.plan_file import read_operations, read_part
from shared.rostering.runs import Run
from tests.figures.random_schools import SORTS, state_of
from tests.support.gate_steps import undone
from tests.support.measuring import fresh_world
from tests.support.world import World

_EDITED = ("firstName", "lastName", "email", "grade", "phone")


@dataclass
class Survey:
    """What was tried and what went wrong."""

    plans: int = 0
    equal: int = 0
    edited: int = 0
    kept: int = 0
    sorts: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


def survey(seed: int, plans: int, edited: int) -> Survey:
    """Undo random runs.

    Args:
        seed: everything follows from it.
        plans: runs undone after which nothing else had happened.
        edited: further runs, after which a person edited some values.
    """
    found = Survey()
    for number in range(plans + edited):
        chance = random.Random(f"{seed}-{number}")  # noqa: S311  # a choice of tests
        sort = SORTS[number % len(SORTS)]
        world = fresh_world(chance.choice([5, 12, 400]))
        then = sort(world, chance)
        # Guardians of nobody from before the run go with any hour; they are none of its doing.
        world.rostering.reconciler.reconcile(world.clock)
        world.drain()
        before = state_of(world)
        run = then()
        name = f"plan {number} ({sort.__name__}, {run.trigger.value})"
        found.sorts.add(sort.__name__)
        if number < plans:
            found.plans += 1
            wrong = _plain_undo(world, chance, run, before)
            found.equal += not wrong
        else:
            found.edited += 1
            wrong = _undo_after_edits(world, chance, run, before)
            found.kept += not wrong
        found.failures += [f"{name}: {each}" for each in wrong]
    return found


def line(found: Survey, seed: int) -> str:
    """The figure's line."""
    verdict = "met" if not found.failures else "short"
    return (
        f"F23 {verdict}: {found.equal}/{found.plans} undos returned byte-equal state (members, "
        f"guardians, pointers, snapshots, settings; {len(found.sorts)} sorts of runs), "
        f"{found.kept}/{found.edited} with edits since kept these and put back the rest; "
        f"the undo half only, the restore half is not measured yet; emulator; seed {seed}"
    )


def _plain_undo(
    world: World, chance: random.Random, run: Run, before: Mapping[str, Any]
) -> list[str]:
    if _bytes(state_of(world)) == _bytes(before):
        return ["the run changed nothing, so its undo shows nothing"]
    _reconcile(world, chance)
    undo = undone(world, run, minutes=20)
    after = state_of(world)
    wrong = [f"{part} differ" for part in before if _bytes(after[part]) != _bytes(before[part])]
    if undo.fields["counts"]["kept"]:
        wrong.append("something was kept though nobody has changed it")
    feed = world.rostering.store.feed(world.school, world.connection)
    if feed.stopped is not StopReason.UNDONE or feed.stopped_run != undo.run:
        wrong.append("the feed goes on")
    return wrong


def _undo_after_edits(
    world: World, chance: random.Random, run: Run, before: Mapping[str, Any]
) -> list[str]:
    written = _written(world, run)
    edits = _edit(world, chance, sorted(written))
    edited = state_of(world)["members"]
    undo = undone(world, run, minutes=20)
    after = state_of(world)
    expected = dict(before["members"])
    touched = set()
    for person, fields in edits.items():
        if person not in expected:
            expected[person] = edited[person]
        else:
            fields_after = {**expected[person], **fields}
            expected[person] = {**fields_after, **derived_fields(fields_after)}
        touched |= {(person, name) for name in fields if name in written[person]}
    wrong = []
    if _bytes(_untimed(after["members"], edits)) != _bytes(_untimed(expected, edits)):
        wrong.append("members differ")
    links = {(g, s) for s, member in expected.items() for g in member["guardianIds"]}
    found = {(g, s) for g, of in after["guardians"].items() for s in of["studentIds"]}
    if links != found:
        wrong.append("guardians do not name those who name them")
    if touched - _listed(world, undo):
        wrong.append("something stays that is not listed")
    if undo.fields["counts"]["kept"] != len({person for person, _ in touched}):
        wrong.append("the number of those kept is wrong")
    return wrong


def _written(world: World, run: Run) -> dict[str, set[str]]:
    """Person → the fields that a run wrote, from its plan."""
    assert run.manifest is not None
    found = {}
    for part in run.manifest.parts:
        for change in read_part(world.files.read_plan(run.manifest, part), part):
            if isinstance(change, Operation):
                found[change.person] = set(change.after)
    return found


def _edit(world: World, chance: random.Random, persons: list[str]) -> dict[str, dict[str, Any]]:
    """Let a person edit one or two fields of some of these members, as the console would."""
    world.pass_time(minutes=3)
    edits = {}
    members = PeopleStore(world.documents).members(world.school, persons)
    for person in chance.sample(persons, min(len(persons), chance.randint(1, 4))):
        names = chance.sample(_EDITED, chance.randint(1, 2))
        fields = {name: f"by hand {chance.randrange(1000)}" for name in names}
        edits[person] = {**fields, "editedFields": sorted(names)}
        commit = world.documents.commit()
        identity = identity_of({**members[person].fields, **edits[person]})
        changes = edits[person]
        change_member(commit, world.school, person, changes, None, world.now, identity)
        commit.run()
    return edits


def _listed(world: World, undo: Run) -> set[tuple[str, str]]:
    assert undo.manifest is not None
    held = undo.manifest.held
    operations = read_operations(world.files.read_plan(undo.manifest, held), held)
    return {(each.person, name) for each in operations for name in each.before or {}}


def _reconcile(world: World, chance: random.Random) -> None:
    """Sometimes the hour comes in between, which drops guardians of nobody."""
    if chance.random() < 0.5:
        world.rostering.reconciler.reconcile(world.clock)
        world.drain()


def _untimed(
    members: Mapping[str, Mapping[str, Any]], edited: Mapping[str, Any]
) -> dict[str, Mapping[str, Any]]:
    """The members; of those edited without the time, which is that of the last change."""
    return {
        person: {name: value for name, value in member.items() if name != "updateTime"}
        if person in edited
        else member
        for person, member in members.items()
    }


def _bytes(value: Any) -> bytes:
    """Equal values give equal bytes, and only they: lists keep their order, times are exact."""
    return json.dumps(value, sort_keys=True, default=_time).encode()


def _time(value: Any) -> str:
    return f"{value.isoformat()}+{value.nanosecond}"
