"""Connections for those who may set them."""

from __future__ import annotations

from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing
from shared.kernel.etags import check_etag
from shared.kernel.field_masks import parse_mask
from shared.kernel.ids import ConnectionId, SchoolId
from shared.kernel.permissions import Action, authorize
from shared.rostering.api_source_checks import Allowed, wrong_secret
from shared.rostering.connection_checks import wrong_settings
from shared.rostering.connection_links import Around, wrong_links
from shared.rostering.connection_store import ConnectionStore, StoredConnection
from shared.rostering.connection_views import (
    SETTINGS,
    ConnectionCreate,
    ConnectionSettings,
    ConnectionUpdate,
    ConnectionView,
    SecretSet,
    connection_view,
)
from shared.rostering.connections import Connection, connection_fields, connection_from
from shared.rostering.file_kinds import subject_of
from shared.rostering.header_views import HeaderPreview, HeaderPreviewed, header_previewed
from shared.rostering.headers import match_headers, missing_fields
from shared.rostering.run_store import RunStore
from shared.rostering.sis_systems import sis_systems
from shared.rostering.source_keys import SourceKeys, carried, pinned


class ConnectionDesk:
    """Shows and changes connections. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self,
        store: ConnectionStore,
        runs: RunStore,
        keys: SourceKeys,
        allowed: Allowed,
        clock: Clock,
    ) -> None:
        self._store = store
        self._runs = runs
        self._keys = keys
        self._allowed = allowed
        self._clock = clock

    def list(self, actor: Actor, school: str) -> list[ConnectionView]:
        """The connections of a school, by id."""
        authorize(actor, Action.CONNECTIONS_GET, school)
        return [self._view(school, found) for found in self._store.all(school)]

    def get(self, actor: Actor, school: str, connection: str) -> ConnectionView:
        """One connection.

        Raises:
            Missing: ``CONNECTION_UNKNOWN``.
        """
        authorize(actor, Action.CONNECTIONS_GET, school)
        return self._view(school, self._found(school, connection))

    def create(
        self, actor: Actor, school: str, asked: ConnectionCreate, *, validate_only: bool
    ) -> ConnectionView:
        """Make a connection; its first runs are dry runs.

        Raises:
            Invalid: ``CONNECTION_INVALID`` with every setting that is wrong.
            Conflict: ``ALREADY_EXISTS``.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        bare = Connection(SchoolId(school), ConnectionId(asked.connection), "")
        fields = {**connection_fields(bare), **_settings(asked)}
        made = self._checked(bare, fields, _settings(asked)["limits"])
        if validate_only:
            return connection_view(made, "", self._runs.feed(school, asked.connection))
        now = self._clock()
        self._store.create(school, asked.connection, connection_fields(made), actor.id, now)
        return self._view(school, self._found(school, asked.connection))

    def update(
        self,
        actor: Actor,
        school: str,
        connection: str,
        asked: ConnectionUpdate,
        mask: str,
        etag: str,
        *,
        validate_only: bool,
    ) -> ConnectionView:
        """Change the settings that a mask names; a map, a list or the source is replaced whole.

        A change of where the source is takes its secret away, in the same commit.

        Raises:
            Missing: ``CONNECTION_UNKNOWN``.
            Invalid: ``CONNECTION_INVALID`` with every setting that is wrong, or as `parse_mask`.
            Conflict: ``ETAG_MISMATCH`` or ``FAILED_PRECONDITION``.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        given = asked.model_dump(by_alias=True, exclude_unset=True).keys() - {"etag"}
        named = parse_mask(mask, SETTINGS, given)
        found = self._found(school, connection)
        check_etag(etag or asked.etag, found.version)
        new = _settings(asked)
        now = connection_fields(found.value)
        wanted = {**now, **{name: new[name] for name in named}}
        if "apiSource" in named:
            wanted |= carried(found.value, new["apiSource"], self._clock())
        limits = new["limits"] if "limits" in named else {}
        settled = connection_fields(self._checked(found.value, wanted, limits))
        changes = {name: settled[name] for name in wanted if settled[name] != now[name]}
        if validate_only:
            feed = self._runs.feed(school, connection)
            return connection_view(connection_from(settled), found.version, feed)
        if changes:
            self._store.update(found, changes, actor.id, self._clock())
        if "clearedSecret" in changes:
            self._keys.cleared(changes["clearedSecret"]["version"])
        return self._view(school, self._found(school, connection))

    def set_secret(
        self,
        actor: Actor,
        school: str,
        connection: str,
        asked: SecretSet,
        etag: str,
        *,
        validate_only: bool,
    ) -> ConnectionView:
        """Give a connection's source its secret, in the place of the one before.

        Raises:
            Missing: ``CONNECTION_UNKNOWN``.
            Invalid: ``CONNECTION_INVALID``.
            Conflict: ``API_SOURCE_UNSET``, ``ETAG_MISMATCH``, or ``FAILED_PRECONDITION`` where
                somebody else was faster; then nothing of the secret is kept.
            Transient: ``SECRETS_UNAVAILABLE``.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        secret = asked.client_secret.get_secret_value()
        if what := wrong_secret(secret):
            raise Invalid(
                "CONNECTION_INVALID",
                "the secret cannot be used",
                violations=[FieldViolation("clientSecret", what)],
            )
        found = self._found(school, connection)
        check_etag(etag or asked.etag, found.version)
        source = found.value.api_source
        if source is None:
            raise Conflict("API_SOURCE_UNSET", "a source has its address before its secret")
        now = self._clock()
        if validate_only:
            tried = connection_from({**connection_fields(found.value), **pinned(source, "-", now)})
            return connection_view(tried, found.version, self._runs.feed(school, connection))
        version = self._keys.add(school, connection, secret)
        try:
            self._store.set_secret(found, pinned(source, version, now), actor.id, now)
        except Conflict:
            self._keys.drop(version)
            raise
        self._keys.replaced(version)
        return self._view(school, self._found(school, connection))

    def preview_headers(
        self, actor: Actor, school: str, connection: str, asked: HeaderPreview
    ) -> HeaderPreviewed:
        """What a header row would mean to a connection; nothing is kept.

        Raises:
            Missing: ``CONNECTION_UNKNOWN``.
        """
        authorize(actor, Action.CONNECTIONS_GET, school)
        known = self._found(school, connection).value
        header_map = known.header_map if asked.header_map is None else asked.header_map
        kind = subject_of(asked.file_name, known.declared_kinds)
        match = match_headers(asked.header, header_map, kind)
        derivable = known.school_year_end is not None
        missing = missing_fields(match, kind, grades_derivable=derivable)
        return header_previewed(asked.header, match, kind, missing)

    def _checked(
        self, was: Connection, fields: dict[str, Any], limits: dict[str, float]
    ) -> Connection:
        """The connection that these fields make.

        Args:
            was: as it was before.
            fields: as its document would hold them.
            limits: those that the caller gives.

        Raises:
            Invalid: ``CONNECTION_INVALID``.
        """
        violations = wrong_settings({**fields, "limits": limits}, self._allowed)
        violations += wrong_links(was, fields, self._around(was, fields))
        if violations:
            raise Invalid(
                "CONNECTION_INVALID", "settings of the connection are wrong", violations=violations
            )
        whole = {
            name: int(value) if value == int(value) else value for name, value in limits.items()
        }
        return connection_from({**fields, **({"limits": whole} if limits else {})})

    def _around(self, was: Connection, fields: dict[str, Any]) -> Around:
        """What else there is; the other connections only where it matters which there are."""
        systems = sis_systems().keys()
        if fields["migratesFrom"] == was.migrates_from:
            begins = fields["rosterSections"] and not was.roster_sections
            return Around(systems, self._runs.connections(was.school) if begins else ())
        stopped = {name: feed.stopped for name, feed in self._runs.feeds(was.school).items()}
        waiting = self._runs.count_awaiting(was.school, was.connection)
        return Around(systems, self._runs.connections(was.school), stopped, waiting)

    def _found(self, school: str, connection: str) -> StoredConnection:
        found = self._store.find(school, connection)
        if found is None:
            raise Missing("CONNECTION_UNKNOWN", "no connection of this school has this id")
        return found

    def _view(self, school: str, found: StoredConnection) -> ConnectionView:
        feed = self._runs.feed(school, found.value.connection)
        return connection_view(found.value, found.version, feed)


def _settings(asked: ConnectionSettings) -> dict[str, Any]:
    given = asked.model_dump(mode="json", by_alias=True)
    return {name: given[name] for name in SETTINGS}
