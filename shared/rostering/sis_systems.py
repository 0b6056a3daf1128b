"""The systems that people come from: a data file for each in `profiles`, and their list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from pydantic import Field, StrictBool, StrictInt

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, schools_of
from shared.kernel.views import View
from shared.rostering.api_source import ApiAuthentication, ApiScope, ApiSource, ApiVersion
from shared.rostering.connections import Method

FOLDER = Path(__file__).with_name("profiles")
GENERIC = ("other-oneroster", "other-files")
"""Stand for every system that has no file of its own; they come last."""
LEAST_LABELS = 2
"""Of a domain that may be somebody's own."""


class Profile(StrEnum):
    """Where it comes from how a system gives its people."""

    SOURCED = "SOURCED"
    """Its address, its sign-in or its files' headings are described by a published source."""
    DEFAULT = "DEFAULT"
    """What is usual for the method."""


class ApiProfile(View):
    """What is published about a system's own interface; the usual holds for what is left out."""

    base_url: str = Field("", description="Its parts in braces differ from school to school.")
    token_url: str = Field("", description="Its parts in braces differ from school to school.")
    version: ApiVersion | None = None
    authentication: ApiAuthentication | None = None
    scope: ApiScope | None = None
    page_limit: StrictInt | None = None
    prefer_role_endpoints: StrictBool | None = None
    keep_cookies: StrictBool | None = None
    delta_pulls: StrictBool | None = None
    steps: str = Field("", description="Under which name the console knows what to do there.")
    evidence: list[str] = Field(
        default_factory=list, description="Where it is published; empty where that is not known."
    )


class SisSystem(View):
    """A student information system."""

    name: str = Field(description="sisSystems/{system}")
    display_name: str
    vendor: str = Field(description="Empty where it is not known.")
    method: Method = Field(description="How it usually gives its people.")
    aliases: list[str] = Field(description="Other names of it.")
    profile: Profile
    api: ApiProfile | None = Field(default=None, description="Where something is published.")


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


def usual_source(api: ApiProfile | None) -> ApiSource:
    """How a system is asked as it is published, without an address or a key; None for nothing."""
    names = (
        "version",
        "authentication",
        "scope",
        "page_limit",
        "prefer_role_endpoints",
        "keep_cookies",
    )
    told = {name: getattr(api, name, None) for name in names}
    return ApiSource("", **{name: value for name, value in told.items() if value is not None})


@lru_cache(maxsize=1)
def vendor_domains() -> frozenset[str]:
    """The domains in which a system's published addresses lie, both the base's and the token's."""
    profiles = [system.api for system in sis_systems().values() if system.api is not None]
    pairs = [(_fixed(each.base_url), _fixed(each.token_url)) for each in profiles]
    return frozenset(domain for base, token in pairs if (domain := _in_both(base, token)))


def _fixed(template: str) -> list[str]:
    """The last labels of an address's host that are the same at every school, the last one first.

    Of a label that is partly in braces nothing is fixed, and nothing before it.
    """
    host = template.removeprefix("https://").split("/")[0]
    labels = reversed(host.split("."))
    return list(takewhile(lambda label: label and not {"{", "}"} & set(label), labels))


def _in_both(base: list[str], token: list[str]) -> str:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(base, token, strict=False))
    same = [label for label, _ in pairs]
    return ".".join(reversed(same)) if len(same) >= LEAST_LABELS else ""


def _read(path: Path) -> SisSystem:
    fields = tomllib.loads(path.read_text("utf-8"))
    return SisSystem.model_validate({"name": f"sisSystems/{path.stem}", **fields})
