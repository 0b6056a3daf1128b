"""Requests and answers of the API about connections. Pure."""

from __future__ import annotations

from shared.kernel.views import ResourceId, SchoolPath


class ConnectionPath(SchoolPath):
    """Of one connection."""

    connection: ResourceId
