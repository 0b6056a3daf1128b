"""What goes wrong with a good file on its way: each fault a function of a table or of bytes.

A fault that takes whole rows away takes more than the gate lets pass as leavers; fewer can't be
told from leavers by anybody. Cuts at a byte fall where they fall.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.figures.small_school import Style, Table

LEAVERS_SHARE = 0.10
LEAVERS_FLOOR = 5
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other tables of the same system, with this file's own columns where they can be.

    Attributes:
        school: the same kind of people at the district's other school.
        kind: another kind of people at this school, under its own header.
        years_ago: this school when most of today's people were not there yet.
    """

    school: Table
    kind: Table
    years_ago: Table


TableFault = Callable[[Table, Random, Elsewhere], Table]
ByteFault = Callable[[bytes, Random, Style], bytes]


def least_lost(rows: int) -> int:
    """The smallest number of rows that are too many for leavers."""
    return max(LEAVERS_FLOOR, int(LEAVERS_SHARE * rows)) + 1


def _column_dropped(table: Table, chance: Random, _: Elsewhere) -> Table:
    gone = chance.randrange(len(table[0]))
    return [row[:gone] + row[gone + 1 :] for row in table]


def _column_emptied(table: Table, chance: Random, _: Elsewhere) -> Table:
    gone = chance.randrange(len(table[0]))
    return [table[0], *([*row[:gone], "", *row[gone + 1 :]] for row in table[1:])]


def _columns_swapped(table: Table, chance: Random, _: Elsewhere) -> Table:
    one, other = chance.sample(range(len(table[0])), 2)
    return [table[0], *(_swapped(row, one, other) for row in table[1:])]


def _swapped(row: list[str], one: int, other: int) -> list[str]:
    changed = list(row)
    changed[one], changed[other] = row[other], row[one]
    return changed


def _cells_shifted(table: Table, chance: Random, _: Elsewhere) -> Table:
    start = chance.randrange(1, len(table))
    moved = [row[1:] + row[:1] for row in table[start:]]
    return [*table[:start], *moved]


def _cells_lost(table: Table, chance: Random, _: Elsewhere) -> Table:
    share = chance.uniform(0.05, 1)
    short = [row[:-1] if chance.random() < share else row for row in table[1:]]
    return [table[0], *short]


def _ids_emptied(table: Table, chance: Random, _: Elsewhere) -> Table:
    share = chance.uniform(0.01, 0.9)
    return [table[0], *(["", *row[1:]] if chance.random() < share else row for row in table[1:])]


def _ids_shuffled(table: Table, chance: Random, _: Elsewhere) -> Table:
    number = chance.randint(2, len(table) - 1)
    return _with_ids(table, chance, number, lambda ids: chance.sample(ids, len(ids)))


def _ids_renumbered(table: Table, chance: Random, _: Elsewhere) -> Table:
    first = chance.randrange(700_000, 800_000)
    number = chance.choice((chance.randint(1, 6), chance.randint(1, len(table) - 1)))
    return _with_ids(table, chance, number, lambda ids: [str(first + n) for n in range(len(ids))])


def _ids_padded(table: Table, chance: Random, _: Elsewhere) -> Table:
    zeros = "0" * chance.randint(1, 3)
    return [table[0], *([zeros + row[0], *row[1:]] for row in table[1:])]


def _ids_of_a_spreadsheet(table: Table, chance: Random, _: Elsewhere) -> Table:
    number = chance.randint(1, len(table) - 1)
    return _with_ids(table, chance, number, lambda ids: [f"{float(i):.2E}" for i in ids])


def _with_ids(
    table: Table, chance: Random, number: int, change: Callable[[list[str]], list[str]]
) -> Table:
    chosen = sorted(chance.sample(range(1, len(table)), number))
    new = iter(change([table[line][0] for line in chosen]))
    changed = [list(row) for row in table]
    for line in chosen:
        changed[line][0] = next(new)
    return changed


def _rows_lost(table: Table, chance: Random, _: Elsewhere) -> Table:
    rows = len(table) - 1
    lost = chance.randint(least_lost(rows), rows)
    start = chance.randint(1, len(table) - lost)
    return table[:start] + table[start + lost :]


def _last_rows_lost(table: Table, chance: Random, _: Elsewhere) -> Table:
    rows = len(table) - 1
    return table[: len(table) - chance.randint(least_lost(rows), rows)]


def _one_grade_left(table: Table, chance: Random, elsewhere: Elsewhere) -> Table:
    where = [number for number, header in enumerate(table[0]) if header.startswith("Grade")]
    if not where:
        return _rows_lost(table, chance, elsewhere)
    grade = chance.choice(sorted({row[where[0]] for row in table[1:]}))
    return [table[0], *(row for row in table[1:] if row[where[0]] == grade)]


def _page_repeated(table: Table, chance: Random, _: Elsewhere) -> Table:
    rows = len(table) - 1
    page = chance.randint(least_lost(rows), rows // 2)
    source = chance.randint(1, len(table) - 2 * page)
    lost = chance.randint(source + page, len(table) - page)
    return table[:lost] + table[source : source + page] + table[lost + page :]


def _rows_doubled(table: Table, chance: Random, _: Elsewhere) -> Table:
    again = chance.sample(table[1:], chance.randint(1, len(table) - 1))
    return table + again


def _header_only(table: Table, _: Random, __: Elsewhere) -> Table:
    return table[:1]


def _header_lost(table: Table, _: Random, __: Elsewhere) -> Table:
    return table[1:]


def _header_in_the_middle(table: Table, chance: Random, _: Elsewhere) -> Table:
    line = chance.randint(2, len(table))
    return table[:line] + table[:1] + table[line:]


def _other_school(_: Table, __: Random, elsewhere: Elsewhere) -> Table:
    return elsewhere.school


def _half_another_school(table: Table, chance: Random, elsewhere: Elsewhere) -> Table:
    rows = len(table) - 1
    lost = chance.randint(least_lost(rows), rows)
    return table[:-lost] + elsewhere.school[1:]


def _other_school_behind(table: Table, _: Random, elsewhere: Elsewhere) -> Table:
    return table + elsewhere.school[1:]


def _other_kind(_: Table, __: Random, elsewhere: Elsewhere) -> Table:
    return elsewhere.kind


def _other_kind_behind(table: Table, _: Random, elsewhere: Elsewhere) -> Table:
    width = len(table[0])
    return table + [(row + [""] * width)[:width] for row in elsewhere.kind[1:]]


def _years_ago(_: Table, __: Random, elsewhere: Elsewhere) -> Table:
    return elsewhere.years_ago


def _cut_at_a_byte(data: bytes, chance: Random, _: Style) -> bytes:
    return data[: chance.randrange(len(data))]


def _cut_near_the_end(data: bytes, chance: Random, _: Style) -> bytes:
    return data[: len(data) - chance.randrange(1, max(2, len(data) // 10))]


def _half_written(data: bytes, chance: Random, _: Style) -> bytes:
    blocks = max(1, len(data) // BLOCK)
    return data[: BLOCK * chance.randint(1, blocks)][: len(data) - 1]


def _written_over(data: bytes, chance: Random, _: Style) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + bytes(len(data) - start)


def _beginning_lost(data: bytes, chance: Random, _: Style) -> bytes:
    return data[chance.randrange(1, len(data)) :]


def _stray_quote(data: bytes, chance: Random, style: Style) -> bytes:
    for _ in range(chance.randint(1, 3)):
        data = _with_text(data, '"', chance, style)
    return data


def _with_text(data: bytes, text: str, chance: Random, style: Style) -> bytes:
    if style.suffix == "xlsx":
        where = chance.randrange(len(data))
        return data[:where] + text.encode() + data[where:]
    whole = data.decode(style.encoding)
    where = chance.randrange(len(whole))
    return (whole[:where] + text + whole[where:]).encode(style.encoding)


def _stray_bytes(data: bytes, chance: Random, _: Style) -> bytes:
    changed = bytearray(data)
    for _number in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _encoding_swapped(data: bytes, chance: Random, style: Style) -> bytes:
    if style.suffix == "xlsx":
        return _stray_bytes(data, chance, style)
    text = data.decode(style.encoding)
    names = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "utf-7", "cp037")
    return text.encode(chance.choice(names), "replace")


def _encoded_twice(data: bytes, chance: Random, style: Style) -> bytes:
    if style.suffix == "xlsx":
        return _stray_bytes(data, chance, style)
    return data.decode(style.encoding).encode().decode("latin-1").encode()


def _delimiter_changed(data: bytes, chance: Random, style: Style) -> bytes:
    if style.suffix == "xlsx":
        return _stray_bytes(data, chance, style)
    text = data.decode(style.encoding)
    start = chance.choice((0, text.index(style.line_end), chance.randrange(len(text))))
    other = chance.choice([one for one in ",;\t| " if one != style.delimiter])
    changed = text[:start] + text[start:].replace(style.delimiter, other)
    return changed.encode(style.encoding)


def _an_error_page(_: bytes, __: Random, ___: Style) -> bytes:
    return b"<html><body><h1>503 Service Unavailable</h1></body></html>\n"


TABLE_FAULTS: Mapping[str, TableFault] = {
    "a column dropped": _column_dropped,
    "a column emptied": _column_emptied,
    "two columns swapped": _columns_swapped,
    "cells shifted": _cells_shifted,
    "cells lost": _cells_lost,
    "ids emptied": _ids_emptied,
    "ids shuffled": _ids_shuffled,
    "ids renumbered": _ids_renumbered,
    "ids padded": _ids_padded,
    "ids of a spreadsheet": _ids_of_a_spreadsheet,
    "rows lost": _rows_lost,
    "last rows lost": _last_rows_lost,
    "one grade left": _one_grade_left,
    "a page repeated": _page_repeated,
    "rows doubled": _rows_doubled,
    "header only": _header_only,
    "header lost": _header_lost,
    "header in the middle": _header_in_the_middle,
    "another school": _other_school,
    "half another school": _half_another_school,
    "another school behind": _other_school_behind,
    "another kind": _other_kind,
    "another kind behind": _other_kind_behind,
    "years ago": _years_ago,
}
BYTE_FAULTS: Mapping[str, ByteFault] = {
    "cut at a byte": _cut_at_a_byte,
    "cut near the end": _cut_near_the_end,
    "half written": _half_written,
    "zeros to the end": _written_over,
    "beginning lost": _beginning_lost,
    "stray quote": _stray_quote,
    "stray bytes": _stray_bytes,
    "encoding swapped": _encoding_swapped,
    "encoded twice": _encoded_twice,
    "delimiter changed": _delimiter_changed,
    "an error page": _an_error_page,
}
