"""F19: whoever is archived, is less than before, or signs out everywhere is out within seconds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.parts import PROJECT
from tests.e2e.console.members import SCHOOL
from tests.support.console import Console

LIMIT_MS = 5_000
WAYS = {"archive": 20, "role": 5, "signOut": 5}
"""How a session is ended → how many are."""
WORDS = {"archive": "archive", "role": "a role taken", "signOut": "signing out everywhere"}
FAREWELLS = ("You have been signed out.", "Your place at a school has changed.")
UNAUTHORIZED, FORBIDDEN = 401, 403


@dataclass(frozen=True)
class Ended:
    """One session that was ended while its page was open.

    Attributes:
        api: milliseconds until the API refused it.
        read: milliseconds until the database refused a read.
        console: milliseconds until its page was the one for signing in.
        cut: a listener that was open before was ended.
        still_heard: such a listener heard of a change that was made six seconds later.
        faults: what should have been otherwise.
    """

    by: str
    api: float
    read: float
    console: float
    cut: bool
    still_heard: bool
    faults: tuple[str, ...]

    @property
    def slowest(self) -> float:
        """Milliseconds until the last door was closed."""
        return max(self.api, self.read, self.console)


def survey(console: Console, ways: Mapping[str, int]) -> list[Ended]:
    """End sessions of people, while a page of each is open.

    Args:
        console: to which they come.
        ways: how many sessions are ended in each of the `WAYS`.
    """
    kinds = [by for by, number in ways.items() for _ in range(number)]
    auth = console.places["auth"]
    made = console.program("-m", "tests.e2e.console.leavers", auth, str(len(kinds)))
    people = json.loads(made)
    told = console.browse(
        "leaving.mjs",
        school=SCHOOL,
        project=PROJECT,
        auth=auth,
        firestore=console.places["firestore"],
        sessions=[{**person, "by": by} for person, by in zip(people, kinds, strict=True)],
        shown="Pupil 01",
        watched=f"schools/{SCHOOL}/members/pupil-2",
        another=f"schools/{SCHOOL}/members/pupil-3",
    )
    return [_ended(json.loads(line)) for line in told.splitlines()]


def _ended(seen: Mapping[str, Any]) -> Ended:
    faults = []
    if seen["api"]["status"] != UNAUTHORIZED:
        faults.append(f"the API answered {seen['api']['status']}")
    if seen["read"]["status"] != FORBIDDEN:
        faults.append(f"a read of the database was answered {seen['read']['status']}")
    if not seen["readingRefused"]:
        faults.append("a new read was answered")
    if not seen["listeningRefused"]:
        faults.append("a new listener was answered")
    if not any(word in seen["farewell"] for word in FAREWELLS):
        faults.append(f"the page said {seen['farewell']!r}")
    return Ended(
        by=seen["by"],
        api=seen["api"]["ms"],
        read=seen["read"]["ms"],
        console=seen["console"],
        cut=seen["isCut"],
        still_heard=seen["stillHeard"],
        faults=tuple(faults),
    )


def line(found: Sequence[Ended], ways: Mapping[str, int]) -> str:
    """The line to print."""
    late = [one for one in found if one.slowest > LIMIT_MS]
    wrong = [one for one in found if one.faults]
    met = len(found) == sum(ways.values()) and not late and not wrong
    by = ", ".join(f"{number} by {WORDS[way]}" for way, number in ways.items())
    heard = sum(one.still_heard for one in found)
    return (
        f"F19 {'met' if met else 'short'}: {len(found)} open sessions ended ({by}): refused by the "
        f"API after at most {_most(found, 'api')}, by the database after {_most(found, 'read')}, "
        f"signed out on the page after {_most(found, 'console')}; {len(late)} later than 5 s, "
        f"{len(wrong)} let in to a new read or listener or not told why; a raw listener opened "
        f"before still heard of a change 6 s later in {heard} of {len(found)}; no kiosks yet; "
        f"Chromium, emulator"
    )


def _most(found: Sequence[Ended], door: str) -> str:
    return f"{max((getattr(one, door) for one in found), default=0) / 1000:.1f} s"
