"""How new the files are that were accepted of one kind: of each part of a declared set its own.

Pure. Parts of a set may be worked on in another order than they came in, and each of them is only
out of date where a newer file of the same part was taken up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.rostering.file_parts import canonical_parts, declared_part, part_of

_REST = "*"
"""Stands for those parts that no file of the set has come for yet; no part is named so."""


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations of the objects that were accepted last.

    Attributes:
        newest: of all.
        parts: of a declared set, by the canonical name of the part; empty where the newest file
            speaks for the kind as a whole.
    """

    newest: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)

    def of(self, part: str | None) -> int:
        """The generation that a file of this part must reach; None for a file that is no part."""
        if part is None or not self.parts:
            return self.newest
        return self.parts.get(part, self.parts.get(_REST, 0))

    def newer_parts(self, generation: int, parts: Sequence[str]) -> list[str]:
        """Those of the parts whose newest file is newer than a generation."""
        return [part for part in parts if self.parts.get(part, 0) > generation]

    def after(self, generation: int, part: str | None, *, in_parts: bool) -> Generations:
        """What is known once a file was accepted.

        Args:
            generation: of its object.
            part: which part it is; None where it is none.
            in_parts: a set is declared for its kind.
        """
        newest = max(self.newest, generation)
        if part is None:
            return Generations(newest, self.parts if in_parts else {})
        parts = self.parts or {_REST: self.newest}
        return Generations(newest, {**parts, part: generation})

    def without(self, generation: int, former: Generations) -> Generations:
        """What is known once the file of a generation was undone: what it replaced counts again.

        Args:
            generation: of its object.
            former: as it was before that file.
        """
        parts = {
            part: former.of(part) if known == generation else known
            for part, known in self.parts.items()
        }
        if not parts:
            return former if self.newest == generation > former.newest else self
        newest = max(parts.values()) if self.newest == generation else self.newest
        return Generations(newest, parts)

    def is_behind(self, former: Generations) -> bool:
        """True where a file counts no more that did once, because it was undone."""
        if self.newest < former.newest:
            return True
        return any(self.of(part) < known for part, known in former.parts.items())

    def fields(self) -> dict[str, Any]:
        """What documents hold of it."""
        return {"generation": self.newest, "partGenerations": dict(self.parts)}


def generations_from(fields: Mapping[str, Any]) -> Generations:
    """What a document holds."""
    return Generations(fields["generation"], fields.get("partGenerations", {}))


def declared_part_of(file_name: str, declared: Sequence[str] | None) -> str | None:
    """Which part of a declared set a file's name says it is; None where it is none."""
    return declared_part(part_of(file_name), canonical_parts(declared)) if declared else None
