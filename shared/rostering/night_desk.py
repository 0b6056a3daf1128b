"""When the district is rostered at night, for those who may decide it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic.alias_generators import to_camel

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Transient
from shared.kernel.etags import check_etag, etag_of
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, schools_of
from shared.kernel.recipients import checked_addresses
from shared.rostering.night import PULL_HOUR
from shared.rostering.night_store import NightStore
from shared.rostering.night_views import (
    RosterSettingsUpdate,
    RosterSettingsView,
    SummaryRecipient,
)

_CHANGED = frozenset({"pullHour", "archiveHour", "summaryRecipients"})
_SEEN = (*sorted(_CHANGED), "timeZone")


class RosterSettingDesk:
    """Shows and changes the hours of the night. `Denied` as `schools_of` says."""

    def __init__(
        self, nights: NightStore, set_job: Callable[[int, str], None], clock: Clock
    ) -> None:
        """Take the parts.

        Args:
            nights: keeps the settings.
            set_job: has the night's job fire from an hour on, on the clocks of a zone.
            clock: the present instant.
        """
        self._nights = nights
        self._set_job = set_job
        self._clock = clock

    def get(self, actor: Actor) -> RosterSettingsView:
        """When the district is rostered."""
        schools_of(actor, Action.ROSTER_SETTINGS_GET)
        return _shown(self._nights.settings()[1])

    def update(
        self,
        actor: Actor,
        asked: RosterSettingsUpdate,
        mask: str,
        etag: str,
        *,
        validate_only: bool,
    ) -> RosterSettingsView:
        """Roster it so from the next night on.

        The settings are saved first. The job follows; where that is lost, `NightKeeper.look` has
        it follow within the hour.

        Raises:
            Invalid: ``RECIPIENT_INVALID`` with each wrong address by its place, or as `parse_mask`.
            Conflict: ``ETAG_MISMATCH``, or somebody else has changed them meanwhile.
        """
        schools_of(actor, Action.ROSTER_SETTINGS_UPDATE)
        given = {to_camel(name) for name in asked.model_fields_set - {"etag"}}
        wanted = parse_mask(mask, _CHANGED, given)
        version, before = self._nights.settings()
        check_etag(etag, _seen(before))
        changes = {name: value for name, value in _fields(asked).items() if name in wanted}
        after = {**before, **changes}
        if validate_only or _seen(after) == _seen(before):
            return _shown(after)
        self._nights.save_settings(version, changes, actor.id, self._clock())
        with contextlib.suppress(Transient):
            self._set_job(after.get("pullHour", PULL_HOUR), after["timeZone"])
        return _shown(after)


def _fields(asked: RosterSettingsUpdate) -> dict[str, Any]:
    given = asked.summary_recipients
    addresses = checked_addresses([each.address for each in given], "summaryRecipients")
    told = [
        {"address": address, "language": each.language}
        for address, each in zip(addresses, given, strict=True)
    ]
    return {
        "pullHour": asked.pull_hour,
        "archiveHour": asked.archive_hour,
        "summaryRecipients": told,
    }


def _seen(fields: Mapping[str, Any]) -> str:
    """What a caller has seen: runs note other things in the same document all night."""
    return json.dumps({name: fields.get(name) for name in _SEEN}, sort_keys=True)


def _shown(fields: Mapping[str, Any]) -> RosterSettingsView:
    return RosterSettingsView(
        name="settings/rostering",
        pull_hour=fields.get("pullHour", PULL_HOUR),
        archive_hour=fields.get("archiveHour", 3),
        time_zone=fields["timeZone"],
        summary_recipients=[
            SummaryRecipient(address=each["address"], language=each["language"])
            for each in fields.get("summaryRecipients", [])
        ],
        etag=etag_of(_seen(fields)),
    )
