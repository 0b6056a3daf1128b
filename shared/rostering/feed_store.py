"""Commits that a person's word or a look at the clock makes on a feed: settings, runs, alerts."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Documents
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from shared.kernel.outbox import OutboxEvent
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed
from shared.rostering.run_store import put_feed
from shared.rostering.runs import Run, run_path


class FeedStore:
    """Changes feeds, and starts runs that no event of a file starts."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def change(
        self, connection: Connection, feed: Feed, actor: str, verb: str, now: datetime
    ) -> None:
        """Write a feed as a person changed it, with the audit entry.

        Raises:
            Conflict: it has changed since it was read.
        """
        commit = self._documents.commit()
        school, name = connection.school, connection.connection
        put_feed(commit, school, name, feed)
        entry = audit_entry(actor, f"rosterFeeds:{verb}", [{"connection": name}], now, school)
        # The instant makes each change its own entry; the feed's version lets it happen once.
        commit.create(f"audit/{verb}-{school}-{name}-{now:%Y%m%dT%H%M%S%f}", entry)
        commit.run()

    def release(
        self, connection: Connection, feed: Feed, runs: Sequence[Mapping[str, Any]]
    ) -> bool:
        """Write the runs of the files that waited and empty the list; False when it has changed."""
        commit = self._documents.commit()
        for fields in runs:
            commit.create(run_path(fields["school"], fields["run"]), fields)
        after = replace(feed, waiting=())
        put_feed(commit, connection.school, connection.connection, after)
        return _done(commit)

    def alert(self, connection: Connection, feed: Feed, event: OutboxEvent) -> bool:
        """Write that the school is told, and what; False when another look was first."""
        commit = self._documents.commit()
        after = replace(feed, alerted=event.create_time)
        put_feed(commit, connection.school, connection.connection, after)
        commit.create(f"outbox/{event.event_id}", event.as_document())
        return _done(commit)

    def note_first_approval(self, source: Run, approval: str, actor: str, now: datetime) -> None:
        """Note who approved first where a second person has to.

        Args:
            source: the run that holds something back, as it was read.
            approval: id of the run that the second word will start.
            actor: who approves.
            now: when.

        Raises:
            Conflict: the run has changed since it was read.
        """
        commit = self._documents.commit()
        noted = {**source.fields["firstApprovals"], approval: actor}
        path = run_path(source.school, source.run)
        commit.update(path, {"firstApprovals": noted}, source.version)
        subjects = [{"run": source.run}]
        entry = audit_entry(actor, "rosterRuns:approveFirst", subjects, now, source.school)
        commit.create(f"audit/approve-first-{approval}", entry)
        commit.run()


def _done(commit: Commit) -> bool:
    with contextlib.suppress(Conflict):
        commit.run()
        return True
    return False
