"""Idempotency claims in Firestore: `shared.kernel.idempotency` decides, this file writes."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.cloud.firestore import Document, Documents
from shared.kernel.errors import Conflict, Permanent, Transient
from shared.kernel.idempotency import (
    KEEP,
    Busy,
    Claim,
    ClaimState,
    Replay,
    Tampered,
    claim_id,
    decide,
)

Result = dict[str, Any]


class Claims:
    """Runs work once for each key, as far as a database can promise it."""

    def __init__(
        self, documents: Documents, clock: Callable[[], datetime], token: Callable[[], str]
    ) -> None:
        self._documents = documents
        self._clock = clock
        self._token = token

    def once(
        self,
        function: str,
        key: str,
        payload: Mapping[str, Any],
        lease: timedelta,
        work: Callable[[], Result],
    ) -> Result | None:
        """Do ``work`` unless it was done, and give its result or the stored one.

        Raises:
            Transient: ``IN_PROGRESS`` while another delivery holds a live lease.
            Permanent: ``PAYLOAD_CHANGED`` when the key came with another payload before.
        """
        path = f"idempotency/{claim_id(function, key)}"
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        taken = self._take(path, digest, lease)
        if isinstance(taken, Replay):
            return taken.result
        try:
            result = work()
        except Exception:
            self._release(path, taken)
            raise
        self._complete(path, taken, result)
        return result

    def _take(self, path: str, digest: str, lease: timedelta) -> Replay | str:
        now = self._clock()
        token = self._token()
        fields = {
            "schemaVersion": 1,
            "status": ClaimState.IN_PROGRESS.value,
            "leaseUntil": now + lease,
            "leaseToken": token,
            "payloadHash": digest,
            "result": None,
            "expiresAt": now + KEEP,
        }
        try:
            self._create(path, fields)
        except Conflict:
            return self._take_over(path, digest, now, fields) or token
        return token

    def _create(self, path: str, fields: Mapping[str, Any]) -> None:
        commit = self._documents.commit()
        commit.create(path, fields)
        commit.run()

    def _take_over(
        self, path: str, digest: str, now: datetime, fields: Mapping[str, Any]
    ) -> Replay | None:
        found = self._documents.get(path)
        decision = decide(_claim(found), digest, now)
        if isinstance(decision, Replay):
            return decision
        if isinstance(decision, Tampered):
            raise Permanent("PAYLOAD_CHANGED", "the same event came with another content")
        if isinstance(decision, Busy):
            raise Transient("IN_PROGRESS", "another delivery is at work on this event")
        try:
            if found is None:
                self._create(path, fields)
            else:
                self._change(found, fields)
        except Conflict as error:
            raise Transient("IN_PROGRESS", "another delivery took this event") from error
        return None

    def _change(self, found: Document, fields: Mapping[str, Any]) -> None:
        commit = self._documents.commit()
        commit.update(found.path, fields, found.version)
        commit.run()

    def _complete(self, path: str, token: str, result: Result) -> None:
        found = self._held(path, token)
        if found is None:
            raise Transient("LEASE_LOST", "another delivery took over while this one worked")
        self._change(found, {"status": ClaimState.COMPLETE.value, "result": result})

    def _release(self, path: str, token: str) -> None:
        """Let a retry run at once; when even this fails, the lease ends by itself."""
        with contextlib.suppress(Conflict, Transient):
            if self._held(path, token) is not None:
                commit = self._documents.commit()
                commit.delete(path)
                commit.run()

    def _held(self, path: str, token: str) -> Document | None:
        found = self._documents.get(path)
        claim = _claim(found)
        return found if claim is not None and claim.token == token else None


def _claim(found: Document | None) -> Claim | None:
    if found is None:
        return None
    fields = found.fields
    return Claim(
        state=ClaimState(fields["status"]),
        lease_until=fields["leaseUntil"],
        token=fields["leaseToken"],
        payload_hash=fields["payloadHash"],
        result=fields["result"],
        expires_at=fields["expiresAt"],
    )
