"""What rosters and people have changed of a member, for those who run the school."""

from __future__ import annotations

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.paging import Page, cut, page_request, place_in_time, time_of
from shared.kernel.permissions import Action
from shared.people.change_views import ChangeView, change_views
from shared.people.history_store import HistoryStore
from shared.people.looks import Looks
from shared.people.model import Stored
from shared.people.reach import reached
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore

MOST_ON_A_PAGE = 100
"""Changes, since each may be read out of an entry about 400 members."""


class MemberHistory:
    """Reads the history of members for a caller; who read it is on record."""

    def __init__(
        self,
        people: PeopleStore,
        history: HistoryStore,
        reaches: Reaches,
        looks: Looks,
        clock: Clock,
    ) -> None:
        self._people = people
        self._history = history
        self._reaches = reaches
        self._looks = looks
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
        reached(reach, school, person, self._people.members(school, [person]))
        question = {"list": f"{school}/members/{person}/changes", "uid": actor.uid}
        asked = page_request(size, token, question, self._clock(), MOST_ON_A_PAGE)
        read = self._history.page(school, person, asked.size + 1, time_of(asked.cursor))
        page = cut(read, asked, _place, question, self._clock())
        self._looks.member(actor, school, person)
        entries = page.items
        changes = [each for entry in entries for each in change_views(school, person, entry.fields)]
        return Page(changes, page.next_token)


def _place(entry: Stored) -> list[str]:
    return place_in_time(entry.fields["time"], entry.id)
