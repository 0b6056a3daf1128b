"""When a night is, who begins at which second, and who tries again."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.cron import parse_cron
from shared.kernel.ids import ConnectionId, RunId, SchoolId
from shared.rostering.connections import Connection
from shared.rostering.night import MAY_PASS, comes_again, cron_of, last_night, next_try, slots
from shared.rostering.runs import Run, Trigger, new_run_fields, run_from

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/St_Johns")
NEW_YORK = "America/New_York"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the bounds have none
hours = st.integers(0, 23)


def night_run(outcome: str | None, *codes: str) -> Run:
    connection = Connection(SchoolId("s"), ConnectionId("c"), "SIS")
    fields = new_run_fields(connection, RunId("r"), Trigger.FILE, NOW)
    state = "PULLING" if outcome is None else "CLOSED"
    told = {"state": state, "outcome": outcome, "problemCounts": dict.fromkeys(codes, 1)}
    return run_from({**fields, **told}, "v")


@given(now=instants, zone=st.sampled_from(ZONES), hour=hours)
def test_the_night_of_an_instant_is_the_newest_that_has_begun(
    now: datetime, zone: str, hour: int
) -> None:
    night = last_night(now, zone, hour)
    assert night.begin <= now < night.begin + timedelta(hours=25)
    begun = night.begin.astimezone(ZoneInfo(zone))
    assert begun.date() == night.day
    # A clock that is set forward leaves an hour out.
    assert begun.hour in {hour, hour + 1}
    assert last_night(night.begin, zone, hour) == night
    assert last_night(night.begin - timedelta(seconds=1), zone, hour).day < night.day


@pytest.mark.parametrize(
    ("now", "hour", "day"),
    [
        ("2026-11-24T06:00Z", 1, "2026-11-24"),
        ("2026-11-24T05:59Z", 1, "2026-11-23"),
        ("2026-11-25T03:00Z", 22, "2026-11-24"),
        ("2026-11-25T06:30Z", 22, "2026-11-24"),
        # The hour that comes twice, both times of the night in which clocks are set back.
        ("2026-11-01T05:00Z", 1, "2026-11-01"),
        ("2026-11-01T06:00Z", 1, "2026-11-01"),
        # And the one that is left out when they are set forward.
        ("2026-03-08T07:00Z", 2, "2026-03-08"),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(now: str, hour: int, day: str) -> None:
    night = last_night(datetime.fromisoformat(now), NEW_YORK, hour)
    assert night.day == date.fromisoformat(day)


@given(hour=hours)
def test_the_job_fires_at_the_hour_and_at_the_six_after_it(hour: int) -> None:
    cron = parse_cron(cron_of(hour))
    begin = datetime(2026, 11, 24, hour, tzinfo=UTC)
    moments = [begin + timedelta(minutes=30 * half) for half in range(48)]
    fired = [moment for moment in moments if cron.matches(moment)]
    assert fired == [begin + timedelta(hours=late) for late in range(7)]


named = st.dictionaries(
    st.text("abc/0123", min_size=1, max_size=8), st.sampled_from(["one", "two", "three"])
)


@given(hosts=named, order=st.randoms(use_true_random=False))
def test_connections_to_one_host_begin_at_even_distances(hosts: dict[str, str], order: Any) -> None:
    found = slots(hosts)
    assert found.keys() == hosts.keys()
    assert all(0 <= second < 3600 for second in found.values())
    of_host = defaultdict(list)
    for name, second in found.items():
        of_host[hosts[name]].append(second)
    for seconds in of_host.values():
        even = 3600 / len(seconds)
        distances = [late - early for early, late in pairwise(sorted([*seconds, 3600]))]
        assert all(abs(distance - even) < 1 for distance in distances)
    shuffled = list(hosts.items())
    order.shuffle(shuffled)
    assert slots(dict(shuffled)) == found


@given(hosts=named, others=named)
def test_a_host_is_no_concern_of_another(hosts: dict[str, str], others: dict[str, str]) -> None:
    alone = dict.fromkeys(hosts, "alone")
    beside = {f"x{name}": host for name, host in others.items()}
    found = slots({**alone, **beside})
    assert {name: found[name] for name in alone} == slots(alone)


def test_a_night_tries_three_times_what_may_pass() -> None:
    failed = night_run("FAILED", "SOURCE_BUSY")
    assert next_try([None, None, None]) == 1
    assert next_try([failed, None, None]) == 2
    assert next_try([failed, failed, None]) == 3
    assert next_try([failed, failed, failed]) is None


@pytest.mark.parametrize(
    "run",
    [
        night_run(None),
        night_run("APPLIED"),
        night_run("HELD"),
        night_run("REJECTED", "SOURCE_BUSY"),
        night_run("FAILED", "SOURCE_SIGN_IN"),
        night_run("FAILED", "SOURCE_BUSY", "UNEXPECTED"),
        night_run("FAILED"),
    ],
)
def test_what_waits_for_a_person_or_has_not_failed_is_not_tried_again(run: Run) -> None:
    assert next_try([run, None, None]) is None


def test_what_may_pass_is_what_a_system_does_by_itself_an_hour_later() -> None:
    assert {"SOURCE_UNREACHABLE", "SOURCE_BUSY", "SOURCE_FAILED", "SOURCE_SLOW"} == MAY_PASS


@pytest.mark.parametrize(
    ("number", "minutes", "outcome", "code", "again"),
    [
        (1, 40, "FAILED", "SOURCE_BUSY", True),
        (2, 100, "FAILED", "SOURCE_UNREACHABLE", True),
        (3, 160, "FAILED", "SOURCE_BUSY", False),
        (1, 299, "FAILED", "SOURCE_BUSY", True),
        (1, 300, "FAILED", "SOURCE_BUSY", False),
        (1, 40, "FAILED", "SOURCE_SIGN_IN", False),
        (1, 40, "HELD", "SOURCE_BUSY", False),
    ],
)
def test_a_failure_is_no_news_while_the_night_tries_again(
    number: int, minutes: int, outcome: str, code: str, *, again: bool
) -> None:
    night = last_night(NOW, NEW_YORK, 1)
    pull = {"collections": {}, **night.fields(number, NOW)}
    fields = {"pull": pull, "outcome": outcome, "problemCounts": {code: 1}}
    assert comes_again(fields, NOW + timedelta(minutes=minutes)) is again
    assert not comes_again({**fields, "pull": None}, NOW)
    assert not comes_again({**fields, "pull": {"collections": {}}}, NOW)
