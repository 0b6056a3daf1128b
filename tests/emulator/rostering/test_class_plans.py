"""Classes in a plan as people and programs read it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from shared.rostering.class_changes import ClassChange, ClassKind
from shared.rostering.plan_views import operation_view, wanted_by
from shared.rostering.runs import Run
from tests.support.class_nights import NAME, sections, send, who
from tests.support.counting import counted
from tests.support.oneroster_classes import enrolled, school_of_classes
from tests.support.world import World


@pytest.fixture
def changed(world: World) -> Run:
    """A night on which S1 goes over to C1, which gets another name."""
    world.set_up(roster_sections=True)
    send(world, school_of_classes())
    package = school_of_classes()
    package.classes[1]["title"] = "=Renamed()"
    package.enrollments = [
        *(each for each in package.enrollments if each["sourcedId"] != "C0-S1"),
        enrolled("C1", "S1"),
    ]
    return send(world, package)


def _of_plan(world: World, run: Run) -> list[ClassChange]:
    assert run.manifest is not None
    pages = world.rostering.runs._pages
    told = pages.page(run, run.manifest, 0, 100, lambda _: True).told
    return [each.change for each in told if isinstance(each.change, ClassChange)]


def test_a_plan_says_of_a_class_what_changes_and_who_comes_and_leaves(
    world: World, changed: Run
) -> None:
    text = b"".join(world.rostering.exporter.as_json(world.school, changed.run))
    found = {each["displayName"]: each for each in json.loads(text)}
    names = sections(world)
    assert found == {
        "Class C0": {
            "type": "section",
            "id": names["Class C0"]["id"],
            "displayName": "Class C0",
            "verb": "UPDATE",
            "state": "APPLIED",
            "hold": None,
            "changes": {},
            "linked": [],
            "unlinked": [who(1)],
        },
        "=Renamed()": {
            "type": "section",
            "id": names["=Renamed()"]["id"],
            "displayName": "=Renamed()",
            "verb": "UPDATE",
            "state": "APPLIED",
            "hold": None,
            "changes": {"displayName": {"before": "Class C1", "after": "=Renamed()"}},
            "linked": [who(1)],
            "unlinked": [],
        },
    }


def test_a_plan_as_csv_names_people_and_has_no_formula(world: World, changed: Run) -> None:
    text = b"".join(world.rostering.exporter.as_csv(world.school, changed.run)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = {(row["sisId"], row["verb"], row["field"], row["before"], row["after"]) for row in rows}
    assert told == {
        ("", "UPDATE", "displayName", "Class C1", "'=Renamed()"),
        ("S1", "UNLINK", "memberIds", "Class C0", ""),
        ("S1", "LINK", "memberIds", "", "'=Renamed()"),
    }
    assert {row["kind"] for row in rows} == {"section"}


def test_the_changes_of_classes_are_a_kind_of_their_own(world: World, changed: Run) -> None:
    assert changed.manifest is not None
    pages = world.rostering.runs._pages
    wanted = wanted_by({"kind": "section", "verb": "UPDATE"})
    told = pages.page(changed, changed.manifest, 0, 100, wanted).told
    assert [operation_view(each, {}).type for each in told] == ["section", "section"]
    assert pages.page(changed, changed.manifest, 0, 100, wanted_by({"kind": "student"})).told == []


def test_classes_come_after_the_people_in_parts_that_fit(world: World) -> None:
    world.most_writes = 10
    world.restart()
    world.set_up(roster_sections=True)
    run = send(world, school_of_classes(range(30)))
    assert run.manifest is not None
    kinds = [each.kind for each in _of_plan(world, run)]
    assert kinds == [ClassKind.TERM, *[ClassKind.SECTION] * 3]
    # 34 people, 7 a part, and then the classes in a part of their own.
    assert run.chunks_total == 5 + 1
    with counted(world) as counts:
        again = world.send(NAME, school_of_classes(range(30)).bytes())
    assert again.chunks_total == 0
    assert counts.writes["rosterRuns"] > 0
