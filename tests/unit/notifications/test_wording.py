from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from shared.notifications.model import Language
from shared.notifications.rendering import render
from shared.notifications.roster_result import RosterResult
from shared.notifications.wording import FOLDER, catalog, words
from tests.unit.notifications.run_results import OUTCOMES, brake, closed
from tests.unit.notifications.test_result_mail import LINCOLN

FILE_CODES = re.findall(
    r"\w+",
    """FILE_EMPTY FILE_TRUNCATED FORMAT_UNKNOWN QUOTE_UNTERMINATED DELIMITER_UNKNOWN
    HEADER_MISSING HEADER_DUPLICATE FIELD_TOO_LONG XLS_LEGACY XLSX_ENCRYPTED XLSX_BOMB XLSX_DTD
    SHEET_AMBIGUOUS PACKAGE_UNSAFE PACKAGE_DELTA SCHOOL_AMBIGUOUS SCHOOL_UNKNOWN STATUS_UNKNOWN
    SCHOOL_MISSING
    KIND_UNKNOWN ROW_RAGGED ROW_NUL ROW_TOTAL ID_MISSING ID_CONFLICT
    ID_LOOKS_LIKE_SSN EMAIL_INVALID GRADE_UNKNOWN NUMBER_IMPRECISE ENCODING_CP1252 ENCODING_SUSPECT
    MOJIBAKE ZEROS_LOST FORMULA_CELL TEST_PERSON NO_EMAIL EMAIL_SHARED GUARDIAN_MANY
    SECTIONS_UNREAD SECTION_SKIPPED SECTION_WORD_UNKNOWN ENROLLMENT_ORPHAN""",
)
SOURCE_CODES = re.findall(
    r"\w+",
    """SOURCE_ADDRESS_MISSING SOURCE_KEY_MISSING SECRET_GONE SOURCE_ADDRESS_REFUSED
    SOURCE_CERTIFICATE SOURCE_UNREACHABLE SOURCE_BUSY SOURCE_SIGN_IN SOURCE_FORBIDDEN
    SOURCE_NOT_FOUND SOURCE_REDIRECTS SOURCE_FAILED SOURCE_REFUSED SOURCE_ANSWER_UNREADABLE
    SOURCE_ANSWER_TOO_LARGE SOURCE_ENDLESS SOURCE_SLOW SOURCE_SHORT SOURCE_NO_SCHOOLS
    SOURCE_FIELD_MISSING""",
)
GATE_CODES = re.findall(
    r"\w+",
    """ARCHIVE_SHARE UPDATE_SHARE INSERT_SHARE SHRINK KEY_CHURN REJECT_SHARE MISSING_COLUMN
    PRIVILEGE AMBIGUOUS_SET STALE NO_FILE GUARDIANS SECTIONS_SHRINK""",
)


def texts(entries: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{path}{key}.")
        elif isinstance(value, list):
            yield from ((f"{path}{key}.{i}", text) for i, text in enumerate(value))
        else:
            yield f"{path}{key}", value


ENGLISH = dict(texts(catalog(Language.EN)))
SPANISH = dict(texts(catalog(Language.ES)))


SAME_WORD = {"severity.error"}
"""What is one word in both languages."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_entries() -> None:
    assert ENGLISH.keys() == SPANISH.keys()


@pytest.mark.parametrize("key", ENGLISH)
def test_a_translation_says_the_same_in_other_words(key: str) -> None:
    assert SPANISH[key].strip()
    assert (SPANISH[key] == ENGLISH[key]) == (key in SAME_WORD)
    assert places(SPANISH[key]) == places(ENGLISH[key])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", FILE_CODES + SOURCE_CODES + GATE_CODES)
def test_every_published_code_is_explained(code: str, language: Language) -> None:
    say = words(language, "UTC")
    assert say.say(f"reasons.{code}.meaning").endswith(".")
    assert say.say(f"reasons.{code}.fix").endswith(".")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_spanish_mail_has_no_english_sentence(outcome: str) -> None:
    payload = brake() | {"outcome": outcome, "problems": closed()["problems"]}
    mail = render(
        RosterResult.model_validate(payload), "lincoln", LINCOLN, Language.ES, "https://c"
    )
    content = mail.subject + mail.text + mail.html
    phrases = {
        piece
        for text in ENGLISH.values()
        for piece in re.split(r"\{\w+\}", text)
        if len(piece.split()) > 1
    }
    assert [phrase for phrase in phrases if phrase.strip() and phrase in content] == []


def test_layouts_hold_no_words_of_their_own() -> None:
    for layout in FOLDER.glob("*.j2"):
        plain = re.sub(r"\{[{%].*?[%}]\}", "", layout.read_text("utf-8"))
        plain = re.sub(r"(?s)<style>.*?</style>", "", plain)
        plain = re.sub(r"<[^>]*>", "", plain)
        assert re.findall(r"[^\W\d_]{2,}", plain) == []


def test_one_and_many_are_told_apart() -> None:
    english, spanish = words(Language.EN, "UTC"), words(Language.ES, "UTC")
    assert english.say("totals.rejected", count=1) == "1 row was rejected."
    assert english.say("totals.rejected", count=2000) == "2,000 rows were rejected."
    assert spanish.say("totals.rejected", count=1) == "Se rechazó 1 fila."
    assert spanish.say("totals.rejected", count=0) == "Se rechazaron 0 filas."


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words(Language.EN, "UTC").say("totals.nothing", count=1)
