from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.notifications.model import Audience, Language, Letter
from shared.notifications.rendering import render
from shared.notifications.roster_result import RosterResult, printable
from shared.notifications.wording import words
from tests.unit.notifications.run_results import OUTCOMES, brake, closed

CONSOLE = "https://carillon.lincoln.example/"
LINCOLN = Audience("Lincoln High School", "America/Chicago", ())
KINDS = ["student", "teacher", "staff", "admin", "guardians"]
CHANGES = {
    "added": "Added",
    "updated": "Updated",
    "restored": "Restored",
    "moved": "Moved",
    "archived": "Archived",
}
VOID = {"meta"}
REJECT_SHARE = {
    "code": "REJECT_SHARE",
    "kind": None,
    "count": 300,
    "of": 1284,
    "limit": 0.2,
    "message": "300 of 1284 rows were rejected; nothing was applied.",
}


def letter(
    payload: dict[str, Any],
    language: Language = Language.EN,
    about: Audience = LINCOLN,
    console: str = CONSOLE,
) -> Letter:
    result = RosterResult.model_validate(payload)
    return render(result, "lincoln", about, language, console)


class Outline(HTMLParser):
    """Checks that tags are balanced, and keeps what a reader sees and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.seen.append(" ".join(data.split()))


@pytest.mark.parametrize(
    ("payload", "english", "spanish"),
    [
        (closed(), "roster sync finished", "la sincronización de listas terminó"),
        (
            closed("UNCHANGED"),
            "roster sync finished, nothing changed",
            "la sincronización terminó sin cambios",
        ),
        (
            closed("DRY_RUN", counts={"held": 9, "planned": {"added": {"student": 9}}}),
            "first plan waits for your approval",
            "el primer plan espera su aprobación",
        ),
        (
            closed("HELD", approval="PENDING"),
            "roster sync held, needs your decision",
            "sincronización retenida, requiere su decisión",
        ),
        (
            brake(),
            "roster sync held in part, needs your decision",
            "sincronización retenida en parte, requiere su decisión",
        ),
        (
            closed("HELD", holds=[REJECT_SHARE]),
            "roster sync finished, a part is held",
            "la sincronización terminó con una parte retenida",
        ),
        (
            closed("STALE", trigger="APPROVAL"),
            "approval came too late",
            "la aprobación llegó tarde",
        ),
        (closed("REJECTED"), "roster file rejected", "archivo de listas rechazado"),
        (
            closed("STALE"),
            "older roster file ignored",
            "se ignoró un archivo de listas anterior",
        ),
        (closed("FAILED"), "roster sync failed", "la sincronización de listas falló"),
    ],
)
def test_the_subject_says_school_and_outcome_in_each_language(
    payload: dict[str, Any], english: str, spanish: str
) -> None:
    assert letter(payload).subject == f"Lincoln High School: {english}"
    assert letter(payload, Language.ES).subject == f"Lincoln High School: {spanish}"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("trigger", ["FILE", "APPROVAL", "ARCHIVE_PHASE"])
def test_every_mail_is_whole_html_that_loads_nothing(
    outcome: str, trigger: str, language: Language
) -> None:
    mail = letter(closed(outcome, trigger=trigger, holds=brake()["holds"]), language)
    outline = Outline(mail.html)
    assert ("html", {"lang": language.value, "dir": "ltr"}) in outline.tags
    assert {tag for tag, _ in outline.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "footer", "h1", "h2", "h3"),
        *("p", "a", "table", "tbody", "tr", "th", "td", "div", "span", "ul", "li"),
    }
    loads = re.findall(r"url\(|@import|src=|https?://[^\s\"<]+", mail.html)
    run = "https://carillon.lincoln.example/schools/lincoln/rostering/runs/mfrggzdfmztwq2lk"
    assert loads == [run]
    assert run in mail.text
    scopes = [attributes.get("scope") for tag, attributes in outline.tags if tag == "th"]
    assert set(scopes) <= {"row", "rowgroup"}


def test_the_mail_of_a_tripped_brake_says_what_is_held_and_why() -> None:
    mail = letter(brake())
    assert "HELD ARCHIVE_SHARE" in mail.text
    assert "HELD ARCHIVE_SHARE" in Outline(mail.html).seen
    assert "nobody was archived" in mail.text
    assert "540 of 1,800" in mail.text
    assert "The limit is 10%." in mail.text
    assert re.search(r"Students\n\s+Added: 25\n", mail.text)
    assert "WHAT WAITS FOR APPROVAL\n\nStudents\n  Archived: 540\n" in mail.text
    assert "41 guardian records were written." in mail.text
    assert "540 changes are held" in mail.text


@pytest.mark.parametrize("language", Language)
def test_a_mail_says_that_a_window_was_open_and_what_it_set_aside(language: Language) -> None:
    say = words(language, "UTC").say
    hold = {**REJECT_SHARE, "code": "UPDATE_SHARE", "kind": "student"}
    aside = {**hold, "count": 1200, "of": 1284, "limit": 0.75}
    mail = letter(closed(window="ROLLOVER", setAside=[aside]), language)
    for content in (mail.text, mail.html):
        assert say("windows.ROLLOVER") in content
        assert "1,200" in content
        assert say("windows.ADDS_ONLY") not in content
    assert say("windows.ROLLOVER") not in letter(closed(), language).text


def test_a_brake_that_refused_a_file_is_not_called_held() -> None:
    mail = letter(closed("REJECTED", holds=[REJECT_SHARE]))
    assert "WHY NOTHING WAS APPLIED\n\nREJECT_SHARE\n" in mail.text
    assert "300 of 1,284. The limit is 20%." in mail.text
    assert "HELD" not in mail.text + mail.html


def test_the_table_of_counts_names_only_what_happened_to_each_kind() -> None:
    counts = {
        "added": {"student": 1800, "teacher": 0},
        "updated": {"teacher": 3, "admin": 0},
        "archived": {"student": 7},
        "moved": {"staff": 12},
        "skipped": 5,
        "missing": {"student": 1, "staff": 2},
    }
    outline = Outline(letter(closed(counts=counts)).html)
    start = outline.seen.index("What changed") + 1
    assert outline.seen[start : start + 17] == [
        *("Students", "Added", "1,800", "Archived", "7"),
        *("Teachers", "Updated", "3"),
        *("Staff", "Moved", "12"),
        *("The file has 1,284 rows of people.", "1 row was rejected.", "There are 2 warnings."),
        "1,234 people are unchanged.",
        "5 changes were not made because their switches are off.",
        "3 people are missing from the file; the daily phase decides about archiving.",
    ]


def test_what_is_counted_by_kind_is_told_as_a_sum() -> None:
    counts = {
        "skipped": {"student": 4, "teacher": 1},
        "missing": {"student": 3},
        "addedByHand": {"student": 2},
        "unmatched": {"student": 6, "admin": 1},
    }
    seen = Outline(letter(closed(counts=counts)).html).seen
    assert "5 changes were not made because their switches are off." in seen
    assert "2 of the missing people were added by hand." in seen
    assert "7 people of the connection before have no row in this file." in seen


@given(
    st.dictionaries(
        st.sampled_from(["added", "updated", "restored", "moved", "archived"]),
        st.dictionaries(st.sampled_from(KINDS), st.integers(0, 3), min_size=1),
    )
)
def test_no_table_of_a_mail_holds_a_zero(planned: dict[str, dict[str, int]]) -> None:
    payload = closed("DRY_RUN", counts={"held": 9, "planned": planned})
    seen = Outline(letter(payload).html).seen
    told = [n for numbers in planned.values() for n in numbers.values() if n]
    assert "0" not in seen
    assert sorted(text for text in seen if text.isdecimal()) == sorted(map(str, told))
    for name, column in CHANGES.items():
        assert seen.count(column) == sum(1 for n in planned.get(name, {}).values() if n)


def test_no_cell_that_names_something_may_be_broken_inside_a_word() -> None:
    [style] = re.findall(r"(?s)<style>(.*?)</style>", letter(brake()).html)
    breaking = re.findall(r"([^{}]+)\{[^{}]*(?:overflow-wrap: anywhere|word-break)[^{}]*\}", style)
    assert [selector.strip() for selector in breaking] == [".facts td"]


DECISIONS = [
    closed("DRY_RUN", approval="PENDING", counts={"held": 9, "planned": {"added": {"student": 9}}}),
    closed("HELD", approval="PENDING", holds=[REJECT_SHARE]),
    brake(),
]
NO_DECISIONS = [
    *(closed(outcome) for outcome in OUTCOMES if outcome not in {"DRY_RUN", "HELD"}),
    closed("HELD", approval="NONE", holds=[REJECT_SHARE]),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("payload", [*DECISIONS, *NO_DECISIONS])
def test_without_a_console_a_mail_neither_links_nor_sends_anybody_to_a_page(
    payload: dict[str, Any], language: Language
) -> None:
    mail = letter(payload, language, console="")
    for content in (mail.text, mail.html):
        assert "http" not in content
        assert not re.search(r"(?i)open the run|abr\w+ la ejecución", content)
        assert not re.search(r"(?i)page of the run|página de la ejecución|People Manager", content)
    assert "a" not in {tag for tag, _ in Outline(mail.html).tags}
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("payload", DECISIONS)
@pytest.mark.parametrize(
    ("language", "console", "decide"),
    [
        (Language.EN, CONSOLE, "Open the run to see the plan, then approve it or discard it."),
        (Language.ES, CONSOLE, "Abra la ejecución para ver el plan y después apruébelo"),
        (Language.EN, "", "then tell whoever runs Carillon in your district to approve it"),
        (Language.ES, "", "pida a quien administra Carillon en su distrito que lo apruebe"),
    ],
)
def test_who_has_to_decide_is_told_how(
    payload: dict[str, Any], language: Language, console: str, decide: str
) -> None:
    mail = letter(payload, language, console=console)
    assert decide in mail.text
    assert decide in mail.html


@pytest.mark.parametrize("console", [CONSOLE, ""])
@pytest.mark.parametrize("payload", NO_DECISIONS)
def test_who_has_nothing_to_decide_is_not_asked_to(payload: dict[str, Any], console: str) -> None:
    assert "discard it" not in letter(payload, console=console).text


def test_each_problem_is_named_with_its_place_and_what_to_do() -> None:
    mail = letter(closed("REJECTED"))
    assert "EMAIL_INVALID (Error, 1 time)" in mail.text
    assert "Correct it in the SIS, or leave it empty." in mail.text
    assert "  Line 12, column email: EMAIL_INVALID\n" in mail.text
    assert "  Whole file: ENCODING_CP1252\n" in mail.text
    assert mail.text.index("EMAIL_INVALID (") < mail.text.index("ENCODING_CP1252 (")


def test_problems_beyond_the_first_fifty_are_counted() -> None:
    mail = letter(closed("REJECTED", problemCounts={"EMAIL_INVALID": 1300, "ENCODING_CP1252": 1}))
    assert "EMAIL_INVALID (Error, 1,300 times)" in mail.text
    assert "1,299 more problems are not listed here." in mail.text


def test_a_code_from_the_future_is_shown_in_both_languages() -> None:
    hold = {
        "code": "MOON_PHASE",
        "kind": "pupil",
        "count": 1,
        "of": 2,
        "limit": 3,
        "message": "The moon is full.",
    }
    payload = closed("HELD", holds=[hold])
    assert "HELD MOON_PHASE\nThe moon is full.\n" in letter(payload).text
    spanish = letter(payload, Language.ES).text
    assert "HELD MOON_PHASE\nEste código todavía no tiene una explicación aquí.\n" in spanish
    assert "pupil: 1 de 2. El límite es 3." in spanish


def test_times_are_on_the_clocks_of_the_school() -> None:
    assert "November 22, 2026, 2:05 PM CST" in letter(closed()).text
    assert "22 de noviembre de 2026, 2:05 p. m. CST" in letter(closed(), Language.ES).text
    kept_together = "2:05 PM CST".replace(" ", "\N{NO-BREAK SPACE}")
    assert f"November 22, 2026, {kept_together}" in letter(closed()).html
    honolulu = Audience("Kealakehe", "Pacific/Honolulu", ())
    assert "November 22, 2026, 10:05 AM HST" in letter(closed(), about=honolulu).text
    midnight = closed(receivedTime=None, closedTime="2026-07-01T05:00:00Z")
    assert "July 1, 2026, 12:00 AM CDT" in letter(midnight).text
    nowhere = Audience("Nowhere", "Mars/Olympus", ())
    assert "November 22, 2026, 8:05 PM UTC" in letter(closed(), about=nowhere).text


@pytest.mark.parametrize("language", Language)
def test_names_of_others_do_nothing_but_stand_there(language: Language) -> None:
    evil = "<script>alert(1)</script>\r\nBcc: x@evil.example\u202e\x00"
    payload = closed(fileName=evil, connectionName=evil)
    payload["problems"][0] |= {"field": evil, "code": evil}
    mail = letter(payload, language, Audience(evil, "America/Chicago", ()))
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject + mail.text
    assert "<script" not in mail.html
    assert "&lt;script&gt;" in mail.html
    for character in "\u202e\x00":
        assert character not in mail.subject + mail.text + mail.html
    assert "script" not in {tag for tag, _ in Outline(mail.html).tags}


def test_the_file_name_never_stands_in_the_subject() -> None:
    for outcome in OUTCOMES:
        for language in Language:
            name = "Amelia_Vasquez_students.csv"
            mail = letter(closed(outcome, fileName=name), language)
            assert name not in mail.subject
            assert name in mail.text


@given(st.text())
def test_a_foreign_text_becomes_one_short_line(text: str) -> None:
    line = printable(text)
    assert len(line) <= 200
    assert len(line.splitlines()) <= 1
    assert line.isprintable()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("console", ["", CONSOLE])
def test_every_mail_names_its_run(language: Language, console: str) -> None:
    for outcome in OUTCOMES:
        mail = letter(closed(outcome, run="r7k2m4"), language, console=console)
        assert "r7k2m4" in mail.text
        assert "r7k2m4" in " ".join(Outline(mail.html).seen)
