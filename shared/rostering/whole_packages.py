"""The whole package that a package of changes is laid over: the one that came right before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, NamedTuple

from shared.kernel.errors import Permanent
from shared.rostering.connections import Connection
from shared.rostering.files import RosterFiles, scratch
from shared.rostering.run_store import RunStore
from shared.rostering.runs import (
    ACCEPTED,
    Approval,
    LandedFile,
    Run,
    Trigger,
)
from shared.rostering.sources.oneroster_delta import FILES, is_everybody, lay_over
from shared.rostering.sources.oneroster_zip import DELTA, ROLES, USERS, modes_of, only_changes

LOOKED_AT = 50
"""Runs, the newest first, among which the one before is looked for."""

_PEOPLE = frozenset({USERS, ROLES})
_FIELDS = ("receivedTime", "file", "outcome", "approval", "undoneBy")


class _Noted(NamedTuple):
    """Of a run what is read of many."""

    run: str
    fields: Mapping[str, Any]

    @property
    def generation(self) -> int:
        """Of its file; 0 where it has none, as a pull that failed."""
        made: int = (self.fields["file"] or {}).get("generation", 0)
        return made


class WholePackages:
    """Knows which package a run's changes belong on top of."""

    def __init__(self, store: RunStore, files: RosterFiles) -> None:
        self._store = store
        self._files = files

    def whole(
        self, run: Run, file: LandedFile, connection: Connection, sent: IO[bytes], laid: IO[bytes]
    ) -> IO[bytes]:
        """The package to work on: what was sent, or a whole one that came of the changes in it.

        What comes of changes is kept, so that the next ones can be laid over it.

        Args:
            run: that works on it.
            file: what was sent.
            connection: whose.
            sent: its bytes.
            laid: gets the whole package, if one is made.

        Raises:
            FileRejected: PACKAGE_DELTA, with what to do; or as `lay_over`.
            Transient: a service did not answer.
        """
        modes = modes_of(sent)
        sent.seek(0)
        changed = {name for name in FILES if modes.get(name) == DELTA}
        if not changed:
            return sent
        with scratch() as base:
            if self._fetch_before(run, file, base):
                lay_over(base, sent, laid, connection.encoding)
            elif changed & _PEOPLE:
                raise only_changes("the file before it was no whole package that could be taken in")
            else:
                # Of people it holds all; what it says of classes is told to be no use.
                return sent
        self._files.keep_whole(run, laid)
        laid.seek(0)
        return laid

    def newest(self, school: str, connection: str, but: str) -> Run | None:
        """The newest run of a connection that was begun for a file or a pull.

        Args:
            school: whose.
            connection: whose.
            but: the run that is left out.
        """
        found = self._page(school, connection, 2)
        other = next((each.run for each in found if each.run != but), None)
        return None if other is None else self._store.run(school, other)

    def _fetch_before(self, run: Run, file: LandedFile, base: IO[bytes]) -> bool:
        """Fetch the package that came before a file; False where it was none, or is not believed.

        Only the very one before counts: of what is between nobody knows what has changed.
        """
        found = self._page(run.school, run.connection, LOOKED_AT)
        older = [each for each in found if 0 < each.generation < file.generation]
        newest = max(older, key=lambda each: each.generation, default=None)
        if newest is None:
            return False
        # What came too late was not taken in, and nobody knows what it has changed, either.
        since = newest.fields["receivedTime"]
        between = [each for each in older if each.fields["receivedTime"] > since]
        if not all(is_taken_in(each.fields) for each in (newest, *between)):
            return False
        before = self._store.run(run.school, newest.run)
        if before is None:
            return False
        try:
            self._files.fetch_whole(before, base)
        except Permanent:
            return False
        return is_everybody(base)

    def _page(self, school: str, connection: str, size: int) -> list[_Noted]:
        """The newest runs of files and pulls."""
        wanted = {"connection": connection, "trigger": Trigger.FILE.value}
        found = self._store.runs_page(school, wanted, _FIELDS, size, None)
        return [_Noted(each.id, each.fields) for each in found]


def is_taken_in(fields: Mapping[str, Any]) -> bool:
    """True for a run whose package was believed, and that nobody has taken back since.

    Args:
        fields: of its document.
    """
    return (
        fields["outcome"] in ACCEPTED
        and fields["approval"] != Approval.DISCARDED
        and fields["undoneBy"] is None
    )
