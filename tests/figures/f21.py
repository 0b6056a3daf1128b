"""F21: whatever somebody is called, no cell of a file that leaves the system is a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.build.api_documents import openapi
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.people.store import add_member
from tests.figures.hostile_strings import hostile_strings
from tests.support.api import Caller, signed_in
from tests.support.measuring import fresh_world
from tests.support.rosters import file_of
from tests.support.spreadsheet import opened
from tests.support.two_schools import served
from tests.support.world import ID_SPACE, World

STRINGS = 5_000
HEADER = "Student ID,First Name,Last Name,Email,Grade,Phone,ID Field 1,ID Field 2"
TEXTS = ("firstName", "lastName", "email", "phone", "idField1", "idField2")
"""Fields of a member that hold a hostile string each."""
FIRST_ID = 100_000
_BATCH = 100
_OF_SCHOOL, _OF_DISTRICT = "exportAuditEntries", "exportDistrictAuditEntries"
_ADDRESSES = "exportSignInAddresses"
_AS_THEY_ARE = "as-they-are"
_BREAK = re.compile(r"\r\n|\n\r|\r")
"""What a spreadsheet shows as one new line of a cell."""


@dataclass
class Survey:
    """What was exported and what came of it in the spreadsheet.

    Attributes:
        exports: cells of each export.
        formulas: how many of them the spreadsheet took for formulas.
        control: of the same strings as they are, how many it took for formulas.
    """

    strings: int
    exports: dict[str, int] = field(default_factory=dict)
    formulas: int = 0
    control: int = 0
    failures: list[str] = field(default_factory=list)


def csv_exports() -> set[str]:
    """The operations of the API that answer with a CSV file."""
    return {
        operation["operationId"]
        for item in openapi()["paths"].values()
        for operation in item.values()
        if "text/csv" in operation["responses"]["200"]["content"]
    }


def survey(seed: int, number: int) -> Survey:
    """Give people such names, export them by every door, and open the files.

    Args:
        seed: of the strings.
        number: of strings, and of people, each of whom has another string in each text.
    """
    strings = hostile_strings(seed, number)
    found = Survey(number)
    world = fresh_world()
    with served(world) as site:
        world.set_up()
        people = _people(world, strings)
        run = _plan(world, number)
        manager = site.bearing(signed_in(f"demo-{world.school}", d={"p": "district-manager"}))
        files = _exported(manager, f"/v1/schools/{world.school}", run)
    if missing := csv_exports() ^ set(files):
        found.failures.append(f"exports that are not looked at, or not there: {sorted(missing)}")
    for name, data in files.items():
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        found.exports[name] = sum(map(len, rows))
        found.failures += _not_whole(name, rows, people)
    files[_AS_THEY_ARE] = _raw(strings)
    sheets = opened(files)
    found.control = len(_formulas(sheets.pop(_AS_THEY_ARE)))
    for name, cells in sheets.items():
        formulas = _formulas(cells)
        found.formulas += len(formulas)
        found.failures += [f"{name}: {each.value!r} is a formula" for each in formulas]
        found.failures += _moved(name, cells, files[name])
    return found


def line(found: Survey, seed: int) -> str:
    """The figure's line."""
    met = not found.failures and not found.formulas and found.control and len(found.exports) > 1
    exports = ", ".join(f"{name} {cells:,} cells" for name, cells in sorted(found.exports.items()))
    return (
        f"F21 {'met' if met else 'short'}: {found.formulas} formula cells of {found.strings:,} "
        f"hostile strings in every text of {len(found.exports)} exports ({exports}), opened in "
        f"LibreOffice; {len(found.failures)} values not whole; as they are, {found.control} of the "
        f"strings are formulas; emulator; seed {seed}"
    )


def _people(world: World, strings: Sequence[str]) -> dict[str, dict[str, str]]:
    """Students who have these strings for their texts; person id → field → string."""
    people = {}
    for start in range(0, len(strings), _BATCH):
        commit = world.documents.commit()
        for number in range(start, min(start + _BATCH, len(strings))):
            sis_id = str(FIRST_ID + number)
            person = digest_id(ID_SPACE, "students", sis_id)
            texts = {
                name: strings[(number + shift) % len(strings)] for shift, name in enumerate(TEXTS)
            }
            people[person] = texts
            fields = {"kind": "student", "role": "STUDENT", "state": "ACTIVE", "sisId": sis_id}
            more = {"schemaVersion": 1, "personId": person, "grade": "09", "guardianIds": []}
            kept: dict[str, Any] = {"archivedBy": None, "archiveTime": None, "editedFields": []}
            whole = {**fields, **more, **kept, **texts, "source": {"connection": "sis", "run": "r"}}
            add_member(commit, world.school, person, whole, world.now)
        commit.run()
    _entries(world, list(people), strings)
    _addresses(world, people)
    return people


def _addresses(world: World, people: Mapping[str, Mapping[str, str]]) -> None:
    """An address of each of them that is such a string, as no door of ours would take it."""
    whole = list(people.items())
    for start in range(0, len(whole), _BATCH):
        commit = world.documents.commit()
        for person, texts in whole[start : start + _BATCH]:
            fields = {"schemaVersion": 1, "email": texts["email"], "person": person}
            commit.put(f"signInAddresses/{person}", fields)
        commit.run()


def _entries(world: World, people: Sequence[str], strings: Sequence[str]) -> None:
    """On record of the school, about each of these people; and of the district, of such users."""
    for start in range(0, len(people), _BATCH):
        commit = world.documents.commit()
        subjects = [{"person": person} for person in people[start : start + _BATCH]]
        entry = audit_entry("person:o1", "members:apply", subjects, world.now, world.school)
        commit.create(f"audit/of-school-{start}", entry)
        for number, text in enumerate(strings[start : start + _BATCH]):
            told = [{"fields": [text], "reason": text}]
            entry = audit_entry(f"command-line:{text}", "accounts:link", told, world.now)
            commit.create(f"audit/of-district-{start + number}", entry)
        commit.run()


def _plan(world: World, number: int) -> str:
    """A run whose plan would change each of these texts into a plain one."""
    rows = [
        f"{FIRST_ID + n},Ann,Lee,s{n}@students.example.org,09,303 555 {n:04},a{n},b{n}"
        for n in range(number)
    ]
    run = world.send("students.csv", file_of(HEADER, rows))
    return run.run


def _exported(who: Caller, school: str, run: str) -> dict[str, bytes]:
    answers = {
        "exportMembers": who.post(f"{school}/members:export", {}),
        "exportRosterRunPlan": who.get(f"{school}/rosterRuns/{run}:exportPlan"),
        _OF_SCHOOL: who.get(f"{school}/auditEntries:export"),
        _OF_DISTRICT: who.get("/v1/auditEntries:export"),
        _ADDRESSES: who.get(f"{school}/signInAddresses:export"),
    }
    return {name: answer.response.get_data() for name, answer in answers.items()}


def _not_whole(
    name: str, rows: Iterable[Mapping[str, str]], people: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Texts of people that are not in an export, or are there as something else."""
    if name in (_OF_SCHOOL, _OF_DISTRICT):
        return _names_not_whole(name, rows, people)
    if name == _ADDRESSES:
        return _addresses_not_whole(rows, people)
    missing = {(person, text) for person, texts in people.items() for text in texts}
    wrong = []
    for row in rows:
        texts = people[row["person"]]
        shown = {text: row[text] for text in TEXTS if text in row}
        if "field" in row:
            shown |= {row["field"]: row["before"]} if row["field"] in texts else {}
        for text, cell in shown.items():
            missing.discard((row["person"], text))
            whole = _legible(texts[text])
            if cell not in (whole, f"'{whole}"):
                wrong.append(f"{name}: {texts[text]!r} is {cell!r}")
    return wrong + [f"{name}: {each} is missing" for each in sorted(missing)]


def _names_not_whole(
    name: str, rows: Iterable[Mapping[str, str]], people: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Names that an export of the audit log lacks, where it is the school's and knows them."""
    shown = {row["person"]: row["personName"] for row in rows}
    wrong = []
    for person, texts in people.items() if name == _OF_SCHOOL else ():
        whole = _legible(f"{texts['firstName']} {texts['lastName']}".strip())
        cell = shown.get(person, "")
        if cell not in (whole, f"'{whole}"):
            wrong.append(f"{name}: {whole!r} is {cell!r}")
    return wrong


def _addresses_not_whole(
    rows: Iterable[Mapping[str, str]], people: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Addresses that the file of addresses lacks, or has as something else."""
    shown = {digest_id(ID_SPACE, "students", row["id"]): row["email"] for row in rows}
    wrong = []
    for person, texts in people.items():
        whole, cell = _legible(texts["email"]), shown.get(person, "")
        if person not in shown or cell not in (whole, f"'{whole}"):
            wrong.append(f"{_ADDRESSES}: {texts['email']!r} is {cell!r}")
    return wrong


def _legible(text: str) -> str:
    """The text as any file can hold it: other control characters are replaced."""
    return "".join(
        character
        if character in "\t\r\n" or unicodedata.category(character) not in ("Cc", "Cs")
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def _moved(name: str, cells: Sequence[Sequence[Any]], data: bytes) -> list[str]:
    """Cells that the spreadsheet shows elsewhere, or as another text; numbers may lose zeros."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    if len(rows) != len(cells):
        return [f"{name}: {len(rows)} rows are {len(cells)}"]
    return [
        f"{name}: {text!r} is shown as {cell.value!r}"
        for row, shown in zip(rows, cells, strict=True)
        for text, cell in zip(row, shown, strict=True)
        if cell.data_type in ("s", "f", "e", "inlineStr") and cell.value != _BREAK.sub("\n", text)
    ]


def _formulas(cells: Iterable[Iterable[Any]]) -> list[Any]:
    return [cell for row in cells for cell in row if cell.data_type in ("f", "e")]


def _raw(strings: Sequence[str]) -> bytes:
    """The strings as nobody may export them."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[each] for each in strings])
    return text.getvalue().encode()
