"""Routes about roster files that a person uploads."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import WriteQuery
from shared.rostering.connection_views import ConnectionPath
from shared.rostering.upload_views import UploadCreate, UploadView

api = Api("uploads", "Roster files from a person's own computer.")


@api.post(
    "/v1/schools/<school>/rosterConnections/<connection>/uploads",
    Action.UPLOADS_CREATE,
    UploadView,
    limit=30,
)
def create_upload(
    call: Call, path: ConnectionPath, query: WriteQuery, body: UploadCreate
) -> UploadView:
    """Open an upload of one roster file."""
    return bootstrap.rostering().uploads.create(
        call.actor,
        path.school,
        path.connection,
        body,
        call.origin,
        validate_only=query.validate_only,
    )
