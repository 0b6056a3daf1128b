from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.rostering.matching import By, Matches, Traits, match
from shared.rostering.model import Kind


def somebody(person: str, **changes: Any) -> Traits:
    values: dict[str, Any] = {
        "person": person.encode(),
        "kind": Kind.STUDENT,
        "sis_id": person,
        "email": "",
        "first_name": "Ana",
        "last_name": "García",
        "grade": "04",
    }
    return Traits(**{**values, **changes})


def pairs(found: Matches) -> dict[str, tuple[str, By]]:
    return {n.decode(): (o.decode(), by) for n, (o, by) in found.pairs.items()}


def test_an_address_is_enough_where_the_first_name_has_changed() -> None:
    new = somebody("n", email="a@x.org", first_name="Anita")
    old = somebody("o", email="a@x.org")
    assert pairs(match([new], [old])) == {"n": ("o", By.EMAIL)}


def test_name_and_grade_are_enough_and_accents_and_case_do_not_count() -> None:
    new = somebody("n", last_name="GARCIA", email="new@x.org")
    old = somebody("o", email="old@x.org")
    assert pairs(match([new], [old])) == {"n": ("o", By.NAME_AND_GRADE)}


def test_the_grade_of_the_year_before_counts_and_no_other() -> None:
    new = somebody("n", grade="05")
    assert pairs(match([new], [somebody("o", grade="04")])) == {"n": ("o", By.NAME_AND_GRADE)}
    for grade in ("03", "06", "KG"):
        assert match([new], [somebody("o", grade=grade)]) == Matches()


def test_a_student_is_never_an_employee_and_a_teacher_by_name_never_staff() -> None:
    teacher = somebody("t", kind=Kind.TEACHER, grade="", email="a@x.org")
    assert match([somebody("n", email="a@x.org")], [teacher]) == Matches()
    staff = somebody("s", kind=Kind.STAFF, grade="")
    assert match([staff], [teacher]) == Matches()
    assert pairs(match([staff._replace(email="a@x.org")], [teacher])) == {"s": ("t", By.EMAIL)}


def test_a_recycled_address_says_nothing() -> None:
    old = somebody("o", email="a@x.org", archived=True)
    stranger = somebody("n", email="a@x.org", first_name="Li", last_name="Wu")
    assert match([stranger], [old]) == Matches()
    assert pairs(match([stranger], [old._replace(archived=False)])) == {"n": ("o", By.EMAIL)}
    married = stranger._replace(first_name="Ana")
    assert pairs(match([married], [old])) == {"n": ("o", By.EMAIL)}


def test_an_address_of_several_in_the_file_says_nothing_without_the_name() -> None:
    new = somebody("n", email="f@x.org", first_name="Leo")
    old = somebody("o", email="f@x.org")
    assert match([new], [old], shared=lambda _: True) == Matches()
    same = new._replace(first_name="Ana", grade="11")
    assert pairs(match([same], [old], shared=lambda _: True)) == {"n": ("o", By.EMAIL)}


def test_who_has_both_comes_before_who_has_one() -> None:
    old = somebody("o", email="a@x.org")
    both = somebody("both", email="a@x.org")
    namesake = somebody("namesake", email="b@x.org")
    found = match([namesake, both], [old])
    assert pairs(found) == {"both": ("o", By.EMAIL)}
    assert found.ambiguous == {}


def test_an_address_against_a_name_is_left_to_a_person() -> None:
    old = somebody("o", email="a@x.org")
    by_address = somebody("n1", email="a@x.org", first_name="Li", last_name="Wu")
    by_name = somebody("n2", email="b@x.org")
    found = match([by_address, by_name], [old])
    assert found.pairs == {}
    assert found.ambiguous == {b"n1": {b"o"}, b"n2": {b"o"}}


def test_somebody_archived_by_hand_is_nobody_whom_a_file_brings_back() -> None:
    old = somebody("o", email="a@x.org", archived_by_hand=True)
    found = match([somebody("n", email="a@x.org")], [old])
    assert found.pairs == {}
    assert found.ambiguous == {b"n": {b"o"}}


def test_numbers_count_where_a_source_changes_and_zeros_only_for_one() -> None:
    new = somebody("n", sis_id="123", first_name="Ana", last_name="Soto", grade="11")
    old = somebody("o", sis_id="000123")
    assert match([new], [old]) == Matches()
    assert pairs(match([new], [old], numbers=True)) == {"n": ("o", By.NUMBER)}
    other = somebody("o2", sis_id="0123", first_name="Ana", last_name="Else", grade="02")
    assert match([new], [old, other], numbers=True) == Matches()
    stranger = new._replace(first_name="Li")
    assert match([stranger], [old], numbers=True) == Matches()


def test_the_number_beside_a_systems_own_id_counts_where_a_source_changes() -> None:
    new = somebody("n", sis_id="7e1f", number="123", last_name="Soto", grade="11")
    old = somebody("o", sis_id="000123")
    assert match([new], [old]) == Matches()
    assert pairs(match([new], [old], numbers=True)) == {"n": ("o", By.NUMBER)}
    # Its id is one person's number and its number another's: neither is certain.
    both = new._replace(sis_id="55")
    other = somebody("o2", sis_id="055", last_name="Soto", grade="02")
    assert match([both], [old, other], numbers=True) == Matches()
    assert match([new._replace(first_name="Li")], [old], numbers=True) == Matches()


_person = st.builds(
    Traits,
    person=st.binary(min_size=1, max_size=1),
    kind=st.sampled_from([Kind.STUDENT, Kind.TEACHER]),
    sis_id=st.sampled_from(["", "1", "01", "2"]),
    email=st.sampled_from(["", "a@x.org", "b@x.org", "c@x.org"]),
    first_name=st.sampled_from(["Ana", "Leo", ""]),
    last_name=st.sampled_from(["Wu", "Soto"]),
    grade=st.sampled_from(["03", "04", "05"]),
    archived=st.booleans(),
    archived_by_hand=st.booleans(),
)
_people = st.lists(_person, max_size=8, unique_by=lambda each: each.person)


@settings(deadline=None)  # a busy machine is no finding
@given(_people, _people, st.sets(st.binary(min_size=1, max_size=1), max_size=4), st.booleans())
def test_laws(new: list[Traits], old: list[Traits], named: set[bytes], numbers: bool) -> None:  # noqa: FBT001
    found = match(new, old, named=named, numbers=numbers)
    here = [other for other, _ in found.pairs.values()]
    assert len(set(here)) == len(here)
    assert found.people_here.isdisjoint(named | {each.person for each in new})
    assert found.people_here <= {each.person for each in old}
    assert found.pairs.keys() | found.ambiguous.keys() <= {each.person for each in new}
    assert found.pairs.keys().isdisjoint(found.ambiguous)
    assert all(found.ambiguous.values())
    by_hand = {each.person for each in old if each.archived_by_hand}
    assert by_hand.isdisjoint(here)
    kinds = {each.person: each.kind for each in old}
    for one in new:
        if one.person in found.pairs:
            assert kinds[found.pairs[one.person][0]] is one.kind


@settings(deadline=None)  # a busy machine is no finding
@given(_people, _people, st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(
    new: list[Traits], old: list[Traits], chance: random.Random
) -> None:
    expected = match(new, old)
    chance.shuffle(new)
    chance.shuffle(old)
    assert match(new, old) == expected


@settings(deadline=None)  # a busy machine is no finding
@given(_people)
def test_nobody_is_matched_where_nobody_is(new: list[Traits]) -> None:
    assert match(new, []) == Matches()
