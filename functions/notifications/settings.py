"""Routes about who gets a school's mails."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath, UpdateQuery
from shared.notifications.setting_views import NoticeSettingsUpdate, NoticeSettingsView

api = Api("noticeSettings", "Who gets a school's mails.")

SETTINGS = "/v1/schools/<school>/settings/notifications"


@api.get(SETTINGS, Action.NOTICE_SETTINGS_GET, NoticeSettingsView)
def get_notice_settings(call: Call, path: SchoolPath, query: ReadQuery) -> NoticeSettingsView:
    """Get who is told of roster results."""
    del query
    return bootstrap.notice_settings().get(call.actor, path.school)


@api.patch(SETTINGS, Action.NOTICE_SETTINGS_UPDATE, NoticeSettingsView)
def update_notice_settings(
    call: Call, path: SchoolPath, query: UpdateQuery, body: NoticeSettingsUpdate
) -> NoticeSettingsView:
    """Change who is told of roster results."""
    return bootstrap.notice_settings().update(
        call.actor,
        path.school,
        body,
        query.update_mask,
        call.if_match,
        validate_only=query.validate_only,
    )
