"""When one person's approval is not enough. Pure: operations and limits in, a yes or no out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb

_COUNTED = frozenset({Verb.UPDATE, Verb.ARCHIVE, Verb.MOVE})
"""What takes something from people who are there. Whoever is added wrongly loses nothing."""


def needs_second_person(
    operations: Iterable[Operation], active: Mapping[Kind, int], limits: Limits
) -> bool:
    """True when an approval changes or archives a large part of some kind's people.

    Args:
        operations: those that the approval would apply.
        active: people of each kind that the roster has applied.
        limits: of the connection. Up to ``change_floor`` people their share doesn't count.
    """
    counts = Counter(each.kind for each in operations if each.verb in _COUNTED)
    return any(_is_large(count, active.get(kind, 0), limits) for kind, count in counts.items())


def _is_large(count: int, active: int, limits: Limits) -> bool:
    by_share = (
        limits.second_person_share < 1
        and count > limits.change_floor
        and count > limits.second_person_share * active
    )
    return by_share or 0 < limits.second_person_count < count
