"""F19, a smaller run: one session ended in each way; nobody waits here for how long it took."""

from __future__ import annotations

from tests.figures import f19
from tests.support.console import Console


def test_who_is_out_is_out_everywhere(console: Console) -> None:
    ways = dict.fromkeys(f19.WAYS, 1)
    found = f19.survey(console, ways)
    assert [one.faults for one in found] == [()] * len(ways)
    assert [one.by for one in found] == list(ways)
