"""A school changes its source: the people stay, whatever ids the new one gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.kernel.ids import ConnectionId
from shared.people.model import member_path
from shared.rostering.connections import Connection, Switches
from shared.rostering.feeds import StopReason
from shared.rostering.kind_state import read_remaps
from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.runs import Approval, Outcome
from tests.support.gate_steps import approve, held
from tests.support.rosters import employees, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
NEW = ConnectionId("new")
OLD = ConnectionId("sis")
LIMITS = Limits(update_share=1.0, second_person_share=1.0, second_person_count=0)


def other_ids(numbers: range, **changes: str) -> list[str]:
    """The lines of the same students as the new source gives them."""
    return [student(n, id=f"N-{n}", **changes) for n in numbers]


def change_source(world: World, **settings: Any) -> Connection:
    """Go on with a new connection that takes over from the first."""
    world.connection = NEW
    return world.set_up(verified=False, migrates_from=OLD, limits=LIMITS, **settings)


def connection(world: World, name: ConnectionId = NEW) -> Connection:
    found = world.rostering.store.connection(world.school, name)
    assert found is not None
    return found


def person_ids(world: World) -> dict[str, str]:
    return {m["firstName"]: m["personId"] for m in world.members().values()}


def sources(world: World, *kinds: str) -> set[str]:
    return {
        m["source"]["connection"] for m in world.members().values() if m["kind"] in (kinds or "")
    }


def pointer(world: World, name: ConnectionId, kind: Kind = Kind.STUDENT) -> Any:
    return world.rostering.store.pointers(world.school, name, [kind])[kind]


def test_a_new_source_with_other_ids_keeps_everybody_over_several_nights(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    before = world.members()
    people = person_ids(world)
    change_source(world)
    text = students([], *other_ids(range(2, 60)), student(80, id="N-80"))

    dry = world.send(STUDENTS, text)
    assert dry.outcome is Outcome.DRY_RUN
    counts = dry.fields["counts"]
    assert counts["planned"] == {"updated": {"student": 58}, "added": {"student": 1}}
    assert counts["unmatched"] == {"student": 2}
    assert counts["recognized"] == {"EMAIL": 58}
    assert dry.manifest is not None
    table = {o.after["sisId"]: (o.person, o.by) for o in held(world, dry) if o.alias}
    assert table == {f"N-{n}": (people[f"First{n}"], "EMAIL") for n in range(2, 60)}
    state = world.files.read_plan(dry.manifest, dry.manifest.state)
    assert len(read_remaps(state).unmatched[Kind.STUDENT]) == 2
    world.archive_phase()
    assert world.members() == before

    done = approve(world, dry)
    assert done.outcome is Outcome.APPLIED
    assert done.fields["migrated"]["connection"] == OLD
    after = world.members()
    assert {name: person_ids(world)[name] for name in people} == people
    assert after["N-7"]["createTime"] == before["1007"]["createTime"]
    new = connection(world)
    assert (new.migrates_from, new.verified_time is not None) == (None, True)
    assert world.rostering.store.feed(world.school, OLD).stopped is StopReason.MIGRATED
    assert (pointer(world, OLD).people, pointer(world, NEW).people) == (0, 61)
    by_source = {s: m["source"]["connection"] for s, m in after.items()}
    assert {s for s, c in by_source.items() if c == OLD} == {"1000", "1001"}
    world.archive_phase()
    assert world.archived() == []

    assert world.send(STUDENTS, text).fields["counts"]["missing"] == {"student": 2}
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["1000", "1001"]
    world.send(STUDENTS, students([], *other_ids(range(3, 60)), student(80, id="N-80")))
    world.archive_phase()
    assert world.archived() == ["1000", "1001", "N-2"]
    assert world.send(STUDENTS, text).fields["counts"]["restored"] == {"student": 1}
    assert {name: person_ids(world)[name] for name in people} == people


def test_a_new_source_with_the_same_ids_only_takes_the_people_over(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    people = person_ids(world)
    change_source(world)
    dry = world.send(STUDENTS, students(range(20)))
    assert dry.outcome is Outcome.DRY_RUN
    assert {(o.alias, o.by, *o.after) for o in held(world, dry)} == {(None, "ID", "source")}
    assert dry.fields["counts"]["recognized"] == {"ID": 20}
    approve(world, dry)
    assert sources(world, "student") == {NEW}
    assert person_ids(world) == people
    assert world.send(STUDENTS, students(range(20))).outcome is Outcome.UNCHANGED
    world.archive_phase()
    assert world.archived() == []
    assert pointer(world, NEW).missing == 0


def test_ids_that_lost_their_zeros_are_told_by_number(world: World) -> None:
    old = [student(n, id=f"00{500 + n}", email="", grade="9") for n in range(10)]
    world.send(STUDENTS, students([], *old))
    people = person_ids(world)
    change_source(world)
    new = [student(n, id=f"{500 + n}", email="", grade="12") for n in range(10)]
    dry = world.send(STUDENTS, students([], *new))
    assert {o.by for o in held(world, dry)} == {"NUMBER"}
    approve(world, dry)
    assert sorted(world.members()) == [str(500 + n) for n in range(10)]
    assert person_ids(world) == people


def test_a_number_that_the_new_source_gives_to_somebody_else_is_never_taken_at_once(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(20)))
    change_source(world)
    stranger = student(90, id="1007")
    dry = world.send(STUDENTS, students([n for n in range(20) if n != 7], stranger))
    (doubted,) = [o for o in held(world, dry) if o.by == "AMBIGUOUS"]
    assert dry.fields["counts"]["recognized"] == {"ID": 19, "AMBIGUOUS": 1}
    approve(world, dry)
    child = world.members()["1007"]
    assert (child["firstName"], child["personId"]) == ("First7", doubted.person)
    assert world.run(dry.run).approval is Approval.PENDING


def test_each_kind_is_taken_over_by_its_own_file(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    world.send(TEACHERS, employees(range(20)))
    people = person_ids(world)
    change_source(world)
    approve(world, world.send(STUDENTS, students([], *other_ids(range(20)))))
    assert connection(world).migrates_from == OLD
    assert pointer(world, OLD, Kind.TEACHER).people == 20
    changed = students([], *other_ids(range(20), grade="10"))
    assert world.send(STUDENTS, changed).outcome is Outcome.APPLIED
    world.archive_phase()
    assert world.archived() == []

    lines = [f"T{n},Ada{n},Adult{n},a{n}@example.org" for n in range(1, 20)]
    teachers = employees([], *lines)
    dry = world.send(TEACHERS, teachers)
    assert (dry.outcome, dry.fields["counts"]["unmatched"]) == (Outcome.DRY_RUN, {"teacher": 1})
    assert "T1" not in world.members()
    approve(world, dry)
    assert connection(world).migrates_from is None
    assert person_ids(world) == people
    world.archive_phase()
    assert world.archived() == []
    world.send(TEACHERS, teachers)
    world.archive_phase()
    assert world.archived() == ["E0"]


def test_approving_one_by_one_ends_no_migration(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    people = person_ids(world)
    change_source(world)
    dry = world.send(STUDENTS, students([], *other_ids(range(20))))
    approve(world, dry, people["First3"])
    assert world.members()["N-3"]["personId"] == people["First3"]
    assert connection(world).migrates_from == OLD
    assert pointer(world, OLD).people == 20
    approve(world, dry)
    assert connection(world).migrates_from is None
    assert person_ids(world) == people
    assert pointer(world, NEW).people == 20


def test_somebody_changed_meanwhile_is_taken_over_all_the_same(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    people = person_ids(world)
    change_source(world)
    dry = world.send(STUDENTS, students([], *other_ids(range(20))))
    commit = world.documents.commit()
    path = member_path(world.school, people["First5"])
    commit.update(path, {"sisId": "by hand", "editedFields": ["sisId"]})
    commit.run()
    done = approve(world, dry)
    assert done.fields["counts"]["skipped"] == {"student": 1}
    assert pointer(world, NEW).people == 20
    world.archive_phase()
    assert world.archived() == []


def test_a_migration_with_only_adding_switched_on_adopts_those_who_would_change(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(20)))
    change_source(world, switches=Switches(add=True))
    dry = world.send(STUDENTS, students(range(19), student(19, grade="10")))
    approve(world, dry)
    assert (pointer(world, OLD).people, pointer(world, NEW).people) == (0, 20)
    assert world.members()["1019"]["grade"] == "09"
    world.rostering.store.save_connection(
        replace(connection(world), switches=dict.fromkeys(Kind, Switches(True, True, True)))
    )
    world.send(STUDENTS, students(range(19), student(19, grade="10")))
    assert world.members()["1019"]["grade"] == "10"
    world.archive_phase()
    assert world.archived() == []


def test_a_held_plan_of_the_old_source_can_no_longer_be_approved(world: World) -> None:
    world.send(TEACHERS, employees(range(60)))
    world.send(TEACHERS, employees(range(40)))
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert night["approval"] == Approval.PENDING
    change_source(world)
    approve(world, world.send(TEACHERS, employees(range(60))))
    assert world.run(night["run"]).approval is Approval.SUPERSEDED
    world.archive_phase()
    assert world.archived() == []


def test_a_file_that_the_old_source_still_sends_changes_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    change_source(world)
    approve(world, world.send(STUDENTS, students([], *other_ids(range(20)))))
    before = world.members()
    world.connection = OLD
    late = world.send(STUDENTS, students(range(18), student(18, first="Old")))
    assert late.outcome is Outcome.PAUSED
    world.archive_phase()
    assert world.members() == before
    assert (pointer(world, OLD).people, pointer(world, NEW).people) == (0, 20)
