from __future__ import annotations

import unicodedata

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.typed_text import tidy
from shared.rostering.cells import (
    clean_email,
    clean_id,
    clean_phone,
    email_column,
    id_column,
    id_fault,
    mojibake,
    phone_column,
    tidy_column,
)

NAMES = st.one_of(
    st.text(),
    st.text("aéñ \u2019-\u0301\u200b\xa0\t\n"),
    st.sampled_from(["Ana", "  José ", "Ann  Marie", "Pen\u0303a", "\u200bLi", "=cmd()", "王伟"]),
)
MAIL_PARTS = st.text("ab1._+'-@ \n\u200bé", max_size=12)
MAILS = st.one_of(
    MAIL_PARTS,
    st.builds("{}@{}.{}".format, MAIL_PARTS, MAIL_PARTS, st.sampled_from(["org", "k12.us", "c"])),
    st.sampled_from(
        ["ANA@X.org", " ana@x.org ", "n/a", "", "none", "a@x", "a..b@x.org", "a@-x.org"]
    ),
)
PHONES = st.one_of(
    st.text("0123456789 ()-.+/x\n", max_size=18),
    st.from_regex(
        r"\+?1?[ .-]?\(?[2-9][0-9]{2}\)?[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}", fullmatch=True
    ),
)


@given(st.lists(NAMES, min_size=1))
def test_a_column_is_tidied_as_its_cells_are(cells: list[str]) -> None:
    assert list(tidy_column(cells)) == [tidy(cell) for cell in cells]


@given(NAMES)
def test_tidy_text_is_normal_trimmed_and_visible(cell: str) -> None:
    text = tidy(cell)
    assert unicodedata.is_normalized("NFC", text)
    assert text == " ".join(text.split())
    assert text.isprintable()
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Ana   María ", "Ana María"),
        ("Pen\u0303a", "Peña"),
        ("\u200bLi\ufeff", "Li"),
        ("O\u2019Neil\r\nJr", "O\u2019Neil Jr"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("=cmd()", "=cmd()"),
    ],
)
def test_names_keep_what_can_be_seen(cell: str, text: str) -> None:
    assert tidy(cell) == unicodedata.normalize("NFC", text)


@given(st.lists(MAILS, min_size=1))
def test_a_column_of_addresses_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    assert list(email_column(cells)) == [clean_email(cell) for cell in cells]


@given(MAILS)
def test_what_passes_as_an_address_is_one(cell: str) -> None:
    address = clean_email(cell)
    if address:
        assert address == address.lower()
        # Judged by somebody else; a domain of one's own network is nobody else's business.
        validate_email(address, check_deliverability=False, globally_deliverable=False)


@given(st.emails())
def test_no_everyday_address_is_refused(address: str) -> None:
    try:
        judged = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return
    assert clean_email(address) == judged.normalized.lower()


@pytest.mark.parametrize("cell", ["", " ", "n/a", "N/A", "none", "-", "#N/A", "No Email"])
def test_a_placeholder_is_no_address_and_no_mistake(cell: str) -> None:
    assert clean_email(cell) == ""


@pytest.mark.parametrize("cell", ["ana", "ana@", "@x.org", "ana@x", "a b@x.org", "Ana <a@x.org>"])
def test_what_is_no_address_is_told(cell: str) -> None:
    assert clean_email(cell) is None


@given(st.lists(PHONES, min_size=1))
def test_a_column_of_numbers_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    assert list(phone_column(cells)) == [clean_phone(cell) for cell in cells]


def american(cell: str) -> str | None:
    """The number as the library of telephone numbers reads it; None when it isn't a valid one."""
    try:
        number = phonenumbers.parse(cell, "US")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 1 or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(PHONES)
def test_a_valid_american_number_becomes_e164(cell: str) -> None:
    wanted = american(cell)
    if wanted:
        assert clean_phone(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("(415) 555-0134", "+14155550134"),
        ("415.555.0134", "+14155550134"),
        ("1-415-555-0134", "+14155550134"),
        ("+1 415 555 0134", "+14155550134"),
        ("415-555-0134 x12", "+14155550134"),
        ("+52 55 1234 5678", "+525512345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+41 44 668 18 00", "+41446681800"),
        ("+4144668180", "+4144668180"),
        ("555-0134", "555-0134"),
        ("115-555-0134", "115-555-0134"),
        ("n/a", ""),
        ("unlisted", ""),
        ("", ""),
    ],
)
def test_numbers_are_e164_where_valid_and_as_given_otherwise(cell: str, number: str) -> None:
    assert clean_phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("001234", "001234"),
        (" 1234 ", "1234"),
        ('="001234"', "001234"),
        ("'001234", "001234"),
        ("1234.0", "1234"),
        ("A-12/3", "A-12/3"),
        ("n/a", ""),
        ("NULL", ""),
        ("\u200b77", "77"),
    ],
)
def test_an_id_is_kept_as_text(cell: str, value: str) -> None:
    assert clean_id(cell) == value
    assert list(id_column([cell])) == [value]


@given(
    st.lists(st.one_of(st.text(), st.from_regex(r"[A-Z]?[0-9]{3,9}", fullmatch=True)), min_size=1)
)
def test_a_column_of_ids_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    assert list(id_column(cells)) == [clean_id(cell) for cell in cells]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("123-45-6789", "ID_LOOKS_LIKE_SSN"),
        ("1.23457E+11", "NUMBER_IMPRECISE"),
        ("1,2E+5", "NUMBER_IMPRECISE"),
        ("1E+05", "NUMBER_IMPRECISE"),
        ("12E4", None),
        ("123456789", None),
        ("E-12", None),
    ],
)
def test_an_id_that_cannot_be_one_is_told(value: str, code: str | None) -> None:
    assert id_fault(value) == code


@pytest.mark.parametrize("name", ["Peña", "José", "Zoë", "Łukasz", "Nguyễn", "Søren", "王伟"])
def test_double_encoding_is_noticed_and_single_encoding_is_not(name: str) -> None:
    assert not mojibake(name)
    assert mojibake(name.encode().decode("latin-1"))


def test_the_classic_of_windows_is_noticed() -> None:
    assert mojibake("PeÃ±a")
