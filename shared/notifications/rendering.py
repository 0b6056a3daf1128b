"""Makes the result mail of a roster run: Jinja2 layouts filled with the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.notifications import roster_result
from shared.notifications.model import Audience, Language, Letter
from shared.notifications.roster_result import (
    TEMPLATE,
    CodeCount,
    CountRow,
    Hold,
    Problem,
    RosterResult,
    printable,
)
from shared.notifications.wording import FOLDER, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNBREAKABLE = "\N{NO-BREAK SPACE}"
_TOTALS = (
    "rows",
    "rejected",
    "warnings",
    "guardians",
    "unchanged",
    "skipped",
    "missing",
    "held",
    "outstanding",
    "kept",
)


def render(
    result: RosterResult, school: str, audience: Audience, language: Language, console_url: str
) -> Letter:
    """The result mail of one run in one language.

    Args:
        result: what the event says.
        school: the school's id, for the link.
        audience: the school's name and time zone.
        language: of all words; names and codes stay as they are.
        console_url: the console's address, without the path; empty where there is none, and then
            the mail neither links to the run nor tells anybody to open it.
    """
    vocabulary = words(language, audience.time_zone)
    name = printable(audience.school_name)
    values = {
        "w": vocabulary,
        "phrases": _Phrases(vocabulary, result),
        "language": language.value,
        "school": name,
        "result": result,
        "verdict": result.verdict,
        "tables": _tables(result),
        "codes": roster_result.code_counts(result),
        "more_problems": result.total_problems() - len(result.problems),
        "link": run_link(console_url, school, result.run),
    }
    text = _layouts().get_template(f"{TEMPLATE}.txt.j2").render(values)
    return Letter(
        subject=vocabulary.say(f"verdict.{result.verdict}.subject", school=name),
        # They keep a time together on a narrow screen; in plain text they only hinder a search.
        text=text.replace(_UNBREAKABLE, " "),
        html=_layouts().get_template(f"{TEMPLATE}.html.j2").render(values),
    )


def _tables(result: RosterResult) -> dict[str, tuple[CountRow, ...]]:
    """What was changed and what is planned, by the heading's key; only what is not empty."""
    done = roster_result.count_rows(result.counts)
    planned = roster_result.count_rows(result.counts.planned)
    tables = {"heading": done, "planned": planned}
    return {key: rows for key, rows in tables.items() if rows}


def run_link(console_url: str, school: str, run: str) -> str:
    """The address of a run's page in the console; empty without a console."""
    if not console_url:
        return ""
    return f"{console_url.rstrip('/')}/schools/{quote(school)}/rostering/runs/{quote(run)}"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The sentences that both layouts build from the same values."""

    words: Words
    result: RosterResult

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

    def holds_heading(self) -> str:
        """The heading over the brakes, which either hold something or refused the file."""
        return self.words.say("holds.refused" if self.result.refused else "holds.heading")

    def brake(self, hold: Hold) -> str:
        """The name of a brake as it stands in mails, the console and filters: ``HELD <code>``."""
        return hold.code if self.result.refused else f"HELD {hold.code}"

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

    def totals(self) -> Iterator[str]:
        """A sentence for each of the totals that isn't zero."""
        for name in _TOTALS:
            number = getattr(self.result.counts, name)
            count = number if isinstance(number, int) else sum(number.values())
            if count:
                yield self.words.say(f"totals.{name}", count=count)


@lru_cache(maxsize=1)
def _layouts() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
