"""Doors that a change in Cloud Storage opens."""

from __future__ import annotations

from functions.runtime.events import ObjectFinalized, event_door
from shared import bootstrap
from shared.rostering.runs import Arrival


@event_door
def roster_file_landed(event: ObjectFinalized) -> None:
    """A file is whole in the drop bucket: begin its run."""
    arrival = Arrival(
        event.bucket, event.name, event.generation, event.size, event.digest, event.metadata
    )
    bootstrap.rostering().starter.file_landed(arrival)
