"""Requests and answers of the API about what was changed of a member. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from shared.kernel.views import PageQuery, View


class ChangesQuery(PageQuery):
    """Of a call that lists the changes of a member."""


class ChangeAction(StrEnum):
    """What happened to a member."""

    ADD = "ADD"
    UPDATE = "UPDATE"
    ARCHIVE = "ARCHIVE"
    MOVE = "MOVE"
    """Archived, because another school's roster names them."""
    RESTORE = "RESTORE"
    PUT_BACK = "PUT_BACK"
    """An undo gave fields the values that they had."""
    REMOVE = "REMOVE"
    """An undo took away whom the run had added."""


class ChangeView(View):
    """One change of a member; the values of a roster's are in the plan of its run."""

    time: datetime
    actor: str | None = Field(None, description="The person who did it; none for a roster.")
    run: str | None = Field(None, description="schools/{school}/rosterRuns/{run} of a roster.")
    action: ChangeAction
    fields: list[str] = Field(description="That were changed; of somebody who was added, none.")


class ChangesPage(View):
    """Changes of a member, the newest first."""

    changes: list[ChangeView]
    next_page_token: str = ""


_BY_PERSON = {
    "members:create": ChangeAction.ADD,
    "members:update": ChangeAction.UPDATE,
    "members:archive": ChangeAction.ARCHIVE,
    "members:restore": ChangeAction.RESTORE,
}
"""Verb of an entry of a person's doing → what happened."""

_RUN = "roster-run:"
_STANDING = frozenset({"state", "archivedBy", "archiveTime"})
"""Follows from what happened, but for an undo."""
_UPKEEP = frozenset({"editedFields", "source", "schemaVersion", "updateTime", "createTime"})
_SHOWN_AS = {"guardianIds": "guardians"}


def change_views(school: str, person: str, entry: Mapping[str, Any]) -> Iterator[ChangeView]:
    """What an audit entry says of one member.

    Args:
        school: whose member.
        person: who.
        entry: an audit entry's document.
    """
    actor: str = entry["actor"]
    by_run = actor.startswith(_RUN)
    for subject in entry["subjects"]:
        if subject.get("person") != person:
            continue
        action = _BY_PERSON.get(entry["verb"]) or ChangeAction(subject["verb"])
        yield ChangeView(
            time=entry["time"],
            actor=None if by_run else actor,
            run=f"schools/{school}/rosterRuns/{actor.removeprefix(_RUN)}" if by_run else None,
            action=action,
            fields=_shown(action, subject.get("fields", [])),
        )


def _shown(action: ChangeAction, fields: list[str]) -> list[str]:
    hidden = _UPKEEP if action is ChangeAction.PUT_BACK else _UPKEEP | _STANDING
    return sorted(_SHOWN_AS.get(name, name) for name in fields if name not in hidden)
