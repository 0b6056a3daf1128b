"""`carillon roster check`: reads one file offline and reports on it, by the limits of the gate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from shared.rostering.gate import too_many_rejected
from shared.rostering.limits import Limits
from shared.rostering.model import FileFacts, Guardian, Kind, Problem, RosterRow
from shared.rostering.problems import file_problem
from shared.rostering.reading import FileRejected, Reading, ReadOptions, SeenRow, read_roster

NEW_YEAR_MONTH = 7
"""From July on the next school year counts."""

_PLURALS = {Kind.STUDENT: "students", Kind.TEACHER: "teachers", Kind.ADMIN: "admins"}
_SHOWN = 50
_TAB = "\t"
_NO_SETTINGS = ReadOptions("offline")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found out about one file.

    Attributes:
        facts: None when not even the header was found.
        counts: as the JSON object has them.
        codes: all problems by code, more than are listed in ``problems``.
        rows: the accepted rows by line, if they were asked for.
    """

    accepted: bool
    facts: FileFacts | None
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    codes: Counter[str]
    rows: tuple[RosterRow, ...]


def present_school_year_end() -> int:
    """The calendar year in which the school year of today ends, as American schools count."""
    today = datetime.now(UTC)
    return today.year + (today.month >= NEW_YEAR_MONTH)


def check_roster(
    stream: IO[bytes],
    file_name: str,
    school_year_end: int,
    *,
    keep_rows: bool,
    settings: ReadOptions = _NO_SETTINGS,
) -> Report:
    """Read the whole file and judge it.

    Args:
        stream: seekable.
        file_name: says which people the file holds.
        school_year_end: to tell grades from graduation years.
        keep_rows: whether the report carries the accepted rows.
        settings: what a connection would decide.

    Raises:
        OSError: the file can't be read.
    """
    options = replace(settings, school_year_end=school_year_end)
    try:
        reading = read_roster(stream, file_name, options)
    except FileRejected as error:
        return _rejected(error, None)
    rows: dict[tuple[Kind, bytes], RosterRow] = {}
    try:
        for batch in reading.batches():
            if keep_rows:
                rows.update(_by_person(batch))
    except FileRejected as error:
        return _rejected(error, reading)
    return _judged(reading, [row for who, row in rows.items() if who not in reading.conflicted])


def _by_person(batch: list[SeenRow]) -> dict[tuple[Kind, bytes], RosterRow]:
    return {(seen.kind, seen.person): seen.row for seen in batch if seen.row}


def _judged(reading: Reading, rows: list[RosterRow]) -> Report:
    fatal = []
    held = too_many_rejected(reading.rows, reading.rejected, Limits())
    if not reading.rows:
        fatal.append(file_problem("FILE_EMPTY", "The file has a header and no rows."))
    elif held:
        fatal.append(file_problem(held.code, held.message))
    return Report(
        accepted=not fatal,
        facts=reading.facts,
        counts=_counts(reading),
        problems=(*fatal, *reading.problems),
        codes=reading.problem_counts + Counter(problem.code for problem in fatal),
        rows=tuple(sorted(rows)) if not fatal else (),
    )


def _rejected(error: FileRejected, reading: Reading | None) -> Report:
    before = reading.problems if reading else []
    return Report(
        accepted=False,
        facts=reading.facts if reading else error.facts,
        counts=_counts(reading),
        problems=(*error.problems, *before),
        codes=Counter(problem.code for problem in (*error.problems, *before)),
        rows=(),
    )


def _counts(reading: Reading | None) -> dict[str, int]:
    people = reading.counts - reading.tests if reading else Counter()
    return {
        "rows": reading.rows if reading else 0,
        **{_PLURALS.get(kind, kind.value): people[kind] for kind in Kind},
        "guardians": reading.guardians if reading else 0,
        "rejected": reading.rejected if reading else 0,
        "warnings": reading.warnings if reading else 0,
    }


def print_for_programs(report: Report, *, with_rows: bool) -> None:
    """One JSON object; with rows it stands on one line and a line for each row follows."""
    facts = report.facts
    whole = {
        "verdict": "accepted" if report.accepted else "rejected",
        "format": facts.format if facts else None,
        "encoding": facts.encoding if facts else None,
        "delimiter": facts.delimiter if facts else None,
        "mapping": dict(facts.mapping) if facts else {},
        "counts": report.counts,
        "problems": [problem.as_json() for problem in report.problems],
    }
    print(json.dumps(whole, indent=None if with_rows else 2))
    for row in report.rows:
        print(json.dumps(_row_as_json(row)))


def _row_as_json(row: RosterRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "kind": row.kind.value,
        "id": row.sis_id,
        "email": row.email,
        "firstName": row.first_name,
        "lastName": row.last_name,
        "grade": row.grade,
        "role": row.role.value,
        "phone": row.phone,
        "guardians": [_guardian_as_json(guardian) for guardian in row.guardians],
        "idField1": row.id_field1,
        "idField2": row.id_field2,
    }


def _guardian_as_json(guardian: Guardian) -> dict[str, str]:
    return {"email": guardian.email, "phone": guardian.phone}


def print_for_people(report: Report, file_name: str) -> None:
    """The same in words and tables; colors only on a terminal."""
    console = Console(highlight=False)
    verdict = "[green]accepted[/]" if report.accepted else "[red]rejected[/]"
    console.print(f"{verdict}  ", end="")
    console.print(file_name, markup=False, soft_wrap=True)
    if report.facts:
        _print_facts(console, report.facts)
        counts = ", ".join(f"{number:,} {what}" for what, number in report.counts.items() if number)
        console.print(f"\n{counts or 'no rows'}")
    if report.problems:
        _print_problems(console, report)


def _print_facts(console: Console, facts: FileFacts) -> None:
    console.print(f"{', '.join(_format_in_words(facts))}\n", markup=False)
    table = Table("header", "is read as", box=None, pad_edge=False)
    for header, field in facts.mapping.items():
        table.add_row(_plain(header), field)
    console.print(table)


def _format_in_words(facts: FileFacts) -> Iterator[str]:
    yield facts.format.upper()
    if facts.sheet is not None:
        yield f"sheet {facts.sheet}"
    if facts.encoding is not None:
        yield facts.encoding
    if facts.delimiter is not None:
        yield f"separated by {'tab' if facts.delimiter == _TAB else facts.delimiter}"


def _print_problems(console: Console, report: Report) -> None:
    place = "row" if report.facts and report.facts.format == "xlsx" else "line"
    table = Table(place, "field", "code", "", box=None, pad_edge=False)
    for problem in report.problems[:_SHOWN]:
        line = "" if problem.line is None else str(problem.line)
        table.add_row(line, _plain(problem.field or ""), problem.code, problem.message)
    console.print()
    console.print(table)
    total = report.codes.total()
    if total > _SHOWN:
        codes = ", ".join(f"{code} {number:,}" for code, number in report.codes.most_common())
        console.print(f"\nThe first {_SHOWN} of {total:,} problems; all of them: {codes}")


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
