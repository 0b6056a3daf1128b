"""Routes about runs, their plans, and what people decide about them."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Download, PageQuery, SchoolPath, WriteQuery
from shared.rostering.decision_views import (
    ApproveRequest,
    DeclineRequest,
    Nothing,
    RunStarted,
    SeenPlan,
)
from shared.rostering.plan_views import (
    ExportQuery,
    OperationsPage,
    OperationsQuery,
    UnmatchedPage,
)
from shared.rostering.run_views import RunPath, RunQuery, RunsPage, RunsQuery, RunView

api = Api("rosterRuns", "Roster files on their way to a result, and what waits for a person.")

RUNS = "/v1/schools/<school>/rosterRuns"
RUN = f"{RUNS}/<run>"


@api.get(RUNS, Action.RUNS_GET, RunsPage)
def list_roster_runs(call: Call, path: SchoolPath, query: RunsQuery) -> RunsPage:
    """List the runs of a school, the newest first."""
    page = bootstrap.rostering().runs.page(
        call.actor, path.school, query.filter, query.page_size, query.page_token
    )
    return RunsPage(roster_runs=list(page.items), next_page_token=page.next_token)


@api.get(RUN, Action.RUNS_GET, RunView)
def get_roster_run(call: Call, path: RunPath, query: RunQuery) -> RunView:
    """Get a run with its problems."""
    del query
    return bootstrap.rostering().runs.get(call.actor, path.school, path.run)


@api.get(f"{RUN}/operations", Action.RUNS_PLAN, OperationsPage)
def list_roster_run_operations(call: Call, path: RunPath, query: OperationsQuery) -> OperationsPage:
    """List what a run would do, or did, to each person."""
    page = bootstrap.rostering().runs.operations(
        call.actor, path.school, path.run, query.filter, query.page_size, query.page_token
    )
    return OperationsPage(operations=list(page.items), next_page_token=page.next_token)


@api.get(f"{RUN}/unmatched", Action.RUNS_PLAN, UnmatchedPage)
def list_roster_run_unmatched(call: Call, path: RunPath, query: PageQuery) -> UnmatchedPage:
    """List people of the connection before of whom the run has no row."""
    page = bootstrap.rostering().runs.unmatched(
        call.actor, path.school, path.run, query.page_size, query.page_token
    )
    return UnmatchedPage(people=list(page.items), next_page_token=page.next_token)


@api.get(f"{RUN}:exportPlan", Action.RUNS_PLAN, ("text/csv", "application/json"))
def export_roster_run_plan(call: Call, path: RunPath, query: ExportQuery) -> Download:
    """Download the whole plan of a run."""
    return bootstrap.rostering().runs.export(call.actor, path.school, path.run, query.format)


@api.post(f"{RUN}:approve", Action.RUNS_DECIDE, RunStarted)
def approve_roster_run(
    call: Call, path: RunPath, query: WriteQuery, body: ApproveRequest
) -> RunStarted:
    """Approve what a run holds back."""
    return bootstrap.rostering().decisions.approve(
        call.actor,
        path.school,
        path.run,
        body.plan_hash,
        body.persons,
        validate_only=query.validate_only,
    )


@api.post(f"{RUN}:discard", Action.RUNS_DECIDE, RunView)
def discard_roster_run(call: Call, path: RunPath, query: WriteQuery, body: SeenPlan) -> RunView:
    """Discard what a run holds back."""
    return bootstrap.rostering().decisions.discard(
        call.actor, path.school, path.run, body.plan_hash, validate_only=query.validate_only
    )


@api.post(f"{RUN}:declineMatches", Action.RUNS_DECIDE, RunView)
def decline_roster_run_matches(
    call: Call, path: RunPath, query: WriteQuery, body: DeclineRequest
) -> RunView:
    """Say that people whom a run took for others are new."""
    return bootstrap.rostering().decisions.decline(
        call.actor,
        path.school,
        path.run,
        body.plan_hash,
        body.persons,
        validate_only=query.validate_only,
    )


@api.post(f"{RUN}:undo", Action.RUNS_UNDO, RunStarted)
def undo_roster_run(call: Call, path: RunPath, query: WriteQuery, body: Nothing) -> RunStarted:
    """Undo a run."""
    del body
    return bootstrap.rostering().decisions.undo(
        call.actor, path.school, path.run, validate_only=query.validate_only
    )


@api.post(f"{RUN}:again", Action.RUNS_AGAIN, RunStarted)
def repeat_roster_run(call: Call, path: RunPath, query: WriteQuery, body: Nothing) -> RunStarted:
    """Work once more on the file of a run."""
    del body
    return bootstrap.rostering().decisions.again(
        call.actor, path.school, path.run, validate_only=query.validate_only
    )
