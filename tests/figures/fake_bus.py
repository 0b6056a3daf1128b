"""A bus that takes what the product hands over and brings it five times, shuffled, a fifth late.

It stands where Cloud Tasks, Eventarc and Cloud Scheduler stand, on a clock of its own, and calls
the product's own doors.
"""

from __future__ import annotations

import heapq
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from functions_framework import create_app
from werkzeug.test import Client

from tests.support.tree import ROOT

TIMES = 5
LATE = timedelta(hours=1)
"""By which one of the five deliveries of an event comes later."""
SPREAD = timedelta(minutes=10)
"""Over which the others come, so that events overtake one another."""
FIRST_WAIT = timedelta(minutes=1)
_MAIN = str(ROOT / "functions" / "main.py")
_DONE, _LATER = 200, 503


@dataclass(frozen=True)
class Event:
    """Something that a function is called for.

    Attributes:
        kind: the entry point.
        name: by which it is known again; one that was published is not published again.
        headers: that its sender sets.
        body: JSON.
        most_tries: how often a call is made again that asks for it.
    """

    kind: str
    name: str
    headers: Mapping[str, str]
    body: Any = None
    most_tries: int = 12


@dataclass(frozen=True, order=True)
class _Delivery:
    due: datetime
    place: float
    event: Event = field(compare=False)
    tries: int = field(default=0, compare=False)


class Bus:
    """Brings events to the doors of this process, one after the other.

    Attributes:
        now: the present instant, which goes from one delivery to the next.
        events: published, by kind.
        deliveries: made, without those that were asked for again.
        late: of these, those that were an hour late.
        again: calls that were made once more because the door asked for it.
        faults: answers that no door should give.
        before: told of each delivery before it is made.
    """

    def __init__(self, chance: Random, now: datetime) -> None:
        self.now = now
        self.events: Counter[str] = Counter()
        self.deliveries = self.late = self.again = 0
        self.faults: list[str] = []
        self.before: Callable[[Event], None] = lambda _: None
        self._chance = chance
        self._known: set[str] = set()
        self._waiting: list[_Delivery] = []
        self._doors: dict[str, Client] = {}

    def clock(self) -> datetime:
        """The present instant."""
        return self.now

    def publish(self, event: Event, delay: timedelta = timedelta()) -> bool:
        """Have an event brought five times; False where one of its name was published before."""
        if f"{event.kind}/{event.name}" in self._known:
            return False
        self._known.add(f"{event.kind}/{event.name}")
        self.events[event.kind] += 1
        for number in range(TIMES):
            wait = delay + SPREAD * self._chance.random() + LATE * (number == 0)
            heapq.heappush(self._waiting, _Delivery(self.now + wait, self._chance.random(), event))
        self.late += 1
        return True

    def run_until(self, end: datetime) -> None:
        """Make the deliveries that are due until an instant."""
        while self._waiting and self._waiting[0].due <= end:
            self._deliver(heapq.heappop(self._waiting))
        self.now = max(self.now, end)

    def run_dry(self) -> None:
        """Make deliveries until none is left."""
        while self._waiting:
            self._deliver(heapq.heappop(self._waiting))

    def _deliver(self, delivery: _Delivery) -> None:
        self.now = max(self.now, delivery.due)
        event = delivery.event
        self.before(event)
        if delivery.tries:
            self.again += 1
        else:
            self.deliveries += 1
        headers = {**event.headers, "X-CloudTasks-TaskRetryCount": str(delivery.tries)}
        answer = self._door(event.kind).post("/", json=event.body, headers=headers)
        reason = answer.get_json()["reason"]
        if answer.status_code == _LATER and delivery.tries < event.most_tries:
            due = self.now + FIRST_WAIT * (1 << min(delivery.tries, 5))
            again = replace(delivery, due=due, tries=delivery.tries + 1)
            heapq.heappush(self._waiting, again)
        elif (answer.status_code, reason) != (_DONE, "DONE"):
            self.faults.append(f"{event.kind}: {answer.status_code} {reason}")

    def _door(self, kind: str) -> Client:
        if kind not in self._doors:
            self._doors[kind] = create_app(kind, _MAIN, "http").test_client()  # type: ignore[no-untyped-call]
            # The framework leaves these behind, and the next app would take them for its own.
            for left in ("FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE"):
                os.environ.pop(left, None)
        return self._doors[kind]


@dataclass(frozen=True)
class BusQueue:
    """Stands where `shared.cloud.tasks.Queue` stands."""

    bus: Bus

    def enqueue(
        self, name: str, url: str, payload: Mapping[str, Any], delay: timedelta = timedelta()
    ) -> bool:
        """As the queue's own."""
        headers = {"X-CloudTasks-TaskName": name}
        return self.bus.publish(Event(url.rpartition("/")[2], name, headers, payload), delay)
