"""People who leave: missing first, archived by the night, and never by mistake."""

from __future__ import annotations

from typing import Any

from shared.cloud.firestore import Documents
from shared.kernel.ids import ConnectionId
from shared.people.model import member_path
from shared.rostering.approval_draft import held_operations
from shared.rostering.connections import Switches
from shared.rostering.limits import Limits
from shared.rostering.plan_file import operation_fields
from shared.rostering.runs import Approval, Outcome
from tests.support.rosters import employees, file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
STAFF = "Lincoln_staff.csv"
EVERYBODY_CHANGES = Limits(update_share=1.0)


def test_a_leaver_is_archived_by_the_night_not_by_the_file(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    run = world.send(STUDENTS, students(range(38)))
    assert world.archived() == []
    assert run.fields["counts"]["missing"] == {"student": 2}
    world.archive_phase()
    assert world.archived() == ["1038", "1039"]
    gone = world.members()["1039"]
    assert (gone["archivedBy"], gone["firstName"]) == ("ROSTER", "First39")


def test_a_leaver_followed_by_identical_files_is_still_archived(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    for _ in range(3):
        world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert world.archived() == ["1039"]


def test_nobody_is_archived_while_the_switch_is_off_and_all_when_it_is_on(world: World) -> None:
    world.set_up(switches=Switches(add=True, update=True))
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert world.archived() == []
    world.set_up()
    world.archive_phase()
    assert world.archived() == ["1039"]


def test_patience_waits_so_many_nights(world: World) -> None:
    world.set_up(archive_after_nights=3)
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    for _ in range(2):
        world.archive_phase()
        assert world.archived() == []
    world.archive_phase()
    assert world.archived() == ["1039"]


def test_somebody_back_in_the_next_file_is_not_archived(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(39)))
    world.send(STUDENTS, students(range(40)))
    world.archive_phase()
    assert world.archived() == []


def test_an_archived_person_comes_back_with_the_same_document(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    born = world.members()["1039"]["createTime"]
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    world.send(STUDENTS, students(range(40)))
    back = world.members()["1039"]
    assert (back["state"], back["createTime"]) == ("ACTIVE", born)


def test_a_teachers_file_archives_no_staff(world: World) -> None:
    world.send(STAFF, employees(range(20, 30)))
    world.send(TEACHERS, employees(range(20)))
    world.send(TEACHERS, employees(range(19)))
    world.archive_phase()
    assert world.archived() == ["E19"]


def test_a_teacher_who_becomes_staff_is_not_archived(world: World) -> None:
    world.send(TEACHERS, employees(range(20)))
    world.send(STAFF, employees(range(30, 40)))
    world.send(TEACHERS, employees(range(19)))
    world.send(STAFF, employees([19, *range(30, 40)]))
    world.archive_phase()
    assert world.archived() == []


def test_somebody_in_two_files_follows_the_second_once_the_first_lets_go(world: World) -> None:
    both = employees([19, *range(30, 40)])
    world.send(TEACHERS, employees(range(20)))
    for _ in range(2):
        world.send(STAFF, both)
        assert world.members()["E19"]["kind"] == "teacher"
    world.send(TEACHERS, employees(range(19)))
    world.archive_phase()
    assert world.archived() == []
    world.send(STAFF, both)
    assert (world.members()["E19"]["kind"], world.members()["E19"]["role"]) == ("staff", "STAFF")
    assert world.send(STAFF, both).outcome is Outcome.UNCHANGED


def test_a_file_without_the_plural_in_its_name_archives_nobody(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.send("Lincoln_student_export.csv", students(range(30)))
    world.archive_phase()
    assert world.archived() == []


def test_a_rejected_row_still_counts_as_seen(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    run = world.send(STUDENTS, students(range(59), student(59, grade="no such grade")))
    assert run.fields["problemCounts"]["GRADE_UNKNOWN"] == 1
    world.archive_phase()
    assert world.archived() == []


def test_a_third_of_a_school_missing_is_held_and_newcomers_are_added(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    run = world.send(STUDENTS, students([*range(40), 70, 71]))
    assert run.outcome is Outcome.HELD
    assert [hold["code"] for hold in run.fields["holds"]] == ["ARCHIVE_SHARE"]
    assert {"1070", "1071"} <= world.members().keys()
    world.archive_phase()
    assert world.archived() == []
    assert any("ARCHIVE_SHARE" in mail.letter.text for mail in world.mail.mails)


def test_held_archives_can_be_approved(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    world.send(STUDENTS, students(range(40)))
    world.archive_phase()
    (held,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert held["approval"] == Approval.PENDING
    world.approve(world.run(held["run"]))
    world.drain()
    assert len(world.archived()) == 20


def test_a_file_of_half_the_school_is_refused(world: World) -> None:
    world.send(STUDENTS, students(range(60)))
    run = world.send(STUDENTS, students(range(29)))
    assert (run.outcome, run.fields["holds"][0]["code"]) == (Outcome.REJECTED, "SHRINK")
    header_only = world.send(STUDENTS, students([]))
    assert header_only.outcome is Outcome.REJECTED
    world.archive_phase()
    assert world.archived() == []


def test_many_bad_rows_refuse_the_file_and_some_hold_archives(world: World) -> None:
    world.send(STUDENTS, students(range(100)))
    bad = [student(n, grade="no such grade") for n in range(90, 95)]
    held = world.send(STUDENTS, students(range(90), *bad))
    assert held.outcome is Outcome.HELD
    assert held.fields["holds"][0]["code"] == "REJECT_SHARE"
    world.archive_phase()
    assert world.archived() == []
    bad = [student(n, grade="no such grade") for n in range(70, 100)]
    refused = world.send(STUDENTS, students([*range(70), 200], *bad))
    assert refused.outcome is Outcome.REJECTED
    assert "1200" not in world.members()


def test_a_transfer_is_a_move_and_never_an_archive(world: World) -> None:
    other = world.neighbor()
    other.set_up()
    world.send(STUDENTS, students(range(40)))
    other.send(STUDENTS, students(range(100, 140)))
    world.send(STUDENTS, students(range(38)))
    other.send(STUDENTS, students([39, *range(100, 140)]))
    world.archive_phase()
    (run,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert run["counts"]["moved"] == {"student": 1}
    assert run["counts"]["archived"] == {"student": 1}
    assert other.members()["1039"]["state"] == "ACTIVE"
    assert world.members()["1039"]["personId"] == other.members()["1039"]["personId"]


def test_by_hand_archives_and_edits_are_respected(world: World) -> None:
    world.set_up(limits=EVERYBODY_CHANGES)
    world.send(STUDENTS, students(range(10)))
    members = world.members()
    _change(world.documents, member_path(world.school, members["1001"]["personId"]), {
        "state": "ARCHIVED", "archivedBy": "PERSON",
    })  # fmt: skip
    _change(world.documents, member_path(world.school, members["1002"]["personId"]), {
        "firstName": "By hand", "editedFields": ["firstName"],
    })  # fmt: skip
    changed = [student(n, grade="11", first="From file") for n in range(10)]
    world.send(STUDENTS, students([], *changed))
    after = world.members()
    assert after["1001"]["state"] == "ARCHIVED"
    assert after["1001"]["grade"] == "09"
    assert (after["1002"]["firstName"], after["1002"]["grade"]) == ("By hand", "11")
    assert after["1003"]["firstName"] == "From file"


def test_somebody_changed_while_the_plan_was_applied_is_left_and_stays_outstanding(
    world: World,
) -> None:
    world.set_up(limits=EVERYBODY_CHANGES)
    world.send(STUDENTS, students(range(10)))
    path = member_path(world.school, world.members()["1004"]["personId"])
    arrival = world.put_file(STUDENTS, students([], *(student(n, grade="10") for n in range(10))))
    world.rostering.starter.file_landed(arrival)
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    world.do(url, payload)
    del world.tasks.waiting[name]
    _change(world.documents, path, {"grade": "12", "editedFields": ["grade"]})
    world.drain()
    after = world.members()
    assert after["1004"]["grade"] == "12"
    assert after["1005"]["grade"] == "10"
    pointer = world.documents.get(f"schools/{world.school}/rosterSnapshots/sis-student")
    assert pointer is not None
    assert pointer.fields["outstanding"] == 1
    counts = world.run_of(arrival).fields["counts"]
    assert (counts["updated"], counts["skipped"]) == ({"student": 9}, {"student": 1})


def test_managers_wait_for_a_persons_word_one_by_one(world: World) -> None:
    world.send("Lincoln_admins.csv", employees(range(3)))
    assert len(world.members()) == 3
    run = world.send("Lincoln_admins.csv", employees(range(8)))
    assert (run.outcome, run.fields["holds"][0]["code"]) == (Outcome.HELD, "PRIVILEGE")
    assert len(world.members()) == 3
    held = world.rostering.store.run(world.school, run.run)
    assert held is not None
    assert held.manifest is not None
    wanted = next(op for op in _held(world, run.run) if op["after"]["sisId"] == "E4")
    world.rostering.approver.approve(
        world.school, run.run, held.manifest.hash, "person:1", frozenset({wanted["person"]})
    )
    world.drain()
    assert sorted(world.members()) == ["E0", "E1", "E2", "E4"]
    assert world.run(run.run).approval is Approval.PENDING


def test_a_role_column_makes_nobody_a_manager_without_a_persons_word(world: World) -> None:
    header = "ID Number,First Name,Last Name,Email,Role"
    teacher = "E1,Ada,Adult,a1@example.org,"
    world.send("Lincoln_people.csv", file_of(header, [teacher + "Teacher"]))
    run = world.send("Lincoln_people.csv", file_of(header, [teacher + "Manager"]))
    assert run.fields["holds"][0]["code"] == "PRIVILEGE"
    assert world.members()["E1"]["role"] == "TEACHER"


def _held(world: World, run_id: str) -> list[dict[str, Any]]:
    return [operation_fields(o) for o in held_operations(world.run(run_id), world.files)]


def _change(documents: Documents, path: str, fields: dict[str, object]) -> None:
    commit = documents.commit()
    commit.update(path, fields)
    commit.run()


def test_another_connection_of_the_school_is_not_touched(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    first = world.connection
    world.connection = ConnectionId("other")
    world.set_up()
    world.send(STUDENTS, students(range(100, 130)))
    world.send(STUDENTS, students(range(100, 129)))
    world.connection = first
    world.archive_phase()
    assert world.archived() == ["1129"]
