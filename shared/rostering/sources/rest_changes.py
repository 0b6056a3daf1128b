"""Whether an interface gives what has changed when it is asked for that, and for that alone."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Sequence

from shared.rostering.sources.rest_interface import Interface
from shared.rostering.sources.rest_pages import Ask
from shared.rostering.sources.rest_records import STUDENTS, TEACHERS, USERS, Collection

NEVER = "2100-01-01T00:00:00.000Z"
"""Nothing has changed since."""
ALWAYS = "1970-01-01T00:00:00.000Z"
"""Everything has."""
_NEVER_EMPTY = frozenset({USERS, STUDENTS, TEACHERS})


def tells_changes(interface: Interface, wanted: Sequence[Collection], absent: Some[str]) -> bool:
    """True when the interface looks at the instant since which changes are asked for.

    One that ignores it gives everything of no change, and one that can't read it often nothing of
    all changes. Both would go unseen otherwise: nobody would ever be gone, or nobody would come.

    Args:
        interface: that let us in.
        wanted: collections.
        absent: paths of those that the system does not grant.

    Raises:
        CarillonError: as `Interface.page`; Refused with 400 by one that refuses filters.
    """
    for each in wanted:
        if each.path in absent:
            continue
        if _holds(interface, each, NEVER):
            return False
        if each in _NEVER_EMPTY and not _holds(interface, each, ALWAYS):
            return False
    return True


def _holds(interface: Interface, collection: Collection, since: str) -> bool:
    return bool(interface.page(collection.path, Ask(0, 1, is_sorted=False, since=since)).records)
