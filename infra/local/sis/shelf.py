"""The records of one version as JSON: chosen, ordered, and written once for each change of one."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from infra.local.sis.collections import Collection
from infra.local.sis.dress import Dresser
from infra.local.sis.filters import Filter
from infra.local.sis.records import Kind, Record
from infra.local.sis.spelling import Json, Speller
from infra.local.sis.view import View

_MOST_CHOICES = 32


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records of a collection, and in which order."""

    collection: Collection
    wanted: Filter | None = None
    sort: str = ""
    descending: bool = False


class Shelf:
    """Any thread may ask."""

    def __init__(self, view: View, speller: Speller, dresser: Dresser) -> None:
        self._view = view
        self._speller = speller
        self._dresser = dresser
        self._lock = threading.Lock()
        self._written: dict[Kind, dict[str, tuple[Record, bytes]]] = {kind: {} for kind in Kind}
        self._chosen: OrderedDict[Choice, tuple[int, Sequence[Record]]] = OrderedDict()

    def chosen(self, choice: Choice) -> Sequence[Record]:
        """The records of a choice, kept until something changes."""
        revision = self._view.revision
        with self._lock:
            known, records = self._chosen.get(choice, (-1, ()))
        if known == revision:
            return records
        records = self._choose(choice)
        with self._lock:
            self._chosen[choice] = (revision, records)
            while len(self._chosen) > _MOST_CHOICES:
                self._chosen.popitem(last=False)
        return records

    def mixed(self, records: Sequence[Record], turn: int) -> Sequence[Record]:
        """The same records in another order at each turn."""
        rng = Random(turn)  # noqa: S311  # reproducible, not secret
        return rng.sample(records, len(records))

    def one(self, collection: Collection, sourced_id: str) -> Record | None:
        """A single record; None when there is none of this id in the collection."""
        records = self.chosen(Choice(collection))
        return next((each for each in records if each.sourced_id == sourced_id), None)

    def written(self, kind: Kind, records: Sequence[Record]) -> list[bytes]:
        """Each record's JSON."""
        known = self._written[kind]
        made: list[bytes] = []
        for record in records:
            kept = known.get(record.sourced_id)
            if kept is None or kept[0] is not record:
                kept = (record, self._write(record))
                known[record.sourced_id] = kept
            made.append(kept[1])
        return made

    def selected(self, records: Sequence[Record], fields: Sequence[str]) -> list[bytes]:
        """Each record's JSON with these fields only."""
        dressed = (self._dressed(record) for record in records)
        kept = ({name: told[name] for name in fields if name in told} for told in dressed)
        return [_dumped(each) for each in kept]

    def _choose(self, choice: Choice) -> Sequence[Record]:
        collection = choice.collection
        records: Sequence[Record] = self._view.every(collection.kind) if collection.kind else ()
        if collection.belongs is not None:
            records = [each for each in records if collection.belongs(each)]
        if choice.wanted is not None:
            spell = self._speller.spell
            records = [each for each in records if choice.wanted.holds(spell(each))]
        if choice.sort:
            records = sorted(
                records, key=SortKey(self._speller, choice.sort), reverse=choice.descending
            )
        return records

    def _dressed(self, record: Record) -> Json:
        return self._dresser.dress(record, self._speller.spell(record))

    def _write(self, record: Record) -> bytes:
        return _dumped(self._dressed(record))


@dataclass(frozen=True, slots=True)
class SortKey:
    """What a record is ordered by."""

    speller: Speller
    field: str

    def __call__(self, record: Record) -> str:
        """The field's value as text."""
        if self.field == "sourcedId":
            return record.sourced_id
        return str(self.speller.spell(record).get(self.field, ""))


def _dumped(told: Json) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
