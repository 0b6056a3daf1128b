"""Who gets in and who is still in: what blocking functions and every call need, and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from shared import bootstrap
from shared.cloud.auth_users import AuthUsers
from shared.cloud.firebase_tokens import FirebaseTokens
from shared.cloud.id_tokens import EventTokens, IdTokens
from shared.identity.account_store import AccountStore
from shared.identity.keeping import AccountKeeper
from shared.identity.request_store import RequestStore
from shared.identity.roster import Roster
from shared.identity.sign_in import SignIn
from shared.identity.standing import CallerStanding
from shared.identity.telling import FirebaseTeller
from shared.people.store import PeopleStore
from shared.settings import settings


@lru_cache(maxsize=1)
def _firebase_tokens() -> FirebaseTokens:
    """Their times are real ones, also where the clock is moved."""
    here = settings()
    emulated = bool(here.auth_emulator)
    return FirebaseTokens(here.project, lambda: datetime.now(UTC), emulated=emulated)


def id_tokens() -> IdTokens:
    """Who checks the tokens of people."""
    return IdTokens(_firebase_tokens())


def event_tokens() -> EventTokens:
    """Who checks the tokens with which Identity Platform asks."""
    return EventTokens(_firebase_tokens())


def auth_users() -> AuthUsers:
    """The accounts as Firebase Authentication keeps them."""
    return AuthUsers(settings().project, settings().auth_emulator)


def accounts() -> AccountStore:
    """The accounts as the district keeps them."""
    return AccountStore(bootstrap.documents())


def firebase_teller() -> FirebaseTeller:
    """Who tells Firebase what has become of an account."""
    return FirebaseTeller(bootstrap.accounts(), bootstrap.auth_users)


def account_keeper() -> AccountKeeper:
    """Who brings accounts up to date with the roster."""
    return AccountKeeper(
        bootstrap.accounts(),
        Roster(PeopleStore(bootstrap.documents())),
        bootstrap.auth_users,
        bootstrap.firebase_teller(),
        bootstrap.clock,
    )


@lru_cache(maxsize=1)
def sign_in() -> SignIn:
    """Who decides who gets in."""
    database = bootstrap.documents()
    roster, requests = Roster(PeopleStore(database)), RequestStore(database)
    return SignIn(bootstrap.accounts(), requests, roster, bootstrap.auth_users, bootstrap.clock)


@lru_cache(maxsize=1)
def standing() -> CallerStanding:
    """Who knows whether a caller is still somebody."""
    keeper = bootstrap.account_keeper()
    people = PeopleStore(bootstrap.documents())
    return CallerStanding(
        bootstrap.accounts(), people, bootstrap.auth_users, bootstrap.clock, keeper.account_changed
    )
