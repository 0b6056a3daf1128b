"""The state of a school's classes, and its changes, survive being written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import digest_id
from shared.rostering.class_changes import (
    PART_BYTES,
    ClassChange,
    ClassKind,
    class_change_from,
    in_parts,
)
from shared.rostering.class_state import decode, encode
from shared.rostering.plan import Verb

KEYS = st.tuples(st.sampled_from(ClassKind), st.text(max_size=5).map(digest_id))
HASHES = st.dictionaries(KEYS, st.binary(min_size=12, max_size=12), max_size=20)


@given(HASHES)
def test_a_state_comes_back(hashes: dict[tuple[ClassKind, str], bytes]) -> None:
    assert decode(encode(hashes)) == hashes
    assert encode(dict(reversed(hashes.items()))) == encode(hashes)


@given(HASHES, st.integers(1, 22))
def test_half_a_state_is_none(hashes: dict[tuple[ClassKind, str], bytes], cut: int) -> None:
    with pytest.raises(ValueError, match="state of classes"):
        decode(encode(hashes)[:-cut])


def _change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> ClassChange:
    return ClassChange(ClassKind.SECTION, "s1", before, after)


def test_a_change_says_who_comes_and_who_leaves() -> None:
    was = {
        "memberIds": ["a", "b"],
        "teacherIds": ["t"],
        "createTime": datetime(2026, 9, 1, tzinfo=UTC),
    }
    now = {"memberIds": ["b", "c"], "teacherIds": ["u"]}
    change = _change(was, now)
    assert (change.verb, change.came, change.left) == (Verb.UPDATE, ["c", "u"], ["a", "t"])
    assert _change(None, now).verb is Verb.ADD
    assert (_change(was, None).verb, _change(was, None).left) == (Verb.REMOVE, ["a", "b", "t"])


@given(st.lists(st.binary(max_size=2_000), max_size=300), st.integers(1, 50))
def test_parts_hold_all_lines_and_none_too_many(lines: list[bytes], most: int) -> None:
    parts = list(in_parts(lines, most))
    assert b"".join(parts) == b"".join(lines)
    assert len(parts) >= -(-len(lines) // most)
    assert all(len(part) <= PART_BYTES for part in parts)


def test_a_line_that_is_too_long_is_a_part_of_its_own() -> None:
    long = b"x" * (PART_BYTES + 1)
    assert list(in_parts([b"a", long, b"b"], 400)) == [b"a", long, b"b"]


def test_a_change_comes_back_from_its_line() -> None:
    time = datetime(2026, 9, 1, tzinfo=UTC)
    change = ClassChange(ClassKind.TERM, "t1", {"createTime": time}, {"displayName": "Fall"}, "X")
    fields = change.fields()
    fields["before"] = {"createTime": {"$time": time.isoformat()}}
    assert class_change_from(fields) == change
