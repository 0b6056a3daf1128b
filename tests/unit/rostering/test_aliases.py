from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import digest_id, id_to_bytes
from shared.rostering.aliases import AskedFor, decode, encode, fits, object_name
from shared.rostering.model import Kind
from shared.rostering.remaps import ADOPTED, Remaps, remaps_from
from shared.rostering.snapshot import Snapshot

_ids = st.binary(min_size=10, max_size=10)


@given(st.dictionaries(_ids, _ids))
def test_what_is_written_is_read_and_equal_aliases_have_one_name(known: dict[bytes, bytes]) -> None:
    data = encode(known)
    assert decode(data) == known
    again = encode(dict(reversed(known.items())))
    assert object_name(again) == object_name(data)


@pytest.mark.parametrize("data", [b"", b"CRS1", b"CRA1" + bytes(19)])
def test_half_an_object_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="aliases"):
        decode(data)


def test_a_decision_is_not_changed_by_another() -> None:
    a, b, c = (id_to_bytes(digest_id("s", "students", letter)) for letter in "abc")
    known = {a: b}
    assert fits(known, a, b)
    assert not fits(known, a, c)
    assert fits(known, c, b)


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    loaded = []
    known = AskedFor(lambda: (loaded.append(1), {b"a": b"b"})[1])  # type: ignore[func-returns-value]
    assert loaded == []
    assert known.get(b"a") == b"b"
    assert (len(known), list(known), loaded) == (1, [b"a"], [1])


def test_what_a_plan_says_of_who_is_who_comes_back_and_those_who_were_left_out_do_not() -> None:
    one, two, three = (bytes([n]) * 10 for n in (1, 2, 3))
    said = Remaps({one: two, two: three}, {Kind.STUDENT: {three}}, {Kind.STAFF: {one}})
    assert remaps_from(said.fields()) == said
    assert said.without(frozenset({two})) == {two: three}
    assert not remaps_from(None)


def test_adopting_leaves_those_whose_row_is_known() -> None:
    one, two = b"1" * 10, b"2" * 10
    said = Remaps(adopted={Kind.STUDENT: {one, two}})
    after = said.adopt(Kind.STUDENT, Snapshot({one: b"r" * 12}))
    assert after.applied == {one: b"r" * 12, two: ADOPTED}
    assert said.adopt(Kind.STAFF, Snapshot()) == Snapshot()
