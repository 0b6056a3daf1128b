"""Every cell of the table of permissions turned over, one at a time, and what notices it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from shared.kernel import permissions
from shared.kernel.permissions import Action, Scope
from shared.kernel.roles import Role
from tests.support.authz_cells import cells, wrong_cells
from tests.support.authz_reaches import wrong_reaches
from tests.support.two_schools import LIMITED, District


@dataclass(frozen=True)
class Flip:
    """One cell with another value.

    Attributes:
        caller: the column: a role, or a Manager of some grades.
        scope: that it has instead; None for not at all.
    """

    action: Action
    caller: str
    scope: Scope | None

    @contextmanager
    def done(self) -> Iterator[None]:
        """Have the code go by the turned table."""
        with pytest.MonkeyPatch.context() as patch:
            if self.caller != LIMITED:
                row = dict(permissions.TABLE[self.action])
                row.pop(Role(self.caller), None)
                if self.scope is not None:
                    row[Role(self.caller)] = self.scope
                patch.setattr(permissions, "TABLE", {**permissions.TABLE, self.action: row})
            else:
                for name, scope in (("BY_GRADE", "OWN_GRADES"), ("FOR_ANY_GRADE", "SCHOOL")):
                    others = getattr(permissions, name) - {self.action}
                    mine = {self.action} if self.scope == scope else frozenset[Action]()
                    patch.setattr(permissions, name, others | mine)
            yield


def flips() -> Iterator[Flip]:
    """Each right taken, each given, and each that reaches less than the school made to reach it."""
    for action in Action:
        for role in Role:
            own = permissions.TABLE[action].get(role)
            whole = Scope.DISTRICT if role is Role.DISTRICT_MANAGER else Scope.SCHOOL
            if own is not None:
                yield Flip(action, role, None)
            if own is not whole:
                yield Flip(action, role, whole)
        if Role.MANAGER in permissions.TABLE[action]:
            own = Scope.OWN_GRADES if action in permissions.BY_GRADE else None
            own = Scope.SCHOOL if action in permissions.FOR_ANY_GRADE else own
            yield from (
                Flip(action, LIMITED, scope)
                for scope in (None, Scope.OWN_GRADES, Scope.SCHOOL)
                if scope is not own and permissions.TABLE[action][Role.MANAGER] is Scope.SCHOOL
            )


def seen_at_the_doors(district: District, flip: Flip) -> bool:
    """Whether a call is answered otherwise than `tests/authz/expected.csv` says."""
    wanted = [cell for cell in cells() if (cell.action, cell.caller) == (flip.action, flip.caller)]
    with flip.done():
        return next(wrong_cells(district, wanted), None) is not None


def seen_in_the_reaches(flip: Flip) -> bool:
    """Whether a reach is another one than `tests/authz/actions.csv` says."""
    with flip.done():
        return next(wrong_reaches(), None) is not None
