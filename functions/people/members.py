"""Routes about the members of a school."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Download, SchoolPath, UpdateQuery, WriteQuery
from shared.people.change_views import ChangesPage, ChangesQuery
from shared.people.edit_views import MemberChange, MemberMark, NewMember
from shared.people.export_views import ExportRequest
from shared.people.member_views import (
    MemberPath,
    MemberQuery,
    MembersPage,
    MembersQuery,
    MembersSearch,
    MemberView,
)

api = Api("members", "The people of a school: students, teachers, staff and administrators.")

MEMBERS = "/v1/schools/<school>/members"
MEMBER = f"{MEMBERS}/<member>"
EXPORTS_A_MINUTE = 10


@api.get(MEMBERS, Action.MEMBERS_LIST, MembersPage)
def list_members(call: Call, path: SchoolPath, query: MembersQuery) -> MembersPage:
    """List members in the order of their names."""
    return _page(call, path, query)


@api.post(f"{MEMBERS}:search", Action.MEMBERS_LIST, MembersPage)
def search_members(call: Call, path: SchoolPath, body: MembersSearch) -> MembersPage:
    """Find members by the beginnings of their names, addresses and ids."""
    return _page(call, path, body, body.search)


def _page(call: Call, path: SchoolPath, asked: MembersQuery, search: str = "") -> MembersPage:
    page = bootstrap.members().page(
        call.actor,
        path.school,
        search,
        asked.filter,
        asked.view,
        asked.page_size,
        asked.page_token,
    )
    return MembersPage(members=list(page.items), next_page_token=page.next_token)


@api.get(MEMBER, Action.MEMBERS_GET, MemberView)
def get_member(call: Call, path: MemberPath, query: MemberQuery) -> MemberView:
    """Get a member."""
    return bootstrap.members().get(call.actor, path.school, path.member, query.view)


@api.post(MEMBERS, Action.MEMBERS_CREATE, MemberView)
def create_member(call: Call, path: SchoolPath, query: WriteQuery, body: NewMember) -> MemberView:
    """Add a member by hand."""
    return bootstrap.member_adder().add(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.patch(MEMBER, Action.MEMBERS_UPDATE, MemberView)
def update_member(
    call: Call, path: MemberPath, query: UpdateQuery, body: MemberChange
) -> MemberView:
    """Change fields of a member; a roster leaves them alone from then on."""
    return bootstrap.member_editor().update(
        call.actor,
        path.school,
        path.member,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{MEMBER}:archive", Action.MEMBERS_ARCHIVE, MemberView)
def archive_member(call: Call, path: MemberPath, query: WriteQuery, body: MemberMark) -> MemberView:
    """Archive a member; no roster brings them back."""
    return bootstrap.member_editor().archive(
        call.actor,
        path.school,
        path.member,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{MEMBER}:restore", Action.MEMBERS_RESTORE, MemberView)
def restore_member(call: Call, path: MemberPath, query: WriteQuery, body: MemberMark) -> MemberView:
    """Bring an archived member back."""
    return bootstrap.member_editor().restore(
        call.actor,
        path.school,
        path.member,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.get(f"{MEMBER}/changes", Action.MEMBERS_CHANGES, ChangesPage)
def list_member_changes(call: Call, path: MemberPath, query: ChangesQuery) -> ChangesPage:
    """List what rosters and people have changed of a member, the newest first; 100 on a page."""
    page = bootstrap.member_history().page(
        call.actor, path.school, path.member, query.page_size, query.page_token
    )
    return ChangesPage(changes=list(page.items), next_page_token=page.next_token)


@api.post(f"{MEMBERS}:export", Action.MEMBERS_EXPORT, ("text/csv",), limit=EXPORTS_A_MINUTE)
def export_members(
    call: Call, path: SchoolPath, query: WriteQuery, body: ExportRequest
) -> Download:
    """Download members as a CSV file."""
    return bootstrap.member_exporter().export(
        call.actor, path.school, body, validate_only=query.validate_only
    )
