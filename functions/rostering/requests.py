"""Routes about connection requests: for who asks, and for who answers without an account."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Empty, ReadQuery, WriteQuery
from shared.rostering.connection_request_views import (
    AskedSource,
    ConnectionRequestCreate,
    ConnectionRequestLink,
    ConnectionRequestView,
    RequestCode,
    SourceTried,
    SourceValues,
)
from shared.rostering.connection_views import ConnectionPath
from shared.rostering.decision_views import Nothing

api = Api("connectionRequests", "How who runs a school's system is asked for its address and key.")

CONNECTION = "/v1/schools/<school>/rosterConnections/<connection>"
ANSWERS = "/v1/connectionRequests"


@api.get(f"{CONNECTION}/request", Action.CONNECTIONS_GET, ConnectionRequestView)
def get_connection_request(
    call: Call, path: ConnectionPath, query: ReadQuery
) -> ConnectionRequestView:
    """Get what has become of a connection's request."""
    del query
    return bootstrap.rostering().requests.get(call.actor, path.school, path.connection)


@api.post(f"{CONNECTION}:request", Action.CONNECTIONS_EDIT, ConnectionRequestLink, limit=10)
def request_connection(
    call: Call, path: ConnectionPath, query: WriteQuery, body: ConnectionRequestCreate
) -> ConnectionRequestLink:
    """Make a link for who runs the system, in the place of the one before, and show it once."""
    return bootstrap.rostering().requests.create(
        call.actor,
        path.school,
        path.connection,
        body,
        query.request_id,
        validate_only=query.validate_only,
    )


@api.post(f"{CONNECTION}/request:revoke", Action.CONNECTIONS_EDIT, ConnectionRequestView)
def revoke_connection_request(
    call: Call, path: ConnectionPath, query: WriteQuery, body: Nothing
) -> ConnectionRequestView:
    """Have a connection's link open nothing any more."""
    del body
    return bootstrap.rostering().requests.revoke(
        call.actor, path.school, path.connection, validate_only=query.validate_only
    )


@api.post(f"{ANSWERS}:open", Action.CONNECTION_REQUESTS_ANSWER, AskedSource)
def open_connection_request(call: Call, query: WriteQuery, body: RequestCode) -> AskedSource:
    """Show whoever has a link who asks for what; 60 calls a minute from one place."""
    del query
    return bootstrap.rostering().answers.look(body.code, call.network)


@api.post(f"{ANSWERS}:test", Action.CONNECTION_REQUESTS_ANSWER, SourceTried)
def test_connection_request(call: Call, query: WriteQuery, body: SourceValues) -> SourceTried:
    """Try a system's address and key before they are sent; ten times an hour for one link."""
    return bootstrap.rostering().answers.test(body, call.network, validate_only=query.validate_only)


@api.post(f"{ANSWERS}:answer", Action.CONNECTION_REQUESTS_ANSWER, Empty)
def answer_connection_request(call: Call, query: WriteQuery, body: SourceValues) -> Empty:
    """Send a system's address and key, once; whoever asked tests them and switches them on."""
    bootstrap.rostering().answers.answer(
        body, call.network, query.request_id, validate_only=query.validate_only
    )
    return Empty()
