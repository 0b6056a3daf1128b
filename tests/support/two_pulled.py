"""Two schools of a district on one simulated system, and the nights in which they are pulled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from infra.local.sis.data import SisData
from shared.notifications.mail import Mail
from tests.support.pulled import PulledSchool, pulled_school
from tests.support.world import World

MIDDLE_SCHOOL = "school-roosevelt-middle"
DISTRICT = "district@example.org"
HOUR = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""One in the morning in New York, where the district is."""
TODAY = date(2026, 11, 24)


@contextmanager
def two_pulled(world: World, data: SisData) -> Iterator[tuple[PulledSchool, PulledSchool]]:
    """Two schools on one system, neither of which was pulled before."""
    with pulled_school(world, data) as high:
        middle = PulledSchool(world.neighbor(), high.sis)
        high.set_up()
        middle.set_up(school=MIDDLE_SCHOOL)
        put_recipients(world, (DISTRICT, "en"))
        yield high, middle


def put_recipients(world: World, *recipients: tuple[str, str]) -> None:
    """Have the district's mail go to these addresses, each in its language."""
    told = [{"address": address, "language": language} for address, language in recipients]
    commit = world.documents.commit()
    commit.put("district/settings", {"summaryRecipients": told}, merge=True)
    commit.run()


def tick(world: World, at: datetime) -> None:
    """The job fires, and all that it handed over is done."""
    world.now = at
    world.rostering.nights.tick(at)
    world.drain()


def fail_for_now(world: World, at: datetime) -> None:
    """The job fires, and a system that does not answer goes on not to for half an hour."""
    world.now = at
    world.rostering.nights.tick(at)
    for url, payload in list(world.tasks.waiting.values()):
        world.do(url, payload)
    world.now = at + timedelta(minutes=95)
    world.drain()


def pulls(school: PulledSchool) -> list[dict[str, Any]]:
    """The runs of a school's pulls, the oldest first."""
    found = [run for run in school.world.runs() if run["pull"] is not None]
    return sorted(found, key=lambda run: run["receivedTime"])


def mails(world: World, to: str = DISTRICT) -> list[Mail]:
    """What somebody got."""
    return [mail for mail in world.mail.mails if mail.address == to]


def change(school: PulledSchool, **settings: Any) -> None:
    """Change settings of its connection."""
    store = school.world.rostering.store
    known = store.connection(school.world.school, school.world.connection)
    assert known is not None
    store.save_connection(replace(known, **settings))
