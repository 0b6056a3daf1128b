"""The accounts of the schools, wired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.identity.account_acts import AccountActs
from shared.identity.account_desk import AccountDesk
from shared.identity.account_guard import AccountGuard
from shared.identity.account_store import AccountStore
from shared.identity.address_check import AddressCheck
from shared.identity.address_desk import AddressDesk
from shared.identity.address_export import AddressExporter
from shared.identity.address_import import AddressImporter
from shared.identity.address_store import AddressStore
from shared.identity.change_store import ChangeStore
from shared.identity.keeping import AccountKeeper
from shared.identity.listing_store import ListingStore
from shared.identity.request_desk import RequestDesk
from shared.identity.request_store import RequestStore
from shared.identity.roster import Roster
from shared.identity.telling import FirebaseTeller
from shared.kernel.clock import Clock
from shared.people.looks import Looks
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore


@dataclass(frozen=True, slots=True)
class Accounts:
    """The services of accounts.

    Attributes:
        desk: shows them.
        acts: changes them.
        addresses: the addresses by which people come whom no SIS knows by them.
        importer: takes such addresses as a file.
        exporter: gives them as a file.
        requests: the sign-ins that nobody was matched to.
    """

    desk: AccountDesk
    acts: AccountActs
    addresses: AddressDesk
    importer: AddressImporter
    exporter: AddressExporter
    requests: RequestDesk


def wire_accounts(
    database: Documents,
    keeper: AccountKeeper,
    firebase: FirebaseTeller,
    ended: Callable[[str], None],
    looks: Looks,
    clock: Clock,
    new_id: Callable[[], str],
) -> Accounts:
    """Accounts on the given edges; as `AccountActs` and `AddressExporter` have the others."""
    people, accounts = PeopleStore(database), AccountStore(database)
    addresses, edits = AddressStore(database), ChangeStore(database)
    roster = Roster(people)
    guard = AccountGuard(accounts, roster)
    check = AddressCheck(accounts, addresses, roster, guard)
    listing = ListingStore(database)
    desk = AccountDesk(accounts, listing, edits, addresses, people, looks, clock)
    return Accounts(
        desk=desk,
        acts=AccountActs(accounts, edits, desk, guard, keeper, firebase, ended, clock),
        addresses=AddressDesk(addresses, people, check, guard, clock),
        importer=AddressImporter(addresses, people, check, clock),
        exporter=AddressExporter(addresses, people, SchoolStore(database), clock, new_id),
        requests=RequestDesk(RequestStore(database), accounts, people, guard, clock),
    )


def account_services() -> Accounts:
    """The accounts of the schools, as those who run them see and change them."""
    database, keeper = bootstrap.documents(), bootstrap.account_keeper()
    return wire_accounts(
        database,
        keeper,
        bootstrap.firebase_teller(),
        bootstrap.standing().forget,
        bootstrap.looks(),
        bootstrap.clock,
        bootstrap.token,
    )
