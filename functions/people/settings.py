"""Routes about what a school calls things of its people."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath, UpdateQuery
from shared.people.setting_views import PeopleSettingsUpdate, PeopleSettingsView

api = Api("peopleSettings", "What a school calls the free fields of its people.")

SETTINGS = "/v1/schools/<school>/settings/people"


@api.get(SETTINGS, Action.PEOPLE_SETTINGS_GET, PeopleSettingsView)
def get_people_settings(call: Call, path: SchoolPath, query: ReadQuery) -> PeopleSettingsView:
    """Get what a school calls the free fields of its people."""
    del query
    return bootstrap.people_settings().get(call.actor, path.school)


@api.patch(SETTINGS, Action.PEOPLE_SETTINGS_UPDATE, PeopleSettingsView)
def update_people_settings(
    call: Call, path: SchoolPath, query: UpdateQuery, body: PeopleSettingsUpdate
) -> PeopleSettingsView:
    """Change what a school calls the free fields of its people."""
    return bootstrap.people_settings().update(
        call.actor,
        path.school,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )
