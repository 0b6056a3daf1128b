"""The systems that people come from: a data file for each in `profiles`, and their list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, schools_of
from shared.kernel.views import View
from shared.rostering.connections import Method

FOLDER = Path(__file__).with_name("profiles")
GENERIC = ("other-oneroster", "other-files")
"""Stand for every system that has no file of its own; they come last."""


class Profile(StrEnum):
    """Where it comes from how a system gives its people."""

    SOURCED = "SOURCED"
    """Its address, its sign-in or its files' headings are described by a published source."""
    DEFAULT = "DEFAULT"
    """What is usual for the method."""


class SisSystem(View):
    """A student information system."""

    name: str = Field(description="sisSystems/{system}")
    display_name: str
    vendor: str = Field(description="Empty where it is not known.")
    method: Method = Field(description="How it usually gives its people.")
    aliases: list[str] = Field(description="Other names of it.")
    profile: Profile


class SisSystemsList(View):
    """The systems by their names, those that stand for any other last."""

    sis_systems: list[SisSystem]


@lru_cache(maxsize=1)
def sis_systems() -> Mapping[str, SisSystem]:
    """All systems by their ids."""
    found = {path.stem: _read(path) for path in FOLDER.glob("*.toml")}
    order = sorted(found, key=lambda each: (each in GENERIC, found[each].display_name.casefold()))
    return {each: found[each] for each in order}


def systems_for(actor: Actor) -> SisSystemsList:
    """All systems, for whoever sets connections at any school.

    Raises:
        Denied: ``ROLE_MAY_NOT``.
    """
    schools_of(actor, Action.SIS_SYSTEMS_LIST)
    return SisSystemsList(sis_systems=list(sis_systems().values()))


def _read(path: Path) -> SisSystem:
    fields = tomllib.loads(path.read_text("utf-8"))
    return SisSystem.model_validate({"name": f"sisSystems/{path.stem}", **fields})
