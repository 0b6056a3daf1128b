"""Undo: who may be undone, what stays, and what follows from it for files that come later."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest

from shared.kernel.errors import Conflict
from shared.people.model import member_path
from shared.rostering.feeds import StopReason
from shared.rostering.runs import Approval, Outcome, Run, RunState, Trigger
from tests.support.gate_steps import undone
from tests.support.rosters import STAFF_HEADER, file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"


def _refusal(world: World, run: str) -> str:
    with pytest.raises(Conflict) as refused:
        world.rostering.undoer.undo(world.school, run, "person:1")
    return refused.value.reason


def _by_hand(world: World, sis_id: str, **fields: object) -> None:
    world.pass_time(minutes=1)
    commit = world.documents.commit()
    path = member_path(world.school, world.members()[sis_id]["personId"])
    commit.update(path, {**fields, "updateTime": world.now})
    commit.run()


def _rows(world: World, run: Run) -> list[dict[str, str]]:
    text = b"".join(world.rostering.exporter.as_csv(world.school, run.run)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _wrong_file(world: World) -> Run:
    """Five students, then a file that changes 1001, loses 1004 and adds 1009."""
    world.send(STUDENTS, students(range(5)))
    world.pass_time(minutes=5)
    return world.send(STUDENTS, students([0, 2, 3, 9], student(1, grade="10", first="Else")))


def test_an_undo_puts_back_takes_away_and_stops_the_feed(world: World) -> None:
    run = _wrong_file(world)
    undo = undone(world, run)
    members = world.members()
    assert sorted(members) == ["1000", "1001", "1002", "1003", "1004"]
    assert (members["1001"]["grade"], members["1001"]["firstName"]) == ("09", "First1")
    assert {g["email"] for g in world.guardians()} == {f"p{n}@example.org" for n in range(5)}
    counts = undo.fields["counts"]
    assert (counts["putBack"], counts["removed"]) == ({"student": 1}, {"student": 1})
    assert counts["kept"] == 0
    assert (undo.trigger, undo.outcome) == (Trigger.UNDO, Outcome.APPLIED)
    assert world.run(run.run).fields["undoneBy"] == undo.run
    feed = world.rostering.store.feed(world.school, world.connection)
    assert (feed.stopped, feed.stopped_run) == (StopReason.UNDONE, undo.run)


def test_the_mail_says_how_many_and_nobodys_name(world: World) -> None:
    run = _wrong_file(world)
    _by_hand(world, "1001", grade="11", editedFields=["grade"])
    undone(world, run)
    mail = world.mail.mails[-1].letter
    assert "undone" in mail.subject
    assert "1 record was changed after the run" in mail.text
    for text in (mail.subject, mail.text, mail.html):
        assert not any(name in text for name in ("First", "Last", "Else", "example.org/", "1001"))


def test_what_a_person_has_changed_stays_and_is_listed(world: World) -> None:
    run = _wrong_file(world)
    _by_hand(world, "1001", grade="11", editedFields=["grade"])
    _by_hand(world, "1009", firstName="Kept", editedFields=["firstName"])
    undo = undone(world, run)
    members = world.members()
    assert (members["1001"]["grade"], members["1001"]["firstName"]) == ("11", "First1")
    assert members["1009"]["firstName"] == "Kept"
    links = {s for g in world.guardians() for s in g["studentIds"]}
    assert members["1009"]["personId"] in links
    assert undo.fields["counts"]["kept"] == 2
    listed = {
        (row["sisId"], row["field"], row["before"], row["after"])
        for row in _rows(world, undo)
        if row["hold"] == "CHANGED_SINCE" and row["field"] != "editedFields"
    }
    assert listed == {("1001", "grade", "11", "09"), ("1009", "firstName", "Kept", "")}
    assert undo.approval is Approval.NONE


def test_the_same_file_does_it_again_once_the_feed_goes_on(world: World) -> None:
    run = _wrong_file(world)
    again = students([0, 2, 3, 9], student(1, grade="10", first="Else"))
    undone(world, run)
    paused = world.send(STUDENTS, again)
    assert paused.outcome is Outcome.PAUSED
    assert world.members()["1001"]["grade"] == "09"
    world.rostering.keeper.resume(world.school, world.connection, "person:2")
    world.drain()
    assert world.members()["1001"]["grade"] == "10"
    assert "1009" in world.members()


def test_after_a_later_run_only_what_is_still_as_written_goes_back(world: World) -> None:
    run = _wrong_file(world)
    # The next file changes the grade of 1001 again and keeps the name, and changes 1009.
    text = students(
        [0, 2, 3], student(1, grade="12", first="Else"), student(9, grade="12"), student(20)
    )
    world.pass_time(minutes=5)
    world.send(STUDENTS, text)
    undone(world, run)
    members = world.members()
    assert (members["1001"]["grade"], members["1001"]["firstName"]) == ("12", "First1")
    assert (members["1009"]["grade"], "1020" in members) == ("12", True)
    world.rostering.keeper.resume(world.school, world.connection, "person:2")
    world.drain()
    # The same bytes again: 1001 is looked at anew, and nobody else is changed.
    again = world.send(STUDENTS, text)
    assert again.fields["counts"]["updated"] == {"student": 1}
    assert world.members()["1001"]["firstName"] == "Else"


def test_whoever_a_night_archived_is_missing_again_and_comes_through_later_files(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(12)))
    world.send(STUDENTS, students(range(11)))
    world.archive_phase()
    (night,) = [r for r in world.runs() if r["trigger"] == "ARCHIVE_PHASE"]
    world.send(STUDENTS, students([*range(11), 30]))
    undo = undone(world, world.run(night["run"]))
    assert undo.fields["counts"]["putBack"] == {"student": 1}
    assert world.archived() == []
    pointers = dict(world.rostering.store.all_pointers(world.school))
    pointer = pointers[world.connection]
    assert (pointer.people, pointer.missing) == (13, 1)


def test_who_cannot_be_undone(world: World) -> None:
    first = world.send(STUDENTS, students(range(5)))
    same = world.send(STUDENTS, students(range(5)))
    assert _refusal(world, "nobody") == "NOT_UNDOABLE"
    assert _refusal(world, same.run) == "NOT_UNDOABLE"
    world.pass_time(days=30, seconds=1)
    assert _refusal(world, first.run) == "TOO_OLD"
    world.now -= timedelta(seconds=2)
    undo = undone(world, first, minutes=0)
    assert _refusal(world, first.run) == "ALREADY_UNDONE"
    assert _refusal(world, undo.run) == "NOT_UNDOABLE"


def test_a_second_click_is_the_same_undo(world: World) -> None:
    run = _wrong_file(world)
    undoer = world.rostering.undoer
    ids = {undoer.undo(world.school, run.run, f"person:{n}") for n in range(3)}
    assert len(ids) == 1
    world.drain()
    (entry,) = [
        found.fields
        for found in world.documents.all("audit")
        if found.fields["verb"] == "rosterRuns:undo"
    ]
    assert entry["actor"] == "person:0"
    assert entry["subjects"] == [{"run": run.run}]


def test_an_undo_waits_for_the_schools_turn_and_needs_no_switch(world: World) -> None:
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    run = _wrong_file(world)
    arrival = world.put_file(STUDENTS, students(range(6)))
    world.rostering.starter.file_landed(arrival)
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    world.do(url, payload)
    del world.tasks.waiting[name]
    at_work = world.run_of(arrival)
    assert at_work.state is RunState.APPLYING
    undo = world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.do("roster_import", {"school": world.school, "run": undo})
    assert world.run(undo).state is RunState.RECEIVED
    world.drain()
    assert world.run(at_work.run).state is RunState.CLOSED
    assert world.run(undo).state is RunState.CLOSED
    assert world.rostering.store.lock_holder(world.school) is None


def test_undoing_the_first_approval_makes_the_next_file_a_dry_run(world: World) -> None:
    world.set_up(verified=False)
    dry_run = world.send(STUDENTS, students(range(4)))
    approval = world.approve(dry_run)
    world.drain()
    assert len(world.members()) == 4
    undone(world, world.run(approval))
    assert world.members() == {}
    assert world.guardians() == []
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    assert connection.verified_time is None
    assert world.run(dry_run.run).approval is Approval.SUPERSEDED


def test_what_an_undone_run_holds_back_no_longer_waits(world: World) -> None:
    header = f"{STAFF_HEADER},Role"
    line = "E{0},Ada{0},Adult{0},a{0}@example.org,{1}".format
    world.send("Lincoln_staff.csv", file_of(header, [line(n, "Teacher") for n in range(4)]))
    world.pass_time(minutes=1)
    roles = {0: "Manager", 1: "Teacher", 2: "Teacher", 3: "Teacher", 9: "Teacher"}
    text = file_of(header, [line(n, role) for n, role in roles.items()])
    held = world.send("Lincoln_staff.csv", text)
    assert (held.approval, "E9" in world.members()) == (Approval.PENDING, True)
    undone(world, held)
    assert world.run(held.run).approval is Approval.SUPERSEDED
    assert "E9" not in world.members()


def test_whoever_was_left_out_of_the_run_is_left_out_of_its_undo(world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    world.pass_time(minutes=5)
    before = world.members()
    arrival = world.put_file(
        STUDENTS, students([2, 3, 4], student(0, grade="10"), student(1, grade="10"))
    )
    world.rostering.starter.file_landed(arrival)
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    world.do(url, payload)
    del world.tasks.waiting[name]
    # 1000 no longer fits; 1001 still does, and a person has changed something else about them.
    _by_hand(world, "1000", grade="12")
    _by_hand(world, "1001", phone="+13035550199")
    edited = world.now
    world.drain()
    run = world.run_of(arrival)
    assert run.skipped == 1
    undo = undone(world, run)
    members = world.members()
    assert members["1000"]["grade"] == "12"
    assert members["1001"] == {**before["1001"], "phone": "+13035550199", "updateTime": edited}
    assert undo.fields["counts"]["kept"] == 0
    states = {(row["sisId"], row["state"]) for row in _rows(world, run) if row["field"] == "grade"}
    assert states == {("1000", "SKIPPED"), ("1001", "APPLIED")}


def test_whoever_changes_between_the_plan_of_the_undo_and_its_end_stays(world: World) -> None:
    run = _wrong_file(world)
    undo = world.rostering.undoer.undo(world.school, run.run, "person:1")
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    world.do(url, payload)
    del world.tasks.waiting[name]
    _by_hand(world, "1001", phone="+13035550199")
    world.drain()
    assert world.members()["1001"]["grade"] == "10"
    assert world.run(undo).fields["counts"]["kept"] == 1
    assert "1009" not in world.members()


def test_an_undo_whose_plan_is_gone_says_so_and_stops_the_feed(world: World) -> None:
    run = _wrong_file(world)
    assert run.manifest is not None
    before = world.members()
    world.files._work.delete(run.manifest.object)
    undo = undone(world, run)
    assert undo.outcome is Outcome.FAILED
    assert undo.fields["problemCounts"] == {"OBJECT_GONE": 1}
    assert world.members() == before
    feed = world.rostering.store.feed(world.school, world.connection)
    assert feed.stopped is StopReason.UNDONE
    again = world.rostering.undoer.undo(world.school, run.run, "person:1")
    assert again != undo.run


def test_the_plan_of_a_dry_run_and_of_an_undo_are_documents(world: World) -> None:
    world.set_up(verified=False)
    dry_run = world.send(STUDENTS, students([0], student(1, first="=1+1")))
    exporter = world.rostering.exporter
    found = json.loads(b"".join(exporter.as_json(world.school, dry_run.run)))
    assert [(each["verb"], each["state"], each["hold"]) for each in found] == [
        ("ADD", "HELD", "DRY_RUN")
    ] * 2
    assert {each["line"] for each in found} == {2, 3}
    names = {row["after"] for row in _rows(world, dry_run) if row["field"] == "firstName"}
    assert names == {"First0", "'=1+1"}
    contacts = [row["after"] for row in _rows(world, dry_run) if row["field"] == "guardianIds"]
    assert contacts == ["p0@example.org", "p1@example.org"]


def test_a_plan_that_was_changed_is_not_shown(world: World) -> None:
    run = _wrong_file(world)
    assert run.manifest is not None
    data = world.files._work.read(run.manifest.object)
    world.files._work.write(run.manifest.object, data.replace(b"Else", b"Evil"), "text/plain")
    with pytest.raises(ValueError, match="not those that were hashed"):
        b"".join(world.rostering.exporter.as_json(world.school, run.run))
    with pytest.raises(Conflict):
        b"".join(world.rostering.exporter.as_json(world.school, "nobody"))
