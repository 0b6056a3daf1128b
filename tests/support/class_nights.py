"""What became of the classes of a package, as tests look at it."""

from __future__ import annotations

from typing import Any

from shared.kernel.ids import digest_id
from shared.rostering.model import Kind
from shared.rostering.runs import Run
from tests.support.oneroster_classes import ClassPackage
from tests.support.world import ID_SPACE, World

NAME = "oneroster_export.zip"


def who(number: int | str, population: str = "students") -> str:
    """The person id of a pupil, or of a teacher."""
    letter = "S" if population == "students" else "T"
    return digest_id(ID_SPACE, population, f"{letter}{number}")


def sections(world: World) -> dict[str, dict[str, Any]]:
    """Sections by their names."""
    found = world.documents.where(f"schools/{world.school}/lists", "kind", "SECTION")
    return {each.fields["displayName"]: {**each.fields, "id": each.id} for each in found}


def terms(world: World) -> dict[str, dict[str, Any]]:
    """Terms by their names."""
    found = world.documents.all(f"schools/{world.school}/terms")
    return {each.fields["displayName"]: each.fields for each in found}


def pupils_of(world: World, name: str) -> set[str]:
    return set(sections(world)[name]["memberIds"])


def send(world: World, package: ClassPackage) -> Run:
    return world.send(NAME, package.bytes())


def counts_of(run: Run, what: str) -> dict[str, int]:
    """What a run did to classes: of one change, by term, section and enrollment."""
    people = {kind.value for kind in Kind}
    counts = run.fields["counts"].get(what, {})
    return {kind: n for kind, n in counts.items() if kind not in people}
