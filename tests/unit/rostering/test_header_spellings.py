"""Every spelling in ``tests/data/headers.yaml``, typed from exports and not from the code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.header_words import FIELDS
from shared.rostering.headers import match_headers
from shared.rostering.model import Kind
from tests.support.tree import ROOT

TABLE: dict[str, Any] = yaml.safe_load((ROOT / "tests/data/headers.yaml").read_text("utf-8"))
CASES = [
    (text, field) for field, lines in TABLE["fields"].items() for text in chain.from_iterable(lines)
]
WITHOUT_A_WORD = [
    *chain.from_iterable(TABLE["not_rostered"].values()),
    *chain.from_iterable(TABLE["state_ids"] + TABLE["only_by_hand"]),
]
NEVER = list(chain.from_iterable(TABLE["never_imported"]))
AMBIGUOUS = list(chain.from_iterable(TABLE["ambiguous"]))


def test_the_table_knows_every_field() -> None:
    assert set(TABLE["fields"]) == set(FIELDS)


@pytest.mark.parametrize(("text", "field"), CASES)
def test_a_known_spelling_means_its_field(text: str, field: str) -> None:
    match = match_headers([text], {}, None)
    assert (match.mapping(), match.problems) == ({text: field}, ())


@pytest.mark.parametrize("text", WITHOUT_A_WORD + NEVER)
def test_what_rostering_does_not_ask_for_is_left_out_without_a_word(text: str) -> None:
    for kind in (None, Kind.STUDENT):
        match = match_headers([text], {}, kind)
        assert (match.mapping(), match.problems) == ({}, ())


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("field", ["id", "idField1", "email"])
def test_what_is_never_stored_cannot_be_mapped_by_hand(text: str, field: str) -> None:
    assert match_headers([text], {text: field}, Kind.STUDENT).columns == ()


@pytest.mark.parametrize("text", TABLE["only_by_hand"][0])
def test_a_column_for_an_id_field_is_mapped_by_hand(text: str) -> None:
    match = match_headers([text], {text: "idField2"}, Kind.STUDENT)
    assert match.mapping() == {text: "idField2"}


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_an_ambiguous_header_is_asked_about(text: str) -> None:
    match = match_headers([text], {}, Kind.STUDENT)
    assert match.columns == ()
    assert [(p.code, p.severity.value, p.field) for p in match.problems] == [
        ("HEADER_AMBIGUOUS", "warning", text)
    ]
    assert "map it by hand" in match.problems[0].message


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (["Primary Phone"], {"primary phone": "parentPhone"}),
        (["Primary Phone"], {"Primary Phone": ""}),
        (["Primary Phone", "Student Phone", "Guardian Phone"], {}),
        (["User ID", "Student ID", "Email"], {}),
    ],
)
def test_nobody_is_asked_when_it_is_settled(headers: list[str], told: dict[str, str]) -> None:
    match = match_headers(headers, told, Kind.STUDENT)
    assert match.problems == ()
    assert ("Primary Phone" in match.mapping()) == ("parentPhone" in told.values())


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffStudent ID",
        "Student\u200bID",
        "Student\xa0ID",
        "\uff33tudent \uff29\uff24",
        "student_id",
        "STUDENT-ID",
        "student.id",
        "Student / ID",
        "  Student   ID  ",
        "StudentID",
        "studentId",
        "Student ID*",
        "Student ID (required)",
        "Student ID [Required]",
        "student id (Required)*",
        "Student ID?",
        "Student ID:",
        "Student's ID",
        "* Student ID",
        "Student\nID",
    ],
)
def test_a_header_is_compared_without_its_dress(text: str) -> None:
    (column,) = match_headers([text], {}, Kind.STUDENT).columns
    assert column.field == "id"


@given(
    case=st.sampled_from(CASES),
    joints=st.lists(st.sampled_from([" ", "_", "-", ".", "  ", "\xa0", "\u200b", "/"]), min_size=9),
    spell=st.sampled_from([str, str.upper]),
    tail=st.sampled_from(["", "*", " (required)", " [Required]", ":", "?", " "]),
    head=st.sampled_from(["", "\ufeff", " "]),
)
def test_case_spacing_and_punctuation_change_nothing(
    case: tuple[str, str], joints: list[str], spell: Callable[[str], str], tail: str, head: str
) -> None:
    text, field = case
    pieces = text.replace("_", " ").replace("-", " ").split(" ")
    spelled = pieces[0]
    for piece, joint in zip(pieces[1:], joints, strict=False):
        spelled += joint + piece
    spelled = head + spell(spelled) + tail
    match = match_headers([spelled], {}, None)
    assert list(match.mapping().values()) == [field]
