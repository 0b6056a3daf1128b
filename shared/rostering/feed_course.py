"""What the end of a run means for its connection's feed. Pure: values in, values out.

Why each number is what it is stands in ``docs/domain/rostering.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed, StopReason, WaitingFile
from shared.rostering.file_parts import part_of
from shared.rostering.gate import Hold
from shared.rostering.runs import ACCEPTED, Outcome, Run, Trigger
from shared.rostering.windows import WindowKind

STOPPABLE = frozenset({Trigger.FILE, Trigger.ARCHIVE_PHASE})
"""What windows and stops bind: the source, and the night."""

NEVER_COUNTED = frozenset(
    {
        *("PRIVILEGE", "DRY_RUN", "AMBIGUOUS_SET", "REJECT_SHARE", "FILE_TRUNCATED"),
        "SECTIONS_SHRINK",
    }
)
"""Holds that say nothing against going on: somebody has to say a word about single people, the set
or classes, or only nobody is archived. A stop would keep newcomers out as well."""

TOLD_AGAIN = timedelta(hours=20)
"""How long a stopped feed is silent about files; a nightly file is so told of once a day."""

MOST_WAITING = 50
"""Files that wait at once; only a kind that comes in several files has more than one."""


@dataclass(frozen=True, slots=True)
class RunEnding:
    """How a run ends, as far as its feed goes.

    Attributes:
        holds: the codes of the gate.
        most_holds: of the connection, in a row; 0 never suspends.
        sort: of the file, where it has to wait.
    """

    outcome: Outcome
    holds: Collection[str]
    time: datetime
    most_holds: int = 0
    sort: str = ""

    @property
    def is_held(self) -> bool:
        """True for a file that the gate held back because of what it says."""
        return self.outcome is Outcome.HELD and not NEVER_COUNTED.issuperset(self.holds)


def pausing(run: Run, window: WindowKind | None, feed: Feed) -> Hold | None:
    """Why a run is not worked on now; None when it is. What a person decides always is."""
    if run.trigger not in STOPPABLE:
        return None
    if window is WindowKind.BLACKOUT:
        message = "Today is in a blackout; the file waits until it has ended."
        return Hold("BLACKOUT", None, 0, 0, 0.0, message)
    if feed.stopped is not None:
        message = "This connection is stopped; the file waits until a person resumes it."
        return Hold("FEED_STOPPED", None, 0, 0, 0.0, message)
    return None


def sort_of(run: Run, connection: Connection) -> str:
    """What a newer file has to be about to make this one needless."""
    if run.file is None:
        return ""
    part = part_of(run.file.file_name)
    if run.subject is None:
        return f"mixed:{part}"
    in_parts = bool(connection.file_sets.get(run.subject))
    return f"{run.subject.value}:{part}" if in_parts else run.subject.value


def feed_after(feed: Feed, run: Run, ending: RunEnding) -> Feed:
    """The feed after a run; the same when the run means nothing to it."""
    if run.trigger is Trigger.APPROVAL and ending.outcome in ACCEPTED:
        return replace(feed, holds_in_a_row=0)
    if run.trigger is not Trigger.FILE or run.file is None:
        return feed
    if ending.outcome is Outcome.PAUSED:
        return _noted(feed, run, ending, run.file.generation)
    if ending.outcome not in ACCEPTED:
        return feed
    return _suspended(_accepted(feed, run, ending, run.file.generation), run, ending)


def is_told_of_pause(feed: Feed, holds: Collection[str], now: datetime) -> bool:
    """True when a file that was only noted is worth a mail.

    A blackout is the school's own plan. A stopped feed waits for a person, who is reminded.
    """
    if "FEED_STOPPED" not in holds:
        return False
    return feed.alerted is None or now - feed.alerted >= TOLD_AGAIN


def _noted(feed: Feed, run: Run, ending: RunEnding, generation: int) -> Feed:
    others = [file for file in feed.waiting if file.sort != ending.sort]
    same = [file for file in feed.waiting if file.sort == ending.sort]
    newest = max(
        [*same, WaitingFile(ending.sort, run.run, generation)], key=lambda file: file.generation
    )
    files = sorted([*others, newest], key=lambda file: file.generation)
    alerted = ending.time if is_told_of_pause(feed, ending.holds, ending.time) else feed.alerted
    return replace(feed, waiting=tuple(files[-MOST_WAITING:]), alerted=alerted)


def _accepted(feed: Feed, run: Run, ending: RunEnding, generation: int) -> Feed:
    used = frozenset(run.fields.get("lifted", ()))
    kind = "" if run.subject is None else run.subject.value
    in_a_row = feed.holds_in_a_row
    if ending.is_held:
        in_a_row += 1
    elif ending.outcome in (Outcome.APPLIED, Outcome.UNCHANGED):
        in_a_row = 0
    return replace(
        feed,
        holds_in_a_row=in_a_row,
        last_good=ending.time,
        lifts=tuple(
            lift for lift in feed.lifts if lift.code not in used and ending.time < lift.expires
        ),
        waiting=tuple(
            file for file in feed.waiting if file.sort != kind or file.generation > generation
        ),
    )


def _suspended(feed: Feed, run: Run, ending: RunEnding) -> Feed:
    most = ending.most_holds
    if feed.stopped is not None or not ending.is_held or not 0 < most <= feed.holds_in_a_row:
        return feed
    return replace(
        feed,
        stopped=StopReason.SUSPENDED,
        stopped_time=ending.time,
        stopped_run=run.run,
        alerted=ending.time,
    )
