"""Requests and answers of the API about runs and their plans. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from shared.kernel.etags import etag_of
from shared.kernel.views import PageQuery, ReadQuery, ResourceId, SchoolPath, View
from shared.rostering.model import Kind, Severity
from shared.rostering.runs import Approval, Outcome, RunState, Trigger
from shared.rostering.windows import WindowKind

RUN_FILTERS = ("connection", "state", "outcome", "approval", "trigger")
"""Fields that runs can be listed by."""

SUMMARY_FIELDS = (
    "school", "run", "connection", "connectionName", "trigger", "state", "outcome", "approval",
    "receivedTime", "plannedTime", "closedTime", "file", "pull", "source", "repeats", "undoneBy",
    "chunksTotal", "chunksDone", "skipped", "counts", "problemCounts", "holds", "plan.hash",
    "window", "setAside",
    "approvedBy", "firstApprovedBy", "firstApprovals", "migrated.connection",
)  # fmt: skip
"""What a list reads of a run's document; its problems and its plan's parts may be large."""


class RunPath(SchoolPath):
    """Of one run."""

    run: ResourceId


class RunsQuery(PageQuery):
    """Of a call that lists runs."""

    filter: str = Field(
        "", max_length=1_000, description=f"By any of {', '.join(RUN_FILTERS)}, joined by AND."
    )


class RunQuery(ReadQuery):
    """Of a call that reads a run."""


class RunFile(View):
    """The file that a run works on."""

    file_name: str = Field(description="As the sender named it.")
    size_bytes: int


class RunHold(View):
    """Why something waits for a person, or why a file was refused."""

    code: str
    kind: Kind | None = None
    count: int = Field(description="People or rows meant.")
    of: int = Field(description="Out of how many.")
    share: float = Field(description="Of them, 0 to 1.")
    limit: float = Field(description="The setting that was passed, a share or a number.")
    message: str


class RunProblem(View):
    """Something wrong with a file or a row; never a value of it."""

    code: str
    severity: Severity
    line: int | None = Field(None, description="From 1; none where the file as a whole is meant.")
    column: str | None = Field(None, description="The roster field or the header's own text.")
    message: str


class RunProgress(View):
    """How far a plan has been applied."""

    chunks_done: int
    chunks_total: int


class PulledCollection(View):
    """How far a collection of the system has been pulled."""

    collection: str = Field(description="As OneRoster names it, such as users.")
    records: int
    total: int | None = Field(default=None, description="None where the system does not say.")


class PullTrouble(View):
    """Why a pull stands still for now: the system is asked again by itself."""

    code: str = Field(description="As of a problem, such as SOURCE_BUSY.")
    time: datetime = Field(description="When it was asked last.")
    last_time: datetime = Field(description="After which the pull fails if it stays so.")


class RunPull(View):
    """The pull that a run began with."""

    collections: list[PulledCollection]
    short: list[str] = Field(description="Collections of which less came than the system said.")
    absent: list[str] = Field(description="Collections that the system does not grant.")
    changes_since: datetime | None = Field(
        default=None,
        description="Only what has changed since was asked for; none where everything was.",
    )
    trouble: PullTrouble | None = Field(
        default=None, description="While the system is being asked, and does not do its part."
    )


class RunView(View):
    """One run: a file, an approval, a night or an undo on its way to a result."""

    name: str = Field(description="schools/{school}/rosterRuns/{run}")
    connection: str = Field(description="Its id.")
    connection_display_name: str
    trigger: Trigger
    state: RunState
    outcome: Outcome | None = Field(None, description="Once it has ended.")
    approval: Approval
    received_time: datetime
    planned_time: datetime | None = None
    closed_time: datetime | None = None
    file: RunFile | None = None
    pull: RunPull | None = Field(None, description="Where the people were pulled.")
    source: str | None = Field(None, description="The run that this approves or undoes.")
    repeats: str | None = Field(None, description="The run whose file this works on again.")
    counts: dict[str, int | dict[str, int]] = Field(
        description="Rows and people: a number, or a number for each kind; of `recognized` for "
        "each way in which people of the connection before were found."
    )
    planned: dict[str, dict[str, int]] = Field(
        description="What waits for a word: change, kind, people."
    )
    skipped: int = Field(description="Changes that no longer fitted when they were applied.")
    holds: list[RunHold]
    window: WindowKind | None = Field(
        default=None, description="What the calendar said of the day on which it was planned."
    )
    set_aside: list[RunHold] = Field(
        description="What would have held it if no window of rollover had been open."
    )
    problem_counts: dict[str, int]
    problems: list[RunProblem] | None = Field(
        None, description="The first 200, where one run is read."
    )
    progress: RunProgress
    plan_hash: str | None = Field(None, description="What an approval names.")
    approved_by: str | None = None
    first_approved_by: list[str] = Field(
        description="Who approved first where a second person has to as well."
    )
    undone_by: str | None = None
    took_over_from: str | None = Field(
        default=None, description="Id of the connection whose people it has made another one's."
    )
    etag: str


class RunsPage(View):
    """Runs, the newest first."""

    roster_runs: list[RunView]
    next_page_token: str = ""


def run_view(fields: Mapping[str, Any], version: str, *, whole: bool) -> RunView:
    """A run as the API shows it.

    Args:
        fields: of its document, at least `SUMMARY_FIELDS`.
        version: of the document.
        whole: with its problems.
    """
    file, plan = fields["file"], fields.get("plan")
    counts = {name: count for name, count in fields["counts"].items() if name != "planned"}
    return RunView(
        name=f"schools/{fields['school']}/rosterRuns/{fields['run']}",
        connection=fields["connection"],
        connection_display_name=fields["connectionName"],
        trigger=fields["trigger"],
        state=fields["state"],
        outcome=fields["outcome"],
        approval=fields["approval"],
        received_time=fields["receivedTime"],
        planned_time=fields["plannedTime"],
        closed_time=fields["closedTime"],
        file=RunFile(file_name=file["fileName"], size_bytes=file["size"]) if file else None,
        pull=_pull(fields),
        source=fields["source"],
        repeats=fields["repeats"],
        counts=counts,
        planned=fields["counts"].get("planned", {}),
        skipped=fields["skipped"],
        holds=[_hold(each) for each in fields["holds"]],
        window=fields.get("window"),
        set_aside=[_hold(each) for each in fields.get("setAside", [])],
        problem_counts=fields["problemCounts"],
        problems=[_problem(each) for each in fields["problems"]] if whole else None,
        progress=RunProgress(chunks_done=fields["chunksDone"], chunks_total=fields["chunksTotal"]),
        plan_hash=plan["hash"] if plan else None,
        approved_by=fields.get("approvedBy"),
        first_approved_by=_first_words(fields),
        undone_by=fields["undoneBy"],
        took_over_from=(fields.get("migrated") or {}).get("connection"),
        etag=etag_of(version),
    )


def _first_words(fields: Mapping[str, Any]) -> list[str]:
    """Of an approval who approved first; of what waits those whose word awaits a second."""
    own = fields.get("firstApprovedBy")
    return sorted({*fields["firstApprovals"].values(), *([own] if own else [])})


def _pull(fields: Mapping[str, Any]) -> RunPull | None:
    pull = fields.get("pull")
    if pull is None:
        return None
    collections = [
        PulledCollection(collection=name, records=count["records"], total=count["total"])
        for name, count in pull["collections"].items()
    ]
    since = pull.get("since")
    trouble = pull.get("trouble") if fields["state"] == RunState.PULLING.value else None
    return RunPull(
        collections=collections,
        short=pull.get("short", []),
        absent=pull.get("absent", []),
        changes_since=None if since is None else since["time"],
        trouble=None if trouble is None else _trouble(trouble),
    )


def _trouble(fields: Mapping[str, Any]) -> PullTrouble:
    return PullTrouble(code=fields["code"], time=fields["time"], last_time=fields["lastTime"])


def _hold(fields: Mapping[str, Any]) -> RunHold:
    count, of = fields["count"], fields["of"]
    return RunHold(**fields, share=round(count / of, 4) if of else 0.0)


def _problem(fields: Mapping[str, Any]) -> RunProblem:
    shown = {name: value for name, value in fields.items() if name != "field"}
    return RunProblem(**shown, column=fields["field"])
