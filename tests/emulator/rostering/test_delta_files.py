"""Packages of changes that are sent: what they are laid over, and when they are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from shared.cloud.storage import Bucket
from shared.rostering.feeds import StopReason
from shared.rostering.runs import Outcome, Run
from tests.support.counting import counted
from tests.support.oneroster import HEADERS, files_of, manifest, package, person, sheet
from tests.support.workbooks import package as zipped
from tests.support.world import World

NAME = "oneroster_export.zip"
Row = dict[str, str]


def school(numbers: Iterable[int]) -> list[Row]:
    return [*(person(f"S{n}") for n in numbers), person("T1", "teacher"), person("T2", "teacher")]


def whole(numbers: Iterable[int] = range(30)) -> bytes:
    return package(school(numbers))


def came(*numbers: int, **more: str) -> list[Row]:
    return [person(f"S{n}", status="active", **more) for n in numbers]


def left(*numbers: int) -> list[Row]:
    return [person(f"S{n}", status="tobedeleted") for n in numbers]


def delta(*rows: list[Row], mode: str = "delta") -> bytes:
    users = [row for each in rows for row in each]
    told = manifest(users=mode, orgs="absent")
    return zipped({"manifest.csv": told, "users.csv": sheet(HEADERS["users 1.1"], users)})


def refused(run: Run) -> bool:
    codes = [each["code"] for each in run.fields["problems"]]
    return run.outcome is Outcome.REJECTED and codes == ["PACKAGE_DELTA"]


def test_changes_come_upon_changes_and_leavers_are_archived_at_night(world: World) -> None:
    world.send(NAME, whole())
    first = world.send(NAME, delta(came(40), left(0, 1), came(5, familyName="Married")))
    assert first.outcome is Outcome.APPLIED
    assert first.fields["counts"]["missing"] == {"student": 2}
    assert first.fields["problems"] == []
    second = world.send(NAME, delta(came(41), left(40)))
    assert second.fields["counts"]["missing"] == {"student": 3}
    assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["S0", "S1", "S40"]
    assert world.members()["S5"]["lastName"] == "Married"
    assert world.members()["S41"]["state"] == "ACTIVE"


def test_whoever_comes_back_among_changes_is_back(world: World) -> None:
    world.send(NAME, whole())
    world.send(NAME, delta(left(3)))
    world.archive_phase()
    assert world.archived() == ["S3"]
    world.send(NAME, delta(came(3)))
    assert world.archived() == []


def test_changes_of_nobody_read_and_write_nobody(world: World) -> None:
    world.send(NAME, whole())
    before = world.members()
    with counted(world) as counts:
        run = world.send(NAME, delta())
    assert run.outcome is Outcome.UNCHANGED
    assert (counts.reads["members"], counts.writes["members"]) == (0, 0)
    assert world.members() == before


def test_an_event_that_comes_twice_lays_changes_over_once(world: World) -> None:
    world.send(NAME, whole())
    arrival = world.put_file(NAME, delta(left(0), came(40)))
    for _ in range(2):
        world.rostering.starter.file_landed(arrival)
        world.rostering.starter.receive(arrival, "again")
        world.drain()
    assert world.run_of(arrival).fields["counts"]["missing"] == {"student": 1}
    world.send(NAME, delta())
    world.archive_phase()
    assert world.archived() == ["S0"]


def test_changes_of_most_of_a_school_are_held_as_a_whole_package_would_be(world: World) -> None:
    world.send(NAME, whole())
    run = world.send(NAME, delta(left(*range(20))))
    assert [each["code"] for each in run.fields["holds"]] == ["SHRINK"]
    world.archive_phase()
    assert world.archived() == []


def test_a_manifest_that_says_bulk_of_changes_archives_nobody(world: World) -> None:
    world.send(NAME, whole())
    run = world.send(NAME, delta(came(40), mode="bulk"))
    assert [each["code"] for each in run.fields["holds"]] == ["SHRINK"]
    world.archive_phase()
    assert world.archived() == []
    # What was in it nobody knows: the next changes are refused until everybody comes.
    assert refused(world.send(NAME, delta(came(41))))
    assert world.send(NAME, whole([*range(30), 40])).outcome is Outcome.APPLIED
    assert world.send(NAME, delta(came(41))).outcome is Outcome.APPLIED
    assert {"S40", "S41"} <= world.members().keys()


def test_without_a_whole_package_before_them_changes_are_refused(world: World) -> None:
    assert refused(world.send(NAME, delta(came(1))))
    assert world.members() == {}
    assert "bulk" in world.mail.mails[-1].letter.text
    world.send("all_students.csv", "Student ID,First Name,Last Name,Email,Grade\n1,A,B,a@x.org,9\n")
    assert refused(world.send(NAME, delta(came(1))))


def test_after_changes_that_were_refused_the_next_are_too(world: World) -> None:
    world.send(NAME, whole())
    damaged = delta(came(40))[:-40]
    assert world.send(NAME, damaged).outcome is Outcome.REJECTED
    assert refused(world.send(NAME, delta(came(41))))
    assert refused(world.send(NAME, delta(came(42))))
    assert "S41" not in world.members()


def test_changes_upon_a_package_that_was_discarded_are_refused(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(NAME, whole())
    world.rostering.store.discard(dry, "person:1", world.now)
    assert refused(world.send(NAME, delta(came(40))))


def test_changes_upon_a_plan_that_waits_are_part_of_the_next_plan(world: World) -> None:
    world.set_up(verified=False)
    world.send(NAME, whole())
    plan = world.send(NAME, delta(came(40), left(0)))
    assert plan.outcome is Outcome.DRY_RUN
    world.approve(plan)
    world.drain()
    students = {who for who in world.members() if who.startswith("S")}
    assert students == {f"S{n}" for n in [*range(1, 30), 40]}


def test_changes_that_waited_for_a_stopped_feed_are_laid_over_what_was_there(
    world: World,
) -> None:
    world.send(NAME, whole())
    feed = world.rostering.store.feed(world.school, world.connection)
    world.save_feed(replace(feed, stopped=StopReason.SUSPENDED, stopped_time=world.now))
    paused = world.send(NAME, delta(came(40)))
    assert paused.outcome is Outcome.PAUSED
    feed = world.rostering.store.feed(world.school, world.connection)
    world.save_feed(replace(feed, stopped=None))
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    (run,) = world.rostering.starter.release(connection)
    world.drain()
    assert world.run(run).outcome is Outcome.APPLIED
    assert "S40" in world.members()


def test_changes_older_than_what_was_taken_in_are_ignored_and_the_next_refused(
    world: World,
) -> None:
    world.send(NAME, whole())
    late = world.put_file(NAME, delta(came(40)))
    world.pass_time(minutes=1)
    assert world.send(NAME, delta(came(41))).outcome is Outcome.APPLIED
    world.pass_time(minutes=1)
    world.rostering.starter.file_landed(late)
    world.drain()
    assert world.run_of(late).outcome is Outcome.STALE
    assert "S40" not in world.members()
    assert refused(world.send(NAME, delta(came(42))))


@pytest.mark.parametrize("lost", ["wholes", "drop"])
def test_changes_whose_whole_package_is_gone_are_refused(world: World, lost: str) -> None:
    world.send(NAME, whole())
    world.send(NAME, delta(came(40)))
    work = Bucket(f"work-{world.school}", f"demo-{world.school}")
    bucket, place = (
        (work, f"schools/{world.school}/wholes/")
        if lost == "wholes"
        else (
            world.drop,
            "schools/",
        )
    )
    for each in bucket.list(place):
        bucket.delete(each.name)
    run = world.send(NAME, delta(came(41)))
    if lost == "wholes":
        assert refused(run)
    else:
        # What came of the changes before is all that is needed.
        assert run.outcome is Outcome.APPLIED
        assert {"S40", "S41"} <= world.members().keys()


def test_a_package_can_mix_what_is_whole_and_what_has_changed(world: World) -> None:
    world.send(NAME, whole())
    files = files_of(school(range(29)))
    files["manifest.csv"] = manifest(users="bulk", orgs="delta")
    run = world.send(NAME, zipped(files))
    assert run.fields["counts"]["missing"] == {"student": 1}
