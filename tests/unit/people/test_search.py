"""Who is found by what somebody types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.people.search import LONGEST_TEXT, derived_fields, folded_words, sought

MARIA = {
    "firstName": "María José",
    "lastName": "García-López",
    "email": "mjgarcia@students.example.org",
    "sisId": "A-00451",
}
_LETTERS = st.characters(categories=("Lu", "Ll", "Lo"))
NAMES = st.lists(st.text(_LETTERS, min_size=1, max_size=20), min_size=1, max_size=3).map(" ".join)


def finds(text: str, fields: dict[str, str]) -> bool:
    """As the store asks: one key, then a look at what was found."""
    asked = sought(text)
    assert asked is not None
    return asked.key in derived_fields(fields)["searchKeys"] and asked.finds(fields)


@pytest.mark.parametrize(
    "text",
    [
        "gar", "GAR", "García", "maria gar", "garcia, maria", "Garcia Maria", "lopez", "jose lo",
        "lo jo ma", "garcia-lopez", "mjgar", "mjgarcia@", "mjgarcia@students.example.org",
        "MJGARCIA@STUDENTS.EXAMPLE.ORG", "A-00451", "a-004", "a", "a 0",
    ],
)  # fmt: skip
def test_maria_is_found(text: str) -> None:
    assert finds(text, MARIA)


@pytest.mark.parametrize(
    "text",
    ["garza", "maria perez", "00452", "mjgarcia@students.example.com", "arcia", "example.org"],
)
def test_others_are_not_taken_for_maria(text: str) -> None:
    assert not finds(text, MARIA)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("O'Brien", "obrien"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien", "o'br"),
        ("Łukasz", "lukasz"), ("Sørensen", "sorensen"),
        ("Weiß", "weiss"), ("Nguyễn", "nguyen"), ("İpek", "ipek"), ("Æsir", "aesir"), ("李", "李"),
    ],
)  # fmt: skip
def test_names_are_found_as_a_plain_keyboard_types_them(name: str, typed: str) -> None:
    assert finds(typed, {"firstName": "", "lastName": name, "email": "", "sisId": ""})


@given(first=NAMES, last=NAMES, data=st.data())
def test_the_beginning_of_every_word_finds_the_person(
    first: str, last: str, data: st.DataObject
) -> None:
    fields = {"firstName": first, "lastName": last, "email": "", "sisId": ""}
    for word in f"{first} {last}".split():
        end = data.draw(st.integers(min(2, len(word)), len(word)))
        for text in (word[:end], word[:end].upper(), f"  {word} "):
            # A capital may stand for two letters; what nobody can type alone has no key.
            if len("".join(folded_words(text))) >= 2 or end == len(word):
                assert finds(text, fields), text


@given(first=NAMES, last=NAMES)
def test_a_whole_name_in_any_order_finds_the_person(first: str, last: str) -> None:
    fields = {"firstName": first, "lastName": last, "email": "", "sisId": ""}
    for text in (f"{first} {last}", f"{last}, {first}"):
        assert finds(text, fields)


@given(text=st.text(max_size=LONGEST_TEXT))
def test_any_text_can_be_searched_for(text: str) -> None:
    asked = sought(text)
    assert (asked is None) == (folded_words(text) == [])
    if asked is not None:
        assert asked.key
        asked.finds(MARIA)


def test_a_member_has_a_few_dozens_of_keys() -> None:
    keys = derived_fields(MARIA)["searchKeys"]
    assert len(keys) < 100
    assert keys == sorted(set(keys))


def test_a_shorter_name_stands_before_a_longer_one() -> None:
    names = [("Garcia", "Zoe"), ("García López", "Ana"), ("Garcialopez", "Ana")]
    order = [derived_fields({"lastName": a, "firstName": b})["sortName"] for a, b in names]
    assert order == sorted(order)
