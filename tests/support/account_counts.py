"""What an account asks of the database: each hour when all are looked at, and at a sign-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.identity.account_store import AccountStore
from shared.identity.events import BEFORE_SIGN_IN, SignInEvent
from shared.identity.keeping import AccountKeeper
from shared.identity.model import Account, AccountState, identity_hash
from shared.identity.providers import providers
from shared.identity.request_store import RequestStore
from shared.identity.roster import Roster
from shared.identity.rules import ProviderSettings
from shared.identity.sign_in import SignIn
from shared.kernel.actor import Membership
from shared.kernel.roles import Role
from shared.people.store import PeopleStore
from tests.support.counting import counted
from tests.support.people import put_member
from tests.support.world import World

_DOMAIN = "district.example"
_ACCOUNTS = (10, 30)
_GOOGLE = "google.com"


def count_sweep(world: World) -> dict[str, int]:
    """Reads and writes for each account that `AccountKeeper.sweep` looks at, nothing changed."""
    documents = world.documents
    parts = (AccountStore(documents), Roster(PeopleStore(documents)))
    silent: Any = None
    keeper = AccountKeeper(*parts, _nobody, silent, world.clock)
    found = []
    for number in range(max(_ACCOUNTS) + 1):
        if number in _ACCOUNTS:
            with counted(world) as counts:
                keeper.sweep()
            found.append((counts.reads.total(), counts.writes.total()))
        _put_account(world, number)
    few, many = found
    more = _ACCOUNTS[1] - _ACCOUNTS[0]
    return {"reads": (many[0] - few[0]) // more, "writes": (many[1] - few[1]) // more}


def count_sign_in(world: World) -> dict[str, int]:
    """Reads and writes of somebody who gets in by an identity that is known, at one school."""
    documents = world.documents
    accounts = AccountStore(documents)
    google = {_GOOGLE: ProviderSettings(enabled=True, realms=frozenset({_DOMAIN}))}
    accounts.policies.save_settings("", google, "person:test", world.now)
    account = _put_account(world, 1)
    claims = {
        "iss": providers()[_GOOGLE].issuers[0],
        "sub": "1",
        "hd": _DOMAIN,
        "email": account.email,
        "email_verified": True,
    }
    event = SignInEvent(
        BEFORE_SIGN_IN, "event", account.uid, _GOOGLE, account.email, {_GOOGLE: "1"}, claims
    )
    roster = Roster(PeopleStore(documents))
    door = SignIn(accounts, RequestStore(documents), roster, _nobody, world.clock)
    with counted(world) as counts:
        door.before_sign_in(event)
    return {"reads": counts.reads.total(), "writes": counts.writes.total()}


def _put_account(world: World, number: int) -> Account:
    """A student's account by an identity of Google's."""
    person = put_member(world, "Ada", str(number), sisId=str(number))
    link = identity_hash(_GOOGLE, providers()[_GOOGLE].issuers[0], str(number))
    account = Account(
        f"uid-{number}",
        f"s{number}@{_DOMAIN}",
        AccountState.ACTIVE,
        person,
        memberships={world.school: Membership(Role.STUDENT, person)},
        links=frozenset({link}),
        schools=frozenset({world.school}),
    )
    commit = world.documents.commit()
    times = {"createTime": world.now, "updateTime": world.now}
    commit.create(f"accounts/{account.uid}", {**account.as_document(), **times})
    commit.run()
    return account


class _Nobody:
    """Stands where Firebase's own accounts stand: it has ended no token."""

    def valid_since(self, _uids: Sequence[str]) -> Mapping[str, int]:
        return {}


def _nobody() -> Any:
    return _Nobody()
