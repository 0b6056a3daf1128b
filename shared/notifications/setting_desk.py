"""Who gets a school's mails, for those who may choose them."""

from __future__ import annotations

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.etags import check_etag, etag_of
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, authorize
from shared.kernel.recipients import checked_addresses
from shared.notifications.model import Recipient
from shared.notifications.setting_views import (
    NoticeSettingsUpdate,
    NoticeSettingsView,
    RecipientView,
    RosterResultView,
)
from shared.notifications.store import NotificationStore

SETTINGS = frozenset({"rosterResult"})
"""What an update can name."""


class NoticeSettingDesk:
    """Shows and changes the recipients. Every use case raises `Denied` as `authorize` says."""

    def __init__(self, store: NotificationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, actor: Actor, school: str) -> NoticeSettingsView:
        """Who gets a school's mails."""
        authorize(actor, Action.NOTICE_SETTINGS_GET, school)
        return self._view(school)

    def update(
        self,
        actor: Actor,
        school: str,
        asked: NoticeSettingsUpdate,
        mask: str,
        etag: str,
        *,
        validate_only: bool,
    ) -> NoticeSettingsView:
        """Say who gets them from now on.

        Raises:
            Invalid: ``RECIPIENT_INVALID`` with each wrong address by its place, or as `parse_mask`.
            Conflict: ``ETAG_MISMATCH`` or ``FAILED_PRECONDITION``.
        """
        authorize(actor, Action.NOTICE_SETTINGS_UPDATE, school)
        parse_mask(mask, SETTINGS, SETTINGS)
        recipients = _checked(asked.roster_result.recipients)
        version, _ = self._store.settings(school)
        check_etag(etag or asked.etag, version)
        if validate_only:
            return _shown(school, recipients, version)
        self._store.save_settings(school, version, recipients, actor.id, self._clock())
        return self._view(school)

    def _view(self, school: str) -> NoticeSettingsView:
        version, recipients = self._store.settings(school)
        return _shown(school, recipients, version)


def _shown(school: str, recipients: tuple[Recipient, ...], version: str) -> NoticeSettingsView:
    shown = [RecipientView(address=each.address, language=each.language) for each in recipients]
    return NoticeSettingsView(
        name=f"schools/{school}/settings/notifications",
        roster_result=RosterResultView(recipients=shown),
        etag=etag_of(version),
    )


def _checked(given: list[RecipientView]) -> tuple[Recipient, ...]:
    """The recipients, each address once.

    Raises:
        Invalid: ``RECIPIENT_INVALID``.
    """
    addresses = checked_addresses([each.address for each in given], "rosterResult.recipients")
    return tuple(
        Recipient(address, each.language) for address, each in zip(addresses, given, strict=True)
    )
