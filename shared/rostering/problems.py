"""What can be wrong with a roster file: the codes, their words, and the log that one reading keeps.

The codes are public API and stand with cause and fix in ``docs/domain/rostering-files.md``.
No message ever holds a value from a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from shared.kernel.errors import Permanent
from shared.rostering.model import FileFacts, Problem, Severity

KEPT = 1_000
"""Problems that one reading keeps in full; the counts by code go on."""

MESSAGES = {
    "ROW_RAGGED": "The row has more or fewer cells than the header.",
    "ROW_NUL": "The row holds a NUL character.",
    "ROW_TOTAL": "The row is a total or a footer, not a person.",
    "ID_MISSING": "A student needs an id; anybody else needs an id or an e-mail address.",
    "ID_CONFLICT": "Several rows have this id and differ in more than their guardians.",
    "ID_LOOKS_LIKE_SSN": "This is written like a Social Security number; send another id.",
    "NUMBER_IMPRECISE": "A spreadsheet shortened the id to a power of ten; format it as text.",
    "ENCODING_SUSPECT": "The cell holds bytes that are not UTF-8; write it anew in the source.",
    "NAME_MISSING": "A first or a last name is missing.",
    "EMAIL_INVALID": "This is not an e-mail address.",
    "GRADE_UNKNOWN": "The grade is missing or is not a spelling that is known.",
    "ROLE_UNKNOWN": "The role is missing, is not known, or is one that files don't bring in.",
    "FIELD_TOO_LONG": "The cell is longer than a value of this column can be.",
    "NO_EMAIL": "Without an e-mail address this person cannot sign in yet.",
    "EMAIL_SHARED": "Another id in this file has the same address; neither can sign in with it.",
    "GUARDIAN_MANY": "The student has more guardians than is usual.",
    "TEST_PERSON": "The name looks like a test record; it is left out of the counts.",
}


class Finding(NamedTuple):
    """Something noticed about one row, before it is known whether the row is rejected.

    Attributes:
        line: 1-based line on which the row starts.
        field: the roster field, None when the row is meant.
        rejects: True when the row can't be accepted with it.
    """

    line: int
    code: str
    field: str | None
    rejects: bool


def file_problem(
    code: str, message: str, line: int | None = None, field: str | None = None
) -> Problem:
    """Something that rejects the whole file."""
    return Problem(code, Severity.ERROR, line, field, message)


def file_warning(
    code: str, message: str, line: int | None = None, field: str | None = None
) -> Problem:
    """Something about the whole file that a person should look at."""
    return Problem(code, Severity.WARNING, line, field, message)


class FileRejected(Permanent):
    """The file as a whole can't be read: nothing of it may be applied.

    Attributes:
        problems: at least one; the first gives the reason.
        facts: what was found out before, if the header was reached.
    """

    def __init__(self, *problems: Problem, facts: FileFacts | None = None) -> None:
        super().__init__(problems[0].code, problems[0].message)
        self.problems = problems
        self.facts = facts


class ProblemLog:
    """Keeps the first thousand problems whole and counts all of them.

    Attributes:
        kept: in the order in which they were found, by line within a batch.
        counts: code → how many, exact.
        warnings: how many of them were warnings.
    """

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.warnings = 0

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room."""
        self.counts[problem.code] += 1
        self.warnings += problem.severity is Severity.WARNING
        if len(self.kept) < KEPT:
            self.kept.append(problem)

    def add_findings(self, findings: Iterable[Finding]) -> set[int]:
        """Log the findings of a batch; a rejected row's warnings are left out.

        Returns:
            the lines of the rows that are rejected.
        """
        ordered = sorted(set(findings), key=lambda finding: finding.line)
        rejected = {finding.line for finding in ordered if finding.rejects}
        for line, code, field, rejects in ordered:
            if rejects or line not in rejected:
                severity = Severity.ERROR if rejects else Severity.WARNING
                self.add(Problem(code, severity, line, field, MESSAGES[code]))
        return rejected
