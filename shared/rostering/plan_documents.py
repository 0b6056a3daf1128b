"""The plan of a closed run as a document: every change with its values before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import IO

from shared.kernel.csv_cells import BOM, csv_text
from shared.kernel.errors import Conflict
from shared.people.store import PeopleStore
from shared.rostering.files import RosterFiles, scratch
from shared.rostering.plan import Operation
from shared.rostering.plan_export import (
    COLUMNS,
    People,
    Told,
    csv_rows,
    json_object,
    json_text,
    people_of,
)
from shared.rostering.plan_file import Manifest, Part, read_lines, read_part
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run, RunState

BATCH = 300
"""Changes whose people are looked up in one call."""

_CHUNK_BYTES = 1024 * 1024

Tell = Callable[[int], None]
"""Is told of each piece how many changes it holds."""


def people_told(store: PeopleStore, school: str, told: Sequence[Told]) -> People:
    """The members' documents of whom these changes are about."""
    persons = people_of(told)
    people: dict[str, dict[str, object]] = {}
    for start in range(0, len(persons), BATCH):
        found = store.members(school, persons[start : start + BATCH])
        people.update((name, member.fields) for name, member in found.items())
    return people


class PlanExporter:
    """Streams plans. Who may read one is the caller's to check."""

    def __init__(self, store: RunStore, files: RosterFiles, people: PeopleStore) -> None:
        self._store = store
        self._files = files
        self._people = people

    def as_json(self, school: str, run_id: str, tell: Tell = lambda _: None) -> Iterator[bytes]:
        """The plan as one JSON array with an object for each change, UTF-8, a line each.

        Args:
            school: whose.
            run_id: of the run.
            tell: called before each piece.

        Raises:
            Conflict: ``NO_PLAN``.
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
            ValueError: its bytes are not those that were planned.
        """
        run = self._closed(school, run_id)
        yield b"["
        first = True
        for batch, people in self._batches(run):
            tell(len(batch))
            lines = [json_text(json_object(told, people)) for told in batch]
            yield ("\n" if first else ",\n").encode() + ",\n".join(lines).encode()
            first = False
        yield b"\n]\n"

    def as_csv(self, school: str, run_id: str, tell: Tell = lambda _: None) -> Iterator[bytes]:
        """The plan as CSV with a row for each field that changes, UTF-8 with a byte order mark.

        Args:
            school: whose.
            run_id: of the run.
            tell: called before each piece.

        Raises:
            Conflict: ``NO_PLAN``.
            Permanent: ``OBJECT_GONE`` when the plan is no longer kept.
            ValueError: its bytes are not those that were planned.
        """
        run = self._closed(school, run_id)
        yield (BOM + csv_text([COLUMNS])).encode()
        for batch, people in self._batches(run):
            tell(len(batch))
            yield csv_text(chain.from_iterable(csv_rows(told, people) for told in batch)).encode()

    def _closed(self, school: str, run_id: str) -> Run:
        run = self._store.run(school, run_id)
        if run is None or run.state is not RunState.CLOSED or run.manifest is None:
            raise Conflict("NO_PLAN", "there is no closed run of this name that has a plan")
        return run

    def _batches(self, run: Run) -> Iterator[tuple[list[Told], People]]:
        changes = self._changes(run)
        while batch := list(islice(changes, BATCH)):
            yield batch, people_told(self._people, run.school, batch)

    def _changes(self, run: Run) -> Iterator[Told]:
        manifest = run.manifest
        assert manifest is not None  # noqa: S101  # the caller has looked
        done = self._store.chunks(run)
        for chunk, part in enumerate(manifest.parts):
            skipped = set(done[chunk].fields["skipped"])
            for change in read_part(self._files.read_plan(manifest, part), part):
                fits = not isinstance(change, Operation) or change.person not in skipped
                yield Told(change, "APPLIED" if fits else "SKIPPED")
        with scratch() as held:
            self._fetch_held(manifest, held)
            while lines := held.readlines(_CHUNK_BYTES):
                for change in read_lines(b"".join(lines)):
                    yield Told(change, "HELD")

    def _fetch_held(self, manifest: Manifest, target: IO[bytes]) -> None:
        """Copy what is held, which may be everybody, and look at its hash on the way."""
        digest = hashlib.sha256()
        held = manifest.held
        for start in range(held.start, held.end, _CHUNK_BYTES):
            end = min(start + _CHUNK_BYTES, held.end)
            data = self._files.read_plan(manifest, Part(start, end, ""))
            digest.update(data)
            target.write(data)
        if digest.hexdigest() != held.digest:
            raise ValueError("the plan's bytes are not those that were hashed")
        target.seek(0)
