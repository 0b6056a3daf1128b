"""F17, whole: it takes a quarter of a minute."""

from __future__ import annotations

from tests.figures import f17


def test_odd_servers_are_read_right_and_each_handling_is_needed() -> None:
    found = f17.survey()
    assert found.wrong == []
    assert found.unseen == []
    assert found.quirks >= f17.FEWEST
    assert found.connects == 0
    assert f17.line(found).startswith("F17 met: ")
