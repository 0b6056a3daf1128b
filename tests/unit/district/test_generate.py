"""The demo district holds what its description says, for any seed, and the same for the same."""

from __future__ import annotations

import unicodedata
from collections import Counter

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.district import District, draw_leavers, generate, truth, with_newcomers, without

STUDENTS = {"lincoln-high": 1800, "roosevelt-middle": 900, "maple-grove-elementary": 500}
GRADES = {
    "lincoln-high": {"09", "10", "11", "12"},
    "roosevelt-middle": {"06", "07", "08"},
    "maple-grove-elementary": {"KG", "01", "02", "03", "04", "05"},
}


@pytest.fixture(scope="module")
def district() -> District:
    return generate(2026)


def test_the_same_seed_gives_the_same_district_and_another_seed_another() -> None:
    assert generate(5) == generate(5)
    assert truth(generate(5)) == truth(generate(5))
    assert generate(5) != generate(6)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_seed_keeps_the_counts_and_the_ids_apart(seed: int) -> None:
    district = generate(seed)
    students = [one for at in district.schools for one in at.of_kind("student")]
    assert {at.school_id: len(at.of_kind("student")) for at in district.schools} == STUDENTS
    assert len({one.sis_id for one in students}) == 3200
    addresses = [one.email for one in students if one.email]
    assert len(set(addresses)) == len(addresses)


def test_each_school_has_its_grades_teachers_staff_and_at_most_three_admins(
    district: District,
) -> None:
    for school in district.schools:
        assert {one.grade for one in school.of_kind("student")} == GRADES[school.school_id]
        assert len(school.of_kind("teacher")) > 30
        assert len(school.of_kind("staff")) > 10
        assert 1 <= len(school.of_kind("admin")) <= 3


def test_employees_are_apart_by_address_and_a_few_teach_at_two_schools(district: District) -> None:
    schools_of: dict[str, set[str]] = {}
    for school in district.schools:
        for one in school.people:
            if one.kind != "student":
                assert one.email.endswith("@example.org")
                schools_of.setdefault(one.email, set()).add(school.school_id)
    assert Counter(len(at) for at in schools_of.values())[2] == 4


def test_an_employee_may_carry_a_students_number(district: District) -> None:
    lincoln = district.school("lincoln-high")
    students = {one.sis_id for one in lincoln.of_kind("student")}
    assert students & {one.sis_id for one in lincoln.of_kind("teacher")}


def test_siblings_in_different_schools_share_their_guardians(district: District) -> None:
    schools_of: dict[object, set[str]] = {}
    for school in district.schools:
        for one in school.of_kind("student"):
            for guardian in one.guardians:
                schools_of.setdefault(guardian, set()).add(school.school_id)
    spread = Counter(len(at) for at in schools_of.values())
    assert spread[2] > 200
    assert spread[3] > 10


def test_households_have_none_one_or_two_guardians_some_with_a_phone_alone(
    district: District,
) -> None:
    students = [one for at in district.schools for one in at.of_kind("student")]
    assert {len(one.guardians) for one in students} == {0, 1, 2}
    guardians = {guardian for one in students for guardian in one.guardians}
    assert all(guardian.email or guardian.phone for guardian in guardians)
    assert sum(not guardian.email for guardian in guardians) > 100
    assert sum(not guardian.phone for guardian in guardians) > 100
    contacts = [guardian.email or guardian.phone for guardian in guardians]
    assert len(set(contacts)) == len(contacts)


def test_every_number_is_a_valid_one_that_is_kept_for_fiction(district: District) -> None:
    numbers = {one.phone for at in district.schools for one in at.people}
    numbers |= {g.phone for at in district.schools for one in at.people for g in one.guardians}
    numbers.discard("")
    assert len(numbers) > 2500
    for number in numbers:
        assert phonenumbers.is_valid_number(phonenumbers.parse(number, "US"))
        assert number[5:10] == "55501"


def test_the_youngest_often_have_no_address_and_the_others_always_have_one(
    district: District,
) -> None:
    young = [
        one
        for one in district.school("maple-grove-elementary").of_kind("student")
        if one.grade in {"KG", "01", "02", "03"}
    ]
    without_address = sum(not one.email for one in young)
    assert len(young) / 2 < without_address < len(young)
    for school in ("lincoln-high", "roosevelt-middle"):
        assert all(one.email for one in district.school(school).of_kind("student"))


def test_names_are_of_many_scripts_and_shapes_and_composed(district: District) -> None:
    people = [one for at in district.schools for one in at.people]
    names = [name for one in people for name in (one.first_name, one.last_name)]
    assert all(unicodedata.is_normalized("NFC", name) and name == name.strip() for name in names)
    scripts = {unicodedata.name(name[0]).split()[0] for name in names}
    assert {"LATIN", "CJK", "ARABIC", "CYRILLIC", "HANGUL", "HIRAGANA"} <= scripts
    for shape in ("'", "-", " ", "ễ", "ñ", "ł", "\u02bb"):
        assert any(shape in name for name in names), f"no name with {shape!r}"
    assert any(len(name) == 1 for name in names)
    assert len({(one.first_name, one.last_name) for one in people}) > 2000


def test_newcomers_are_nobody_who_was_there_and_leavers_are_a_share(district: District) -> None:
    school = "lincoln-high"
    gone = draw_leavers(district, school, 0.3, seed=3)
    assert len(gone) == 540
    assert len(without(district, school, gone).school(school).of_kind("student")) == 1260
    more = with_newcomers(district, school, 12, seed=3)
    before = set(district.school(school).people)
    new = [one for one in more.school(school).people if one not in before]
    assert len(new) == 12
    ids = {one.sis_id for at in district.schools for one in at.people}
    assert not ids & {one.sis_id for one in new}
    again = with_newcomers(more, school, 300, seed=3)
    every = [one for at in again.schools for one in at.people]
    phones = [one.phone for one in every if one.phone and one.kind == "student"]
    assert len(set(phones)) == len(phones)
    addresses = [one.email for one in every if one.email and one.kind == "student"]
    assert len(set(addresses)) == len(addresses)
    contacts = {guardian for one in every for guardian in one.guardians}
    assert len({one.email or one.phone for one in contacts}) == len(contacts)
