from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.plan_file import KindState
from shared.rostering.snapshot import Snapshot, decode

people = st.binary(min_size=10, max_size=10)
digests = st.binary(min_size=12, max_size=12)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    applied = draw(st.dictionaries(people, digests, max_size=30))
    absent = draw(st.lists(st.sampled_from(sorted(applied)), unique=True)) if applied else []
    return Snapshot(applied, {person: draw(st.integers(0, 65535)) for person in absent})


@given(snapshots())
def test_what_is_written_is_read_again(snapshot: Snapshot) -> None:
    assert decode(snapshot.encode()) == snapshot


@given(snapshots(), st.data())
def test_a_snapshot_cut_anywhere_is_refused(snapshot: Snapshot, data: st.DataObject) -> None:
    whole = snapshot.encode()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError, match="roster snapshot"):
        decode(whole[:cut])


def test_bytes_a_person_stay_below_32() -> None:
    many = {number.to_bytes(10): number.to_bytes(12) for number in range(3_000)}
    assert len(Snapshot(many).encode()) / len(many) <= 32


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
    assert snapshot.applied == before
