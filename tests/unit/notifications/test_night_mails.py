"""The mail about a night of the district."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from shared.notifications.model import Audience, Language, Letter
from shared.notifications.rendering import render
from shared.notifications.roster_night import NightEnded
from shared.notifications.wording import words
from shared.rostering.night_report import FINE, LINES_TOLD, NightOutcome
from shared.rostering.runs import Outcome
from tests.unit.notifications.test_result_mail import CONSOLE

DISTRICT = Audience("Rio Vista Unified", "America/New_York", ())
GOOD: dict[str, Any] = {
    "school": "lincoln-high",
    "schoolName": "Lincoln High",
    "connectionName": "Aeries",
    "run": "run1",
    "outcome": "APPLIED",
    "reason": "",
    "counts": {"added": 1, "updated": 1200},
}
BAD: dict[str, Any] = {
    **GOOD,
    "school": "roosevelt-middle",
    "schoolName": "Roosevelt <Middle>",
    "run": "run2",
    "outcome": "FAILED",
    "reason": "SOURCE_SIGN_IN",
    "counts": {},
}


def night(*lines: dict[str, Any], language: Language = Language.EN, **changes: Any) -> Letter:
    payload = {"day": "2026-11-24", "lines": lines, "more": 0, **changes}
    return render(NightEnded.model_validate(payload), "", DISTRICT, language, CONSOLE)


def test_a_good_night_says_so_in_its_subject_in_each_language() -> None:
    subjects = [night(GOOD, language=language).subject for language in Language]
    assert subjects == [
        "Rio Vista Unified: the roster night of November 24, 2026 went well",
        "Rio Vista Unified: la sincronización de la noche del 24 de noviembre de 2026 salió bien",
    ]


def test_a_bad_line_says_why_in_words_what_to_do_and_where_to_look() -> None:
    mail = night(BAD, GOOD)
    say = words(Language.EN, "UTC").say
    assert mail.subject.endswith("needs a look")
    assert "1 connection needs a look. It stands first." in mail.text
    assert say("reasons.SOURCE_SIGN_IN.meaning") in mail.text
    assert say("reasons.SOURCE_SIGN_IN.fix") in mail.text
    assert "/schools/roosevelt-middle/rostering/runs/run2" in mail.text
    assert "1 person added. 1,200 people updated." in mail.text


@pytest.mark.parametrize("language", Language)
def test_the_mail_says_in_which_window_a_school_was_pulled(language: Language) -> None:
    say = words(language, "UTC").say
    for window in ("ROLLOVER", "ADDS_ONLY"):
        told = say(f"windows.{window}")
        assert told in night({**GOOD, "window": window}, language=language).text
        assert told not in night(GOOD, language=language).text
    assert "SOMETHING_NEW" not in night({**GOOD, "window": "SOMETHING_NEW"}).text


@pytest.mark.parametrize("language", Language)
def test_the_page_says_what_the_text_says_and_no_name_becomes_markup(language: Language) -> None:
    mail = night(BAD, GOOD, language=language, more=3)
    assert "<Middle>" not in mail.html
    assert "Roosevelt &lt;Middle&gt;" in mail.html
    assert mail.html.count("<a href=") == 2
    assert words(language, "UTC").say("night.more", count=3) in mail.text
    assert words(language, "UTC").say("night.more", count=3) in mail.html


@pytest.mark.parametrize("outcome", [*Outcome, *NightOutcome])
def test_every_end_of_a_night_has_its_words(outcome: str) -> None:
    fine = {"APPLIED", "UNCHANGED", "STALE", "BLACKOUT"}
    assert fine == FINE
    for language in Language:
        said = words(language, "UTC").say(f"night.outcomes.{outcome}")
        assert said in night({**GOOD, "outcome": outcome}, language=language).text
    needs_a_look = night({**GOOD, "outcome": outcome}).subject.endswith("needs a look")
    assert needs_a_look == (outcome not in fine)


@pytest.mark.parametrize(
    "changes",
    [{"day": "tonight"}, {"lines": [{**GOOD, "outcome": "FINE"}]}, {"lines": [{"run": "a/b"}]}],
)
def test_another_payload_is_none(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        night(GOOD, **changes)


def test_a_mail_lists_no_more_than_a_document_holds() -> None:
    longest = {**GOOD, **dict.fromkeys(("schoolName", "connectionName"), "ñ" * 200)}
    assert len(str(longest).encode()) * LINES_TOLD < 1_000_000
