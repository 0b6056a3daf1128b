"""While a library is imported the collector rests, and it works again afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from shared.kernel.importing import collector_paused


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_the_collector_rests_meanwhile_and_works_afterwards() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_import_that_failed() -> None:
    with pytest.raises(ImportError), collector_paused():
        raise ImportError
    assert gc.isenabled()


def test_one_that_rested_before_rests_on() -> None:
    gc.disable()
    with collector_paused():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_what_was_made_meanwhile_is_never_looked_at_again() -> None:
    with collector_paused():
        kept = [[number] for number in range(1_000)]
    looked_at = {id(each) for each in gc.get_objects()}
    assert not looked_at.intersection(map(id, kept))
