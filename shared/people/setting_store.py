"""What a school calls things of its people, in Firestore."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.cloud.firestore import Documents
from shared.kernel.audit import audit_entry
from shared.people.setting_views import LABELS


class SettingStore:
    """Reads and writes the settings of people; documents ``schools/{school}/settings/people``."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def labels(self, school: str) -> tuple[str, dict[str, str]]:
        """The version of a school's settings, empty before the first, and all labels."""
        found = self._documents.get(_path(school))
        fields = {} if found is None else found.fields
        labels = {name: str(fields.get(name) or "") for name in LABELS}
        return "" if found is None else found.version, labels

    def save(
        self, school: str, version: str, labels: Mapping[str, str], actor: str, now: datetime
    ) -> None:
        """Change labels as they were at a version, with who did it, in one commit.

        Raises:
            Conflict: they have changed since they were read.
        """
        commit = self._documents.commit()
        if version:
            commit.update(_path(school), labels, version)
        else:
            commit.create(_path(school), {"schemaVersion": 1, **labels})
        subject = {"school": school, "fields": sorted(labels)}
        entry = audit_entry(actor, "peopleSettings:update", [subject], now, school)
        commit.create(f"audit/people-settings-{school}-{now:%Y%m%dT%H%M%S%f}", entry)
        commit.run()


def _path(school: str) -> str:
    return f"schools/{school}/settings/people"
