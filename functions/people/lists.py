"""Routes about lists of members."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Empty, ReadQuery, SchoolPath, UpdateQuery, WriteQuery
from shared.people.list_views import (
    ListChange,
    ListDeleteQuery,
    ListPath,
    ListsPage,
    ListsQuery,
    ListView,
    NewList,
)

api = Api("lists", "Lists of members that a school works with, such as a class or a team.")

LISTS = "/v1/schools/<school>/lists"
LIST = f"{LISTS}/<list>"


@api.get(LISTS, Action.LISTS_GET, ListsPage)
def list_lists(call: Call, path: SchoolPath, query: ListsQuery) -> ListsPage:
    """List the lists of a school; a teacher's own."""
    page = bootstrap.lists().page(
        call.actor, path.school, query.filter, query.page_size, query.page_token
    )
    return ListsPage(lists=list(page.items), next_page_token=page.next_token)


@api.get(LIST, Action.LISTS_GET, ListView)
def get_list(call: Call, path: ListPath, query: ReadQuery) -> ListView:
    """Get a list with its members."""
    del query
    return bootstrap.lists().get(call.actor, path.school, path.list)


@api.post(LISTS, Action.LISTS_EDIT, ListView)
def create_list(call: Call, path: SchoolPath, query: WriteQuery, body: NewList) -> ListView:
    """Make a list."""
    return bootstrap.lists().create(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.patch(LIST, Action.LISTS_EDIT, ListView)
def update_list(call: Call, path: ListPath, query: UpdateQuery, body: ListChange) -> ListView:
    """Change fields of a list."""
    return bootstrap.lists().update(
        call.actor,
        path.school,
        path.list,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.delete(LIST, Action.LISTS_EDIT, Empty)
def delete_list(call: Call, path: ListPath, query: ListDeleteQuery) -> Empty:
    """Delete a list; its members stay."""
    bootstrap.lists().delete(
        call.actor,
        path.school,
        path.list,
        query.etag or call.if_match,
        validate_only=query.validate_only,
    )
    return Empty()
