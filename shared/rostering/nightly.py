"""Pulls every system once a night, and has the district told how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from shared.kernel.errors import Transient
from shared.kernel.outbox import announce, event_id
from shared.rostering.connections import Connection
from shared.rostering.night import Night, host_of, last_night, slots
from shared.rostering.night_reading import NightReader
from shared.rostering.night_report import PulledNight, night_payload
from shared.rostering.night_store import NightStore
from shared.rostering.pulling import SourcePuller
from shared.rostering.run_store import District, RunStore

EVENT = "roster.night.ended"


class NightKeeper:
    """Begins the night's pulls, begins anew what may go well, and tells the district once."""

    def __init__(
        self,
        store: RunStore,
        nights: NightStore,
        puller: SourcePuller,
        kick: Callable[[str], None],
        set_job: Callable[[int, str], None],
    ) -> None:
        """Take the parts.

        Args:
            store: knows runs and connections.
            nights: knows whether the district was told.
            puller: begins pulls.
            kick: told of each event in the outbox.
            set_job: has the night's job fire from an hour on, on the clocks of a zone.
        """
        self._store = store
        self._reader = NightReader(store)
        self._nights = nights
        self._puller = puller
        self._kick = kick
        self._set_job = set_job

    def tick(self, scheduled: datetime) -> int:
        """Begin what is to begin at this hour of the night, and tell the district if it has ended.

        A connection is pulled once a night, or up to `MOST_TRIES` times while its system fails
        with something that may pass; a tick that came to nothing is made good by the next one.
        Gives how many pulls were begun.

        Raises:
            Transient: a service did not answer for one of the schools; the others were begun.
        """
        district = self._store.district()
        night = last_night(scheduled, district.time_zone, district.pull_hour)
        begun = 0
        if night.may_begin(scheduled):
            begun = self._begin(night, district, scheduled)
        self._tell(night, district, scheduled)
        return begun

    def look(self, now: datetime) -> bool:
        """Make good what a night has lost: its mail, and the hour of its job.

        Gives whether the district is told now.

        Raises:
            Transient: a service did not answer.
        """
        district = self._store.district()
        night = last_night(now, district.time_zone, district.pull_hour)
        told = self._tell(night, district, now)
        self._set_job(district.pull_hour, district.time_zone)
        return told

    def _begin(self, night: Night, district: District, now: datetime) -> int:
        failure: Transient | None = None
        begun = 0
        wanted: list[PulledNight] = []
        for school, name in self._nights.schools().items():
            try:
                found = self._reader.pulled(school, name, night, district, now)
                wanted += [each for each in found if each.is_wanted]
            except Transient as error:
                failure = error
        places = slots({_name(each.connection): host_of(each.connection) for each in wanted})
        for each in wanted:
            if each.next_try is None:
                continue
            try:
                delay = timedelta(seconds=places[_name(each.connection)])
                self._begin_pull(each.connection, night, each.next_try, delay)
                begun += 1
            except Transient as error:
                failure = error
        if failure is not None:
            raise failure
        return begun

    def _begin_pull(
        self, connection: Connection, night: Night, number: int, delay: timedelta
    ) -> None:
        create, notes = self._store.create_run, partial(night.fields, number)
        self._puller.begin(connection, night.key(number), create, delay, notes)

    def _tell(self, night: Night, district: District, now: datetime) -> bool:
        """Have the district told of a night that has ended, or that is not waited for any more."""
        day = night.day.isoformat()
        if not night.is_news(now) or self._nights.is_told(event_id(EVENT, day)):
            return False
        pulled: list[PulledNight] = []
        for school, name in self._nights.schools().items():
            pulled += self._reader.pulled(school, name, night, district, now)
        begun = any(each.latest is not None for each in pulled)
        ended = all(each.has_ended for each in pulled)
        if not begun or not (ended or night.is_over(now)):
            return False
        event = announce(EVENT, "", day, night_payload(night, pulled), now)
        told = self._nights.tell(event)
        # Also for an event that is there: whoever wrote it may have died before this.
        self._kick(event.event_id)
        return told


def _name(connection: Connection) -> str:
    return f"{connection.school}/{connection.connection}"
