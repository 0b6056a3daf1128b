"""Routes about the caller and the schools."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath
from shared.people.own_list_views import OwnListsPage
from shared.people.school_views import MeView, SchoolQuery, SchoolsPage, SchoolsQuery, SchoolView

api = Api("schools", "Who the caller is, and the schools of the district.")


@api.get("/v1/me", Action.ME_GET, MeView)
def get_me(call: Call, query: ReadQuery) -> MeView:
    """Get the caller, with their roles and permissions."""
    del query
    return bootstrap.schools().me(call.actor)


@api.get("/v1/me/lists", Action.OWN_LISTS_LIST, OwnListsPage)
def list_own_lists(call: Call, query: ReadQuery) -> OwnListsPage:
    """List the lists that the caller is on or teaches, by name."""
    del query
    return bootstrap.own_lists().mine(call.actor)


@api.get("/v1/schools", Action.SCHOOLS_GET, SchoolsPage)
def list_schools(call: Call, query: SchoolsQuery) -> SchoolsPage:
    """List the schools that the caller belongs to."""
    page = bootstrap.schools().page(call.actor, query.view, query.page_size, query.page_token)
    return SchoolsPage(schools=list(page.items), next_page_token=page.next_token)


@api.get("/v1/schools/<school>", Action.SCHOOLS_GET, SchoolView)
def get_school(call: Call, path: SchoolPath, query: SchoolQuery) -> SchoolView:
    """Get a school."""
    return bootstrap.schools().get(call.actor, path.school, query.view)
