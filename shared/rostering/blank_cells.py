"""Counts blank cells by field while rows are validated, so that an emptied column is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from shared.rostering.headers import Column


class BlankCells:
    """Blank cells of one file.

    Attributes:
        counts: roster field of each column → rows without a value; where several columns name
            guardians, rows in which all of them are blank.
        rows: among which they were counted.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.counts: Counter[str] = Counter()
        self.rows = 0
        self._places: dict[str, list[int]] = {}
        for column in columns:
            self._places.setdefault(column.field, []).append(column.place)

    def note(self, cells: Sequence[Sequence[str]], cleaned: Mapping[str, Sequence[str]]) -> None:
        """Count a batch.

        Args:
            cells: all columns as the file has them.
            cleaned: the values of the fields that are there; a placeholder is blank then, too.
        """
        self.rows += len(cells[0])
        for field, places in self._places.items():
            values = cleaned.get(field)
            if values is not None:
                self.counts[field] += values.count("")
                continue
            columns = [cells[place] for place in places]
            blank = columns[0].count("") + columns[0].count(" ")
            if blank and len(columns) > 1:
                blank = sum(
                    not any(map(str.strip, of_row)) for of_row in zip(*columns, strict=True)
                )
            self.counts[field] += blank
