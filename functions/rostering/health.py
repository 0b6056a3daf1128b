"""Routes about how rostering stands."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import PageQuery, ReadQuery, SchoolPath
from shared.rostering.health_views import RosterHealthPage, RosterHealthView

api = Api("rosterHealth", "How rostering stands at a school, and at all of them.")


@api.get("/v1/schools/-/rosterHealth", Action.SCHOOLS_HEALTH, RosterHealthPage)
def list_roster_health(call: Call, query: PageQuery) -> RosterHealthPage:
    """List how rostering stands at the schools that the caller runs; 100 at most on a page."""
    page = bootstrap.rostering().health.page(call.actor, query.page_size, query.page_token)
    return RosterHealthPage(roster_health=list(page.items), next_page_token=page.next_token)


@api.get("/v1/schools/<school>/rosterHealth", Action.SCHOOLS_HEALTH, RosterHealthView)
def get_roster_health(call: Call, path: SchoolPath, query: ReadQuery) -> RosterHealthView:
    """Get how rostering stands at a school."""
    del query
    return bootstrap.rostering().health.get(call.actor, path.school)
