"""How a night went, for those who run schools: at all of them, page by page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import chain

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Missing
from shared.kernel.paging import cut, page_request
from shared.kernel.permissions import Action, schools_of
from shared.people.model import School
from shared.people.school_store import SchoolStore
from shared.rostering.night import Night, last_night, night_of
from shared.rostering.night_pull_views import (
    LATEST,
    NightPullsPage,
    NightPullView,
    night_pull_view,
)
from shared.rostering.night_reading import NightReader
from shared.rostering.run_store import District, RunStore

MOST_SCHOOLS = 100
"""Of one page, since each school costs several reads."""

_AT_ONCE = 16


class NightPullDesk:
    """Tells how a night went for each connection that is pulled.

    A school costs its connections; where one of them is to a system, its feeds as well and four
    runs for each.
    """

    def __init__(self, schools: SchoolStore, store: RunStore, clock: Clock) -> None:
        self._schools = schools
        self._store = store
        self._reader = NightReader(store)
        self._clock = clock

    def page(self, actor: Actor, night_id: str, size: int, token: str) -> NightPullsPage:
        """How a night went at the schools that the caller runs, by their ids.

        Of a night before the latest only what was begun is known.

        Args:
            actor: who asks.
            night_id: ``latest``, or the day on which it began, ISO 8601.
            size: schools at most.
            token: of the page before.

        Raises:
            Denied: ``ROLE_MAY_NOT`` for somebody who runs no school.
            Missing: ``NIGHT_UNKNOWN`` for a night that has not begun.
            Invalid: as `page_request` says.
        """
        own = schools_of(actor, Action.RUNS_GET)
        now = self._clock()
        district = self._store.district()
        latest = last_night(now, district.time_zone, district.pull_hour)
        night = _night(night_id, latest, district)
        question = {"list": "nightPulls", "night": f"{night.day}", "uid": actor.uid}
        asked = page_request(size, token, question, now, MOST_SCHOOLS)
        found = self._schools.some(own, asked.size + 1, asked.cursor)
        page = cut(found, asked, lambda last: [last.id], question, now)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            views = pool.map(lambda school: self._pulls(school, night, district, now), page.items)
            pulls = list(chain.from_iterable(views))
        return NightPullsPage(
            roster_night=f"rosterNights/{night.day}",
            start_time=night.begin,
            pulls=[each for each in pulls if night == latest or each.run is not None],
            next_page_token=page.next_token,
        )

    def _pulls(
        self, school: School, night: Night, district: District, now: datetime
    ) -> list[NightPullView]:
        found = self._reader.pulled(school.id, school.display_name, night, district, now)
        names = [each.connection.connection for each in found if each.latest is not None]
        archives = self._reader.archives(school.id, names, night, district)
        views = (
            night_pull_view(night, each, archives.get(each.connection.connection), now)
            for each in found
        )
        return [view for view in views if view is not None]


def _night(night_id: str, latest: Night, district: District) -> Night:
    if night_id == LATEST:
        return latest
    try:
        day = date.fromisoformat(night_id)
    except ValueError:
        day = date.max
    if day > latest.day:
        raise Missing("NIGHT_UNKNOWN", "no such night has begun", {"night": night_id})
    return night_of(day, district.time_zone, district.pull_hour)
