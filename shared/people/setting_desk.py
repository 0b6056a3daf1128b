"""What a school calls things of its people, for those who read it and those who choose it."""

from __future__ import annotations

from collections.abc import Mapping

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldViolation, Invalid
from shared.kernel.etags import check_etag, etag_of
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, authorize
from shared.people.export_views import MemberColumn
from shared.people.setting_store import SettingStore
from shared.people.setting_views import LABELS, PeopleSettingsUpdate, PeopleSettingsView


class PeopleSettingDesk:
    """Shows and changes the labels. Every use case raises `Denied` as `authorize` says."""

    def __init__(self, store: SettingStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, actor: Actor, school: str) -> PeopleSettingsView:
        """What a school calls things."""
        authorize(actor, Action.PEOPLE_SETTINGS_GET, school)
        return _shown(school, *self._store.labels(school))

    def update(
        self, actor: Actor, school: str, asked: PeopleSettingsUpdate, mask: str, etag: str,
        *, validate_only: bool,
    ) -> PeopleSettingsView:  # fmt: skip
        """Call them so from now on.

        Raises:
            Invalid: ``LABELS_ALIKE``, or as `parse_mask` says.
            Conflict: ``ETAG_MISMATCH`` or ``FAILED_PRECONDITION``.
        """
        authorize(actor, Action.PEOPLE_SETTINGS_UPDATE, school)
        given = asked.model_dump(by_alias=True, exclude_unset=True).keys() - {"etag"}
        named = parse_mask(mask, LABELS, given)
        version, now = self._store.labels(school)
        check_etag(etag, version)
        changes = {name: getattr(asked, LABELS[name]) for name in sorted(named)}
        changes = {name: label for name, label in changes.items() if label != now[name]}
        after = {**now, **changes}
        _check(after)
        if validate_only or not changes:
            return _shown(school, version, after)
        self._store.save(school, version, changes, actor.id, self._clock())
        return _shown(school, *self._store.labels(school))


def _check(labels: Mapping[str, str]) -> None:
    others = {column.casefold() for column in MemberColumn}
    violations = []
    for name, label in labels.items():
        if label.casefold() in others:
            violations.append(FieldViolation(name, "must differ from the names of other fields"))
        if label:
            others.add(label.casefold())
    if violations:
        raise Invalid("LABELS_ALIKE", "two fields have one name", violations=violations)


def _shown(school: str, version: str, labels: Mapping[str, str]) -> PeopleSettingsView:
    return PeopleSettingsView(
        name=f"schools/{school}/settings/people",
        id_field1_label=labels["idField1Label"],
        id_field2_label=labels["idField2Label"],
        etag=etag_of(version),
    )
