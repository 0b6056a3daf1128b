"""The answer of the API about who may do what: the one table, asked role by role. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel import permissions
from shared.kernel.actor import Actor, Membership, Module
from shared.kernel.permissions import Action, Scope, scope_of
from shared.kernel.roles import Role
from shared.kernel.views import View

_SCHOOL = "any"
_GRADE = frozenset({"09"})


class RoleReach(View):
    """How far an action of a role reaches."""

    role: Role
    scope: Scope
    of_grades: Scope | None = Field(
        None, description="For who is limited to some grades; not there where they may not do it."
    )


class PermissionView(View):
    """What can be done, and by whom; a role that isn't named may not do it."""

    action: Action
    for_anybody: bool = Field(description="Nobody needs to be signed in for it.")
    reaches: list[RoleReach]
    modules: list[Module] = Field(
        description="Who works at a school and manages one of these reaches the whole school."
    )


class PermissionsPage(View):
    """Every action of the table, in its order."""

    permissions: list[PermissionView]


def permissions_page() -> PermissionsPage:
    """All that the table says, by the function that decides at the doors."""
    return PermissionsPage(permissions=[_view(action) for action in Action])


def _view(action: Action) -> PermissionView:
    reaches = []
    for role in Role:
        scope = scope_of(_somebody(role), action, _SCHOOL)
        if scope is not None:
            limited = scope_of(_somebody(role, _GRADE), action, _SCHOOL)
            reaches.append(RoleReach(role=role, scope=scope, of_grades=limited))
    return PermissionView(
        action=action,
        for_anybody=action in permissions.FOR_ANYBODY,
        reaches=reaches,
        modules=sorted(permissions.MODULE_TABLE.get(action, frozenset())),
    )


def _somebody(role: Role, grades: frozenset[str] = frozenset()) -> Actor:
    if role is Role.DISTRICT_MANAGER:
        return Actor("", "", {}, district=_SCHOOL)
    return Actor("", "", {_SCHOOL: Membership(role, _SCHOOL, grades)})
