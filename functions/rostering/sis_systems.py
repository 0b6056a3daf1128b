"""The route about student information systems."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery
from shared.rostering.sis_systems import SisSystemsList, systems_for

api = Api("sisSystems", "The student information systems that a connection can name.")


@api.get("/v1/sisSystems", Action.SIS_SYSTEMS_LIST, SisSystemsList)
def list_sis_systems(call: Call, query: ReadQuery) -> SisSystemsList:
    """List the student information systems."""
    del query
    return systems_for(call.actor)
