"""What a caller sees of the district's schools, and of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Denied
from shared.kernel.paging import Page, cut, page_request
from shared.kernel.permissions import Action, actions_of, authorize, scope_of
from shared.people.model import School
from shared.people.school_store import SchoolStore
from shared.people.school_views import (
    MembershipView,
    MeView,
    PeopleCounts,
    SchoolDetail,
    SchoolView,
)

ANY_SCHOOL = ""
"""Stands for a school where a District Manager's rights are the same at each of them."""


class SchoolDirectory:
    """Reads schools for a caller."""

    def __init__(self, store: SchoolStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def me(self, actor: Actor) -> MeView:
        """The caller, with what they are and may do at each school."""
        is_somebody = actor.is_district_manager or actor.memberships
        if not is_somebody and not actor.is_limited:
            raise Denied("SCHOOL_NOT_YOURS", "the caller belongs to no school")
        names = {
            school.id: school.display_name for school in self._store.schools(actor.memberships)
        }
        memberships = [
            MembershipView(
                school=f"schools/{school}",
                school_display_name=names.get(school, school),
                role=each.role,
                person=each.person,
                grades=sorted(each.grades),
                modules=sorted(each.modules),
                permissions=actions_of(actor, school),
            )
            for school, each in sorted(actor.memberships.items())
        ]
        of_all = actions_of(actor, ANY_SCHOOL) if actor.is_district_manager else []
        return MeView(
            uid=actor.uid,
            email=actor.email,
            district=actor.is_district_manager,
            memberships=memberships,
            permissions=of_all,
        )

    def get(self, actor: Actor, school: str, detail: SchoolDetail) -> SchoolView:
        """One school.

        Raises:
            Denied: ``SCHOOL_NOT_YOURS``.
            Missing: ``SCHOOL_UNKNOWN``.
        """
        authorize(actor, Action.SCHOOLS_GET, school)
        found = self._store.school(school)
        return self._seen_by(actor, [found], detail)[0]

    def page(self, actor: Actor, detail: SchoolDetail, size: int, token: str) -> Page[SchoolView]:
        """The caller's schools, all of the district for a District Manager, by id.

        Raises:
            Invalid: as `page_request` says.
        """
        question = {"list": "schools", "uid": actor.uid}
        asked = page_request(size, token, question, self._clock())
        found = self._own(actor, asked.size + 1, asked.cursor)
        page = cut(found, asked, lambda last: [last.id], question, self._clock())
        return Page(self._seen_by(actor, page.items, detail), page.next_token)

    def _own(self, actor: Actor, most: int, cursor: Sequence[object] | None) -> list[School]:
        if actor.is_district_manager:
            return self._store.page(most, cursor)
        after = str(cursor[0]) if cursor else ""
        own = [school for school in sorted(actor.memberships) if school > after]
        return self._store.schools(own[:most])

    def _seen_by(
        self, actor: Actor, schools: Sequence[School], detail: SchoolDetail
    ) -> list[SchoolView]:
        counted = [
            school.id
            for school in schools
            if detail is SchoolDetail.FULL and scope_of(actor, Action.SCHOOLS_HEALTH, school.id)
        ]
        counts = self._store.counts(counted)
        return [_view(school, counts.get(school.id)) for school in schools]


def _view(school: School, counts: Mapping[str, int] | None) -> SchoolView:
    return SchoolView(
        name=f"schools/{school.id}",
        display_name=school.display_name,
        time_zone=school.time_zone,
        language=school.language,
        counts=None
        if counts is None
        else PeopleCounts(
            students=counts["student"],
            teachers=counts["teacher"],
            staff=counts["staff"],
            admins=counts["admin"],
        ),
    )
