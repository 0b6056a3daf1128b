"""Routes about what people ask of a connection's feed."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import WriteQuery
from shared.rostering.connection_views import ConnectionPath
from shared.rostering.decision_views import (
    FeedResumed,
    LiftRequest,
    LimitLifted,
    Nothing,
    RunStarted,
)

api = Api("rosterFeeds", "The course of a connection's files: let it go on, begin the night now.")

CONNECTION = "/v1/schools/<school>/rosterConnections/<connection>"


@api.post(f"{CONNECTION}:archiveNow", Action.FEEDS_STEER, RunStarted)
def archive_missing_now(
    call: Call, path: ConnectionPath, query: WriteQuery, body: Nothing
) -> RunStarted:
    """Archive those who are missing without waiting for the night."""
    del body
    return bootstrap.rostering().decisions.archive_now(
        call.actor, path.school, path.connection, validate_only=query.validate_only
    )


@api.post(f"{CONNECTION}:syncNow", Action.FEEDS_STEER, RunStarted)
def sync_roster_connection_now(
    call: Call, path: ConnectionPath, query: WriteQuery, body: Nothing
) -> RunStarted:
    """Pull the people from their system without waiting for the night."""
    del body
    return bootstrap.rostering().decisions.sync_now(
        call.actor, path.school, path.connection, validate_only=query.validate_only
    )


@api.post(f"{CONNECTION}:resume", Action.FEEDS_STEER, FeedResumed)
def resume_roster_feed(
    call: Call, path: ConnectionPath, query: WriteQuery, body: Nothing
) -> FeedResumed:
    """Let a stopped connection go on."""
    del body
    return bootstrap.rostering().decisions.resume(
        call.actor, path.school, path.connection, validate_only=query.validate_only
    )


@api.post(f"{CONNECTION}:lift", Action.FEEDS_STEER, LimitLifted)
def lift_roster_limit(
    call: Call, path: ConnectionPath, query: WriteQuery, body: LiftRequest
) -> LimitLifted:
    """Set one of the gate's limits aside for the next file."""
    return bootstrap.rostering().decisions.lift(
        call.actor, path.school, path.connection, body.code, validate_only=query.validate_only
    )
