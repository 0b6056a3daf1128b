"""Routes about who may do what, and about the caller's own children."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.child_views import OwnChildrenPage
from shared.identity.permission_views import PermissionsPage, permissions_page
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery

api = Api("permissions", "Who may do what, and whose guardian the caller is.")


@api.get("/v1/permissions", Action.PERMISSIONS_LIST, PermissionsPage)
def list_permissions(call: Call, query: ReadQuery) -> PermissionsPage:
    """List what each role may do, and how far that reaches."""
    del call, query
    return permissions_page()


@api.get("/v1/me/children", Action.CHILDREN_LIST, OwnChildrenPage)
def list_children(call: Call, query: ReadQuery) -> OwnChildrenPage:
    """List the active students whose guardian the caller is, at all schools."""
    del query
    return bootstrap.children().mine(call.actor)
