"""Finds a system's OneRoster interface and signs in to it; then gives pages of its collections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from shared.kernel.errors import CarillonError, Permanent
from shared.rostering.api_source import ApiSource, ApiVersion
from shared.rostering.sources.rest_address import Place, places
from shared.rostering.sources.rest_calls import TRIES, Caller, Calls, Refused, SignIn
from shared.rostering.sources.rest_pages import Ask, Page, page_of
from shared.rostering.sources.rest_sign_in import Key, Tokens, ways_in

PROBE = "orgs"
"""The collection that every interface has, and a small one."""

_NO_SUCH_PLACE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that was found and has let us in.

    Attributes:
        base: what the names of collections are added to.
        version: that its address speaks of; AUTO where it doesn't.
        sign_in: how it let us in.
    """

    base: str
    version: ApiVersion
    sign_in: SignIn
    calls: Calls

    def page(self, collection: str, ask: Ask) -> Page:
        """One page of a collection.

        Raises:
            Refused: as `Calls.get`.
            Permanent: as `Calls.get` and `page_of`.
            Transient: as `Calls.get`.
        """
        reply = self.calls.get(f"{self.base}/{collection}", ask.query())
        return page_of(reply, collection)


class Finder:
    """Looks for an interface, place by place and way by way."""

    def __init__(
        self,
        source: ApiSource,
        key: Key,
        caller: Caller,
        now: Callable[[], datetime],
        tries: int = TRIES,
    ) -> None:
        """Take what is looked for.

        Args:
            source: what the connection says.
            key: to show.
            caller: sends requests.
            now: for what runs out.
            tries: how often a call is made before it has failed.
        """
        self._source = source
        self._key = key
        self._caller = caller
        self._now = now
        self._tries = tries
        self._places = places(source.base_url, source.version)
        self._failures: list[CarillonError] = []

    def find(self) -> Interface:
        """The first interface that lets us in.

        Raises:
            Permanent: ``SOURCE_SIGN_IN``, ``SOURCE_FORBIDDEN``, ``SOURCE_NOT_FOUND`` or another
                reason of `Calls.get`: what comes nearest to being let in.
            Transient: as `Calls.get`.
        """
        for way in self._ways():
            for place in self._places:
                found = self._tried(place, way)
                if found is not None:
                    return found
        raise self._nearest()

    def _ways(self) -> Iterator[SignIn]:
        """The ways in; those to a token endpoint that isn't one are left out."""
        version = self._places[0].version if len({p.version for p in self._places}) == 1 else None
        wrong: set[str] = set()
        for way in ways_in(
            self._source, self._key, version or ApiVersion.AUTO, self._caller, self._now
        ):
            if not isinstance(way, Tokens):
                yield way
                continue
            if way.address in wrong:
                continue
            try:
                way.headers("")
            except Permanent as error:
                if error.reason not in _ORDER:
                    raise
                self._failures.append(error)
                if _is_no_endpoint(error):
                    wrong.add(way.address)
            else:
                yield way

    def _tried(self, place: Place, way: SignIn) -> Interface | None:
        calls = Calls(self._caller, way, self._now, self._tries)
        try:
            page_of(calls.get(f"{place.base}/{PROBE}", {"limit": 1}), PROBE)
        except Permanent as error:
            if error.reason not in _ORDER:
                raise
            self._failures.append(error)
            return None
        return Interface(place.base, place.version, way, calls)

    def _nearest(self) -> CarillonError:
        return min(self._failures, key=lambda each: _ORDER.index(each.reason))


_ORDER = (
    "SOURCE_FORBIDDEN",
    "SOURCE_SIGN_IN",
    "SOURCE_FAILED",
    "SOURCE_ANSWER_UNREADABLE",
    "SOURCE_REFUSED",
    "SOURCE_REDIRECTS",
    "SOURCE_NOT_FOUND",
)
"""Why a place or a way is the wrong one; what comes first is nearest to the right one."""


def _is_no_endpoint(error: CarillonError) -> bool:
    if error.reason == "SOURCE_ANSWER_UNREADABLE":
        return True
    return isinstance(error, Refused) and error.status in _NO_SUCH_PLACE
