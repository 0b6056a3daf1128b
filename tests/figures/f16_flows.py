"""Six flows that pull over the network, each as what stands before it and what then happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from unittest import mock

import pytest

from infra.local.sis import changes
from infra.local.sis.records import GONE, User
from shared.kernel.actor import Actor, Membership
from shared.kernel.errors import Transient
from shared.kernel.roles import Role
from shared.rostering import pulling
from shared.rostering.runs import Approval, Outcome
from tests.figures.toxic_school import HOUR, ToxicSchool
from tests.support.pulled import HIGH_SCHOOL

SHORT = "SOURCE_SHORT"
PUT_OFF = frozenset({Outcome.FAILED, Outcome.HELD, Outcome.REJECTED})
"""How a run ends that was not to harm anybody."""


@dataclass
class Told:
    """What people were told of the flow.

    Attributes:
        failed: why nothing was done; empty where something was.
        kept: what of it was kept back: the run is held, or some collections ended early.
        seen: what a person was shown.
    """

    failed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    seen: object = None


@dataclass(frozen=True)
class Flow:
    """One thing that a school does with its system.

    Attributes:
        prepare: brings the school to where it stands before.
        act: does it, with all that is tried again by itself.
        after: what follows when all is well again: the next night, or who asks again.
    """

    name: str
    prepare: Callable[[ToxicSchool], None]
    act: Callable[[ToxicSchool], Told]
    after: Callable[[ToxicSchool], Told]


def _set_up(school: ToxicSchool) -> None:
    # The schools themselves come in pages.
    school.set_up(page_limit=3)


def _test(school: ToxicSchool) -> Told:
    world = school.world
    owner = Actor("uid", "", {world.school: Membership(Role.OWNER, "o1")})
    view = world.rostering.trial.run(owner, world.school, world.connection)
    codes = {problem.code for problem in view.problems}
    told = view.model_dump(exclude={"base_url"})
    return Told(set() if view.is_working else codes, codes if view.is_working else set(), told)


def _unverified(school: ToxicSchool) -> None:
    school.set_up(verified=False)


def _sync_now(school: ToxicSchool) -> Told:
    world = school.world
    world.rostering.keeper.sync_now(world.school, world.connection, "person:1")
    school.settle()
    told = _told(school)
    run = school.newest_pull()
    told.seen = run.fields["counts"] if run.outcome is Outcome.DRY_RUN else None
    return told


def _approved(school: ToxicSchool) -> Told:
    """Approve what was shown, or have it shown again; then the first night comes.

    Where the system gave fewer than it has, the run says to ask it again before approving.
    """
    shown = school.newest_pull()
    if shown.approval is not Approval.PENDING or SHORT in shown.fields["problemCounts"]:
        school.world.pass_time(minutes=10)
        _sync_now(school)
    school.world.approve(school.newest_pull())
    school.settle()
    school.night(1)
    return Told()


def _loaded(school: ToxicSchool) -> None:
    school.set_up()
    _first_load(school)


def _first_load(school: ToxicSchool) -> None:
    run = school.pull()
    assert run.outcome is Outcome.APPLIED, run.fields["problemCounts"]


def _changed(school: ToxicSchool) -> None:
    _loaded(school)
    _change(school)


def _change(school: ToxicSchool) -> None:
    """Two join, two leave, one moves away and one is written otherwise."""
    data = school.sis.site._view._data
    users = [user for user in data.of(User) if user.is_at(HIGH_SCHOOL) and user.status != GONE]
    students = sorted(user.sourced_id for user in users if user.is_a("student"))
    changes.join(data, "lincoln-high", 2, HOUR)
    changes.leave(data, students[:2], HOUR)
    changes.move(data, students[2], "roosevelt-middle", HOUR)
    changes.edit(data, students[3], HOUR, given_name="Renamed")


def _with_classes(school: ToxicSchool) -> None:
    school.set_up(roster_sections=True)
    _first_load(school)
    _change(school)


def _tonight(school: ToxicSchool) -> Told:
    school.night(0)
    return _told(school)


def _next_night(school: ToxicSchool) -> Told:
    school.night(1)
    return _told(school)


def _broken_off(school: ToxicSchool) -> None:
    """A pull that twice has had time for no more than a page of each collection."""
    _changed(school)
    world = school.world
    world.pass_time(minutes=10)
    run = world.rostering.keeper.sync_now(world.school, world.connection, "person:1")
    assert run is not None
    with mock.patch.object(pulling, "TRY_SECONDS", -1.0):
        for _ in range(2):
            with pytest.raises(Transient, match="the time of this try is up"):
                world.rostering.puller.pull(world.school, run)


def _go_on(school: ToxicSchool) -> Told:
    school.settle()
    return _told(school)


def _told(school: ToxicSchool) -> Told:
    run = school.newest_pull()
    fields = run.fields
    failed = set(fields["problemCounts"]) if run.outcome is Outcome.FAILED else set()
    kept = {hold["code"] for hold in fields["holds"]} if run.outcome in PUT_OFF else set()
    return Told(failed, kept | {f"short {each}" for each in fields["pull"].get("short", ())})


FLOWS = (
    Flow("Test connection", _set_up, _test, _test),
    Flow("a first sync, its dry run and its approval", _unverified, _sync_now, _approved),
    Flow("an unchanged night", _loaded, _tonight, _next_night),
    Flow("a night of joins, moves and leavers", _changed, _tonight, _next_night),
    Flow("a pull that has broken off and goes on", _broken_off, _go_on, _next_night),
    Flow("a night with classes", _with_classes, _tonight, _next_night),
)
