"""Lets work that comes twice be done once; apart from `core`, since a sign-in needs none of it."""

from __future__ import annotations

from shared import bootstrap
from shared.cloud.claims import Claims


def claims() -> Claims:
    """Who lets work that comes twice be done once."""
    return Claims(bootstrap.documents(), bootstrap.clock, bootstrap.token)
