"""The people of a OneRoster package as one table: a row for each, guardians beside their students.

A row's cells are the package's own; what they mean is decided where all files are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.rostering.model import Guardian, Kind, Problem
from shared.rostering.problems import file_warning
from shared.rostering.sources.csv_file import Block, block_of
from shared.rostering.sources.oneroster_classes import ClassFiles
from shared.rostering.sources.oneroster_survey import (
    Survey,
    Table,
    held_roles,
    open_part,
    survey,
)
from shared.rostering.sources.oneroster_words import (
    GUARDIAN,
    chosen_role,
    ids_in,
    is_gone,
    key_of,
)
from shared.rostering.sources.oneroster_zip import OF_CLASSES, ORGS, ROLES, USERS, Package

GUARDIANS_IN_A_ROW = 6
"""Somebody with more of them has another row."""

_USER = (
    "sourcedid",
    "status",
    "orgsourcedids",
    "role",
    "agentsourcedids",
    "email",
    "username",
    "givenname",
    "familyname",
    "grades",
    "sms",
    "phone",
    "identifier",
)
_ROLE = "role"
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "sourcedId": ("sourcedid",),
    "email": ("email", "username"),
    "givenName": ("givenname",),
    "familyName": ("familyname",),
    "grades": ("grades",),
    "phone": ("sms", "phone"),
    "idField1": ("identifier",),
}
"""Column → where it comes from; it is given only where the package has one of these."""
_OF_GUARDIANS = tuple(
    f"parent{number}{what}"
    for number in range(1, GUARDIANS_IN_A_ROW + 1)
    for what in ("Email", "Phone")
)
_KNOWN: Mapping[str, frozenset[str]] = {
    USERS: frozenset(_USER) | {"enableduser", "userids", "middlename", "datelastmodified"},
    ROLES: frozenset({"usersourcedid", "role", "roletype", "orgsourcedid", "status", "sourcedid"}),
    ORGS: frozenset({"sourcedid", "type", "name", "identifier", "parentsourcedid", "status"}),
}


@dataclass(frozen=True)
class PeopleTable:
    """The people of a package; lines are those of its ``users.csv``.

    Attributes:
        speaks_for: the kinds of people that the package says are all in it.
        classes: what it says of classes; None where that isn't asked for.
        of_nowhere: its rows are those of whom nothing says which school they are at, not the
            school's.
    """

    users: Table
    found: Survey
    warnings: tuple[Problem, ...]
    speaks_for: frozenset[Kind]
    header: tuple[str, ...]
    classes: ClassFiles | None = None
    of_nowhere: bool = False
    format: str = "oneroster"
    sheet: None = None

    @property
    def encoding_name(self) -> str:
        """As in `model.FileFacts`."""
        return self.users.file.encoding_name

    @property
    def delimiter(self) -> str:
        """As in `model.FileFacts`."""
        return self.users.file.delimiter

    @property
    def ended_with_newline(self) -> bool:
        """As in `model.FileFacts`."""
        return self.users.file.ended_with_newline

    @property
    def header_line(self) -> int:
        """1-based."""
        return self.users.file.header_line

    @property
    def damaged(self) -> bool:
        """True when U+FFFD stands for bytes that can't be decoded."""
        return self.users.file.damaged

    @property
    def unplaced(self) -> PeopleTable | None:
        """Those of whom nothing says at which of several schools they are; None for nobody."""
        has_some = self.found.has_several and self.found.nowhere
        return replace(self, of_nowhere=True) if has_some else None

    def blocks(self, size: int) -> Iterator[Block]:
        """The people in blocks of about ``size``, as often as it is called.

        Raises:
            FileRejected: as `CsvFile.blocks`.
        """
        for block in self.users.file.blocks(size):
            yield self._people(block)

    def _people(self, block: Block) -> Block:
        rows: list[list[str]] = []
        lines: list[int] = []
        columns = self.users.columns(block.columns, _USER, len(block.lines))
        for line, cells in zip(block.lines, zip(*columns, strict=True), strict=True):
            for row in self._rows(dict(zip(_USER, cells, strict=True))):
                rows.append(row)
                lines.append(line)
        made = block_of(rows, lines, len(self.header), cut=block.cut, nul=block.nul)
        return made._replace(odd=[(line, self._ragged(row)) for line, row in block.odd])

    def _ragged(self, row: Sequence[str]) -> list[str]:
        """A row that is too short or too long for its own file is so for this one."""
        width = len(self.header)
        if len(row) < len(self.users.file.header):
            return list(row[: width - 1])
        return [*row, *[""] * (width + 1 - len(row))]

    def _rows(self, user: Mapping[str, str]) -> Iterator[list[str]]:
        """What there is to say of a user: nothing of guardians, and of who isn't the school's."""
        if not any(user.values()) or key_of(user["sourcedid"]) in self.found.twins:
            return
        held = held_roles(self.found, user["sourcedid"], user["role"], user["orgsourcedids"])
        orgs = [each.org for each in held if each.org]
        if self.of_nowhere:
            role = chosen_role((each.word, each.kind) for each in held)
            elsewhere = not self.found.is_nowhere(user["sourcedid"], orgs)
        else:
            role = self.found.role_at_school(held)
            elsewhere = not self._is_here(user["sourcedid"], orgs)
        if is_gone(user["status"]) or role == GUARDIAN or elsewhere:
            return
        own = [role, *(_value(user, column) for column in self.header if column in _SOURCES)]
        guardians = self._guardians(user)
        for start in range(0, max(len(guardians), 1), GUARDIANS_IN_A_ROW):
            told = guardians[start : start + GUARDIANS_IN_A_ROW]
            row = own + [cell for guardian in told for cell in guardian]
            yield row + [""] * (len(self.header) - len(row))

    def _is_here(self, who: str, orgs: Sequence[str]) -> bool:
        """True for the school's people; whose roles are all gone has left it."""
        has_left = not orgs and key_of(who) in self.found.former
        return not has_left and self.found.is_here(orgs)

    def _guardians(self, user: Mapping[str, str]) -> list[Guardian]:
        """Those whom a student names, then those who name the student."""
        keys = [*map(key_of, ids_in(user["agentsourcedids"]))]
        keys += self.found.wards.get(key_of(user["sourcedid"]), [])
        reachable = (self.found.contacts.get(key) for key in dict.fromkeys(keys))
        return [each for each in reachable if each is not None and any(each)]


def open_people(
    package: Package, encoding: str | None, school: str, *, with_classes: bool = False
) -> PeopleTable:
    """The people of a package, after a first look through all of it.

    Args:
        package: its files are closed with the table.
        with_classes: its classes are asked for as well; nothing of them is read yet.
        encoding: what an administrator decided, see `encodings.choose_encoding`.
        school: sourcedId of the one that is meant; empty for the only one.

    Raises:
        FileRejected: as `open_part` and `survey`.
    """
    of_people = package.without(OF_CLASSES).files
    parts = {name: open_part(stream, _KNOWN[name], encoding) for name, stream in of_people.items()}
    users = parts[USERS]
    found = survey(users, parts.get(ROLES), parts.get(ORGS), school)
    warnings = list(users.file.warnings)
    if found.odd_statuses:
        message = (
            f"{found.odd_statuses:,} users have a status that OneRoster doesn't have; they are "
            "taken for active."
        )
        warnings.append(file_warning("STATUS_UNKNOWN", message, None, "status"))
    if found.has_several and found.nowhere:
        message = (
            f"{found.nowhere:,} users name no school, and the package holds the people of "
            "several. They are left out; nobody is archived because of it."
        )
        warnings.append(file_warning("SCHOOL_MISSING", message, None, None))
    if not package.is_whole() and package.is_of_a_pull():
        message = "The system said that there are more records than it gave; nobody is archived."
        warnings.append(file_warning("SOURCE_SHORT", message, None, None))
        # Guardians may be among those who did not come: nothing is said of any student's.
        found.contacts.clear()
    kinds = frozenset(kind for kind in Kind if not package.kinds or kind.value in package.kinds)
    speaks_for = kinds if package.is_whole() else frozenset[Kind]()
    classes = ClassFiles(package, encoding, found.school, found.twins) if with_classes else None
    return PeopleTable(users, found, tuple(warnings), speaks_for, _header(users, found), classes)


def _header(users: Table, found: Survey) -> tuple[str, ...]:
    """The columns that the package can fill: where it has no guardians, it says nothing of them."""
    told = [name for name, froms in _SOURCES.items() if not users.places.keys().isdisjoint(froms)]
    return (_ROLE, *told, *(_OF_GUARDIANS if found.contacts else ()))


def _value(user: Mapping[str, str], column: str) -> str:
    """A cell; as an address a user name serves where it is one, as some exports have it."""
    values = [user[source].strip() for source in _SOURCES[column]]
    if column == "email":
        values = [values[0], values[1] if "@" in values[1] else ""]
    return next(filter(None, values), "")
