"""The mails about a connection request: to who is asked, and to those who asked."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from shared.notifications.account_letters import ConnectionAsked, account_letter
from shared.notifications.model import Audience, Language, Letter, Recipient
from shared.notifications.rendering import render
from shared.notifications.roster_request import RequestAnswered
from tests.unit.notifications.test_result_mail import CONSOLE

OFFICE = Recipient("Office@lincoln.example", Language.ES)
LINCOLN = Audience("Lincoln <High>", "America/Chicago", (OFFICE,))
LINK = "https://console.example/connection-request#code=abc"
ANSWERED: dict[str, Any] = {
    "connection": "powerschool",
    "connectionName": "PowerSchool <main>",
    "time": "2026-11-24T14:05:00Z",
    "wasOn": False,
    "asker": {"address": "owner@district.example", "language": "en"},
}


def asked(language: str) -> Letter:
    payload = {"language": language, "connectionName": "PowerSchool\n<main>"}
    return account_letter(ConnectionAsked.model_validate(payload), "Lincoln <High>", LINK)


def answered(language: Language = Language.EN, console: str = CONSOLE, **changes: Any) -> Letter:
    message = RequestAnswered.model_validate({**ANSWERED, **changes})
    return render(message, "lincoln-high", LINCOLN, language, console)


@pytest.mark.parametrize(
    ("language", "days", "button"),
    [("en", "seven days", "Enter the values"), ("es", "siete días", "Ingresar los datos")],
)
def test_who_is_asked_is_told_by_whom_and_for_how_long(
    language: str, days: str, button: str
) -> None:
    letter = asked(language)
    assert "Lincoln <High>" in letter.subject
    for told in (letter.text, letter.html):
        assert LINK in told
        assert days in told
        assert button in told
    assert "PowerSchool <main>" in letter.text
    assert "PowerSchool &lt;main&gt;" in letter.html
    assert f'lang="{language}"' in letter.html


@pytest.mark.parametrize(
    ("language", "test", "off"),
    [
        (Language.EN, "Test connection", "switched off"),
        (Language.ES, "Probar conexión", "desactivada"),
    ],
)
def test_those_who_asked_are_told_what_to_do(language: Language, test: str, off: str) -> None:
    letter = answered(language)
    page = f"{CONSOLE}schools/lincoln-high/rostering/connections/powerschool?part=source"
    assert page in letter.text
    assert page in letter.html
    assert test in letter.text
    assert off not in letter.text
    assert off in answered(language, wasOn=True).text
    assert "8:05" in letter.text


def test_without_a_console_there_is_no_link() -> None:
    letter = answered(console="")
    assert "http" not in letter.text
    assert "href" not in letter.html


def test_who_asked_is_told_once_and_in_their_language() -> None:
    both = RequestAnswered.model_validate(ANSWERED).audience(LINCOLN).recipients
    assert both == (OFFICE, Recipient("owner@district.example", Language.EN))
    same = {"address": "office@LINCOLN.example", "language": "en"}
    once = RequestAnswered.model_validate({**ANSWERED, "asker": same}).audience(LINCOLN)
    assert once.recipients == (OFFICE,)
    nobody = RequestAnswered.model_validate({**ANSWERED, "asker": None}).audience(LINCOLN)
    assert nobody.recipients == (OFFICE,)


@pytest.mark.parametrize("wrong", [{"connection": "../x"}, {"time": "2026-11-24T14:05:00"}])
def test_a_payload_of_another_shape_is_none(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        RequestAnswered.model_validate({**ANSWERED, **wrong})
