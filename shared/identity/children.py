"""A guardian's own children at all schools of the district, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from shared.identity.account_store import AccountStore
from shared.identity.child_views import MOST_CHILDREN, OwnChildrenPage, OwnChildView
from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, schools_of
from shared.people.model import MemberKind, MemberState, Stored, member_path
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore


class ChildrenDesk:
    """Shows a caller the students whose guardian they are.

    The account says which guardian that is, so that somebody who works at a school and has a child
    there sees the child as well.
    """

    def __init__(self, accounts: AccountStore, people: PeopleStore, schools: SchoolStore) -> None:
        self._accounts = accounts
        self._people = people
        self._schools = schools

    def mine(self, actor: Actor) -> OwnChildrenPage:
        """The caller's children who are active students now.

        Raises:
            Denied: as `schools_of` says.
        """
        schools_of(actor, Action.CHILDREN_LIST)
        stored = self._accounts.account(actor.uid)
        guardian = stored.account.guardian if stored else ""
        found = list(self._children(guardian)) if guardian else []
        names = {
            each.id: each.display_name
            for each in self._schools.schools({school for school, _ in found})
        }
        shown = [_view(school, names.get(school, school), child) for school, child in found]
        shown.sort(key=lambda child: (child.school_display_name, child.first_name, child.name))
        return OwnChildrenPage(children=shown)

    def _children(self, guardian: str) -> Iterator[tuple[str, Stored]]:
        left = MOST_CHILDREN
        known = self._people.guardians_everywhere("guardianId", guardian)
        for (school, _), record in sorted(known.items()):
            named = list(dict.fromkeys(record.fields.get("studentIds", [])))[:left]
            left -= len(named)
            for child in self._people.many_members(school, named).values():
                if _is_child(child, guardian):
                    yield school, child


def _is_child(member: Stored, guardian: str) -> bool:
    """Both records have to say so: a link that one of them has lost no longer stands."""
    fields = member.fields
    return (
        fields.get("state") == MemberState.ACTIVE
        and fields.get("kind") == MemberKind.STUDENT
        and guardian in fields.get("guardianIds", [])
    )


def _view(school: str, school_name: str, child: Stored) -> OwnChildView:
    return OwnChildView(
        name=member_path(school, child.id),
        school=f"schools/{school}",
        school_display_name=school_name,
        person=child.id,
        first_name=child.fields.get("firstName", ""),
        last_name=child.fields.get("lastName", ""),
        grade=child.fields.get("grade", ""),
    )
