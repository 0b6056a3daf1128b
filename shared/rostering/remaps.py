"""What a plan says about who is who: ids that stand for others, people taken over. Values only."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shared.kernel.ids import PERSON_BYTES
from shared.rostering.model import Kind
from shared.rostering.snapshot import DIGEST_BYTES, Snapshot

ADOPTED = b"\xff" * DIGEST_BYTES
"""Stands for the hash of somebody who was taken over from another connection without a row: the
next file looks at them again, and its lacking them makes them missing."""
HAND_ADDED = b"\xfe" * DIGEST_BYTES
"""The same of somebody added by hand, whom a file that is complete for such people too lacks."""


@dataclass(slots=True)
class Remaps:
    """Beside the rows that are applied, what closing a run records about people.

    Attributes:
        aliases: raw person id that a row makes → raw id of the person whom it is about.
        adopted: people of another connection who are this one's from now on.
        unmatched: people whom a dry run found without a row. Only shown.
    """

    aliases: dict[bytes, bytes] = field(default_factory=dict)
    adopted: dict[Kind, set[bytes]] = field(default_factory=dict)
    unmatched: dict[Kind, set[bytes]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.aliases or any(self.adopted.values()) or any(self.unmatched.values()))

    def adopt(self, kind: Kind, snapshot: Snapshot) -> Snapshot:
        """The snapshot with those adopted whom it doesn't hold already."""
        new = dict.fromkeys(self.adopted.get(kind, set()) - snapshot.applied.keys(), ADOPTED)
        return replace(snapshot, applied={**snapshot.applied, **new}) if new else snapshot

    def without(self, people: frozenset[bytes]) -> dict[bytes, bytes]:
        """The aliases but for those of people whose change did not take place."""
        return {made: kept for made, kept in self.aliases.items() if kept not in people}

    def fields(self) -> dict[str, Any]:
        """As it stands in a plan."""
        return {
            "aliases": _packed(made + kept for made, kept in sorted(self.aliases.items())),
            "adopted": {k.value: _packed(sorted(p)) for k, p in sorted(self.adopted.items())},
            "unmatched": {k.value: _packed(sorted(p)) for k, p in sorted(self.unmatched.items())},
        }


def remaps_from(fields: Mapping[str, Any] | None) -> Remaps:
    """The inverse of `Remaps.fields`; none at all for a plan without."""
    if fields is None:
        return Remaps()
    pairs = _unpacked(fields["aliases"])
    return Remaps(
        aliases=dict(zip(pairs[::2], pairs[1::2], strict=True)),
        adopted={Kind(k): set(_unpacked(p)) for k, p in fields["adopted"].items()},
        unmatched={Kind(k): set(_unpacked(p)) for k, p in fields["unmatched"].items()},
    )


def _packed(values: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(values)).decode("ascii")


def _unpacked(text: str) -> list[bytes]:
    data = base64.b64decode(text)
    return [data[at : at + PERSON_BYTES] for at in range(0, len(data), PERSON_BYTES)]
