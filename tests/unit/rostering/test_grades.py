from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.grades import GRADES, grade_of, grade_of_graduation, grade_reader

SPELLINGS = {
    "PK": "PK|PK3|PK4|P3|P4|PS|Pre-K|PreK|PreKindergarten|Preschool|InfantToddler|IT|PR|-1|-2|EC|EE"
    "|Nursery|-1.0",
    "TK": "TK|TransitionalKindergarten|T-K|DK",
    "KG": "KG|K|KF|KP|KH|Kindergarten|Kinder|0|00|0.0|K5|Grade K|K - Full Day",
    "01": "1|01|001|1.0|1st|First|1st Grade|I",
    "02": "2nd|Gr 2|G2|II",
    "03": "3rd|Third Grade|Grade 3",
    "09": "9|09|9.0|Grade 9|9th Grade|Gr 9|G9|Gr. 09|Ninth|Freshman|FR|09 - Ninth|IX|09,10|grade-9"
    "|9th graders|09 (Ninth)",
    "10": "10|Sophomore|SO|Tenth|X|10.0",
    "11": "11|Junior|JR",
    "12": "12|Senior|SR|Twelfth|XII|12th",
    "13": "13|PG|PostGraduate|14|SP|12+",
    "UG": "UG|Ungraded|US|UN|UE|NA|Other|ABE|ASE|AdultESL|99|",
}
CASES = [(text, grade) for grade, texts in SPELLINGS.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "grade"), CASES)
def test_a_known_spelling_gives_its_grade(text: str, grade: str) -> None:
    assert grade_of(text) == grade


@pytest.mark.parametrize(
    "text",
    ["Year 7", "77", "1-2", "9-12", "-3", "fifty", "1.5", "09 - Tenth", "2027", "#N/A?", "A"],
)
def test_an_unknown_spelling_is_never_guessed(text: str) -> None:
    assert grade_of(text) is None


@given(
    st.sampled_from(CASES),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "\xa0"]),
)
def test_case_and_space_around_change_nothing(
    case: tuple[str, str], spell: Callable[[str], str], pad: str
) -> None:
    text, grade = case
    assert grade_of(pad + spell(text) + pad) == grade


@given(st.text())
def test_any_text_gives_a_grade_or_none(text: str) -> None:
    assert grade_of(text) in {*GRADES, None}


@pytest.mark.parametrize(
    ("year", "grade"),
    [
        ("2027", "12"),
        ("2030", "09"),
        ("2039", "KG"),
        ("2040", "PK"),
        ("2026", "13"),
        ("2030.0", "09"),
    ],
)
def test_a_graduation_year_gives_the_grade(year: str, grade: str) -> None:
    assert grade_of_graduation(year, 2027) == grade


@pytest.mark.parametrize("year", ["2041", "2025", "27", "", "soon"])
def test_a_graduation_year_out_of_range_gives_none(year: str) -> None:
    assert grade_of_graduation(year, 2027) is None


def test_a_connections_own_grades_win_over_every_spelling() -> None:
    read = grade_reader({"PS": "13", "-1": "TK", "Year 7": "06", "1": "KG", "K-8": "UG"})
    for text, grade in {
        "PS": "13",
        "p.s.": "13",
        " ps ": "13",
        "-1": "TK",
        "-1.0": "TK",
        "1": "KG",
        "1.0": "KG",
        "YEAR_7": "06",
        "year7": "06",
        "K8": "UG",
        "PS,09": "13",
        "11": "11",
        "-2": "PK",
        "Year 8": None,
        "": "UG",
    }.items():
        assert read(text) == grade, text


def test_a_decision_for_what_is_no_grade_makes_the_spelling_unknown() -> None:
    assert grade_reader({"9": "ninth"})("9") is None


@given(st.dictionaries(st.text(max_size=4), st.sampled_from(GRADES), max_size=3), st.text())
def test_without_a_decision_a_cell_is_read_as_ever(decided: dict[str, str], cell: str) -> None:
    found = grade_reader(decided)(cell)
    assert found in {grade_of(cell), *decided.values()}
    assert grade_reader({})(cell) == grade_of(cell)
