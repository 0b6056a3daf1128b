"""Routes about the guardians of a school's students."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath
from shared.people.guardian_views import (
    GuardianPath,
    GuardiansPage,
    GuardiansQuery,
    GuardiansSearch,
    GuardianView,
)

api = Api("guardians", "Whom the families of a school's students are reached by.")

GUARDIANS = "/v1/schools/<school>/guardians"


@api.get(GUARDIANS, Action.GUARDIANS_GET, GuardiansPage)
def list_guardians(call: Call, path: SchoolPath, query: GuardiansQuery) -> GuardiansPage:
    """List guardians by their ids; 200 on a page."""
    return _page(call, path, query)


@api.post(f"{GUARDIANS}:search", Action.GUARDIANS_GET, GuardiansPage)
def search_guardians(call: Call, path: SchoolPath, body: GuardiansSearch) -> GuardiansPage:
    """Find guardians by the beginning of an address or a number; 200 on a page."""
    return _page(call, path, body, body.search)


def _page(call: Call, path: SchoolPath, asked: GuardiansQuery, search: str = "") -> GuardiansPage:
    page = bootstrap.guardians().page(
        call.actor, path.school, search, asked.filter, asked.page_size, asked.page_token
    )
    return GuardiansPage(guardians=list(page.items), next_page_token=page.next_token)


@api.get(f"{GUARDIANS}/<guardian>", Action.GUARDIANS_GET, GuardianView)
def get_guardian(call: Call, path: GuardianPath, query: ReadQuery) -> GuardianView:
    """Get a guardian."""
    del query
    return bootstrap.guardians().get(call.actor, path.school, path.guardian)
