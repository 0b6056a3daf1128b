"""Answers of the API about how rostering stands at schools. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from shared.kernel.views import View
from shared.rostering.connections import Method
from shared.rostering.feeds import StopReason
from shared.rostering.health import ConnectionHealth, HealthState, school_state
from shared.rostering.runs import Outcome, RunState


class LatestRun(View):
    """The newest run of a connection, as far as a summary goes."""

    name: str = Field(description="schools/{school}/rosterRuns/{run}")
    state: RunState
    outcome: Outcome | None = Field(None, description="Once it has ended.")
    received_time: datetime


class ConnectionHealthView(View):
    """How one connection stands."""

    connection: str = Field(description="Its id.")
    display_name: str
    method: Method
    sis: str | None = Field(None, description="Id of the system, where somebody has said it.")
    enabled: bool
    state: HealthState
    last_good_time: datetime | None = Field(None, description="When a file was last taken in.")
    stopped: StopReason | None = None
    latest_run: LatestRun | None = None


class RosterHealthView(View):
    """How rostering stands at a school."""

    name: str = Field(description="schools/{school}/rosterHealth")
    school: str = Field(description="schools/{school}")
    school_display_name: str
    state: HealthState = Field(
        description="The worst of the connections that are in use, in the order of the values."
    )
    last_good_time: datetime | None = Field(None, description="The latest of its connections'.")
    waiting_runs: int = Field(description="Runs that wait for an approval.")
    connections: list[ConnectionHealthView] = Field(description="By id.")


class RosterHealthPage(View):
    """How rostering stands at schools, by their ids."""

    roster_health: list[RosterHealthView]
    next_page_token: str = ""


def health_view(
    school: str, display_name: str, found: Sequence[ConnectionHealth]
) -> RosterHealthView:
    """A school's health as the API shows it."""
    times = [each.feed.last_good for each in found if each.feed.last_good is not None]
    return RosterHealthView(
        name=f"schools/{school}/rosterHealth",
        school=f"schools/{school}",
        school_display_name=display_name,
        state=school_state(each.state for each in found),
        last_good_time=max(times, default=None),
        waiting_runs=sum(each.waiting for each in found),
        connections=[_connection_view(each) for each in found],
    )


def _connection_view(found: ConnectionHealth) -> ConnectionHealthView:
    connection, feed = found.connection, found.feed
    return ConnectionHealthView(
        connection=connection.connection,
        display_name=connection.display_name,
        method=connection.method,
        sis=connection.sis or None,
        enabled=connection.enabled,
        state=found.state,
        last_good_time=feed.last_good,
        stopped=feed.stopped,
        latest_run=_latest_view(found),
    )


def _latest_view(found: ConnectionHealth) -> LatestRun | None:
    run = found.latest
    if run is None:
        return None
    return LatestRun(
        name=f"schools/{found.connection.school}/rosterRuns/{run['run']}",
        state=run["state"],
        outcome=run["outcome"],
        received_time=run["receivedTime"],
    )
