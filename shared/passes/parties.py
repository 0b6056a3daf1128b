"""What somebody is to a pass: whose it is, who made it, who was asked, who may end it. Pure."""

from __future__ import annotations

from shared.kernel.roles import Role
from shared.passes.model import Pass, Standing
from shared.passes.states import Event, Party

ADULTS = frozenset({Role.OWNER, Role.DISTRICT_MANAGER, Role.MANAGER, Role.TEACHER, Role.STAFF})
_YES = frozenset({Event.APPROVE, Event.HOLD})


def parties_of(
    one: Pass, who: Standing, event: Event, *, manages: bool, may_end: bool
) -> frozenset[Party]:
    """All that somebody is to a pass, for one event.

    Args:
        one: the pass.
        who: a member of its school.
        event: that they would have happen; nobody says yes to what they made themselves.
        manages: they manage the school's passes.
        may_end: students end such a pass themselves, see `shared.passes.course.student_may_end`.
    """
    mine, made = who.person == one.student, who.person == one.created_by
    is_adult = who.role in ADULTS
    answers = not (made and event in _YES)
    asked = who.person in one.put_to or (is_adult and not one.put_to)
    found = {
        Party.STUDENT: mine and (may_end or event is not Event.END),
        Party.AUTHOR: made,
        Party.ADDRESSEE: asked and not made,
        Party.STAFF: is_adult,
        Party.MANAGER: is_adult and manages and answers,
    }
    return frozenset(party for party, holds in found.items() if holds)
