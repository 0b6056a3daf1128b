from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.kind_state import KindState, read_states
from shared.rostering.model import Kind
from shared.rostering.plan_file import PlanWriter
from shared.rostering.snapshot import Snapshot, decode

people = st.binary(min_size=10, max_size=10)
digests = st.binary(min_size=12, max_size=12)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    applied = draw(st.dictionaries(people, digests, max_size=30))
    absent = draw(st.lists(st.sampled_from(sorted(applied)), unique=True)) if applied else []
    missing = {person: draw(st.integers(0, 65535)) for person in absent}
    if not applied or draw(st.booleans()):
        return Snapshot(applied, missing)
    marks = st.dictionaries(st.sampled_from(sorted(applied)), st.integers(1, 65535))
    return Snapshot(applied, missing, draw(marks))


@given(snapshots())
def test_what_is_written_is_read_again(snapshot: Snapshot) -> None:
    assert decode(snapshot.encode()) == snapshot


@given(snapshots(), st.data())
def test_a_snapshot_cut_anywhere_is_refused(snapshot: Snapshot, data: st.DataObject) -> None:
    whole = snapshot.encode()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError, match="roster snapshot"):
        decode(whole[:cut])


@pytest.mark.parametrize("marked", [False, True])
def test_bytes_a_person_stay_below_32(marked: bool) -> None:  # noqa: FBT001
    many = {number.to_bytes(10): number.to_bytes(12) for number in range(3_000)}
    marks = dict.fromkeys(many, 3) if marked else {}
    assert len(Snapshot(many, marks=marks).encode()) / len(many) <= 32


def test_what_was_written_before_there_were_sets_is_read_and_written_the_same() -> None:
    person, digest = b"0123456789", b"abcdefghijkl"
    old = b"CRS1\0\0\0\1" + person + digest + b"\0\0\0\1" + person + b"\0\2"
    assert decode(old) == Snapshot({person: digest}, {person: 2})
    assert decode(old).encode() == old
    marked = b"CRS2\0\0\0\1" + person + digest + b"\x80\1" + b"\0\0\0\0"
    assert decode(marked) == Snapshot({person: digest}, {}, {person: 0x8001})
    assert decode(marked).encode() == marked


@given(snapshots(), st.dictionaries(people, digests, max_size=10), st.data())
def test_people_whose_change_did_not_happen_stay_as_they_were(
    snapshot: Snapshot, recorded: dict[bytes, bytes], data: st.DataObject
) -> None:
    known = sorted(snapshot.applied)
    removed = set(data.draw(st.lists(st.sampled_from(known)))) if known else set()
    changing = sorted(recorded.keys() | removed)
    skipped = frozenset(data.draw(st.lists(st.sampled_from(changing)))) if changing else frozenset()
    before = dict(snapshot.applied)

    after = KindState(recorded, removed).advance(snapshot, skipped)

    for person in skipped:
        assert after.applied.get(person) == before.get(person)
    for person in removed - skipped:
        assert person not in after.applied
    for person in recorded.keys() - skipped - removed:
        assert after.applied[person] == recorded[person]
    assert after.missing.keys() <= after.applied.keys()
    assert after.marks.keys() <= after.applied.keys()
    assert snapshot.applied == before


def test_marks_are_kept_until_a_run_says_otherwise() -> None:
    one, two = b"0123456789", b"9876543210"
    snapshot = Snapshot({one: b"abcdefghijkl", two: b"abcdefghijkl"}, {}, {one: 1, two: 2})
    kept = KindState(removed={two}).advance(snapshot, frozenset())
    assert kept.marks == {one: 1}
    assert KindState(marks={two: 4}).advance(snapshot, frozenset()).marks == {two: 4}
    assert KindState(marks={}).advance(snapshot, frozenset()).marks == {}


@given(st.none() | st.dictionaries(people, st.integers(1, 65535), max_size=10))
def test_a_plan_carries_the_marks_to_the_end_of_its_run(marks: dict[bytes, int] | None) -> None:
    target = io.BytesIO()
    writer = PlanWriter(target, 400)
    writer.state_of(Kind.STUDENT).marks = marks
    assert writer.is_empty is (marks is None)
    part = writer.finish("plan").state
    assert read_states(target.getvalue()[part.start : part.end])[Kind.STUDENT].marks == marks
