"""Whether a pull asks for what has changed only, and since when. Values only.

Why each number is what it is stands in ``docs/decisions/0052``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.kernel.ids import digest_id
from shared.rostering.api_source import ApiSource, api_source_fields, what_it_gives
from shared.rostering.runs import Outcome, Run
from shared.rostering.whole_packages import is_taken_in

WHOLE_EVERY = timedelta(days=6, hours=12)
"""After which all is pulled again: of pulls at the same hour each night that is the seventh."""
OVERLAP = timedelta(days=1)
"""Before the last pull, from when on changes are asked for: clocks of systems are wrong, most by
minutes, and by hours where they write times of their own zone as if these were UTC."""


@dataclass(frozen=True, slots=True)
class Since:
    """What changes are asked for, and what they belong on top of.

    Attributes:
        run: whose package they are laid over.
        time: since when.
        whole_time: when all was pulled last.
        absent: collections that the system did not grant then.
    """

    run: str
    time: datetime
    whole_time: datetime
    absent: frozenset[str]

    @property
    def text(self) -> str:
        """The instant as OneRoster's filters have it."""
        instant = self.time.astimezone(UTC).isoformat(timespec="milliseconds")
        return instant.replace("+00:00", "Z")

    def fields(self) -> dict[str, Any]:
        """As it stands in the run's document, in its ``pull``."""
        return {
            "run": self.run,
            "time": self.time,
            "wholeTime": self.whole_time,
            "absent": sorted(self.absent),
        }


def since_from(fields: Mapping[str, Any] | None) -> Since | None:
    """What such a field holds."""
    if fields is None:
        return None
    absent = frozenset(fields["absent"])
    return Since(fields["run"], fields["time"], fields["wholeTime"], absent)


def asked_of(source: ApiSource, paths: Sequence[str]) -> str:
    """The same for as long as the same system is asked for the same with the same key.

    Args:
        source: as it is set.
        paths: of the collections.
    """
    told = {**(what_it_gives(api_source_fields(source)) or {}), "key": source.secret_version}
    return digest_id("asked", json.dumps(told, sort_keys=True), *paths)


def since(asked: str, before: Run | None, now: datetime) -> Since | None:
    """Since when changes are asked for; None where all is.

    Args:
        asked: as `asked_of`.
        before: the newest other run of the connection that was begun for a file or a pull.
        now: the present instant.
    """
    pull = before.fields["pull"] if before is not None else None
    if before is None or pull is None or pull.get("asked") != asked or pull["short"]:
        return None
    applied = before.outcome in {Outcome.APPLIED, Outcome.UNCHANGED}
    if not applied or not is_taken_in(before.fields) or now - pull["wholeTime"] >= WHOLE_EVERY:
        return None
    absent = frozenset(pull["absent"])
    return Since(before.run, pull["startTime"] - OVERLAP, pull["wholeTime"], absent)
