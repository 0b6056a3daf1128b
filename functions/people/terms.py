"""Routes about the terms of a school."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import Empty, ReadQuery, SchoolPath, UpdateQuery, WriteQuery
from shared.people.term_views import (
    NewTerm,
    TermChange,
    TermDeleteQuery,
    TermPath,
    TermsList,
    TermView,
)

api = Api("terms", "When classes are: the roster's terms, and those that people keep.")

TERMS = "/v1/schools/<school>/terms"
TERM = f"{TERMS}/<term>"


@api.get(TERMS, Action.LISTS_GET, TermsList)
def list_terms(call: Call, path: SchoolPath, query: ReadQuery) -> TermsList:
    """List the terms of a school."""
    del query
    return bootstrap.terms().list(call.actor, path.school)


@api.get(TERM, Action.LISTS_GET, TermView)
def get_term(call: Call, path: TermPath, query: ReadQuery) -> TermView:
    """Get a term."""
    del query
    return bootstrap.terms().get(call.actor, path.school, path.term)


@api.post(TERMS, Action.CALENDARS_UPDATE, TermView)
def create_term(call: Call, path: SchoolPath, query: WriteQuery, body: NewTerm) -> TermView:
    """Make a term that people keep."""
    return bootstrap.terms().create(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.patch(TERM, Action.CALENDARS_UPDATE, TermView)
def update_term(call: Call, path: TermPath, query: UpdateQuery, body: TermChange) -> TermView:
    """Change fields of a term that people keep."""
    return bootstrap.terms().update(
        call.actor,
        path.school,
        path.term,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.delete(TERM, Action.CALENDARS_UPDATE, Empty)
def delete_term(call: Call, path: TermPath, query: TermDeleteQuery) -> Empty:
    """Delete a term that people keep and no class is in."""
    bootstrap.terms().delete(
        call.actor,
        path.school,
        path.term,
        query.etag or call.if_match,
        validate_only=query.validate_only,
    )
    return Empty()
