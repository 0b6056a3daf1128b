"""Routes about substitutes: a code lets somebody see a teacher's classes for one day."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.substitute_views import (
    NewSubstituteCode,
    SubstituteCodePath,
    SubstituteCodeRedeem,
    SubstituteCodesPage,
    SubstituteCodeView,
)
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath, WriteQuery
from shared.people.own_list_views import CoverView

api = Api("substitutes", "Who stands in for a teacher on one day, by a code.")

CODES = "/v1/schools/<school>/substituteCodes"


@api.get(CODES, Action.SUBSTITUTE_CODES_EDIT, SubstituteCodesPage)
def list_substitute_codes(call: Call, path: SchoolPath, query: ReadQuery) -> SubstituteCodesPage:
    """List the codes of today and later without what is typed; a teacher's own."""
    del query
    return SubstituteCodesPage(
        substitute_codes=bootstrap.substitutes().upcoming(call.actor, path.school)
    )


@api.post(CODES, Action.SUBSTITUTE_CODES_EDIT, SubstituteCodeView)
def create_substitute_code(
    call: Call, path: SchoolPath, query: WriteQuery, body: NewSubstituteCode
) -> SubstituteCodeView:
    """Make a code for a teacher's classes on one day; it is shown this once."""
    return bootstrap.substitutes().create(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.post(f"{CODES}/<code>:revoke", Action.SUBSTITUTE_CODES_EDIT, SubstituteCodeView)
def revoke_substitute_code(
    call: Call, path: SubstituteCodePath, query: WriteQuery
) -> SubstituteCodeView:
    """Take a code back; whoever has redeemed it sees nothing more by it."""
    return bootstrap.substitutes().revoke(
        call.actor, path.school, path.code, validate_only=query.validate_only
    )


@api.post(f"{CODES}:redeem", Action.SUBSTITUTE_CODES_REDEEM, CoverView)
def redeem_substitute_code(
    call: Call, path: SchoolPath, query: WriteQuery, body: SubstituteCodeRedeem
) -> CoverView:
    """Stand in for a teacher on the day of a code; 20 codes may be typed an hour."""
    return bootstrap.substitutes().redeem(
        call.actor, path.school, body.code, validate_only=query.validate_only
    )
