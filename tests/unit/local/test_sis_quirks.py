"""The list of quirks: each has its meaning, and each is tried by a test of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from infra.local.sis import Quirk
from infra.local.sis.quirks import Quirks, meanings
from tests.support.tree import ROOT

TESTS = sorted((ROOT / "tests/unit/local").glob("test_sis_*.py"))


def words_of_tests() -> Iterator[str]:
    """Every text of the tests of the server that could switch a quirk on, without its value."""
    for path in TESTS:
        if path.name == "test_sis_quirks.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.partition("=")[0]


def test_each_quirk_has_a_meaning_and_a_source() -> None:
    assert set(meanings()) == set(Quirk)
    assert len(Quirk) >= 30
    for quirk, meaning in meanings().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", quirk)
        assert meaning.does.endswith("."), quirk
        assert re.match(r"oneroster\.md \d|issue: |security: |decision \d", meaning.source), quirk
        assert not meaning.value or meaning.accepts(meaning.value), quirk


def test_each_quirk_is_tried() -> None:
    assert set(Quirk) - set(words_of_tests()) == set()


def test_quirks_are_switched_on_with_their_values() -> None:
    quirks = Quirks(["no-total", "page-cap", "total-long=7", "dates=us"])
    assert Quirk.NO_TOTAL in quirks
    assert Quirk.NO_LINKS not in quirks
    assert quirks.number(Quirk.PAGE_CAP) == 100
    assert quirks.number(Quirk.TOTAL_LONG) == 7
    assert quirks.number(Quirk.BUSY) == 0
    assert quirks.word(Quirk.DATES) == "us"
    assert str(quirks) == "no-total, page-cap=100, total-long=7, dates=us"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("page-size", "there is no such quirk"),
        ("page-cap=many", "it takes a value such as 100"),
        ("page-cap=-1", "it takes a value such as 100"),
        ("page-cap=", "it takes a value such as 100"),
        ("dates=soon", "it takes no-zone, space-zone, day, us"),
        ("no-total=1", "takes no value"),
        ("forbidden=3", "it takes a value such as enrollments"),
    ],
)
def test_what_is_no_quirk_is_refused_with_its_name(asked: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        Quirks([asked])
    assert asked.partition("=")[0] in str(refused.value)
