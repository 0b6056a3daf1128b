from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.headers import HeaderMatch, compact, match_headers
from shared.rostering.model import Kind


def fields(match: HeaderMatch) -> dict[str, str]:
    return match.mapping()


@given(st.text())
def test_compacting_twice_is_compacting_once(text: str) -> None:
    assert compact(compact(text)) == compact(text)


def test_contact_email_never_stands_in_for_email() -> None:
    match = match_headers(["Contact_email", "First_name", "Last_name"], {}, None)
    assert not match.has("email")


def test_the_contract_names_win_in_their_order_and_it_is_said() -> None:
    match = match_headers(["Student_id", "Student_number", "State_id"], {}, Kind.STUDENT)
    assert fields(match) == {"Student_number": "id"}
    assert [(p.code, p.severity.value, p.field) for p in match.problems] == [
        ("HEADER_DUPLICATE", "warning", "Student_id")
    ]


@pytest.mark.parametrize(
    "headers", [["email", "Email"], ["Email Address", "School Email"], ["StuID", "Local ID"]]
)
def test_two_columns_for_a_required_field_are_an_error(headers: list[str]) -> None:
    match = match_headers(headers, {}, None)
    assert fields(match) == {}
    assert [(p.code, p.severity.value) for p in match.problems] == [("HEADER_DUPLICATE", "error")]


def test_a_contract_name_beats_another_spelling_and_it_is_said() -> None:
    match = match_headers(["Legal First Name", "First Name"], {}, None)
    assert fields(match) == {"First Name": "firstName"}
    assert [(p.code, p.severity.value, p.field) for p in match.problems] == [
        ("HEADER_DUPLICATE", "warning", "Legal First Name")
    ]


def test_two_columns_for_an_optional_field_are_both_left_alone() -> None:
    match = match_headers(["idField1", "ID Field 1"], {}, None)
    assert fields(match) == {}
    assert [(p.code, p.severity.value) for p in match.problems] == [("HEADER_DUPLICATE", "warning")]


def test_a_fallback_gives_way_without_a_word() -> None:
    match = match_headers(["Email", "Secondary Email", "Username"], {}, None)
    assert (fields(match), match.problems) == ({"Email": "email"}, ())


def test_a_student_file_does_not_take_the_teachers_columns() -> None:
    headers = [
        "StuID",
        "FirstName",
        "LastName",
        "Grade",
        "TchID",
        "TchFN",
        "TchLN",
        "Email",
        "SchCode",
    ]
    match = match_headers(headers, {}, Kind.STUDENT)
    assert fields(match) == {
        "StuID": "id",
        "FirstName": "firstName",
        "LastName": "lastName",
        "Grade": "grade",
        "Email": "email",
    }


def test_a_teacher_file_takes_them() -> None:
    headers = ["Teacher_id", "Last_name", "First_name", "Teacher_email", "Title", "Password"]
    match = match_headers(headers, {}, Kind.TEACHER)
    assert fields(match) == {
        "Teacher_id": "id",
        "Last_name": "lastName",
        "First_name": "firstName",
        "Teacher_email": "email",
    }


def test_guardians_are_told_apart_by_number_and_by_relation() -> None:
    headers = ["Parent1 Email", "Parent 1 Cell", "Guardian 2 Email", "Mother Email", "Mother Phone"]
    match = match_headers(headers, {}, Kind.STUDENT)
    slots = {column.header: column.claim.slot for column in match.columns}
    assert slots["Parent1 Email"] == slots["Parent 1 Cell"]
    assert slots["Mother Email"] == slots["Mother Phone"]
    assert len(set(slots.values())) == 3


def test_of_one_parents_numbers_the_cell_phone_is_read() -> None:
    headers = ["Parent 1 Home Phone", "Parent 1 Cell Phone", "Parent 1 Work Phone"]
    match = match_headers(headers, {}, Kind.STUDENT)
    assert fields(match) == {"Parent 1 Cell Phone": "parentPhone"}


def test_names_in_one_column_count_only_without_two_of_their_own() -> None:
    assert fields(match_headers(["LastFirst"], {}, None)) == {"LastFirst": "name"}
    assert "Name" not in fields(match_headers(["Name", "First", "Last"], {}, None))


def test_an_administrators_decision_wins_over_every_spelling() -> None:
    told = {"Pupil Mail": "email", "EMAIL": "", "Barcode": "idField1"}
    match = match_headers(["Email", "pupil_mail", "barcode"], told, None)
    assert fields(match) == {"pupil_mail": "email", "barcode": "idField1"}


def test_not_even_an_administrator_can_bring_in_what_is_never_stored() -> None:
    assert (
        fields(match_headers(["SSN", "Password"], {"SSN": "id", "Password": "idField1"}, None))
        == {}
    )


def test_columns_mapped_by_hand_pair_up_as_guardians() -> None:
    told = {"Mail A": "parentEmail", "Tel A": "parentPhone", "Mail B": "parentEmail"}
    match = match_headers(["Mail A", "Tel A", "Mail B"], told, Kind.STUDENT)
    slots = {column.header: column.claim.slot for column in match.columns}
    assert slots["Mail A"] == slots["Tel A"] != slots["Mail B"]
