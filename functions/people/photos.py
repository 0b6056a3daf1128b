"""Routes about photos of members."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Download, ReadQuery, SchoolPath, WriteQuery
from shared.people.edit_views import MemberMark
from shared.people.member_views import MemberPath, MemberView
from shared.people.photo_views import NewPhoto, PhotoIds, PhotoMatches

api = Api("photos", "Photos of members, for those who may see the member.")

MEMBER = "/v1/schools/<school>/members/<member>"
UPLOADS_A_MINUTE = 120


@api.get(f"{MEMBER}:photo", Action.MEMBERS_GET, ("image/jpeg",))
def get_member_photo(call: Call, path: MemberPath, query: ReadQuery) -> Download:
    """Get the photo of a member."""
    del query
    return bootstrap.member_photos().get(call.actor, path.school, path.member)


@api.post(f"{MEMBER}:setPhoto", Action.MEMBERS_UPDATE, MemberView, limit=UPLOADS_A_MINUTE)
def set_member_photo(call: Call, path: MemberPath, query: WriteQuery, body: NewPhoto) -> MemberView:
    """Set the photo of a member."""
    return bootstrap.member_photos().put(
        call.actor,
        path.school,
        path.member,
        body.image,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{MEMBER}:removePhoto", Action.MEMBERS_UPDATE, MemberView)
def remove_member_photo(
    call: Call, path: MemberPath, query: WriteQuery, body: MemberMark
) -> MemberView:
    """Remove the photo of a member."""
    return bootstrap.member_photos().remove(
        call.actor,
        path.school,
        path.member,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.post("/v1/schools/<school>/members:matchPhotos", Action.MEMBERS_UPDATE, PhotoMatches)
def match_photos(call: Call, path: SchoolPath, query: WriteQuery, body: PhotoIds) -> PhotoMatches:
    """Find whose photos files are, by the ids in their names; changes nothing."""
    del query
    found = bootstrap.photo_matcher().match(call.actor, path.school, body.ids)
    return PhotoMatches(matches=found)
