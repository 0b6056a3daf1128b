"""What is on record stays as it was written, whoever asks for something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shared.cloud.firestore import Commit, Documents
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict
from tests.support.emulators import EmulatorEnv

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def documents(emulator_env: EmulatorEnv) -> Documents:
    return Documents(emulator_env.project)


@pytest.mark.parametrize(
    "change",
    [
        lambda commit, path: commit.put(path, {}),
        lambda commit, path: commit.put(path, {}, merge=True),
        lambda commit, path: commit.update(path, {"actor": "person:other"}),
        lambda commit, path: commit.delete(path),
    ],
)
def test_an_entry_is_created_and_nothing_else(
    documents: Documents, school: str, change: Callable[[Commit, str], None]
) -> None:
    path = f"audit/{school}"
    entry = audit_entry("person:p1", "members:update", [], NOW, school)
    commit = documents.commit()
    commit.create(path, entry)
    commit.run()
    with pytest.raises(ValueError, match="append-only"):
        change(documents.commit(), path)
    again = documents.commit()
    again.create(path, {**entry, "actor": "person:other"})
    with pytest.raises(Conflict):
        again.run()
    kept = documents.get(path)
    assert kept is not None
    assert kept.fields == entry
