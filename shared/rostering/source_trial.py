"""Test connection: what a system's interface is, and holds, before anybody is rostered from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import CarillonError, Conflict, Missing, Permanent
from shared.kernel.permissions import Action, authorize
from shared.people.school_store import SchoolStore
from shared.rostering.api_source import ApiSource
from shared.rostering.headers import compact
from shared.rostering.pulling import OpenOutside
from shared.rostering.run_store import RunStore
from shared.rostering.source_trial_views import (
    FoundCollection,
    FoundSchool,
    SourceProblem,
    SourceTrialView,
)
from shared.rostering.sources.oneroster_words import is_gone, key_of
from shared.rostering.sources.rest_interface import Finder, Interface
from shared.rostering.sources.rest_pages import Ask, Course, Record, read_pages
from shared.rostering.sources.rest_records import (
    CLASS_COLLECTIONS,
    ORGS,
    USERS,
    rows_of,
)
from shared.rostering.sources.rest_sign_in import Key

TRIES = 2
SECONDS = 40.0
"""After which nothing more is asked: a person waits for the answer."""
MOST_SCHOOLS = 500
_SAMPLE = 25
"""People who are looked at for what a system leaves out."""


class SourceTrial:
    """Tries a connection's address and key. It keeps nothing and changes nothing."""

    def __init__(
        self,
        store: RunStore,
        schools: SchoolStore,
        secret_of: Callable[[str], str],
        outside: OpenOutside,
        clock: Clock,
        seconds: Callable[[], float],
    ) -> None:
        self._store = store
        self._schools = schools
        self._secret_of = secret_of
        self._outside = outside
        self._clock = clock
        self._seconds = seconds

    def run(self, actor: Actor, school: str, connection: str) -> SourceTrialView:
        """Find the interface, sign in, and look at what it has.

        What is wrong with the system is part of the answer, not an error.

        Raises:
            Denied: as `authorize` says.
            Missing: ``CONNECTION_UNKNOWN``.
            Conflict: ``NOT_A_PULL`` or ``SOURCE_KEY_MISSING``.
            Transient: a service of our own did not answer.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        known = self._store.connection(school, connection)
        if known is None:
            raise Missing("CONNECTION_UNKNOWN", "no connection of this school has this id")
        source = known.api_source
        if source is None:
            raise Conflict("NOT_A_PULL", "the people of this connection come as files")
        if not source.has_key:
            raise Conflict("SOURCE_KEY_MISSING", "the connection has no key yet")
        secret = self._secret_of(source.secret_version)
        name = next((each.display_name for each in self._schools.schools([school])), "")
        return self.look(source, secret, known.school_sourced_id, name)

    def look(self, source: ApiSource, secret: str, wanted: str, name: str) -> SourceTrialView:
        """The same of any source.

        Args:
            source: where it is, with the public half of the key.
            secret: the other half.
            wanted: id of the school that is ours there; empty where that is not known.
            name: of our school.
        """
        key = Key(source.client_id, secret)
        try:
            return self._try(source, key, wanted, name)
        except CarillonError as error:
            return SourceTrialView(
                is_working=False, schools=[], collections=[], problems=[_problem(error)]
            )

    def _try(self, source: ApiSource, key: Key, wanted: str, name: str) -> SourceTrialView:
        until = self._seconds() + SECONDS
        with self._outside(source) as caller:
            interface = Finder(source, key, caller, self._clock, TRIES).find()
            orgs = _all(interface, ORGS.path, source.page_limit)
            schools = _schools(orgs, wanted, name)
            collections, problems = self._look(interface, until)
            problems += _missing_fields(interface)
        if wanted and key_of(wanted) not in {key_of(each.sourced_id) for each in schools}:
            problems.insert(0, SourceProblem(code="SCHOOL_UNKNOWN"))
        if not schools:
            problems.insert(0, SourceProblem(code="SOURCE_NO_SCHOOLS"))
        elif len(schools) > 1 and not wanted:
            problems.insert(0, SourceProblem(code="SCHOOL_AMBIGUOUS"))
        return SourceTrialView(
            is_working=True,
            version=interface.version,
            base_url=interface.base,
            schools=schools,
            collections=collections,
            problems=problems,
        )

    def _look(
        self, interface: Interface, until: float
    ) -> tuple[list[FoundCollection], list[SourceProblem]]:
        """How many of each there are, and what is not granted."""
        found: list[FoundCollection] = []
        problems: list[SourceProblem] = []
        for path in (each.path for each in (USERS, *CLASS_COLLECTIONS)):
            if self._seconds() > until:
                problems.append(SourceProblem(code="SOURCE_SLOW", collection=path))
                break
            try:
                page = interface.page(path, Ask(0, 1, is_sorted=False))
            except Permanent as error:
                problems.append(_problem(error, path))
                continue
            is_told = page.total is not None and page.total >= len(page.records)
            total = page.total if is_told else None
            found.append(FoundCollection(collection=path, count=total, is_empty=not page.records))
        return found, problems


def _all(interface: Interface, path: str, limit: int) -> list[Record]:
    course = Course(Ask(0, limit))
    found: list[Record] = []
    for page in read_pages(lambda ask: interface.page(path, ask), course):
        found += page
        if len(found) > MOST_SCHOOLS:
            break
    return found


def _schools(orgs: Sequence[Record], wanted: str, name: str) -> list[FoundSchool]:
    """The schools among organizations, with the one marked that is ours, or has its name."""
    names = ORGS.header
    rows = (dict(zip(names, row, strict=True)) for row in rows_of(orgs, ORGS))
    found = [row for row in rows if compact(row["type"]) == "school" and not is_gone(row["status"])]
    return [
        FoundSchool(
            sourced_id=row["sourcedId"],
            display_name=row["name"],
            identifier=row["identifier"],
            is_ours=_is_ours(row, wanted, name),
        )
        for row in sorted(found, key=lambda row: row["name"].casefold())
    ]


def _is_ours(row: Mapping[str, str], wanted: str, name: str) -> bool:
    if wanted:
        return key_of(row["sourcedId"]) == key_of(wanted)
    return bool(compact(name)) and compact(row["name"]) == compact(name)


def _missing_fields(interface: Interface) -> list[SourceProblem]:
    """What the first people lack that people need; permissions of vendors leave fields out."""
    try:
        page = interface.page(USERS.path, Ask(0, _SAMPLE, is_sorted=False))
    except CarillonError:
        return []
    rows = [dict(zip(USERS.header, row, strict=True)) for row in rows_of(page.records, USERS)]
    if not rows:
        return []
    names = [field for field in ("givenName", "familyName") if not any(row[field] for row in rows)]
    has_address = any(row["email"] or "@" in row["username"] for row in rows)
    lacking = names if has_address else [*names, "email"]
    code = "SOURCE_FIELD_MISSING"
    return [SourceProblem(code=code, collection=USERS.path, field=field) for field in lacking]


def _problem(error: CarillonError, collection: str = "") -> SourceProblem:
    status: Any = error.metadata.get("status", "")
    return SourceProblem(code=error.reason, collection=collection, status=str(status))
