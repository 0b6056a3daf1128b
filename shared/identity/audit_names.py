"""What people and accounts that the audit log speaks of are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.identity.account_store import AccountStore
from shared.identity.audit_views import ACCOUNT, name_of
from shared.people.store import PeopleStore


class AuditNames:
    """Every method may raise `Transient` when Firestore doesn't answer."""

    def __init__(self, people: PeopleStore, accounts: AccountStore) -> None:
        self._people = people
        self._accounts = accounts

    def of(self, school: str | None, keys: Iterable[str]) -> dict[str, str]:
        """What some of those are called whom a school's entries name, or the district's.

        Args:
            school: whose entries; None for the district's.
            keys: as `people_of` gives them.

        Returns:
            Key → name. A school knows its members alone. The district's entries name members by
            what a school calls them, and who is a member nowhere by the address of their account.
        """
        wanted = list(dict.fromkeys(keys))
        persons = [key for key in wanted if not key.startswith(ACCOUNT)]
        if school is None:
            return self._of_district(persons, [key for key in wanted if key.startswith(ACCOUNT)])
        found = self._people.many_members(school, persons)
        named = {person: name_of(member.fields) for person, member in found.items()}
        return {person: name for person, name in named.items() if name}

    def _of_district(self, persons: Sequence[str], accounts: Sequence[str]) -> dict[str, str]:
        uids = [key.removeprefix(ACCOUNT) for key in accounts]
        by_uid = [each.account for each in self._accounts.accounts(uids)]
        meant = {*persons, *(account.person for account in by_uid)} - {""}
        called = self._everywhere(sorted(meant))
        nowhere = self._accounts.of_people(sorted(meant - called.keys()))
        known = [each.account for each in nowhere]
        # Somebody may have several accounts, of which one or the other has no address.
        emails = {each.person: each.email for each in known if each.person and each.email}
        names = {**emails, **called}
        told = {f"{ACCOUNT}{each.uid}": names.get(each.person) or each.email for each in by_uid}
        return {key: name for key, name in {**names, **told}.items() if name}

    def _everywhere(self, persons: Sequence[str]) -> dict[str, str]:
        found = self._people.all_everywhere("personId", persons)
        named = {member.id: name_of(member.fields) for _, member in found}
        return {person: name for person, name in named.items() if name}
