"""Laws of reading: the same people whatever the encoding, the order of columns or the batch."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.cli.roster_check import check_roster
from shared.rostering.model import Problem, RosterRow
from shared.rostering.problems import FileRejected
from tests.support.roster_files import Read, read

COLUMNS = (
    "email",
    "first name",
    "last name",
    "student id",
    "grade",
    "parentEmail",
    "parentPhone",
    "idField1",
)
LATIN = "aAbBzZ 'éñçßøÀÿ-"
TEXTS = st.text(st.sampled_from(LATIN), max_size=8)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a@x.org", "B@x.org", "c@y.org", "bad@", "n/a"]),
        TEXTS,
        TEXTS,
        st.sampled_from(["1", "2", "03", "X-4", "", "123-45-6789"]),
        st.sampled_from(["9", "K", "12th", "77", ""]),
        st.sampled_from(["", "p@x.org", "p@x.org; q@x.org", "bad@"]),
        st.sampled_from(["", "415-555-0100", "+44 20 7946 0958"]),
        TEXTS,
    ),
    min_size=1,
    max_size=12,
)


def written(
    rows: list[tuple[str, ...]],
    order: list[int] | None = None,
    delimiter: str = ",",
    end: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    order = order or list(range(len(COLUMNS)))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    for row in (COLUMNS, *rows):
        writer.writerow([row[place] for place in order])
    return text.getvalue().encode(encoding)


def outcome(found: Read) -> tuple[list[RosterRow], list[Problem], int, int]:
    about_rows = [p for p in found.reading.problems if p.code != "ENCODING_CP1252"]
    key = sorted(about_rows, key=lambda p: (p.line or 0, p.code, p.field or ""))
    return found.rows, key, found.reading.rejected, found.reading.unreadable


@given(
    rows=ROWS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    delimiter=st.sampled_from([",", "\t", ";", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_encoding_delimiter_and_line_ends_change_nothing(
    rows: list[tuple[str, ...]], encoding: str, delimiter: str, end: str
) -> None:
    plain = read(written(rows))
    other = read(written(rows, None, delimiter, end, encoding))
    assert outcome(other) == outcome(plain)
    assert other.reading.facts.delimiter == delimiter


@given(ROWS, st.permutations(range(len(COLUMNS))))
def test_the_order_of_columns_changes_nothing(
    rows: list[tuple[str, ...]], order: list[int]
) -> None:
    plain, shuffled = read(written(rows)), read(written(rows, order))
    assert outcome(shuffled) == outcome(plain)
    assert [seen.digest for seen in shuffled.seen] == [seen.digest for seen in plain.seen]


@given(ROWS, st.integers(1, 5))
def test_the_size_of_batches_changes_nothing(rows: list[tuple[str, ...]], size: int) -> None:
    assert outcome(read(written(rows), size=size)) == outcome(read(written(rows)))


@given(ROWS)
def test_reading_again_finds_everybody_unchanged(rows: list[tuple[str, ...]]) -> None:
    first = read(written(rows))
    applied = {(seen.kind, seen.person): seen.digest for seen in first.seen}
    people = {seen.digest: seen.person for seen in first.seen}
    gone = first.reading.conflicted
    by_person = read(written(rows), known=lambda *who: applied.get(who))
    by_digest = read(written(rows), person_of=people.get)
    for again in (by_person, by_digest):
        last = {(seen.kind, seen.person): seen.row for seen in again.seen}
        assert {who for who, row in last.items() if row is not None} <= gone
        assert last.keys() == applied.keys()
        assert again.reading.counts == first.reading.counts
        assert again.reading.conflicted == gone
        assert again.reading.rejected_seen == first.reading.rejected_seen


@given(ROWS)
def test_every_row_is_accepted_rejected_or_folded_into_another(
    rows: list[tuple[str, ...]],
) -> None:
    found = read(written(rows))
    reading = found.reading
    assert reading.counts.total() == len(found.rows)
    assert len(found.rows) + reading.rejected <= reading.rows == len(rows)
    assert sum(reading.problem_counts.values()) == len(reading.problems)
    assert reading.unreadable <= reading.rejected


@given(
    st.lists(st.text("QZ", min_size=6, max_size=9), min_size=1, max_size=5),
    st.sampled_from(["SSN", "Race", "Homeroom", "DOB", "Password", "foo", "", "State ID"]),
)
def test_what_stands_in_other_columns_goes_nowhere(secrets: list[str], header: str) -> None:
    lines = [f"email,first,last,id,grade,{header}"]
    lines += [f"a{n}@x.org,A,B,{n},9,{secret}" for n, secret in enumerate(secrets)]
    lines += [f"bad,A,B,x,77,{secrets[0]}", f"a@x.org,A,B,{secrets[0]}"]
    data = "\n".join(lines).encode() + b"\n"
    found = read(data)
    stream = io.BytesIO(data)
    report = check_roster(stream, "x_students.csv", 2027, keep_rows=True)
    told = json.dumps([p.as_json() for p in report.problems]) + repr(report.rows)
    everything = told + repr(found.rows) + repr(found.reading.facts)
    assert not any(secret in everything for secret in secrets)


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.builds(
            lambda head, text: head + text.encode("utf-8", "surrogatepass"),
            st.sampled_from([b"email,first,last,id,grade\n", b"\xff\xfe", b"\xef\xbb\xbf", b""]),
            st.text(st.sampled_from(",;\t\"\n\r@aé\0 1\u2028'x="), max_size=200),
        ),
    )
)
def test_any_bytes_are_read_or_rejected_with_a_reason(data: bytes) -> None:
    rejected = None
    try:
        found = read(data, size=3)
    except FileRejected as error:
        rejected = error
    else:
        assert len(found.rows) <= found.reading.rows
    assert rejected is None or rejected.reason == rejected.problems[0].code
