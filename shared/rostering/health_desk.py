"""How rostering stands, for those who run schools: at one school, or at all that they run."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.paging import Page, cut, page_request
from shared.kernel.permissions import Action, authorize, schools_of
from shared.people.model import School
from shared.people.school_store import SchoolStore
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed
from shared.rostering.health import ConnectionHealth, connection_state
from shared.rostering.health_views import RosterHealthView, health_view
from shared.rostering.run_store import RunStore

MOST_SCHOOLS = 100
"""Of one page, since each school costs several reads."""

_AT_ONCE = 16
_LATEST = ("run", "state", "outcome", "receivedTime")


class HealthDesk:
    """Tells how rostering stands.

    Reads the district's settings once and each school's own document. A school costs its
    connections and feeds and, for each connection, its newest run and a count of the runs that
    wait: four reads for each connection, two for a school without any. Nothing grows with people,
    or with the runs that there were.
    """

    def __init__(self, schools: SchoolStore, store: RunStore, clock: Clock) -> None:
        self._schools = schools
        self._store = store
        self._clock = clock

    def get(self, actor: Actor, school: str) -> RosterHealthView:
        """How rostering stands at one school.

        Raises:
            Denied: as `authorize` says.
            Missing: ``SCHOOL_UNKNOWN``.
        """
        authorize(actor, Action.SCHOOLS_HEALTH, school)
        found = self._schools.school(school)
        return self._looked_at([found])[0]

    def page(self, actor: Actor, size: int, token: str) -> Page[RosterHealthView]:
        """How rostering stands at the schools that the caller runs, by their ids.

        Raises:
            Denied: ``ROLE_MAY_NOT`` for somebody who runs no school.
            Invalid: as `page_request` says.
        """
        own = schools_of(actor, Action.SCHOOLS_HEALTH)
        question = {"list": "rosterHealth", "uid": actor.uid}
        asked = page_request(size, token, question, self._clock(), MOST_SCHOOLS)
        found = self._schools.some(own, asked.size + 1, asked.cursor)
        page = cut(found, asked, lambda last: [last.id], question, self._clock())
        return Page(self._looked_at(page.items), page.next_token)

    def _looked_at(self, schools: Sequence[School]) -> list[RosterHealthView]:
        if not schools:
            return []
        zone = self._store.district().time_zone
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(lambda school: self._look_at(school, zone), schools))

    def _look_at(self, school: School, zone: str) -> RosterHealthView:
        feeds = self._store.feeds(school.id)
        found = [
            self._connection(each, feeds.get(each.connection, Feed()), zone)
            for each in self._store.connections(school.id)
        ]
        return health_view(school.id, school.display_name, found)

    def _connection(self, connection: Connection, feed: Feed, zone: str) -> ConnectionHealth:
        school, name = connection.school, connection.connection
        latest = self._store.runs_page(school, {"connection": name}, _LATEST, 1, None)
        waiting = self._store.count_awaiting(school, name)
        state = connection_state(connection, feed, waiting, self._clock(), zone)
        fields = latest[0].fields if latest else None
        return ConnectionHealth(connection, feed, waiting, fields, state)
