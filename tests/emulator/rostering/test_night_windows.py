"""Windows of the calendar at night: who is not pulled, and what the district reads of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from infra.local.sis import make_data
from shared.rostering.windows import Window, WindowKind
from tests.support.pulled import PulledSchool
from tests.support.two_pulled import HOUR, TODAY, change, mails, pulls, tick, two_pulled
from tests.support.world import World


@pytest.fixture
def two(world: World) -> Iterator[tuple[PulledSchool, PulledSchool]]:
    with two_pulled(world, make_data(200)) as both:
        yield both


def test_a_connection_in_a_blackout_is_not_pulled_and_the_district_reads_so(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    _, middle = two
    change(middle, windows=(Window(WindowKind.BLACKOUT, TODAY, TODAY),))
    for late in range(7):
        tick(world, HOUR + timedelta(hours=late))
    assert pulls(middle) == []
    (mail,) = mails(world)
    assert "Not pulled: a blackout of its calendar is open." in mail.letter.text
    assert mail.letter.subject.endswith("went well")


def test_while_all_are_in_a_blackout_nobody_is_mailed(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    for school in two:
        change(school, windows=(Window(WindowKind.BLACKOUT, TODAY, TODAY + timedelta(1)),))
    for late in range(7):
        tick(world, HOUR + timedelta(hours=late))
    assert [pulls(school) for school in two] == [[], []]
    assert mails(world) == []


def test_the_first_night_after_a_blackout_pulls_again(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    high, middle = two
    change(middle, windows=(Window(WindowKind.BLACKOUT, TODAY, TODAY),))
    tick(world, HOUR)
    tick(world, HOUR + timedelta(days=1))
    assert [len(pulls(high)), len(pulls(middle))] == [2, 1]


def test_the_mail_says_that_a_new_school_year_was_let_in(
    world: World, two: tuple[PulledSchool, PulledSchool]
) -> None:
    change(two[1], windows=(Window(WindowKind.ROLLOVER, TODAY, TODAY),))
    for late in range(3):
        tick(world, HOUR + timedelta(hours=late))
    (mail,) = mails(world)
    assert mail.letter.text.count("A window for a new school year was open") == 1
