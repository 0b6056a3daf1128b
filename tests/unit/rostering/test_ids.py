"""Ids: zeros that were lost, numbers that are no longer exact, and Social Security numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared.kernel.ids import digest_id, id_from_bytes
from shared.rostering.id_zeros import IdLengths
from tests.support.roster_files import Read, read, students


def of_ids(ids: Sequence[str], **options: object) -> Read:
    rows = [f"s{place}@x.org,A,B,{sis_id},9" for place, sis_id in enumerate(ids)]
    return read(students(*rows), **options)  # type: ignore[arg-type]  # the tests' own words


def spread(digits: int, number: int) -> list[str]:
    """Ids of so many digits that lie far apart, none of which starts with a zero."""
    step = 9 * 10 ** (digits - 1) // number
    return [str(10 ** (digits - 1) + step * place) for place in range(number)]


def zeros(found: Read) -> list[str]:
    return [p.message for p in found.reading.problems if p.code == "ZEROS_LOST"]


@pytest.mark.parametrize(
    ("ids", "short"),
    [
        ([*spread(6, 19), "12345"], 1),
        ([*spread(9, 80), *spread(8, 18), *spread(7, 2)], 20),
        ([*spread(6, 300), "12345", "S-1", "T2"], 1),
    ],
)
def test_ids_that_look_as_if_zeros_were_lost_are_told_once(ids: list[str], short: int) -> None:
    found = of_ids(ids)
    (message,) = zeros(found)
    assert message.startswith(f"{short} ids have fewer digits")
    (problem,) = found.reading.problems
    assert (problem.severity, problem.line, problem.field) == ("warning", None, "id")
    assert len(found.rows) == len(ids)


@pytest.mark.parametrize(
    "ids",
    [
        [str(number) for number in range(1, 1_801)],
        [str(number) for number in range(1, 12_001)],
        [*spread(6, 18), "12345"],
        [*spread(4, 90), *spread(3, 10)],
        [*spread(6, 70), *spread(5, 30)],
        [*spread(6, 90), "1234567"],
        spread(6, 100),
        [f"0{number}" for number in spread(5, 100)],
        [f"S{number}" for number in spread(5, 50)],
    ],
)
def test_other_ids_are_left_alone(ids: list[str]) -> None:
    assert of_ids(ids).codes == []


def test_numbers_a_tenth_of_which_is_in_use_are_counted_from_one() -> None:
    """The same shares of five and four digits, once of nearly all numbers, once of a few."""
    counted, sparse = IdLengths(None), IdLengths(None)
    counted.note([str(number) for number in range(1, 100_000)])
    sparse.note([*spread(5, 900), *spread(4, 100)])
    assert counted.warning() is None
    assert sparse.warning() is not None


def test_a_width_fills_numbers_up_and_says_how_many() -> None:
    found = of_ids(["7", "00123", "123456", "1234567", "S12", "", "4.0"], id_width=6)
    assert [row.sis_id for row in found.rows] == [
        "000007",
        "000123",
        "123456",
        "1234567",
        "S12",
        "000004",
    ]
    assert zeros(found) == ["3 ids were filled up with zeros to 6 digits."]
    ids = {id_from_bytes(seen.person) for seen in found.seen}
    assert digest_id("test-space", "students", "000007") in ids


def test_with_a_width_123_and_000123_are_one_person() -> None:
    data = students("a@x.org,A,B,123,9", "a@x.org,A,B,000123,9", "a@x.org,A,C,0123,9")
    found = read(data, id_width=6)
    assert [code for code, _, _ in found.codes].count("ID_CONFLICT") == 3
    assert len(found.reading.rejected_seen) == 1
    assert zeros(found) == ["2 ids were filled up with zeros to 6 digits."]
    assert len(read(data).rows) == 3


def test_setting_a_width_reads_every_row_again() -> None:
    data = students("a@x.org,A,B,123,9", "b@x.org,C,D,1234,9")
    people = {seen.digest: seen.person for seen in read(data).seen}
    assert [seen.row for seen in read(data, person_of=people.get).seen] == [None, None]
    again = read(data, person_of=people.get, id_width=4)
    assert [seen.row.sis_id for seen in again.seen if seen.row] == ["0123", "1234"]


@pytest.mark.parametrize(
    "sis_id",
    [
        "123-45-6789",
        "123 45 6789",
        "123\u201345\u20136789",
        "123\u201145\u20116789",
        "123 - 45 - 6789",
        "123.45.6789",
        "123\u221245\u22126789",
        "'123-45-6789",
    ],
)
def test_a_social_security_number_is_no_id_and_its_row_is_seen(sis_id: str) -> None:
    found = of_ids(["1", sis_id])
    assert [row.sis_id for row in found.rows] == ["1"]
    assert found.codes == [("ID_LOOKS_LIKE_SSN", 3, "id")]
    assert (len(found.reading.rejected_seen), found.reading.unreadable) == (1, 0)


@pytest.mark.parametrize(
    "sis_id", ["123456789", "12-345-6789", "123-456-789", "1234-56-7890", "A123-45-6789", "1-2-3"]
)
def test_other_numbers_are_ids(sis_id: str) -> None:
    found = of_ids(["1", sis_id])
    assert [row.sis_id for row in found.rows] == ["1", sis_id]
    assert found.codes == []


def test_a_social_security_number_in_a_free_field_is_dropped() -> None:
    rows = ["a@x.org,A,B,1,9,L-17,123-45-6789", "b@x.org,A,B,2,9,123 45 6789,L 4 2"]
    header = "email,first name,last name,student id,grade,idField1,idField2"
    found = read(students(*rows, header=header))
    assert [(row.id_field1, row.id_field2) for row in found.rows] == [("L-17", ""), ("", "L 4 2")]
    assert found.codes == [
        ("ID_LOOKS_LIKE_SSN", 2, "idField2"),
        ("ID_LOOKS_LIKE_SSN", 3, "idField1"),
    ]
    assert found.reading.rejected == 0


@pytest.mark.parametrize(
    "sis_id",
    [
        "1.23E+11",
        "1.23e+11",
        '"1,23E+11"',
        "1E+11",
        "1.2345678901234567E+18",
        "1.23E11",
        "12345678901234567.0",
        "1234567890123456.00",
    ],
)
def test_an_id_whose_digits_are_lost_is_rejected_and_nobody_knows_whose_it_is(sis_id: str) -> None:
    found = of_ids(["1", sis_id])
    assert [row.sis_id for row in found.rows] == ["1"]
    assert found.codes == [("NUMBER_IMPRECISE", 3, "id")]
    assert (len(found.reading.rejected_seen), found.reading.unreadable) == (0, 1)


@pytest.mark.parametrize(
    ("sis_id", "kept"),
    [("123.0", "123"), ("123456789012345.0", "123456789012345"), ("1E11", "1E11"), ("12E", "12E")],
)
def test_an_exact_number_is_an_id(sis_id: str, kept: str) -> None:
    assert [row.sis_id for row in of_ids(["1", sis_id]).rows] == ["1", kept]
