"""``python -m tests.support.cost_page``: makes ``docs/cost.md`` of prices and counts."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from tests.support.tree import ROOT

PRICES = ROOT / "docs" / "cost.toml"
COUNTS = ROOT / "docs" / "cost-counts.json"
PAGE = ROOT / "docs" / "cost.md"
CATALOGUE = ROOT / "infra" / "functions.yaml"

SIZES = ((1, 500), (1, 2_000), (10, 2_000))
"""Schools, and students of each."""
WAYS = {"pulled": "Pulled from a system at night", "file": "A file each day"}

Month = dict[str, Fraction]
"""What is billed → how much of it in a month."""


@dataclass(frozen=True)
class Site:
    """A district of some schools of the same size, and how people come into it."""

    schools: int
    students: int
    way: str

    @property
    def everybody(self) -> int:
        """Students of all schools."""
        return self.schools * self.students

    @property
    def name(self) -> str:
        """As a table's head says it."""
        schools = "1 school" if self.schools == 1 else f"{self.schools} schools"
        return f"{schools}, {self.everybody:,} students"


_OF_DAYS = {
    "reads": "read",
    "writes": "written",
    "deletes": "deleted",
    "class_a": "class A",
    "class_b": "class B",
    "tasks": "tasks",
    "secret_reads": "secrets read",
}

HEAD = """# Cost

What Carillon asks of Google's services in a month, and what that costs at list prices. Operations
were counted at Google's own clients on one day of each sort, with every job of Cloud Scheduler at
each of its times (`python -m tests.bench.day_counts --write`, which writes `cost-counts.json`).
This page is made of those counts and of [cost.toml](cost.toml), which has prices and assumptions
(`python -m tests.support.cost_page`); a test holds it equal to them. What a night's sync alone
asks for, P3 and P4 of [figures.md](figures.md) say (`make bench ONLY=P3`, `make bench ONLY=P4`).

No time on an emulator says how long a function runs in production, so seconds are the least that
can be billed: each request is rounded up to a tenth of a second. Add what your own nights take.

Assumed, not measured: a month of {days} days, of which {days_with_changes} bring changes (2 % of
the students have another grade); {school_days} school days; {accounts_per_student} accounts for
each student, each with {sign_ins_a_school_day} sign-in by Google on each school day;
{employees_per_student} employees for each student, each of whom opens {people_pages_a_school_day}
pages of the list of people a school day. A district's schools have
{students_of_a_districts_school:,} students. Students have no guardians here, and classes are not
rostered: each guardian or class that changes is a document read and one written more.
"""

REST = """## What the sums are made of

- **A page of people** reads {page_reads} documents: {members_in_a_page} people {times_read} times,
  the same {members_in_a_page} and {runs_listened_to} runs as listeners; a thousand openings cost
  {page_dollars}. While it is open, each change of these is a read, and the page is read again. Of
  what 20,000 students read, that is {pages_read} documents, by the pages that are assumed.
- **Looking at accounts** is most of the rest, {accounts_read} documents: once an hour each account
  is read, and its person's record ({sweep_reads} read and {sweep_writes} written).
- **A sign-in** reads {sign_in_reads} documents and writes {sign_in_writes}, most of what is
  written.
- **A night** costs what changes. Each school's connection reads its system whole, whatever the
  number of its schools: that costs seconds, and no documents.
- **A file's upload** by the gateway is one class A operation and one event more than the counts.

## What is left open

- **Seconds of functions** beyond the tenth of each request.
- **{instances} instances that are kept awake** for the doors of sign-in: {idle_seconds} GiB-seconds
  of memory a month, with their share of a processor, at the price of an idle instance, which is
  unknown.
- **Sign-in by Microsoft, Clever or ClassLink** is OpenID Connect, which Identity Platform bills by
  active user: {oidc} a month where all accounts of 20,000 students came so. Guardians' mailed links
  and Google are tier 1, whose price is 0 up to 49,999 users.
- **Stored**: documents with their indexes, packages and snapshots. Their bytes in production are
  unknown; a snapshot is 22 bytes a person.
- **To the internet**: what the console's pages and its listeners send; unknown. What is pulled
  comes in, and is not billed.
- **Events and logs**: a file is one event. Lines written to the log are unknown.
- **The SFTP gateway's machine, builds, hosting, backups**: unknown; nothing here deploys them yet.
- **A region's own prices** of Firestore: unknown; the prices here are those of nam5.
"""


class Costs:
    """Works out a month from prices, counts and assumptions."""

    def __init__(self, told: Mapping[str, Any], counts: Mapping[str, Any]) -> None:
        self.told = told
        self.prices: Mapping[str, Mapping[str, Any]] = told["prices"]
        self.counts = counts
        self._functions = yaml.safe_load(CATALOGUE.read_text())["functions"]

    def month(self, site: Site) -> Month:
        """What a site asks for in a month."""
        days, busy = self._assumed("days"), self._assumed("days_with_changes")
        asked, called = self._of_days(site, {"unchanged": days - busy, "changed": busy})
        accounts = self.accounts(site)
        looks = self.counts["jobs"]["account_sweep"] * days
        came = accounts * self._assumed("school_days") * self._assumed("sign_ins_a_school_day")
        called["account_sweep"] += looks
        called["account_before_sign_in"] += came
        for name in ("reads", "writes"):
            asked[name] += self.counts["account sweep, an account"][name] * accounts * looks
            asked[name] += self.counts["sign-in"][name] * came
        asked["reads"] += self.pages(site) * self.reads_of_a_page()
        # A task is added and delivered.
        asked["tasks"] *= 2
        return {
            **asked,
            "jobs": Fraction(len(self.counts["jobs"])),
            "secret_versions": Fraction(site.schools if site.way == "pulled" else 0),
            "requests": sum(called.values(), Fraction(0)),
            **self._least_seconds(called),
            "google_sign_ins": accounts,
        }

    def accounts(self, site: Site) -> Fraction:
        """Accounts of a site."""
        return site.everybody * self._assumed("accounts_per_student")

    def pages(self, site: Site) -> Fraction:
        """People pages that are opened in a month."""
        employees = site.everybody * self._assumed("employees_per_student")
        return employees * self._assumed("people_pages_a_school_day") * self._assumed("school_days")

    def reads_of_a_page(self) -> int:
        """Documents that a people page reads, its listeners' among them."""
        page = self.told["people_page"]
        members: int = page["members_in_a_page"]
        runs: int = page["runs_listened_to"]
        times: int = page["times_read"]
        return times * members + members + runs

    def reads_of_an_account(self) -> Fraction:
        """Documents that are read of an account by looking at it each hour of a month."""
        looks = self.counts["jobs"]["account_sweep"] * self._assumed("days")
        return Fraction(self.counts["account sweep, an account"]["reads"] * looks)

    def dollars(self, name: str, number: Fraction, *, after_free: bool = False) -> Fraction:
        """What so much of something costs, with or without what is free of it each month."""
        price = self.prices[name]
        if after_free:
            free = Fraction(str(price.get("free", 0)))
            free *= self._assumed("days") if price.get("free_for") == "day" else 1
            number = max(number - free, Fraction(0))
        return number * Fraction(price["dollars"]) / Fraction(price["per"])

    def total(self, month: Month, *, after_free: bool = False) -> Fraction:
        """What a month costs, but for what the page says is left open."""
        costs = (self.dollars(name, month[name], after_free=after_free) for name in month)
        return sum(costs, Fraction(0))

    def kept_awake(self) -> tuple[int, Fraction]:
        """Instances that are kept awake, and their GiB-seconds in a month."""
        kept = [each for each in self._functions.values() if each.get("minInstances")]
        memory = sum(Fraction(each["memory"], 1024) * each["minInstances"] for each in kept)
        seconds = self._assumed("days") * 24 * 60 * 60
        return sum(each["minInstances"] for each in kept), memory * seconds

    def _of_days(self, site: Site, days: Mapping[str, Fraction]) -> tuple[Month, Month]:
        """What is asked for on so many days, and how often each function is called."""
        counted = self.counts["days"]
        found: list[Month] = []
        for part in ("asked", "called"):
            sums: Month = defaultdict(Fraction)
            one, two = counted["idle, 1 school"][part], counted["idle, 2 schools"][part]
            for what, number in days.items():
                day = counted[f"{site.way} {site.students} {what}"][part]
                for name in {*day, *one}:
                    # What a second school adds is a school's; all else is the district's.
                    district = 2 * one.get(name, 0) - two.get(name, 0)
                    school = day.get(name, 0) - district
                    sums[name] += (district + site.schools * school) * number
            found.append(sums)
        asked, called = found
        return asked, called

    def _least_seconds(self, called: Month) -> Month:
        """What requests take at least: each is rounded up to a tenth of a second."""
        shares = self.told["processors"]
        vcpu = gib = Fraction(0)
        for name, number in called.items():
            memory = self._functions[name]["memory"]
            vcpu += number * Fraction(shares[str(memory)]) / 10
            gib += number * Fraction(memory, 1024) / 10
        return {"vcpu_seconds": vcpu, "gib_seconds": gib}

    def _assumed(self, name: str) -> Fraction:
        return Fraction(self.told["assumptions"][name])


def read_costs() -> Costs:
    """Those of the files."""
    return Costs(tomllib.loads(PRICES.read_text()), json.loads(COUNTS.read_text()))


def page(costs: Costs) -> str:
    """The whole page."""
    assumed = costs.told["assumptions"]
    people = costs.told["people_page"]
    instances, seconds = costs.kept_awake()
    largest = Site(*SIZES[-1], "pulled")
    accounts = costs.accounts(largest)
    words = {
        **assumed,
        **people,
        "page_reads": costs.reads_of_a_page(),
        "pages_read": _number(costs.pages(largest) * costs.reads_of_a_page()),
        "accounts_read": _number(accounts * costs.reads_of_an_account()),
        "page_dollars": _money(costs.dollars("reads", Fraction(1_000 * costs.reads_of_a_page()))),
        "instances": instances,
        "idle_seconds": f"{int(seconds):,}",
        **{f"sweep_{name}": n for name, n in costs.counts["account sweep, an account"].items()},
        **{f"sign_in_{name}": n for name, n in costs.counts["sign-in"].items()},
        "oidc": _money(costs.dollars("oidc_sign_ins", accounts, after_free=True)),
    }
    parts = [HEAD.format(**words)]
    parts += [_months(costs, way) for way in WAYS]
    parts += [REST.format(**words), _days(costs), _prices(costs)]
    return "\n".join(parts)


def _months(costs: Costs, way: str) -> str:
    sites = [Site(schools, students, way) for schools, students in SIZES]
    months = [costs.month(site) for site in sites]
    lines = [f"## {WAYS[way]}", "", _row("a month", *(site.name for site in sites)), _rule(4)]
    for name, price in costs.prices.items():
        if name in months[0]:
            cells = (_cell(costs, name, month[name]) for month in months)
            lines.append(_row(price["what"], *cells))
    sums = (_money(costs.total(month)) for month in months)
    lines.append(_row("**together, at list prices**", *sums))
    sums = (_money(costs.total(month, after_free=True)) for month in months)
    lines.append(_row("**together, beyond what is free**", *sums))
    return "\n".join([*lines, ""])


def _cell(costs: Costs, name: str, number: Fraction) -> str:
    return f"{_number(number)} = {_money(costs.dollars(name, number))}"


def _days(costs: Costs) -> str:
    """What was counted, as it was counted."""
    days = costs.counts["days"]
    names = list(dict.fromkeys(name for day in days.values() for name in day["asked"]))
    lines = ["## Counted on one day", "", _row("", *(_OF_DAYS[name] for name in names))]
    lines.append(_rule(len(names) + 1))
    lines += [
        _row(what, *(f"{day['asked'].get(name, 0):,}" for name in names))
        for what, day in days.items()
    ]
    return "\n".join([*lines, ""])


def _prices(costs: Costs) -> str:
    lines = ["## Prices", "", _row("what", "dollars", "free", "source", "of"), _rule(5)]
    for price in costs.prices.values():
        free = f"{price['free']:,} a {price['free_for']}" if "free" in price else ""
        cost = price["dollars"] if price["dollars"] == "unknown" else f"${price['dollars']}"
        per = f" for {price['per']:,}" if price["per"] > 1 else ""
        lines.append(_row(price["what"], f"{cost}{per}", free, price["source"], price["date"]))
    return "\n".join([*lines, ""])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|{'---|' * columns}"


def _number(number: Fraction) -> str:
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.1f}"


def _money(dollars: Fraction) -> str:
    """To the hundredth of a cent, so that small sums can be seen."""
    return f"${Decimal(dollars.numerator) / dollars.denominator:,.4f}"


if __name__ == "__main__":
    PAGE.write_text(page(read_costs()))
