"""One console for all of these tests, with a roster file that came, was approved and was undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.console import Console, open_console, walk_by_keyboard


@pytest.fixture(scope="package")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The console of a stack of its own."""
    with open_console(tmp_path_factory.mktemp("console")) as opened:
        yield opened


@pytest.fixture(scope="package")
def by_keyboard(console: Console) -> dict[str, Any]:
    """What ten tasks by keyboard alone came to."""
    return walk_by_keyboard(console)
