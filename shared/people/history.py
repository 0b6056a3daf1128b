"""What rosters and people have changed of a member, for those who run the school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, isoformat
from shared.kernel.paging import Page, page_request, page_token
from shared.kernel.permissions import Action
from shared.people.change_views import ChangeView, change_views
from shared.people.history_store import HistoryStore
from shared.people.reach import unknown
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore

MOST_ON_A_PAGE = 100
"""Changes, since each may be read out of an entry about 400 members."""


class MemberHistory:
    """Reads the history of members for a caller."""

    def __init__(
        self, people: PeopleStore, history: HistoryStore, reaches: Reaches, clock: Clock
    ) -> None:
        self._people = people
        self._history = history
        self._reaches = reaches
        self._clock = clock

    def page(
        self, actor: Actor, school: str, person: str, size: int, token: str
    ) -> Page[ChangeView]:
        """Changes of a member, the newest first; reads the member and one entry more than a page.

        Raises:
            Denied: as `authorize` says.
            Missing: ``MEMBER_UNKNOWN``; also for somebody out of the caller's reach.
            Invalid: as `page_request` says.
        """
        reach = self._reaches.of(actor, Action.MEMBERS_CHANGES, school)
        member = self._people.members(school, [person]).get(person)
        if member is None or not reach.holds(person, member.fields):
            raise unknown(school, person)
        question = {"list": f"{school}/members/{person}/changes", "uid": actor.uid}
        asked = page_request(size, token, question, self._clock())
        most = min(asked.size, MOST_ON_A_PAGE)
        read = self._history.page(school, person, most + 1, _after(asked.cursor))
        shown = read[:most]
        next_token = ""
        if len(read) > most:
            cursor = [isoformat(shown[-1].fields["time"]), shown[-1].id]
            next_token = page_token(cursor, question, self._clock())
        changes = [each for entry in shown for each in change_views(school, person, entry.fields)]
        return Page(changes, next_token)


def _after(cursor: Sequence[object] | None) -> Sequence[object] | None:
    if not cursor:
        return None
    time, entry = cursor
    return [datetime.fromisoformat(str(time)), entry]
