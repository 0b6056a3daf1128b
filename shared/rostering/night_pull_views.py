"""Answers of the API about how a night went. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.kernel.views import View
from shared.rostering.night import Night
from shared.rostering.night_report import FINE, NightOutcome, PulledNight, night_line
from shared.rostering.runs import Run
from shared.rostering.windows import WindowKind

LATEST = "latest"
"""Stands for the newest night that has begun."""


class NightPath(View):
    """Of one night."""

    night: Annotated[str, Field(pattern=rf"^({LATEST}|\d{{4}}-\d{{2}}-\d{{2}})$")]


class NightArchive(View):
    """The archive phase that followed."""

    run: str = Field(description="schools/{school}/rosterRuns/{run}")
    archived: int = Field(description="People who were archived.")
    held: int = Field(description="People who wait for a person's word.")


class NightPullView(View):
    """How a night went for one connection."""

    name: str = Field(description="rosterNights/{day}/pulls/{school}.{connection}")
    school: str = Field(description="schools/{school}")
    school_display_name: str
    connection: str = Field(description="Its id.")
    connection_display_name: str
    outcome: NightOutcome
    needs_attention: bool = Field(description="A person may have to do something.")
    reason: str | None = Field(None, description="The code that says why.")
    counts: dict[str, int] = Field(
        description="People by what was done to them, and missing, held and rejected; none is 0."
    )
    window: WindowKind | None = Field(
        default=None, description="The window of its calendar in which it was planned."
    )
    tries: int = Field(description="How often its system was asked.")
    comes_again: bool = Field(description="It begins, or is tried again, in this very night.")
    run: str | None = Field(None, description="Its newest pull, schools/{school}/rosterRuns/{run}.")
    end_time: datetime | None = Field(None, description="When that had ended.")
    archive: NightArchive | None = Field(default=None, description="Where there was one.")


class NightPullsPage(View):
    """How a night went for the connections of some schools, by the ids of the schools."""

    roster_night: str = Field(description="rosterNights/{day}, the day on which it began.")
    start_time: datetime
    pulls: list[NightPullView]
    next_page_token: str = ""


def night_pull_view(
    night: Night, pulled: PulledNight, archive: Run | None, now: datetime
) -> NightPullView | None:
    """How a night went for a connection, as the mail says it; None where it has no part in it.

    Args:
        night: which.
        pulled: what it knows of the connection.
        archive: the archive phase after it.
        now: the present instant.
    """
    line = night_line(pulled)
    if line is None:
        return None
    school, connection, run = line["school"], pulled.connection, pulled.latest
    outcome = NightOutcome(line["outcome"])
    comes = pulled.is_wanted and pulled.next_try is not None and night.may_begin(now)
    return NightPullView(
        name=f"rosterNights/{night.day}/pulls/{school}.{connection.connection}",
        school=f"schools/{school}",
        school_display_name=line["schoolName"],
        connection=connection.connection,
        connection_display_name=line["connectionName"],
        outcome=outcome,
        needs_attention=outcome not in FINE and outcome is not NightOutcome.OPEN and not comes,
        reason=line["reason"] or None,
        counts=line["counts"],
        window=line["window"] or None,
        tries=sum(run is not None for run in pulled.tries),
        comes_again=comes,
        run=None if run is None else _name(school, run),
        end_time=None if run is None else run.fields["closedTime"],
        archive=None if archive is None else _archive(school, archive),
    )


def _archive(school: str, run: Run) -> NightArchive:
    counts = run.fields["counts"]
    archived = sum(counts.get("archived", {}).values())
    return NightArchive(run=_name(school, run), archived=archived, held=counts.get("held", 0))


def _name(school: str, run: Run) -> str:
    return f"schools/{school}/rosterRuns/{run.run}"
