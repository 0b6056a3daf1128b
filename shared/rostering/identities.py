"""Who the rows of a file are about, for what points at people by the ids of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.rostering import header_words as words
from shared.rostering.headers import Column
from shared.rostering.identity import Identifier
from shared.rostering.model import Kind
from shared.rostering.shaping import Layout, shape
from shared.rostering.sources.opening import TableFile

_BLOCK = 300
_OWN_ID = "sourcedId"


class Identity(NamedTuple):
    """Who a row is about.

    Attributes:
        source_id: by which the other files of the source point at them, as it was sent.
        person: raw id.
        name: last name first, as it was sent.
    """

    source_id: str
    kind: Kind
    person: bytes
    name: str


def identities(
    file: TableFile, columns: Sequence[Column], layout: Layout, identifier: Identifier
) -> Iterator[Identity]:
    """Everybody of whom a row says who they are, whether the row is accepted or not.

    Args:
        file: read once more.
        columns: those that are read.
        layout: of the rows; where there is no column of ids, nobody is given.
        identifier: of its own for this.

    Raises:
        FileRejected: as `TableFile.blocks` and `shape`.
    """
    # Whatever an administrator takes for the SIS's id, the source points by its own.
    place = file.header.index(_OWN_ID) if _OWN_ID in file.header else layout.sis_id
    if place is None:
        return
    fields = {column.field: column.place for column in columns}
    named = [fields[name] for name in (words.LAST_NAME, words.FIRST_NAME) if name in fields]
    for block in file.blocks(_BLOCK):
        shaped = shape(block, layout)
        cells = shaped.columns
        if not shaped.lines:
            # Of a package of many schools most blocks are of other schools' people alone.
            continue
        who = identifier.identify(cells, shaped.lines, [])
        names = [" ".join(row) for row in zip(*(cells[at] for at in named), strict=True)]
        rows = zip(cells[place], who.people.kinds, who.persons, names, strict=True)
        for source_id, kind, person, name in rows:
            if kind is not None and person is not None:
                yield Identity(source_id, kind, person, name)
