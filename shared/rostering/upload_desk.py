"""Roster files from a person's own computer: straight into the bucket, where they land as any."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing
from shared.kernel.permissions import Action, authorize
from shared.rostering.connection_store import ConnectionStore
from shared.rostering.files import RosterFiles
from shared.rostering.logins import Randomness
from shared.rostering.upload_ids import RANDOM_BYTES, new_upload_id
from shared.rostering.upload_views import UploadCreate, UploadView

SESSION_LASTS = timedelta(days=7)
"""How long Cloud Storage keeps a resumable session."""

MOST_NAME_BYTES = 255

_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


class UploadDesk:
    """Opens uploads; no byte of a file goes through the API."""

    def __init__(
        self, store: ConnectionStore, files: RosterFiles, randomness: Randomness, clock: Clock
    ) -> None:
        self._store = store
        self._files = files
        self._randomness = randomness
        self._clock = clock

    def create(
        self,
        actor: Actor,
        school: str,
        connection: str,
        asked: UploadCreate,
        origin: str,
        *,
        validate_only: bool,
    ) -> UploadView:
        """Open an upload of one file of a size, for one page's origin.

        Args:
            actor: who sends it.
            school: whose.
            connection: for which.
            asked: the file.
            origin: of the page that will send the bytes; empty for another program.
            validate_only: check all of it and open nothing.

        Raises:
            Denied: as `authorize` says.
            Missing: ``CONNECTION_UNKNOWN``.
            Conflict: ``ROSTERING_OFF``.
            Invalid: ``UPLOAD_NAME_INVALID``.
            Transient: ``STORAGE_UNAVAILABLE``.
        """
        authorize(actor, Action.UPLOADS_CREATE, school)
        _check_name(asked.file_name)
        found = self._store.find(school, connection)
        if found is None:
            raise Missing("CONNECTION_UNKNOWN", "no connection of this school has this id")
        if not found.value.enabled:
            raise Conflict("ROSTERING_OFF", "rostering is switched off for this connection")
        now = self._clock()
        upload = new_upload_id(now, self._randomness(RANDOM_BYTES))
        if validate_only:
            return UploadView(upload=upload, upload_uri="", expire_time=now + SESSION_LASTS)
        metadata = {
            "fileName": asked.file_name,
            "school": school,
            "connection": connection,
            "uploadId": upload,
            "login": actor.id,
        }
        name = f"schools/{school}/{connection}/{upload}"
        uri = self._files.open_upload(name, metadata, asked.size_bytes, origin)
        self._store.note_upload(school, connection, upload, actor.id, now)
        return UploadView(upload=upload, upload_uri=uri, expire_time=now + SESSION_LASTS)


def _check_name(name: str) -> None:
    """Refuse a name that the gateway would not take either.

    Raises:
        Invalid: ``UPLOAD_NAME_INVALID``.
    """
    unprintable = any(unicodedata.category(character) in _UNPRINTABLE for character in name)
    if unprintable or name in {".", ".."} or "/" in name or "\\" in name:
        description = "must be a file's name without folders and control characters"
    elif len(name.encode()) > MOST_NAME_BYTES:
        description = f"must have at most {MOST_NAME_BYTES} bytes"
    else:
        return
    violation = FieldViolation("fileName", description)
    raise Invalid("UPLOAD_NAME_INVALID", "the file's name is not usable", violations=[violation])
