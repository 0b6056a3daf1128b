"""Reads a roster file into normalised rows, in batches, and says what is wrong with it.

Unchanged rows are recognised by a hash of their raw cells and not validated again. Memory is a
batch plus an index of at most 400 bytes a person. Columns that rostering doesn't ask for are left
behind here; their text goes nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from operator import itemgetter
from typing import IO

from shared.kernel.collector import collector_paused
from shared.rostering import header_words as words
from shared.rostering.file_kinds import NamedKinds, kinds_in_name
from shared.rostering.first_look import Applied, Desk, FirstLook, Known, PersonOf, SeenRow
from shared.rostering.headers import (
    HeaderMatch,
    match_headers,
    missing_fields,
    names_people,
    recognised,
)
from shared.rostering.identities import Identity, identities
from shared.rostering.identity import Identifier
from shared.rostering.model import FileFacts, Kind, Problem, Severity
from shared.rostering.normalise import LONGEST_VALUE, Cells, RowNormaliser, RowRules
from shared.rostering.problems import FileRejected, file_problem, file_warning
from shared.rostering.read_options import ReadOptions
from shared.rostering.repeated_ids import RepeatedIds
from shared.rostering.second_look import SecondLook
from shared.rostering.shaping import Layout, Shaped, shape, without
from shared.rostering.shared_addresses import SharedAddresses
from shared.rostering.sources.csv_file import Block
from shared.rostering.sources.header_search import HeaderSense
from shared.rostering.sources.oneroster_classes import ClassFiles
from shared.rostering.sources.opening import TableFile, open_table
from shared.rostering.tally import Tally

__all__ = ["NORMALISER_VERSION", "FileRejected", "ReadOptions", "Reading", "SeenRow", "read_roster"]

NORMALISER_VERSION = 2
"""Part of every row's hash: raising it makes the next run validate every row again."""

DIGEST_BYTES = 12
BATCH = 300
"""Rows that are worked on together: few enough for what they become to stay in a core's cache."""
_JOINT = "\x1f"


def read_roster(
    stream: IO[bytes],
    file_name: str,
    options: ReadOptions,
    known: Known = lambda *_: None,
    person_of: PersonOf | None = None,
) -> Reading:
    """Find out about the file as a whole; its rows are read by `Reading.batches`.

    Args:
        stream: seekable; read several times, never closed.
        options: what the connection knows.
        file_name: as the sender named it; it says which people the file holds.
        known: tells the digest that was applied last.
        person_of: the same knowledge by digest. With it an unchanged row costs one hash instead of
            two. It must agree with ``known``.

    Raises:
        FileRejected: the file can't be read at all, with every reason found.
    """
    header_map = options.header_map
    sense = HeaderSense(
        lambda headers: recognised(headers, header_map),
        lambda headers: names_people(headers, header_map),
    )
    file = open_table(
        stream,
        file_name,
        sense,
        options.encoding,
        options.school_sourced_id,
        with_classes=options.with_classes,
    )
    named = _named(file, file_name)
    declared = options.declared_kinds
    kind = named.single
    if kind is None and not named.kinds and len(declared) == 1 and file.speaks_for is None:
        kind = next(iter(declared))
    match = match_headers(file.header, header_map, kind)
    complete = named.complete
    if not named.complete and len(named.kinds) < 2:  # noqa: PLR2004  # two kinds: nobody
        complete = declared & named.kinds if named.kinds else declared
    complete = file.speaks_for or complete
    facts = FileFacts(
        format=file.format,
        encoding=file.encoding_name,
        delimiter=file.delimiter,
        mapping=match.mapping(),
        named_kind=named.single,
        complete_for=complete,
        has_role_column=match.has(words.ROLE),
        ended_with_newline=file.ended_with_newline,
        sheet=file.sheet,
    )
    _refuse_unusable(file, match, kind, facts, options)
    return Reading(file, facts, match, kind, options, Applied(known, person_of))


def _named(file: TableFile, file_name: str) -> NamedKinds:
    """The kinds that the name speaks of: nobody listens to it where the file itself tells."""
    if file.speaks_for is not None:
        return NamedKinds(frozenset(), frozenset())
    return kinds_in_name(file_name)


def _refuse_unusable(
    file: TableFile, match: HeaderMatch, kind: Kind | None, facts: FileFacts, options: ReadOptions
) -> None:
    fatal = [p for p in match.problems if p.severity is Severity.ERROR]
    claimed = {p.message for p in fatal}
    for name in missing_fields(match, kind, grades_derivable=options.school_year_end is not None):
        if not any(f"the field {name};" in message for message in claimed):
            message = f"No column for {name} was found."
            fatal.append(file_problem("HEADER_MISSING", message, file.header_line, name))
    if kind is None and not facts.has_role_column:
        message = (
            "Nothing says who each row is about: put one of students, teachers, staff or admins "
            "into the file's name, or add a role column."
        )
        fatal.append(file_problem("KIND_UNKNOWN", message))
    if fatal:
        raise FileRejected(*_placed(fatal, file), facts=facts)


def _placed(problems: Iterable[Problem], file: TableFile) -> list[Problem]:
    """The problems, those about columns with the header's line."""
    return [replace(p, line=file.header_line) if p.field else p for p in problems]


class Reading:
    """One pass over a file, and a second look where the first one left something open.

    `batches` gives each person as soon as their row was read. Where later rows of the same person
    add guardians, the person is **given again** at the end with all guardians and a digest of all
    rows: of several rows of a (kind, person) the last one counts. People in `conflicted` don't
    count, whatever was given before. Nothing may be applied before the iteration has ended without
    `FileRejected`.

    Attributes:
        facts: about the file as a whole.
    """

    def __init__(
        self,
        file: TableFile,
        facts: FileFacts,
        match: HeaderMatch,
        kind: Kind | None,
        options: ReadOptions,
        applied: Applied,
    ) -> None:
        self.facts = facts
        self._file = file
        columns = self._columns = match.columns
        self._read = itemgetter(*(column.place for column in columns))
        context = _context(match, kind, options)
        self._hash = blake2b(digest_size=DIGEST_BYTES, person=context)
        index = {column.field: column.place for column in columns}
        self._layout = Layout(len(file.header), index[words.EMAIL], index.get(words.SIS_ID))
        self._tally = Tally()
        for problem in (*file.warnings, *_placed(match.problems, file)):
            self._tally.log.add(problem)
        most = options.guardians_per_student
        self._who = (columns, options.id_space, kind, options.id_width, options.aliases)
        self._identifier, who_again = Identifier(*self._who), Identifier(*self._who)
        rules = RowRules(options.school_year_end, options.grade_map, most, file.damaged)
        self._normaliser, again = RowNormaliser(columns, rules), RowNormaliser(columns, rules)
        self._addresses = SharedAddresses(self._layout.email)
        desk = Desk(self._identifier, RepeatedIds(), self._addresses, self._tally, applied)
        self._first = FirstLook(desk, self._normaliser)
        self._second = SecondLook(desk._replace(identifier=who_again), again, most)
        self._students_per_phone = options.students_per_phone

    @property
    def problems(self) -> list[Problem]:
        """The first thousand problems."""
        return self._tally.log.kept

    @property
    def problem_counts(self) -> Counter[str]:
        """All problems by code."""
        return self._tally.log.counts

    @property
    def warnings(self) -> int:
        """How many of the problems are only warnings."""
        return self._tally.log.warnings

    @property
    def rows(self) -> int:
        """Data rows that aren't blank."""
        return self._tally.rows

    @property
    def rejected(self) -> int:
        """Rows that can't be accepted."""
        return len(self._tally.rejected_lines)

    @property
    def unreadable(self) -> int:
        """Rejected rows of which nobody can say who they are about."""
        return self._tally.unreadable

    @property
    def counts(self) -> Counter[Kind]:
        """Accepted and unchanged people by kind, each person once."""
        return self._tally.kinds

    @property
    def tests(self) -> Counter[Kind]:
        """Those of the accepted people who look like test records, for who leaves them out."""
        return self._tally.tests

    @property
    def blanks(self) -> Counter[str]:
        """Blank cells by field among the `validated` rows, of fields that have a column."""
        return self._normaliser.blanks.counts

    @property
    def validated(self) -> int:
        """Rows that were looked into, the rejected ones included and later ones of a person not."""
        return self._normaliser.blanks.rows

    @property
    def guardians(self) -> int:
        """Distinct guardians of the rows that were validated; unchanged rows aren't looked into."""
        return self._tally.guardians

    @property
    def conflicted(self) -> set[tuple[Kind, bytes]]:
        """People whose rows contradict each other; what was given of them doesn't count."""
        return self._tally.conflicted

    @property
    def rejected_seen(self) -> set[tuple[Kind, bytes]]:
        """People whose row was rejected: the file has them, so they are not missing."""
        return self._tally.rejected_seen

    def is_shared(self, email: str) -> bool:
        """True when several people of the file have this address; seldom also when one has it."""
        return self._addresses.has(email)

    @property
    def complete_for(self) -> frozenset[Kind]:
        """The kinds the file speaks for; none as soon as it holds a row of another kind."""
        claimed = self.facts.complete_for
        return claimed if self._tally.kinds_met <= claimed else frozenset()

    def batches(self, size: int = BATCH) -> Iterator[list[SeenRow]]:
        """The people of the file, ``size`` rows at a time; to be called once.

        Raises:
            FileRejected: QUOTE_UNTERMINATED, FIELD_TOO_LONG or FILE_TRUNCATED, perhaps after some
                batches were given.
        """
        # Rows are many short-lived objects without cycles: it would cost a sixth of the time.
        with collector_paused():
            for look in self._looks():
                for block in self._file.blocks(size):
                    if seen := self._taken(look, block):
                        yield seen
            if self._second.needed:
                self._second.warn_of_shared_addresses()
        self._warn_of_shared_phones()

    @property
    def classes(self) -> ClassFiles | None:
        """What a package says of classes; None where it can't, or isn't asked."""
        return self._file.classes

    def everybody(self) -> Iterator[Identity]:
        """Everybody of whom the file says who they are, also in rows that are rejected.

        Raises:
            FileRejected: as `batches`, after which it is to be called.
        """
        for table in filter(None, (self._file, self._file.unplaced)):
            yield from identities(table, self._columns, self._layout, Identifier(*self._who))

    def unplaced(self) -> set[bytes]:
        """People whom the file names without saying at which of several schools they are.

        Nothing is done with them; they are not missing either.

        Raises:
            FileRejected: as `batches`, after which it is to be called.
        """
        table = self._file.unplaced
        if table is None:
            return set()
        who = Identifier(*self._who)
        return {each.person for each in identities(table, self._columns, self._layout, who)}

    def _taken(self, look: FirstLook | SecondLook, block: Block) -> list[SeenRow]:
        shaped = look.relevant(shape(block, self._layout))
        return look.take(*self._prepared(shaped))

    def _looks(self) -> Iterator[FirstLook | SecondLook]:
        yield self._first
        self._warn_of_double_encoding()
        if zeros := self._identifier.lengths.warning():
            self._tally.log.add(zeros)
        if self._second.needed:
            yield self._second

    def _prepared(self, shaped: Shaped) -> tuple[Shaped, list[bytes]]:
        """The rows without those that are too long, and the digests of the others."""
        keys = self._keys(shaped.columns)
        if max(map(len, keys), default=0) > LONGEST_VALUE:
            shaped = without(shaped, self._normaliser.too_long(shaped.columns, shaped.lines))
            keys = self._keys(shaped.columns)
        digests, begun = [], self._hash
        # A copy of a hash that was begun costs two thirds of a new one.
        for key in keys:
            row = begun.copy()
            row.update(key.encode())
            digests.append(row.digest())
        return shaped, digests

    def _keys(self, columns: Cells) -> list[str]:
        """Of each row the cells that are read, as one text."""
        return list(map(_JOINT.join, zip(*self._read(columns), strict=True)))

    def _warn_of_shared_phones(self) -> None:
        numbers = self._tally.phones_of_more_than(self._students_per_phone)
        if numbers:
            message = (
                f"{numbers:,} guardians' telephone numbers stand for more than "
                f"{self._students_per_phone} students each; they may be the school's own."
            )
            self._tally.log.add(file_warning("GUARDIAN_MANY", message, None, words.PARENT_PHONE))

    def _warn_of_double_encoding(self) -> None:
        names = self._normaliser
        if names.doubly_encoded:
            message = (
                f"{names.doubly_encoded:,} names are encoded twice; the export was saved with the "
                "wrong encoding. This is the first of them."
            )
            line = names.first_doubly_encoded
            self._tally.log.add(file_warning("MOJIBAKE", message, line))


def _context(match: HeaderMatch, kind: Kind | None, options: ReadOptions) -> bytes:
    """What besides a row's cells decides how the row is read, as 16 bytes."""
    fields = [(c.field, c.claim.slot, str(c.claim.account)) for c in match.columns]
    parts = [str(NORMALISER_VERSION), str(kind), options.id_space, *map(_JOINT.join, fields)]
    if match.has(words.GRADUATION_YEAR):
        parts.append(str(options.school_year_end))
    parts += [str(options.id_width), *map(_JOINT.join, sorted(options.grade_map.items()))]
    return blake2b("\x1e".join(parts).encode(), digest_size=16).digest()
