"""The mails about a feed: suspended, and overdue."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from shared.notifications.model import Language, Letter
from shared.notifications.rendering import render
from shared.notifications.roster_feed import FeedSuspended, SyncOverdue
from shared.notifications.roster_result import RosterResult
from tests.unit.notifications.run_results import ARCHIVE_SHARE, closed
from tests.unit.notifications.test_result_mail import CONSOLE, LINCOLN, Outline, letter
from tests.unit.notifications.test_wording import ENGLISH

SUSPENDED: dict[str, Any] = {
    "run": "mfrggzdfmztwq2lk",
    "connection": "sftp",
    "connectionName": "Aeries over SFTP",
    "fileName": "LincolnHighSchool_students_nov22_2026.csv",
    "closedTime": "2026-11-22T20:05:09Z",
    "holds": [ARCHIVE_SHARE],
    "holdsInARow": 5,
}
OVERDUE: dict[str, Any] = {
    "connection": "sftp",
    "connectionName": "Aeries over SFTP",
    "lastGoodTime": "2026-11-20T02:05:00Z",
    "hours": 41,
    "time": "2026-11-24T14:20:00Z",
}


def suspended(language: Language = Language.EN, console: str = CONSOLE, **changes: Any) -> Letter:
    message = FeedSuspended.model_validate(SUSPENDED | changes)
    return render(message, "lincoln", LINCOLN, language, console)


def overdue(language: Language = Language.EN, console: str = CONSOLE, **changes: Any) -> Letter:
    message = SyncOverdue.model_validate(OVERDUE | changes)
    return render(message, "lincoln", LINCOLN, language, console)


def test_a_suspension_says_in_the_subject_that_a_person_must_act() -> None:
    english, spanish = suspended().subject, suspended(Language.ES).subject
    assert english == "Lincoln High School: roster feed suspended, a person must act"
    assert spanish.startswith("Lincoln High School: recepción de listas suspendida")
    assert "persona" in spanish


def test_a_suspension_says_how_often_since_when_and_what_to_do() -> None:
    mail = suspended()
    assert "5 files in a row were held." in mail.text
    assert "no night archives anybody, until a person resumes" in mail.text
    assert "Files held in a row: 5\nNoticed: November 22, 2026, 2:05 PM CST\n" in mail.text
    assert "HELD ARCHIVE_SHARE" in mail.text
    assert "540 of 1,800. The limit is 10%." in mail.text
    assert mail.text.count("\n- ") == 3
    assert "resume the connection" in mail.text
    run = "https://carillon.lincoln.example/schools/lincoln/rostering/runs/mfrggzdfmztwq2lk"
    assert re.findall(r"https?://[^\s\"<]+", mail.html) == [run]


def test_an_overdue_sync_says_since_when_how_long_and_what_to_check() -> None:
    mail = overdue()
    assert mail.subject == "Lincoln High School: no roster file taken in, please check the export"
    assert "For 41 hours of school days no roster file has been taken in." in mail.text
    assert "Nobody is archived because of that" in mail.text
    assert "Last file taken in: November 19, 2026, 8:05 PM CST\n" in mail.text
    assert "Noticed: November 24, 2026, 8:20 AM CST\n" in mail.text
    for word in ("export still runs", "SFTP server", "port 2022", "user name", "rejected"):
        assert word in mail.text
    spanish = overdue(Language.ES)
    assert "Desde hace 41 horas de días de clase" in spanish.text
    assert "Último archivo aceptado: 19 de noviembre de 2026, 8:05 p. m. CST\n" in spanish.text


def test_an_overdue_sync_without_any_file_says_so() -> None:
    assert "Last file taken in: none so far\n" in overdue(lastGoodTime=None).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("make", [suspended, overdue])
@pytest.mark.parametrize("console", [CONSOLE, ""])
def test_a_feed_mail_is_whole_html_and_sends_nobody_to_a_page(
    make: Any, language: Language, console: str
) -> None:
    mail = make(language, console)
    outline = Outline(mail.html)
    assert ("html", {"lang": language.value, "dir": "ltr"}) in outline.tags
    assert "\n\n\n" not in mail.text
    assert not re.search(r"url\(|@import|src=", mail.html)
    if not console:
        assert "http" not in mail.html + mail.text
    for line in mail.text.split("\n--\n")[0].splitlines():
        words = line.removeprefix("- ").split(": ")[-1].strip(" :")
        # Headings are in capitals in text, and a link stands alone.
        shown = [seen.lower() for seen in outline.seen]
        assert not words or words.startswith("http") or words.lower() in " | ".join(shown)


@pytest.mark.parametrize("make", [suspended, overdue])
def test_a_spanish_feed_mail_has_no_english_sentence(make: Any) -> None:
    mail = make(Language.ES)
    content = mail.subject + mail.text + mail.html
    pieces = {p for text in ENGLISH.values() for p in re.split(r"\{\w+\}", text)}
    assert [p for p in pieces if len(p.split()) > 1 and p.strip() and p in content] == []


def test_names_of_others_do_nothing_in_a_feed_mail() -> None:
    evil = "<script>alert(1)</script>\r\nBcc: x@evil.example\u202e"
    mail = suspended(connectionName=evil, fileName=evil)
    assert "<script" not in mail.html
    assert "\r" not in mail.text + mail.subject
    assert "evil" not in mail.subject


@pytest.mark.parametrize("missing", ["run", "holdsInARow", "closedTime"])
def test_a_suspension_without_its_facts_is_refused(missing: str) -> None:
    with pytest.raises(ValidationError):
        FeedSuspended.model_validate({k: v for k, v in SUSPENDED.items() if k != missing})


def test_a_file_that_is_only_kept_says_what_becomes_of_it() -> None:
    hold = {"code": "FEED_STOPPED", "kind": None, "count": 0, "of": 0, "limit": 0.0}
    mail = letter(closed("PAUSED", holds=[hold], problems=[], problemCounts={}))
    assert mail.subject == "Lincoln High School: roster file kept, the connection is stopped"
    assert "WHY NOTHING WAS APPLIED\n\nFEED_STOPPED\n" in mail.text
    assert "HELD" not in mail.text
    assert "The newest file of each kind is kept" in mail.text


def test_a_file_that_is_worked_on_again_is_called_so() -> None:
    payload = closed(trigger="FILE_AGAIN", receivedTime=None)
    assert RosterResult.model_validate(payload).received_time is None
    text = letter(payload).text
    assert "Started by: a file that was kept and is worked on again\n" in text
    assert "File received" not in text
