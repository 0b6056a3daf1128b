from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.gateway.refusal import Refusal
from infra.gateway.reorder import MAX_PIECES, WINDOW_BYTES, ReorderWindow


@given(st.binary(max_size=400), st.lists(st.integers(1, 60), max_size=40), st.randoms())
def test_any_order_of_pieces_gives_the_file(
    data: bytes, lengths: list[int], order: random.Random
) -> None:
    pieces, start = [], 0
    for length in [*lengths, len(data)]:
        pieces.append((start, data[start : start + length]))
        start += length
    order.shuffle(pieces)
    window = ReorderWindow()
    got = b"".join(part for start, piece in pieces for part in window.accept(start, piece))
    assert got == data
    assert window.end == len(data)
    assert not window.has_hole


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=12))
def test_each_byte_is_taken_once_or_refused(writes: list[tuple[int, int]]) -> None:
    window, covered, out = ReorderWindow(), set[int](), 0
    for start, length in writes:
        wanted = set(range(start, start + length))
        if wanted & covered:
            with pytest.raises(Refusal) as refused:
                window.accept(start, bytes(length))
            assert refused.value.reason == "REWRITTEN"
            continue
        out += sum(len(part) for part in window.accept(start, bytes(length)))
        covered |= wanted
    first_missing = next(place for place in range(100) if place not in covered)
    assert window.end == out == first_missing
    assert window.has_hole == any(place > first_missing for place in covered)


def test_the_window_is_eight_mebibytes() -> None:
    assert WINDOW_BYTES == 8 * 1024 * 1024
    window = ReorderWindow()
    assert window.accept(WINDOW_BYTES - 1, b"x") == []
    with pytest.raises(Refusal) as refused:
        window.accept(WINDOW_BYTES, b"x")
    assert refused.value.reason == "OUT_OF_ORDER"
    # In order, a piece of any length goes through.
    assert len(ReorderWindow().accept(0, bytes(WINDOW_BYTES + 1))) == 1


def test_small_pieces_are_bounded_in_number() -> None:
    window = ReorderWindow()
    for number in range(MAX_PIECES):
        window.accept(2 + 2 * number, b"x")
    with pytest.raises(Refusal) as refused:
        window.accept(2 + 2 * MAX_PIECES, b"x")
    assert refused.value.reason == "OUT_OF_ORDER"
    assert len(window.accept(0, b"ab")) == 2
