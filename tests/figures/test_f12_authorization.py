"""F12 whole, but for the documents, which tests/emulator/rules asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import document_cells
from tests.support.authz_cells import cells, faults, wrong_cells
from tests.support.authz_flips import flips, seen_at_the_doors, seen_in_the_reaches
from tests.support.emulators import EmulatorEnv
from tests.support.two_schools import District, two_schools


@pytest.fixture(scope="module")
def district(emulator_env: EmulatorEnv) -> Iterator[District]:
    assert emulator_env.project
    with two_schools() as made:
        yield made


def test_every_operation_and_every_collection_is_written_down(district: District) -> None:
    assert faults() == []
    assert document_cells.undeclared(district.project) == []


def test_everybody_gets_what_is_written_down(district: District) -> None:
    assert len(cells()) + len(document_cells.cells()) >= 3_000
    assert [f"{cell} is {answer}" for cell, answer in wrong_cells(district, cells())] == []


def test_no_cell_of_the_table_can_be_turned_over_unseen(district: District) -> None:
    turned = list(flips())
    assert len(turned) > 250
    at_doors = [flip for flip in turned if seen_at_the_doors(district, flip)]
    assert len(at_doors) > 150
    assert [flip for flip in turned if flip not in at_doors and not seen_in_the_reaches(flip)] == []
