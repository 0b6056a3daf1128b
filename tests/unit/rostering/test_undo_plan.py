"""The way back of one member and of one guardian: expected documents are written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.rostering.guardian_back import GuardianTrace
from shared.rostering.model import Kind
from shared.rostering.plan import Current, Operation, Verb
from shared.rostering.plan_values import ABSENT
from shared.rostering.undo_plan import CHANGED_SINCE, Undone, undo_member

BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
RUN = datetime(2026, 11, 23, tzinfo=UTC)
LATER = RUN + timedelta(hours=5)
OLD = {"connection": "sis", "run": "r0"}
NEW = {"connection": "sis", "run": "r1"}
MEMBER = {"firstName": "Ann", "grade": "09", "kind": "student", "role": "STUDENT", "source": OLD}


def _undo(verb: Verb, after: dict[str, Any], was: dict[str, Any], **now: Any) -> Undone:
    operation = Operation(verb, Kind.STUDENT, "ann", "", "v1", {}, after, was=was)
    return undo_member(operation, was, Current({**MEMBER, **now}, "v2"), RUN)


def test_what_nobody_has_changed_goes_back_with_its_times() -> None:
    was = {"grade": "09", "source": OLD, "updateTime": BEFORE}
    undone = _undo(
        Verb.UPDATE, {"grade": "10", "source": NEW}, was, grade="10", source=NEW, updateTime=RUN
    )
    assert undone.kept is None
    assert undone.operation is not None
    assert undone.operation.version == "v2"
    assert undone.operation.after == was


def test_a_field_that_was_not_there_goes_away() -> None:
    undone = _undo(Verb.UPDATE, {"phone": "1"}, {"updateTime": BEFORE}, phone="1", updateTime=RUN)
    assert undone.operation is not None
    assert undone.operation.after == {"phone": ABSENT, "updateTime": BEFORE}


def test_a_field_changed_since_stays_and_is_listed_and_the_others_go_back() -> None:
    was = {"grade": "09", "firstName": "An", "source": OLD, "updateTime": BEFORE}
    after = {"grade": "10", "firstName": "Ann", "source": NEW}
    undone = _undo(
        Verb.UPDATE, after, was, grade="11", firstName="Ann", source=NEW, updateTime=LATER
    )
    assert undone.operation is not None
    assert undone.operation.after == {"firstName": "An", "source": OLD}
    assert undone.kept is not None
    assert undone.kept.hold == CHANGED_SINCE
    assert (undone.kept.before, undone.kept.after) == ({"grade": "11"}, {"grade": "09"})


def test_whoever_a_person_archived_for_good_is_not_half_brought_back() -> None:
    was = {"state": "ACTIVE", "archivedBy": None, "archiveTime": None, "updateTime": BEFORE}
    undone = _undo(
        Verb.ARCHIVE,
        {"state": "ARCHIVED", "archivedBy": "ROSTER"},
        was,
        state="ARCHIVED",
        archivedBy="PERSON",
        archiveTime=RUN,
        updateTime=LATER,
    )
    assert undone.operation is None
    assert undone.kept is not None
    assert set(undone.kept.before or {}) == {"state", "archivedBy", "archiveTime"}


def test_a_role_given_since_keeps_the_kind() -> None:
    was = {"kind": "student", "role": "STUDENT", "updateTime": BEFORE}
    after = {"kind": "teacher", "role": "TEACHER"}
    undone = _undo(Verb.UPDATE, after, was, kind="teacher", role="MANAGER", updateTime=LATER)
    assert undone.operation is None
    assert undone.kept is not None
    assert undone.kept.before == {"kind": "teacher", "role": "MANAGER"}


def test_what_is_back_already_is_neither_done_again_nor_listed() -> None:
    was = {"grade": "09", "source": OLD, "updateTime": BEFORE}
    undone = _undo(Verb.UPDATE, {"grade": "10", "source": NEW}, was, updateTime=BEFORE)
    assert undone == Undone()


def test_somebody_new_is_removed_only_as_the_run_wrote_them() -> None:
    after = {"firstName": "Ann", "guardianIds": ["g"]}
    add = Operation(Verb.ADD, Kind.STUDENT, "ann", "", None, None, after)
    wrote = {**after, "createTime": RUN, "updateTime": RUN}
    undone = undo_member(add, None, Current(wrote, "v2"), RUN)
    assert undone.operation is not None
    assert (undone.operation.verb, undone.operation.unlinked) == (Verb.REMOVE, ("g",))

    edited = {**wrote, "firstName": "Anna", "updateTime": LATER, "note": "x"}
    kept = undo_member(add, None, Current(edited, "v3"), RUN)
    assert kept.operation is None
    assert kept.links_stay
    assert kept.kept is not None
    assert kept.kept.before == {"firstName": "Anna", "note": "x"}
    assert undo_member(add, None, None, RUN) == Undone()


def test_whoever_is_gone_is_listed_and_not_made_again() -> None:
    operation = Operation(Verb.UPDATE, Kind.STUDENT, "ann", "", "v", {}, {"grade": "10"})
    undone = undo_member(operation, {"grade": "09", "updateTime": BEFORE}, None, RUN)
    assert undone.operation is None
    assert undone.kept is not None
    assert undone.kept.after == {"grade": "09"}


WAS = {
    "schemaVersion": 1,
    "guardianId": "g",
    "email": "g@example.org",
    "phone": "",
    "studentIds": ["a", "b"],
    "updateTime": BEFORE,
}


def _guardian(now: Any, *, was: Any = WAS, back: str = "abc", phone: str = "1") -> Any:
    wrote = {"email": "g@example.org", "phone": phone}
    return GuardianTrace("g", was, wrote, frozenset(back), RUN).undone(now, LATER)


def test_a_guardian_goes_back_whole_in_the_former_order() -> None:
    now = {**WAS, "phone": "1", "studentIds": ["b", "c"], "updateTime": RUN}
    assert _guardian(now) == (WAS, [])


def test_a_guardian_who_was_dropped_meanwhile_is_made_again() -> None:
    assert _guardian(None) == (WAS, [])


def test_a_guardian_of_the_run_alone_is_deleted_unless_others_name_them() -> None:
    now = {**WAS, "phone": "1", "studentIds": ["a"], "updateTime": RUN}
    assert _guardian(now, was=None) == (None, [])
    named = {**now, "studentIds": ["a", "z"]}
    left = {**named, "studentIds": ["z"], "updateTime": LATER}
    assert _guardian(named, was=None) == (left, [])
    assert _guardian(None, was=None) == (None, [])


def test_a_number_changed_since_stays_and_a_student_who_stays_keeps_the_link() -> None:
    now = {**WAS, "phone": "2", "studentIds": ["b", "c"], "updateTime": LATER}
    after = {**WAS, "phone": "2", "studentIds": ["a", "b", "c"], "updateTime": LATER}
    assert _guardian(now, back="ab") == (after, ["phone"])


def test_a_guardian_who_is_back_already_is_left_alone() -> None:
    assert _guardian(WAS) == (WAS, [])
