"""Makes bad files of good ones and of those of the bad-file catalogue, each told by its number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support.bad_files import cases
from tests.support.roster_files import DATA
from tests.support.workbooks import HEADER, by_hand, package, parts_of, rows_xml, written

LARGEST_BASE = 300_000
ENCODINGS = (None, None, None, "utf-8", "utf-16-le", "utf-16-be", "cp1252", "mac_roman")
NAMES = ("x_students.csv", "x_students.xlsx", "staff.tsv", "roster.csv", "x_students_teachers.csv")
_ZIP = b"PK\x03\x04"
_TEXT, _WORKBOOK = "text", "workbook"
_TOKENS = (
    *(
        b'"',
        b'""',
        b",",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ),
    *(b"email", b"@x.org", b"Total: 9", b"sep=;\n", b"\x1a", b"\x1e\x1f", b"A" * 2_000, b"9" * 30),
)
_XML_TOKENS = (
    *(b"<!DOCTYPE a>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&lt;", b"&x;", b"_x001E_"),
    *(b'<c r="XFD1048576"><v>1</v></c>', b"<row>", b"</row>", b"<c>", b"</c>", b"<v>", b"<f/>"),
    *(b' s="1"', b' s="99999"', b' t="s"', b' t="e"', b' t="d"', b' t="x"', b' r="A0"', b"1e308"),
    *(b"-1", b"4294967296", b"1e-320", b"NaN", b"</sheetData>", b"<x:c", b'formatCode="[h]0;;@"'),
)
_NUMBER = re.compile(rb"[0-9]+")
_TAG = re.compile(rb"<[^>]*>")


class Bases(NamedTuple):
    """What is changed."""

    texts: Sequence[bytes]
    workbooks: Sequence[bytes]


class Fuzzed(NamedTuple):
    """One file to be read.

    Attributes:
        encoding: what is set for the connection.
        size: rows of a batch.
    """

    data: bytes
    name: str
    encoding: str | None
    size: int


def fuzzed(seed: int, number: int, bases: Bases) -> Fuzzed:
    """The file of this number, always the same: in turn of CSV, of tabs, and a workbook."""
    chance = random.Random(f"{seed}-{number}")  # noqa: S311  # a choice of tests
    texts, workbooks = bases
    if number % 3 == 2:
        data = _workbook(chance, chance.choice(workbooks), workbooks)
    else:
        base = chance.choice(texts)
        data = _bytes(chance, base.replace(b",", b"\t") if number % 3 else base, texts)
    return Fuzzed(
        data, chance.choice(NAMES), chance.choice(ENCODINGS), chance.choice((1, 7, 100, 1_000))
    )


def write_bases(folder: Path) -> None:
    """Make what is changed; some of it takes more memory to make than to read."""
    good = [path.read_bytes() for path in sorted(DATA.iterdir())]
    plain = "".join(f"s{n}@x.org,Ana,Pe\u00f1a,{n},{n % 12 + 1}\n" for n in range(60))
    plain = ",".join(HEADER) + "\n" + plain
    good += [plain.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252")]
    bad = [data for case in cases() if len(data := case.bytes()) <= LARGEST_BASE]
    for number, data in enumerate([*bad, *10 * good, *10 * _good_workbooks()]):
        kind = _WORKBOOK if data.startswith(_ZIP) else _TEXT
        (folder / f"{number:05d}.{kind}").write_bytes(data)


def read_bases(folder: Path) -> Bases:
    """What `write_bases` made."""
    texts, workbooks = (
        [path.read_bytes() for path in sorted(folder.glob(f"*.{kind}"))]
        for kind in (_TEXT, _WORKBOOK)
    )
    return Bases(texts, workbooks)


def _good_workbooks() -> list[bytes]:
    rows = [(f"s{n}@x.org", "Ana", "Pe\u00f1a\nLi", n, n % 12 + 1, "=1+1") for n in range(40)]
    sheet = [HEADER, *rows]
    formats = {(n, 3): code for n, code in enumerate(("000-00", "#,##0", "d-mmm", "h:mm", "0%"), 1)}
    return [
        written({"Students": sheet}),
        written({"Students": sheet}, constant_memory=True, formats=formats),
        written({"A": [("Title",), (), *sheet], "Students": sheet, "B": []}, date_1904=True),
        package(by_hand(rows_xml(HEADER, ("a@x.org", "A", "B", "1", "9")), shared="<sst/>")),
    ]


def _workbook(chance: random.Random, base: bytes, others: Sequence[bytes]) -> bytes:
    way = chance.randrange(4)
    if way == 0:
        return _bytes(chance, base, others)
    try:
        parts = parts_of(base)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return _bytes(chance, base, others)
    if way == 1:
        return _zip(chance, parts)
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice(list(parts))
        parts[name] = _xml(chance, parts[name])
    return package(parts)


def _bytes(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_BYTE_WAYS)(chance, data, others)
    return data


def _flip(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _without(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 200) :]


def _again(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = start + chance.randrange(1, 500)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _insert(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(_TOKENS) + data[place:]
    return data


_BYTE_WAYS: tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...] = (
    *(_flip, _cut, _splice, _without, _again, _insert),
)


def _zip(chance: random.Random, parts: dict[str, bytes]) -> bytes:
    """Other names, contents, methods, double entries, bytes around and between."""
    names = list(parts)
    target = io.BytesIO(b"x" * chance.choice((0, 0, 3)))
    target.seek(0, io.SEEK_END)
    with zipfile.ZipFile(target, "a" if target.tell() else "w") as archive:
        for name in names:
            way = chance.randrange(12)
            if way == 0:
                continue
            content = parts[chance.choice(names)] if way == 1 else parts[name]
            written_as = {
                2: name.upper(),
                3: "/" + name,
                4: name.replace("/", "\\"),
                5: "../" + name,
            }
            method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
            archive.writestr(written_as.get(way, name), content, method if way > 8 else None)
    data = target.getvalue() + b"y" * chance.choice((0, 0, 7))
    return _flip(chance, data, ()) if chance.randrange(3) == 0 else data


def _xml(chance: random.Random, text: bytes) -> bytes:
    for _ in range(chance.choice((1, 2, 5))):
        text = chance.choice((_other_number, _other_tags, _xml_token, _xml_bytes))(chance, text)
    return text


def _other_number(chance: random.Random, text: bytes) -> bytes:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    other = chance.choice((b"0", b"-1", b"1048577", b"99999999999", b"1e400", b"", b"16384"))
    return text[: match.start()] + other + text[match.end() :]


def _other_tags(chance: random.Random, text: bytes) -> bytes:
    """One tag is left out, doubled, or put in the place of another."""
    found = list(_TAG.finditer(text))
    if not found:
        return text
    one, other = chance.choice(found), chance.choice(found)
    put = chance.choice((b"", one[0] * 2, other[0], one[0] * 300))
    return text[: one.start()] + put + text[one.end() :]


def _xml_token(chance: random.Random, text: bytes) -> bytes:
    found = list(_TAG.finditer(text))
    place = chance.choice(found).end() if found and chance.randrange(2) else None
    place = chance.randrange(len(text) + 1) if place is None else place - chance.randrange(2)
    return text[:place] + chance.choice(_XML_TOKENS) + text[place:]


def _xml_bytes(chance: random.Random, text: bytes) -> bytes:
    return _bytes(chance, text, (text,))
