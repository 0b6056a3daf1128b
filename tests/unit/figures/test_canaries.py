"""A planted value is found wherever and however it was let out, and nowhere else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from random import Random
from urllib.parse import quote

import pytest

from tests.figures import f18
from tests.figures.canaries import FILE_NAMES, NAMES, Aviary, Leak, Stream, find


@pytest.fixture
def aviary() -> Aviary:
    return Aviary(Random(18))  # noqa: S311  # reproducible, not secret


@pytest.mark.parametrize(
    "make", [Aviary.name, Aviary.email, Aviary.phone, Aviary.sis_id, Aviary.text, Aviary.secret]
)
@pytest.mark.parametrize(
    "let_out",
    [
        lambda value: f"2026-11-22 ERROR bad row: {value}!",
        str.upper,
        lambda value: f"GET /people?who={quote(value)} HTTP/1.1",
        lambda value: json.dumps({"message": value}),
        lambda value: f'body: "{base64.b64encode(f"row {value} of the file".encode()).decode()}"',
    ],
)
def test_a_leak_is_found_in_every_spelling(
    aviary: Aviary, make: Callable[[Aviary], str], let_out: Callable[[str], str]
) -> None:
    others = [make(aviary) for _ in range(20)]
    value = make(aviary)
    streams = [Stream("quiet.log", "everything is well"), Stream("x.log", let_out(value))]
    (leak,) = find(aviary.planted, streams)
    assert leak.stream == "x.log"
    assert leak.canary == aviary.planted[-1]
    assert find(aviary.planted[: len(others)], streams) == []


def test_a_number_is_found_as_it_is_stored(aviary: Aviary) -> None:
    value = aviary.phone()
    digits = "".join(filter(str.isdigit, value))
    stored = f"+1{digits}"
    assert len(find(aviary.planted, [Stream("x.log", stored)])) == 1


def test_what_a_stream_may_hold_is_no_leak_there_and_is_one_elsewhere(aviary: Aviary) -> None:
    name, file_name = aviary.name(), aviary.file_name()
    text = f"{name} {file_name}"
    streams = [Stream("mail", text, frozenset({FILE_NAMES})), Stream("x.log", text)]
    found = {(leak.canary.what, leak.stream) for leak in find(aviary.planted, streams)}
    assert found == {(NAMES, "mail"), (NAMES, "x.log"), (FILE_NAMES, "x.log")}


def test_the_line_says_where_a_leak_is_and_what_was_not_looked_at(aviary: Aviary) -> None:
    aviary.name()
    told = " ".join(f'"code": "CODE_{number}"' for number in range(f18.LEAST_CODES))
    spoken = [Stream(name, told) for name in f18.MUST_SPEAK]
    whole = f18.Survey(7, 500, spoken)
    assert f18.line(whole).startswith("F18 met: 0 of 500 canaries found in 4 streams (2 KB): ")
    leaked = f18.Survey(7, 500, spoken, [Leak(aviary.planted[0], "gateway.log")])
    assert f18.line(leaked).startswith("F18 short: 1 of 500 canaries found in gateway.log in 4")
    deaf = f18.Survey(7, 500, spoken[1:])
    assert f18.line(deaf).startswith("F18 short: ")
    assert "nothing captured of functions.log" in f18.line(deaf)
    few = f18.Survey(7, 499, spoken)
    assert f18.line(few).startswith("F18 short: ")
    mild = f18.Survey(7, 500, [Stream(name, "x") for name in f18.MUST_SPEAK])
    assert f18.line(mild).startswith("F18 short: ")
