"""F3, a smaller run: a few school days drawn anew, and what the simulated years are like."""

from __future__ import annotations

import random
from datetime import date
from random import Random

import pytest

from shared.rostering.limits import Limits
from tests.figures import f3
from tests.figures.school_years import Years, blackouts, calendar
from tests.support.emulators import EmulatorEnv
from tests.support.world import World

DAYS = 5


def test_a_week_of_good_files_is_not_held(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f3.survey(seed, DAYS)
    assert (found.school_days, found.held, found.wrong) == (DAYS, [], 0)
    assert f3.line(found).startswith(f"F3 met: 0 of {DAYS} school days with a false hold")


def test_a_gate_that_lets_nobody_go_is_seen(
    emulator_env: EmulatorEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert emulator_env.project
    strict = Limits(archive_share=0, archive_floor=0)
    set_up = World.set_up
    monkeypatch.setattr(
        World, "set_up", lambda world, **settings: set_up(world, limits=strict, **settings)
    )
    found = f3.survey(20261122, DAYS)
    assert {code for each in found.held for code in each.codes} == {"ARCHIVE_SHARE"}
    assert f3.line(found).startswith("F3 short:")


def test_five_hundred_school_days_have_two_summers_with_a_blackout_and_a_rollover() -> None:
    days = list(calendar(date(2026, 8, 24), 500))
    assert sum(day.school for day in days) == 500
    # 180 days are 36 weeks of school and three without; the year begins anew after 52.
    assert [day.date for day in days if day.rollover] == [date(2027, 8, 9), date(2028, 8, 7)]
    assert blackouts(date(2026, 8, 24), 500) == [
        (date(2027, 5, 20), date(2027, 8, 8)),
        (date(2028, 5, 18), date(2028, 8, 6)),
    ]
    assert all(day.date.weekday() < 5 for day in days)


def test_in_a_week_one_student_in_fifty_comes_or_goes_and_the_schools_keep_their_size() -> None:
    years = Years(Random(7))  # noqa: S311  # reproducible, not secret
    sizes = [len(school.students()) for school in years.schools]
    before = {one for school in years.schools for one in school.students()}
    days = [day for day in calendar(date(2026, 8, 24), 100) if not day.half_year]
    for day in days:
        years.live(day)
    after = {one for school in years.schools for one in school.students()}
    changed = len(before - after) + len(after - before)
    assert 0.7 < changed / (len(days) / 5 * 0.02 * sum(sizes)) < 1.1
    assert all(
        0.8 < len(school.students()) / size < 1.2
        for school, size in zip(years.schools, sizes, strict=True)
    )
