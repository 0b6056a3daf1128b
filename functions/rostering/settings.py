"""Routes about when the district is rostered at night, and how a night went."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import PageQuery, ReadQuery, UpdateQuery
from shared.rostering.night_pull_views import NightPath, NightPullsPage
from shared.rostering.night_views import RosterSettingsUpdate, RosterSettingsView

api = Api("rosterSettings", "When the district is rostered at night, who is told, and how it went.")

SETTINGS = "/v1/settings/rostering"


@api.get(SETTINGS, Action.ROSTER_SETTINGS_GET, RosterSettingsView)
def get_roster_settings(call: Call, query: ReadQuery) -> RosterSettingsView:
    """Get when the district is rostered."""
    del query
    return bootstrap.rostering().settings.get(call.actor)


@api.patch(SETTINGS, Action.ROSTER_SETTINGS_UPDATE, RosterSettingsView)
def update_roster_settings(
    call: Call, query: UpdateQuery, body: RosterSettingsUpdate
) -> RosterSettingsView:
    """Decide when the district is rostered, and who is told how each night went."""
    return bootstrap.rostering().settings.update(
        call.actor,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.get("/v1/rosterNights/<night>/pulls", Action.RUNS_GET, NightPullsPage)
def list_night_pulls(call: Call, path: NightPath, query: PageQuery) -> NightPullsPage:
    """List how a night went for each connection that is pulled; `latest` is the newest that began.

    A page is of 100 schools at most.
    """
    desk = bootstrap.rostering().night_pulls
    return desk.page(call.actor, path.night, query.page_size, query.page_token)
