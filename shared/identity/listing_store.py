"""The accounts of a school in Firestore, by their addresses."""

from __future__ import annotations

from collections.abc import Sequence

from shared.cloud.firestore import Documents, Query
from shared.identity.account_store import Stored, stored_account

_LAST = "\uf8ff"
"""Comes after every character of an address."""


class ListingStore:
    """Pages of accounts."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def page(
        self, school: str, state: str, beginning: str, size: int, after: Sequence[object] | None
    ) -> list[Stored]:
        """Accounts of a school in the order of their addresses.

        Args:
            school: where they belong, or belonged last.
            state: of the accounts; empty for any.
            beginning: of their addresses; empty for any.
            size: at most so many.
            after: address and uid of the account that the page begins after.
        """
        where: list[tuple[str, str, object]] = [("schools", "array_contains", school)]
        if state:
            where.append(("state", "==", state))
        if beginning:
            where += [("email", ">=", beginning), ("email", "<", f"{beginning}{_LAST}")]
        found = self._documents.page(Query("accounts", where, ["email"], size, after))
        return list(map(stored_account, found))
