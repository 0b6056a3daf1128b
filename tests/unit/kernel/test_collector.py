"""The collector rests where it is told to, and it works again afterwards."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from shared.kernel.collector import collector_paused, importing

Resting = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.parametrize("resting", [collector_paused, importing])
def test_the_collector_rests_meanwhile_and_works_afterwards(resting: Resting) -> None:
    with resting():
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize("resting", [collector_paused, importing])
def test_it_works_again_after_a_failure(resting: Resting) -> None:
    with pytest.raises(ImportError), resting():
        raise ImportError
    assert gc.isenabled()


@pytest.mark.parametrize("resting", [collector_paused, importing])
def test_one_that_rested_before_rests_on(resting: Resting) -> None:
    gc.disable()
    with resting():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_what_an_import_made_is_never_looked_at_again() -> None:
    with importing():
        kept = [[number] for number in range(1_000)]
    looked_at = {id(each) for each in gc.get_objects()}
    assert not looked_at.intersection(map(id, kept))
