"""Makes the mails: Jinja2 layouts filled with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.notifications import roster_result
from shared.notifications.emergency import EmergencyOpened
from shared.notifications.model import Audience, Language, Letter
from shared.notifications.roster_feed import FeedSuspended, SyncOverdue
from shared.notifications.roster_night import FINE, NUMBERS, NightEnded, NightLine
from shared.notifications.roster_request import RequestAnswered
from shared.notifications.roster_result import (
    CodeCount,
    CountRow,
    Hold,
    Problem,
    RosterResult,
    printable,
)
from shared.notifications.wording import FOLDER, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Message = (
    RosterResult | FeedSuspended | SyncOverdue | NightEnded | RequestAnswered | EmergencyOpened
)

MESSAGES: dict[str, type[Message]] = {
    "roster.run.closed": RosterResult,
    "roster.feed.suspended": FeedSuspended,
    "roster.sync.overdue": SyncOverdue,
    "roster.night.ended": NightEnded,
    "roster.request.answered": RequestAnswered,
    "account.emergency.opened": EmergencyOpened,
}
"""The payload of each type of event that makes a mail."""

_UNBREAKABLE = "\N{NO-BREAK SPACE}"
_TOTALS = (
    "rows",
    "rejected",
    "warnings",
    "guardians",
    "unchanged",
    "skipped",
    "missing",
    "added_by_hand",
    "unmatched",
    "held",
    "outstanding",
    "kept",
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one kind of mail puts into its layout.

    Attributes:
        layout: the templates' name.
        words: the key under which subject, title and lead stand.
        run: the run to link to; empty where there is none.
        connection: the connection to link to where there is no run.
        count: the number in the lead.
        why: the key of why somebody gets it.
        about: who or which day it is about, for the subject.
        values: what the layout shows.
    """

    layout: str
    words: str
    run: str
    values: Mapping[str, object]
    count: int = 0
    why: str = "footer.why"
    about: str = ""
    connection: str = ""


def render(
    message: Message, school: str, audience: Audience, language: Language, console_url: str
) -> Letter:
    """The mail of one event in one language.

    Args:
        message: what the event says.
        school: the school's id, for the link.
        audience: the school's name and time zone.
        language: of all words; names and codes stay as they are.
        console_url: the console's address, without the path; empty where there is none, and then
            the mail neither links to the run nor tells anybody to open it.
    """
    vocabulary = words(language, audience.time_zone)
    name = printable(audience.school_name)
    sheet = _sheet(message, vocabulary, name, console_url)
    about = {"email": sheet.about, "day": sheet.about}
    subject = vocabulary.say(f"{sheet.words}.subject", school=name, **about)
    values = {
        "w": vocabulary,
        "language": language.value,
        "school": name,
        "subject": subject,
        "title": vocabulary.say(f"{sheet.words}.title"),
        "lead": vocabulary.say(f"{sheet.words}.lead", count=sheet.count),
        "why": vocabulary.say(sheet.why, school=name),
        "link": run_link(console_url, school, sheet.run)
        or connection_link(console_url, school, sheet.connection),
        "open": vocabulary.say("link.connection" if sheet.connection else "link.open"),
        **sheet.values,
    }
    text = layouts().get_template(f"{sheet.layout}.txt.j2").render(values)
    return Letter(
        subject=subject,
        # They keep a time together on a narrow screen; in plain text they only hinder a search.
        text=text.replace(_UNBREAKABLE, " "),
        html=layouts().get_template(f"{sheet.layout}.html.j2").render(values),
    )


def _sheet(message: Message, w: Words, school: str, console_url: str) -> _Sheet:
    match message:
        case RosterResult():
            return _result_sheet(message, w)
        case FeedSuspended():
            return _suspension_sheet(message, w, school)
        case SyncOverdue():
            return _overdue_sheet(message, w, school)
        case NightEnded():
            return _night_sheet(message, w, console_url)
        case RequestAnswered():
            return _answer_sheet(message, w, school)
        case EmergencyOpened():
            return _emergency_sheet(message, w)
        case _ as never:
            assert_never(never)


def _result_sheet(result: RosterResult, w: Words) -> _Sheet:
    phrases = _Phrases(w, refused=result.refused)
    values = {
        "phrases": phrases,
        "holds": result.holds,
        "window": phrases.window(result.window),
        "set_aside": tuple(filter(None, map(phrases.figures, result.set_aside))),
        "holds_heading": w.say("holds.refused" if result.refused else "holds.heading"),
        "totals": tuple(_totals(w, result)),
        "result": result,
        "tables": _tables(result),
        "codes": roster_result.code_counts(result),
        "more_problems": result.total_problems() - len(result.problems),
    }
    return _Sheet("roster_run_closed", f"verdict.{result.verdict}", result.run, values)


def _suspension_sheet(message: FeedSuspended, w: Words, school: str) -> _Sheet:
    facts = {
        "facts.school": school,
        "facts.connection": message.connection_name,
        "facts.file": message.file_name,
        "feed_facts.in_a_row": f"{message.holds_in_a_row}",
        "feed_facts.noticed": w.moment(message.closed_time),
        "facts.run": message.run,
    }
    values = {
        "phrases": _Phrases(w),
        "facts": _facts(facts, w),
        "steps": _steps("suspended", w),
        "holds": message.holds,
        "holds_heading": w.say("feed.holds"),
    }
    return _Sheet("roster_feed", "suspended", message.run, values, message.holds_in_a_row)


def _overdue_sheet(message: SyncOverdue, w: Words, school: str) -> _Sheet:
    last = message.last_good_time
    facts = {
        "facts.school": school,
        "facts.connection": message.connection_name,
        "feed_facts.last_good": w.say("feed_facts.never") if last is None else w.moment(last),
        "feed_facts.noticed": w.moment(message.time),
    }
    values = {"facts": _facts(facts, w), "steps": _steps("overdue", w), "holds": ()}
    return _Sheet("roster_feed", "overdue", "", values, message.hours)


def _answer_sheet(message: RequestAnswered, w: Words, school: str) -> _Sheet:
    facts = {
        "facts.school": school,
        "facts.connection": message.connection_name,
        "request_answered.time": w.moment(message.time),
    }
    steps = _steps("request_answered", w)
    values = {
        "facts": _facts(facts, w),
        "steps": [w.say("request_answered.off"), *steps] if message.was_on else steps,
        "holds": (),
    }
    why = "request_answered.why"
    return _Sheet(
        "roster_feed", "request_answered", "", values, why=why, connection=message.connection
    )


def _night_sheet(night: NightEnded, w: Words, console_url: str) -> _Sheet:
    count = night.to_look_after
    values = {
        "lines": [_night_line(line, w, console_url) for line in night.lines],
        "more": night.more,
    }
    return _Sheet(
        "roster_night",
        "night.attention" if count else "night.fine",
        "",
        values,
        count,
        why="night.why",
        about=w.day(night.day),
    )


def _night_line(line: NightLine, w: Words, console_url: str) -> Mapping[str, object]:
    """What both layouts show of one connection."""
    phrases = _Phrases(w)
    why = [phrases.meaning(line.reason, ""), phrases.fix(line.reason)] if line.reason else []
    numbers = [(name, line.counts[name]) for name in NUMBERS if line.counts.get(name)]
    counts = [w.say(f"night.counts.{name}", count=number) for name, number in numbers]
    return {
        "heading": w.say("night.heading", school=line.school_name, connection=line.connection_name),
        "verdict": w.say(f"night.outcomes.{line.outcome}"),
        "sentences": [*filter(None, [*why, " ".join(counts), phrases.window(line.window)])],
        "link": run_link(console_url, line.school, line.run),
        "is_fine": line.outcome in FINE,
    }


def _emergency_sheet(message: EmergencyOpened, w: Words) -> _Sheet:
    facts = {
        "emergency.facts.email": message.email,
        "emergency.facts.reason": message.reason,
        "emergency.facts.start": w.moment(message.start_time),
        "emergency.facts.end": w.moment(message.end_time),
    }
    values = {"facts": _facts(facts, w), "steps": _steps("emergency", w)}
    return _Sheet("emergency", "emergency", "", values, why="emergency.why", about=message.email)


def _facts(facts: Mapping[str, str], w: Words) -> list[tuple[str, str]]:
    """The rows of a table, each with its name; what is not known has none."""
    return [(w.say(key), value) for key, value in facts.items() if value]


def _steps(key: str, w: Words) -> list[str]:
    return [w.say(f"{key}.steps.{step}") for step in w.entries[key]["steps"]]


def _tables(result: RosterResult) -> dict[str, tuple[CountRow, ...]]:
    """What was changed and what is planned, by the heading's key; only what is not empty."""
    done = roster_result.count_rows(result.counts)
    planned = roster_result.count_rows(result.counts.planned)
    tables = {"heading": done, "planned": planned}
    return {key: rows for key, rows in tables.items() if rows}


def run_link(console_url: str, school: str, run: str) -> str:
    """The address of a run's page in the console; empty without a console or a run."""
    if not console_url or not run:
        return ""
    return f"{console_url.rstrip('/')}/schools/{quote(school)}/rostering/runs/{quote(run)}"


def connection_link(console_url: str, school: str, connection: str) -> str:
    """The address of the page of a connection's source; as `run_link`."""
    if not console_url or not connection:
        return ""
    page = f"schools/{quote(school)}/rostering/connections/{quote(connection)}"
    return f"{console_url.rstrip('/')}/{page}?part=source"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The sentences that both layouts build from the same values."""

    words: Words
    refused: bool = False

    def kind(self, kind: str) -> str:
        """A kind of people in words; one that has none stands as it came."""
        return self.words.say(f"kinds.{kind}") if self.words.knows(f"kinds.{kind}") else kind

    def meaning(self, code: str, message: str) -> str:
        """What a reason code means, in plain words."""
        if self.words.knows(f"reasons.{code}"):
            return self.words.say(f"reasons.{code}.meaning")
        # Messages of runs are in English, so they help only a reader of it.
        foreign = self.words.language is not Language.EN or not message
        return self.words.say("problems.unknown_code") if foreign else message

    def fix(self, code: str) -> str:
        """What to do about a reason code; empty for one that isn't known here."""
        known = self.words.knows(f"reasons.{code}")
        return self.words.say(f"reasons.{code}.fix") if known else ""

    def window(self, window: str) -> str:
        """What a window of the calendar did to a run; empty for none, or one not known here."""
        return self.words.say(f"windows.{window}") if self.words.knows(f"windows.{window}") else ""

    def brake(self, hold: Hold) -> str:
        """The name of a brake as it stands in mails, the console and filters: ``HELD <code>``."""
        return hold.code if self.refused else f"HELD {hold.code}"

    def figures(self, hold: Hold) -> str:
        """The numbers that tripped a brake, empty when it carries none."""
        if not hold.of or hold.limit is None:
            return ""
        return self.words.say(
            "holds.figures_kind" if hold.kind else "holds.figures",
            kind=self.kind(hold.kind).lower(),
            count=hold.count,
            of=hold.of,
            limit=self.limit(hold.limit),
        )

    def limit(self, limit: float) -> str:
        """A limit below 1 as a share in percent, any other as a number."""
        if 0 < limit < 1:
            return self.words.say("numbers.percent", number=f"{limit * 100:g}")
        return f"{limit:,.0f}"

    def place(self, problem: Problem) -> str:
        """Where a problem is: line and column as far as they are known."""
        known = [name for name in ("line", "field") if getattr(problem, name)]
        key = "_and_".join(known) or "whole_file"
        return self.words.say(f"problems.{key}", line=str(problem.line), field=problem.field)

    def often(self, entry: CodeCount) -> str:
        """How bad a problem code is, and how often it came."""
        severity = self.words.say(f"severity.{entry.severity}")
        return self.words.say("problems.often", severity=severity, count=entry.count)


def _totals(w: Words, result: RosterResult) -> Iterator[str]:
    """A sentence for each of the totals that isn't zero."""
    for name in _TOTALS:
        number = getattr(result.counts, name)
        count = number if isinstance(number, int) else sum(number.values())
        if count:
            yield w.say(f"totals.{name}", count=count)


@lru_cache(maxsize=1)
def layouts() -> Environment:
    """All layouts of mails."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
