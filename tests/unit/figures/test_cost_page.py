"""The page of costs: what it says follows from what was counted and from the prices."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from typing import Any

import pytest

from infra.local.catalogue import read_catalogue
from tests.support.cost_page import COUNTS, PAGE, PRICES, Costs, Site, page, read_costs


def _day(called: dict[str, int], **asked: int) -> dict[str, Any]:
    nothing = {"reads": 0, "writes": 0, "deletes": 0, "tasks": 0}
    return {"asked": {**nothing, **asked}, "called": called}


@pytest.fixture
def costs() -> Costs:
    """Real prices, and counts that can be worked out by hand."""
    told = tomllib.loads(PRICES.read_text())
    told["assumptions"] |= {"days": 30, "days_with_changes": 10, "school_days": 20}
    told["assumptions"] |= {"accounts_per_student": "1.1", "employees_per_student": "0.1"}
    told["assumptions"] |= {"sign_ins_a_school_day": 1, "people_pages_a_school_day": 10}
    told["people_page"] = {"members_in_a_page": 50, "times_read": 2, "runs_listened_to": 25}
    sweeps = {"roster_archive": 24}
    return Costs(
        told,
        {
            "days": {
                "idle, 1 school": _day(sweeps, reads=1_000),
                "idle, 2 schools": _day(sweeps, reads=1_300),
                "pulled 2000 unchanged": _day({**sweeps, "roster_pull": 1}, reads=1_100, tasks=1),
                "pulled 2000 changed": _day(
                    {**sweeps, "roster_pull": 1}, reads=1_140, writes=45, tasks=1
                ),
            },
            "account sweep, an account": {"reads": 2, "writes": 0},
            "sign-in": {"reads": 2, "writes": 3},
            "jobs": {"roster_archive": 24, "account_sweep": 24},
        },
    )


def test_the_page_is_what_follows_from_its_files() -> None:
    assert PAGE.read_text() == page(read_costs())


def test_a_month_of_a_school(costs: Costs) -> None:
    month = costs.month(Site(1, 2_000, "pulled"))
    # 20 days of 1,100 and 10 of 1,140; 2,200 accounts looked at 24 times on 30 days, two reads
    # each; 44,000 sign-ins; 200 employees with 200 pages of 175 documents each.
    assert month["reads"] == 33_400 + 3_168_000 + 88_000 + 7_000_000
    assert month["writes"] == 450 + 132_000
    assert month["tasks"] == 60
    # 24 and 1 a day, 24 looks at accounts a day, and the sign-ins.
    assert month["requests"] == 30 * 25 + 30 * 24 + 44_000
    assert month["jobs"] == 2
    assert month["secret_versions"] == 1
    assert month["google_sign_ins"] == 2_200


def test_what_is_the_districts_is_not_each_schools(costs: Costs) -> None:
    # Of 1,000 documents 700 are the district's, for a second school adds 300.
    one, ten = (costs.month(Site(schools, 2_000, "pulled")) for schools in (1, 10))
    rest = 3_168_000 + 88_000 + 7_000_000
    assert one["reads"] - rest == 20 * 1_100 + 10 * 1_140
    assert ten["reads"] - 10 * rest == 20 * (700 + 10 * 400) + 10 * (700 + 10 * 440)


def test_each_request_is_at_least_a_tenth_of_a_second(costs: Costs) -> None:
    month = costs.month(Site(1, 2_000, "pulled"))
    # 720 archive phases and 30 pulls of 1 GiB; 720 sweeps and 44,000 sign-ins of half of one.
    assert month["gib_seconds"] == Fraction(750 + 44_720 // 2, 10)
    assert month["vcpu_seconds"] == Fraction(750 * 583 + 44_720 * 333, 10_000)


def test_dollars(costs: Costs) -> None:
    assert costs.dollars("reads", Fraction(1_000_000)) == Fraction("0.6")
    assert costs.dollars("writes", Fraction(1_000_000)) == Fraction("1.8")
    # 50,000 a day are free.
    assert costs.dollars("reads", Fraction(1_600_000), after_free=True) == Fraction("0.06")
    assert costs.dollars("reads", Fraction(1_000), after_free=True) == 0
    assert costs.dollars("jobs", Fraction(6), after_free=True) == Fraction("0.3")


def test_every_job_was_called() -> None:
    counted = json.loads(COUNTS.read_text())["jobs"]
    assert counted.keys() == {f.entry_point for f in read_catalogue().with_trigger("schedule")}


def test_every_price_says_where_it_comes_from() -> None:
    for price in tomllib.loads(PRICES.read_text())["prices"].values():
        is_known = price["dollars"] != "unknown"
        assert price["source"].startswith("https://") == is_known
        assert price["date"]
