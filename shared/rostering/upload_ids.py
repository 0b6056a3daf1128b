"""The ids of uploads, which are the last part of their objects' names. Pure."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

RANDOM_BYTES = 10

_TIME = "%Y%m%dt%H%M%S"


def new_upload_id(now: datetime, random: bytes) -> str:
    """An id that sorts by time: ``20261122t031502123z-`` and 16 characters of randomness.

    Args:
        now: aware.
        random: 10 bytes.
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"an upload id takes {RANDOM_BYTES} random bytes")
    instant = now.astimezone(UTC)
    tail = base64.b32encode(random).decode("ascii").lower()
    return f"{instant:{_TIME}}{instant.microsecond // 1000:03d}z-{tail}"


def time_of_upload(upload_id: str) -> datetime | None:
    """When an upload began, to the millisecond; None when the id isn't one of `new_upload_id`."""
    stamp, _, tail = upload_id.partition("-")
    if not tail or not stamp.endswith("z"):
        return None
    try:
        whole = datetime.strptime(stamp[:-4], _TIME).replace(tzinfo=UTC)
        return whole + timedelta(milliseconds=int(stamp[-4:-1]))
    except ValueError:
        return None
