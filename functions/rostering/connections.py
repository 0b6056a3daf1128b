"""Routes about connections and their settings."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath, UpdateQuery, WriteQuery
from shared.rostering.connection_views import (
    ConnectionCreate,
    ConnectionPath,
    ConnectionsList,
    ConnectionUpdate,
    ConnectionView,
    SecretSet,
)
from shared.rostering.decision_views import Nothing
from shared.rostering.header_views import HeaderPreview, HeaderPreviewed
from shared.rostering.source_trial_views import SourceTrialView

api = Api("rosterConnections", "How a school is rostered, with every switch and limit.")

CONNECTIONS = "/v1/schools/<school>/rosterConnections"
CONNECTION = f"{CONNECTIONS}/<connection>"


@api.get(CONNECTIONS, Action.CONNECTIONS_GET, ConnectionsList)
def list_roster_connections(call: Call, path: SchoolPath, query: ReadQuery) -> ConnectionsList:
    """List the connections of a school."""
    del query
    found = bootstrap.rostering().connections.list(call.actor, path.school)
    return ConnectionsList(roster_connections=found)


@api.get(CONNECTION, Action.CONNECTIONS_GET, ConnectionView)
def get_roster_connection(call: Call, path: ConnectionPath, query: ReadQuery) -> ConnectionView:
    """Get a connection."""
    del query
    return bootstrap.rostering().connections.get(call.actor, path.school, path.connection)


@api.post(CONNECTIONS, Action.CONNECTIONS_EDIT, ConnectionView)
def create_roster_connection(
    call: Call, path: SchoolPath, query: WriteQuery, body: ConnectionCreate
) -> ConnectionView:
    """Create a connection, with every switch off unless told."""
    return bootstrap.rostering().connections.create(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.patch(CONNECTION, Action.CONNECTIONS_EDIT, ConnectionView)
def update_roster_connection(
    call: Call, path: ConnectionPath, query: UpdateQuery, body: ConnectionUpdate
) -> ConnectionView:
    """Change settings of a connection."""
    return bootstrap.rostering().connections.update(
        call.actor,
        path.school,
        path.connection,
        body,
        query.update_mask,
        call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{CONNECTION}:setSecret", Action.CONNECTIONS_EDIT, ConnectionView, limit=10)
def set_roster_connection_secret(
    call: Call, path: ConnectionPath, query: WriteQuery, body: SecretSet
) -> ConnectionView:
    """Give the system's interface its secret, which is never shown."""
    return bootstrap.rostering().connections.set_secret(
        call.actor,
        path.school,
        path.connection,
        body,
        call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{CONNECTION}:test", Action.CONNECTIONS_EDIT, SourceTrialView, limit=10)
def test_roster_connection(
    call: Call, path: ConnectionPath, query: WriteQuery, body: Nothing
) -> SourceTrialView:
    """Try the system's address and key, and say what is there."""
    del query, body
    return bootstrap.rostering().trial.run(call.actor, path.school, path.connection)


@api.post(f"{CONNECTION}:previewHeaders", Action.CONNECTIONS_GET, HeaderPreviewed)
def preview_roster_headers(
    call: Call, path: ConnectionPath, query: WriteQuery, body: HeaderPreview
) -> HeaderPreviewed:
    """Show what a header row would mean."""
    del query
    return bootstrap.rostering().connections.preview_headers(
        call.actor, path.school, path.connection, body
    )
