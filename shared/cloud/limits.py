"""How often something may be done, counted for all processes: a document for each bucket.

The name of a document is a hash, so that neither an address nor a person stands in it. A bucket
that is empty is read and not written: whoever hammers on it costs one read each time. It takes no
more writes than its limit lets through, which a single document bears.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Document, Documents
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.kernel.token_bucket import Bucket, Limit, take

_TRIES = 5
_CROWDED = timedelta(seconds=1)
"""What somebody waits whose every try was overtaken by others at the same bucket."""
_HASH_BYTES = 20


class Limits:
    """Takes calls out of buckets."""

    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock

    def take(self, name: str, key: str, limit: Limit) -> timedelta:
        """Count one call.

        Args:
            name: what is limited, such as ``sign-in-mail``.
            key: whose bucket it is: an account, a network address, an e-mail address.
            limit: of what is called.

        Returns:
            zero, or how long the caller has to wait.

        Raises:
            Transient: the database is away.
        """
        path = f"limits/{digest_id(name, key, size=_HASH_BYTES)}"
        for _ in range(_TRIES):
            found = self._documents.get(path)
            now = self._clock()
            bucket, wait = take(_bucket(found), limit, now)
            if wait:
                return wait
            try:
                self._write(path, found, bucket, now + limit.period)
            except Conflict:
                continue
            return timedelta(0)
        return _CROWDED

    def _write(self, path: str, found: Document | None, bucket: Bucket, full: datetime) -> None:
        """Write a bucket as it is now; once it is full again, its document says nothing more."""
        fields: dict[str, Any] = {
            "schemaVersion": 1,
            "left": bucket.left,
            "time": bucket.time,
            "expiresAt": full,
        }
        commit = self._documents.commit()
        if found is None:
            commit.create(path, fields)
        else:
            commit.update(path, fields, found.version)
        commit.run()


def _bucket(found: Document | None) -> Bucket | None:
    return None if found is None else Bucket(float(found.fields["left"]), found.fields["time"])
