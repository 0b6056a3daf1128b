"""Addresses by which people come whom no SIS knows by them, in Firestore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from shared.cloud.firestore import MAX_VALUES, MAX_WRITES, Document, Documents
from shared.identity.model import SCHEMA_VERSION, address_path
from shared.kernel.audit import audit_entry
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.ids import digest_id

READ_AT_ONCE = 300
_IN_ONE_COMMIT = MAX_WRITES - 1
"""Addresses, beside the one entry."""


@dataclass(frozen=True, slots=True)
class Address:
    """By which somebody comes.

    Attributes:
        id: the name of its document.
    """

    id: str
    email: str
    person: str


class AddressStore:
    """Every change has its audit entry in the same commit."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, address: str) -> Address | None:
        """One by its id."""
        found = self._documents.get(f"signInAddresses/{address}")
        return None if found is None else _address(found)

    def holders(self, emails: Sequence[str]) -> dict[str, str]:
        """Address → whose it is, of those that are somebody's."""
        found: dict[str, str] = {}
        for start in range(0, len(emails), READ_AT_ONCE):
            paths = [address_path(each) for each in emails[start : start + READ_AT_ONCE]]
            read = map(_address, self._documents.get_many(paths))
            found |= {each.email: each.person for each in read}
        return found

    def of_people(self, persons: Sequence[str]) -> Iterator[Address]:
        """The addresses of some people, each person's in order."""
        for start in range(0, len(persons), MAX_VALUES):
            asked = persons[start : start + MAX_VALUES]
            found = map(_address, self._documents.where_any("signInAddresses", "person", asked))
            yield from sorted(found, key=lambda each: (each.person, each.email))

    def put(
        self, school: str, wanted: Iterable[tuple[str, str]], actor: str, now: datetime
    ) -> None:
        """Let people come by these addresses from now on.

        Of more than fit one commit the first ones are in force before the last; the same call
        again writes what is missing.

        Args:
            school: whose people they are.
            wanted: address and person, none of which is there already.
            actor: who says so.
            now: when.

        Raises:
            Conflict: one of the addresses has just become somebody's.
        """
        rest = iter(wanted)
        while part := list(islice(rest, _IN_ONE_COMMIT)):
            commit = self._documents.commit()
            for email, person in part:
                fields = {"schemaVersion": SCHEMA_VERSION, "email": email, "person": person}
                commit.create(address_path(email), {**fields, "updateTime": now})
            subjects = [{"person": person} for _, person in part]
            verb = AuditVerb.SIGN_IN_ADDRESSES_UPDATE
            entry = audit_entry(actor, verb, subjects, now, school)
            name = digest_id("put", school, now.isoformat(), *(email for email, _ in part))
            commit.create(f"audit/sign-in-address-{name}", entry)
            commit.run()

    def delete(self, school: str, address: Address, actor: str, now: datetime) -> None:
        """Let nobody new come by an address; who came by it before keeps their link."""
        commit = self._documents.commit()
        commit.delete(f"signInAddresses/{address.id}")
        subjects: list[Mapping[str, str]] = [{"person": address.person}]
        verb = AuditVerb.SIGN_IN_ADDRESSES_DELETE
        name = digest_id("delete", address.id, now.isoformat())
        entry = audit_entry(actor, verb, subjects, now, school)
        commit.create(f"audit/sign-in-address-{name}", entry)
        commit.run()

    def note(self, entry_id: str, school: str, actor: str, told: Mapping[str, object],
             now: datetime) -> None:  # fmt: skip
        """Write down that somebody takes the addresses of a school as a file."""
        commit = self._documents.commit()
        verb = AuditVerb.SIGN_IN_ADDRESSES_EXPORT
        commit.create(f"audit/{entry_id}", audit_entry(actor, verb, [told], now, school))
        commit.run()


def _address(found: Document) -> Address:
    return Address(found.id, str(found.fields["email"]), str(found.fields["person"]))
