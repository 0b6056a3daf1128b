"""The lists that a caller is on or teaches: their classes and teams, by name."""

from __future__ import annotations

from collections.abc import Iterator

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, schools_of
from shared.kernel.roles import Role
from shared.people.list_store import ListStore
from shared.people.model import list_path
from shared.people.own_list_views import OwnListsPage, OwnListView


class OwnLists:
    """Reads the names of a caller's own lists."""

    def __init__(self, lists: ListStore) -> None:
        self._lists = lists

    def mine(self, actor: Actor) -> OwnListsPage:
        """The lists that hold the caller or name them as a teacher, where they are a member.

        Raises:
            Denied: as `schools_of` says.
        """
        schools_of(actor, Action.OWN_LISTS_LIST)
        shown = [
            one
            for school, held in actor.memberships.items()
            # A parent is known by a guardian's record, which no list holds.
            if held.role is not Role.PARENT
            for one in self._at(school, held.person)
        ]
        shown.sort(key=lambda one: (one.school, one.display_name, one.name))
        return OwnListsPage(lists=shown)

    def _at(self, school: str, person: str) -> Iterator[OwnListView]:
        taught = {each.id: each for each in self._lists.taught_by(school, person)}
        held = {each.id: each for each in self._lists.holding(school, person)}
        for name, each in {**held, **taught}.items():
            yield OwnListView(
                name=list_path(school, name),
                school=f"schools/{school}",
                display_name=each.fields["displayName"],
                kind=each.fields["kind"],
                teaches=name in taught,
            )
