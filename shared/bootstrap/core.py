"""The edges that every part has: database, queues, buckets, and who calls from inside."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.cloud.limits import Limits
from shared.cloud.stuck_work import StuckWork
from shared.cloud.tasks import Queue
from shared.cloud.tokens import CallerTokens
from shared.settings import settings


def clock() -> datetime:
    """The present instant; in a demo project it may be moved."""
    return datetime.now(UTC) + timedelta(seconds=settings().clock_offset_seconds)


def documents() -> Documents:
    """The project's database."""
    return Documents(settings().project)


def queue(name: str) -> Queue:
    """One of the deployment's queues."""
    here = settings()
    path = f"projects/{here.project}/locations/{here.region}/queues/{name}"
    return Queue(path, here.tasks_emulator, here.tasks_service_account)


def stuck_work() -> StuckWork:
    """Where given-up work is set aside."""
    return StuckWork(bootstrap.documents(), bootstrap.clock)


def tokens() -> CallerTokens:
    """Who checks the tokens of internal callers."""
    return CallerTokens()


def limits() -> Limits:
    """Who counts how often something may be done, for all processes."""
    return Limits(bootstrap.documents(), bootstrap.clock)


def token() -> str:
    """A secret that nobody guesses."""
    return secrets.token_hex(16)
