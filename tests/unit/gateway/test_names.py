from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.gateway.names import (
    check_final,
    day_prefixes,
    file_name,
    folder_of,
    is_temporary,
    logged_suffix,
    resolve,
)
from infra.gateway.refusal import Refusal
from shared.rostering.upload_ids import new_upload_id, time_of_upload

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".zip")
TEN = bytes(range(10))
instants = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # hypothesis wants naive bounds
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001  # the same
    timezones=st.just(UTC),
)


@given(st.binary(max_size=600) | st.text(alphabet="./\\\0a\né", max_size=60).map(str.encode))
def test_no_path_leads_outside_or_carries_anything_odd(path: bytes) -> None:
    with contextlib.suppress(Refusal):
        for part in resolve(path):
            assert part not in {"", ".", ".."}
            assert len(part.encode()) <= 255
            assert not re.search(r"[/\\\x00-\x1f\x7f-\x9f\u2028\u2029]", part)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (b"students.csv", ("students.csv",)),
        (b"/students.csv", ("students.csv",)),
        (b"/upload//./students.csv", ("upload", "students.csv")),
        (b"a/b/../students.csv", ("a", "students.csv")),
        (b"/", ()),
        (b"", ()),
        ("名前.csv".encode(), ("名前.csv",)),
        (b"..csv", ("..csv",)),
        (b"n" * 255, ("n" * 255,)),
    ],
)
def test_paths_are_resolved_below_the_root(path: bytes, parts: tuple[str, ...]) -> None:
    assert resolve(path) == parts


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (b"..", "NAME_OUTSIDE"),
        (b"/..", "NAME_OUTSIDE"),
        (b"a/../../b", "NAME_OUTSIDE"),
        (b"a\0b", "NAME_CONTROL"),
        (b"a\x7fb", "NAME_CONTROL"),
        ("a\u2028b".encode(), "NAME_CONTROL"),
        (b"a\\b", "NAME_BACKSLASH"),
        (b"n" * 256, "NAME_TOO_LONG"),
        (b"a/" * 2049, "NAME_TOO_LONG"),
        (b"\xff", "NAME_NOT_UTF8"),
        (b"/", "NAME_MISSING"),
    ],
)
def test_what_is_refused_has_its_reason(path: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        file_name(path)
    assert refused.value.reason == reason


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.b.Xlsx", " .zip", "a.csv.zip"])
def test_allowed_suffixes_in_any_case(name: str) -> None:
    check_final(name, SUFFIXES)


@pytest.mark.parametrize("name", ["a.exe", "csv", ".csv", "a.csv ", "a.csv.", "a.csv.part"])
def test_other_suffixes_are_refused(name: str) -> None:
    with pytest.raises(Refusal, match=r"only \.csv \.tsv \.txt \.xlsx \.zip files are taken"):
        check_final(name, SUFFIXES)


def test_temporary_names() -> None:
    assert is_temporary("a.csv.PART")
    assert is_temporary("upload-7.tmp")
    assert not is_temporary("part.csv")


@pytest.mark.parametrize(
    ("name", "said"), [("a.CSV", ".csv"), ("a.filepart", ".filepart"), ("ada.lovelace", "other")]
)
def test_a_log_says_only_suffixes_that_it_knows(name: str, said: str) -> None:
    assert logged_suffix(name, SUFFIXES) == said


def test_an_upload_id_is_its_time_in_utc_and_randomness() -> None:
    eastern = timezone(timedelta(hours=-5))
    instant = datetime(2026, 11, 21, 22, 15, 2, 123_999, eastern)
    upload_id = new_upload_id(instant, TEN)
    assert upload_id == "20261122t031502123z-aaaqeayeaudaocaj"
    assert time_of_upload(upload_id) == datetime(2026, 11, 22, 3, 15, 2, 123_000, UTC)
    assert folder_of("s", "c") + upload_id == f"schools/s/c/{upload_id}"


@given(instants, instants, st.binary(min_size=10, max_size=10))
def test_upload_ids_sort_by_time(one: datetime, other: datetime, random: bytes) -> None:
    ids = new_upload_id(one, random), new_upload_id(other, random)
    assert all(re.fullmatch(r"[a-z0-9-]+", each) for each in ids)
    if one < other:
        assert ids[0] <= ids[1]
    found = time_of_upload(ids[0])
    assert found is not None
    assert timedelta() <= one - found < timedelta(milliseconds=1)


@given(instants, st.timedeltas(timedelta(), timedelta(hours=24)))
def test_the_prefixes_cover_the_last_day(now: datetime, ago: timedelta) -> None:
    assert new_upload_id(now - ago, TEN).startswith(day_prefixes(now))


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for_its_time(text: str) -> None:
    time_of_upload(text)
