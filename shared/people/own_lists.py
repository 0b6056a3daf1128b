"""The lists that a caller is on, teaches or stands in for: their classes and teams, by name."""

from __future__ import annotations

from collections.abc import Iterator

from shared.kernel.actor import Actor, Cover
from shared.kernel.permissions import Action, schools_of, scope_of
from shared.kernel.roles import Role
from shared.people.list_store import ListStore
from shared.people.model import Stored, full_name, list_path
from shared.people.own_list_views import CoverView, OwnListsPage, OwnListView
from shared.people.store import PeopleStore


class OwnLists:
    """Reads the names of a caller's own lists."""

    def __init__(self, lists: ListStore, people: PeopleStore) -> None:
        self._lists = lists
        self._people = people

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
        known = {one.name for one in shown if one.teaches}
        covers = [each for each in actor.covers if _stands_in(actor, each)]
        found = [one for each in covers for one in self._of_cover(each)]
        stands_in = [one for one in found if one.name not in known]
        # A class that they are on and stand in for is there once, as one to teach.
        taken = {one.name for one in stands_in}
        shown = [one for one in shown if one.name not in taken] + stands_in
        shown.sort(key=lambda one: (one.school, one.display_name, one.name))
        covers += [each for each in actor.later_covers if _stands_in(actor, each)]
        covers.sort(key=lambda each: (each.start, each.school, each.teacher))
        return OwnListsPage(lists=shown, covers=[self._shown(each) for each in covers] or None)

    def _of_cover(self, cover: Cover) -> Iterator[OwnListView]:
        for each in self._lists.taught_by(cover.school, cover.teacher):
            view = _list_view(cover.school, each, teaches=False)
            yield view.model_copy(update={"substitute_for": cover.teacher})

    def _shown(self, cover: Cover) -> CoverView:
        teacher = self._people.members(cover.school, [cover.teacher]).get(cover.teacher)
        return CoverView(
            school=f"schools/{cover.school}",
            teacher=cover.teacher,
            teacher_name="" if teacher is None else full_name(teacher.fields),
            start_time=cover.start,
            end_time=cover.end,
        )

    def _at(self, school: str, person: str) -> Iterator[OwnListView]:
        taught = {each.id: each for each in self._lists.taught_by(school, person)}
        held = {each.id: each for each in self._lists.holding(school, person)}
        for name, each in {**held, **taught}.items():
            yield _list_view(school, each, teaches=name in taught)


def _stands_in(actor: Actor, cover: Cover) -> bool:
    """True for who still works at the school as they did when they redeemed the code."""
    return scope_of(actor, Action.SUBSTITUTE_CODES_REDEEM, cover.school) is not None


def _list_view(school: str, found: Stored, *, teaches: bool) -> OwnListView:
    return OwnListView(
        name=list_path(school, found.id),
        school=f"schools/{school}",
        display_name=found.fields["displayName"],
        kind=found.fields["kind"],
        teaches=teaches,
    )
