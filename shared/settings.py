"""What a deployment is told from outside, as environment variables that start with ``CARILLON_``.

District and school settings that people change live in Firestore, not here. Every function reads
these at its start, so they are read without a library: pydantic-settings takes half as long as all
that a function needs to say hello (docs/decisions/0044).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from typing import Any

DEMO_PREFIX = "demo-"

_PREFIX = "CARILLON_"
_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False}


class SettingsError(ValueError):
    """Variables are missing or can't be what they are; the text names them, never their values."""


def _from(
    variable: str = "",
    *,
    default: Any = MISSING,  # noqa: ANN401  # of any field
    allowed: Callable[[Any], bool] = lambda _: True,
    rule: str = "",
    secret: bool = False,
) -> Any:  # noqa: ANN401  # as `dataclasses.field`
    told = {"variable": variable, "allowed": allowed, "rule": rule}
    if default is MISSING:
        return field(metadata=told, repr=not secret)
    return field(default=default, metadata=told, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment's settings; every field is the upper-case variable of its name.

    Attributes:
        project: id; ``GOOGLE_CLOUD_PROJECT``.
        region: of queues.
        drop_bucket: receives roster files; raises the event.
        work_bucket: snapshots and plans; raises no event.
        function_url: address of a function: {entry_point} and {service} (kebab-case) are filled.
        console_url: address of the console, for links in mails.
        proxies: before a function that add to X-Forwarded-For: Hosting, Cloud Run.
        tasks_service_account: who Cloud Tasks calls as.
        scheduler_service_account: who Cloud Scheduler calls as.
        smtp_host: the district's mail relay.
        mail_from: sender of every mail, ``Name <address>``.
        secrets_emulator: ``host:port``.
        scheduler_emulator: ``host:port``.
        local_sources: the addresses of systems that the local stack itself serves, ``host:port``
            with commas between them; in a demo project only.
        local_authority: file of the certificates by which these are known; in a demo project only.
        clock_offset_seconds: moves the clock; in a demo project only.
    """

    project: str = _from("GOOGLE_CLOUD_PROJECT")
    region: str = _from(
        default="us-central1",
        allowed=lambda region: region.startswith("us-"),
        rule="has to be a region of the United States, us-…",
    )
    drop_bucket: str = _from()
    work_bucket: str = _from()
    function_url: str = _from()
    console_url: str = ""
    proxies: int = _from(
        default=2,
        allowed=range(6).__contains__,
        rule="has to be 0 to 5",
    )
    tasks_service_account: str = ""
    scheduler_service_account: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_starttls: bool = True
    smtp_username: str = ""
    smtp_password: str = _from(default="", secret=True)
    mail_from: str = ""
    firestore_emulator: str = _from("FIRESTORE_EMULATOR_HOST", default="")
    storage_emulator: str = _from("STORAGE_EMULATOR_HOST", default="")
    tasks_emulator: str = _from("CLOUD_TASKS_EMULATOR_HOST", default="")
    auth_emulator: str = _from("FIREBASE_AUTH_EMULATOR_HOST", default="")
    secrets_emulator: str = ""
    scheduler_emulator: str = ""
    local_sources: str = ""
    local_authority: str = ""
    clock_offset_seconds: int = 0

    def __post_init__(self) -> None:
        for_demos = (
            self.firestore_emulator
            or self.storage_emulator
            or self.tasks_emulator
            or self.auth_emulator
            or self.secrets_emulator
            or self.scheduler_emulator
            or self.local_sources
            or self.local_authority
            or self.clock_offset_seconds
        )
        if not self.project.startswith(DEMO_PREFIX) and for_demos:
            raise SettingsError(
                "emulators, local systems and a moved clock are for projects whose id starts with "
                "'demo-'; unset FIRESTORE_EMULATOR_HOST, STORAGE_EMULATOR_HOST, "
                "CLOUD_TASKS_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST, "
                "CARILLON_SECRETS_EMULATOR, CARILLON_SCHEDULER_EMULATOR, "
                "CARILLON_LOCAL_SOURCES, CARILLON_LOCAL_AUTHORITY and "
                "CARILLON_CLOCK_OFFSET_SECONDS, or use a demo project"
            )

    @property
    def is_local(self) -> bool:
        """True under a demo project with all emulators set: unsigned internal calls are let in."""
        return bool(
            self.project.startswith(DEMO_PREFIX)
            and self.firestore_emulator
            and self.storage_emulator
            and self.tasks_emulator
        )

    @property
    def local_source_places(self) -> frozenset[str]:
        """The ``host:port`` of each system that the local stack itself serves."""
        return frozenset(filter(None, map(str.strip, self.local_sources.split(","))))

    def is_local_source(self, place: str) -> bool:
        """True for a ``host:port`` in lower case that the local stack itself serves."""
        return place in self.local_source_places

    def url_of(self, entry_point: str) -> str:
        """The address of one function, which is also the audience of tokens sent to it."""
        return self.function_url.format(
            entry_point=entry_point, service=entry_point.replace("_", "-")
        )


def read_settings(variables: Mapping[str, str]) -> Settings:
    """The settings that environment variables tell.

    Raises:
        SettingsError: with all that are wrong.
    """
    found: dict[str, Any] = {}
    wrong = []
    for each in fields(Settings):
        name = each.metadata.get("variable") or f"{_PREFIX}{each.name.upper()}"
        if name not in variables:
            if each.default is MISSING:
                wrong.append(f"{name} has to be set")
            continue
        value = _value(str(each.type), variables[name])
        if value is None:
            wrong.append(f"{name} has to be {_KINDS[str(each.type)]}")
        elif not each.metadata.get("allowed", lambda _: True)(value):
            wrong.append(f"{name} {each.metadata['rule']}")
        found[each.name] = value
    if wrong:
        raise SettingsError("; ".join(wrong))
    return Settings(**found)


_KINDS = {"int": "a whole number", "bool": "true or false"}


def _value(kind: str, text: str) -> str | int | None:
    """What a variable's text says; None for what is none of its kind."""
    if kind == "bool":
        return _YES_OR_NO.get(text.strip().lower())
    if kind == "int":
        with suppress(ValueError):
            return int(text)
        return None
    return text


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ)
