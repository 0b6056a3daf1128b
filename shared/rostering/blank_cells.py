"""Counts blank cells by field while rows are validated, so that an emptied column is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from shared.rostering import header_words as words
from shared.rostering.headers import Column

_AS_SENT = {
    words.GRADE: words.GRADE,
    words.GRADUATION_YEAR: words.GRADE,
    words.PARENT_EMAIL: words.PARENT_EMAIL,
    words.PARENT_PHONE: words.PARENT_PHONE,
}
"""Column → field of those whose cells are counted as the file has them.

An empty grade is a grade, and a guardian's values no longer stand in columns.
"""


_FILLED_BY = {
    words.NAME: (words.FIRST_NAME, words.LAST_NAME),
    words.GRADUATION_YEAR: (words.GRADE,),
}


def fields_with_values(columns: Iterable[str]) -> set[str]:
    """The fields whose blank cells are counted in a file with these columns."""
    return {field for column in columns for field in _FILLED_BY.get(column, (column,))}


class BlankCells:
    """Blank cells of one file.

    Attributes:
        counts: field → rows without a value; only fields that the file has a column for. Where
            several columns name guardians, rows in which all of them are blank.
        rows: among which they were counted.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.counts: Counter[str] = Counter()
        self.rows = 0
        self._fields = fields_with_values(column.field for column in columns)
        self._as_sent: dict[str, list[int]] = {}
        for column in columns:
            if column.field in _AS_SENT:
                self._as_sent.setdefault(_AS_SENT[column.field], []).append(column.place)

    def note(self, cells: Sequence[Sequence[str]], made: Mapping[str, Sequence[str]]) -> None:
        """Count a batch.

        Args:
            cells: all columns as the file has them.
            made: the cleaned values of the fields that keep their emptiness when cleaned.
        """
        self.rows += len(made[words.EMAIL])
        for field, values in made.items():
            if field in self._fields:
                self.counts[field] += 0 if all(values) else values.count("")
        for field, places in self._as_sent.items():
            of_field = [_without_lone_spaces(cells[place]) for place in places]
            if len(of_field) == 1:
                self.counts[field] += of_field[0].count("")
            else:
                self.counts[field] += list(map(any, zip(*of_field, strict=True))).count(False)


def _without_lone_spaces(cells: Sequence[str]) -> Sequence[str]:
    """The cells, blank ones as empty; looked at one by one only where some begins with a space."""
    text = "\n" + "\n".join(cells)
    # One character is found far sooner than two.
    if (" " in text and "\n " in text) or ("\xa0" in text and "\n\xa0" in text):
        return [cell.strip() for cell in cells]
    return cells
