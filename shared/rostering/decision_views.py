"""Requests and answers of the API about a person's word on runs and feeds. Pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shared.kernel.views import View

MOST_PERSONS = 1_000


class SeenPlan(View):
    """The plan that somebody decides about."""

    plan_hash: str = Field(min_length=1, max_length=128, description="`planHash` of the run.")


class ApproveRequest(SeenPlan):
    """An approval."""

    persons: list[str] = Field(
        default_factory=list,
        max_length=MOST_PERSONS,
        description="Person ids; none means everybody who need not be named one by one.",
    )


class DeclineRequest(SeenPlan):
    """The word that people whom a run took for others are new."""

    persons: list[str] = Field(min_length=1, max_length=MOST_PERSONS, description="Person ids.")


class LiftRequest(View):
    """A limit of the gate that is set aside."""

    code: str = Field(min_length=1, max_length=63, description="Such as UPDATE_SHARE.")


class Nothing(View):
    """A request that has nothing to say but its path."""


class RunStarted(View):
    """What came of asking for a run."""

    run: str = Field(description="schools/{school}/rosterRuns/{run}; empty where none began.")
    needs_second_person: bool = Field(
        default=False, description="The same has to be approved by somebody else as well."
    )


class FeedResumed(View):
    """A feed that goes on."""

    runs: list[str] = Field(description="Names of the runs of files that had waited.")


class LimitLifted(View):
    """A limit that is set aside for the next file."""

    code: str
    expire_time: datetime = Field(description="When it ends unused.")
