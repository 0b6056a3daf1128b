"""The secret of a school's system: set, looked at, and processes that end in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.kernel.actor import Actor, Membership
from shared.kernel.roles import Role
from shared.rostering.api_source import ApiSource
from shared.rostering.connection_views import ConnectionUpdate, SecretSet
from shared.rostering.connections import Method
from tests.support.world import World

BASE = "https://sis.district.example/ims/oneroster/v1p1"
TOKEN = "https://sis.district.example/token"
FIRST, SECOND = "fir5t-s3cret-zq", "s3cond-s3cret-zq"


class KilledError(BaseException):
    """The process ends here: nothing that follows is done."""


def set_up(world: World) -> None:
    """Give the world's connection a source without a secret."""
    source = ApiSource(BASE, TOKEN, client_id="key")
    world.set_up(method=Method.ONEROSTER, api_source=source)


def pinned(world: World) -> str:
    """The name of the version that the connection's source has; empty for none."""
    found = world.rostering.store.connection(world.school, "sis")
    assert found is not None
    return "" if found.api_source is None else found.api_source.secret_version


def alive(world: World) -> list[str]:
    """The values that can still be read of the connection's secret, the oldest first."""
    newest = f"projects/demo-{world.school}/secrets/roster-source_{world.school}_sis/versions/999"
    return [world.secrets.read(version) for version in world.secrets.older(newest)]


def verbs(world: World) -> list[str]:
    """What the audit says that was done."""
    return sorted(each.fields["verb"].partition(":")[2] for each in world.documents.all("audit"))


def set_secret(world: World, secret: str) -> None:
    """Set the secret as an owner does."""
    world.pass_time(seconds=1)
    asked = SecretSet.model_validate({"clientSecret": secret})
    act = world.rostering.connections.set_secret
    act(_owner(world), world.school, "sis", asked, "", validate_only=False)


def move(world: World, **changed: Any) -> None:
    """Save the settings of the source as an owner does, some of them changed."""
    world.pass_time(seconds=1)
    source = {"baseUrl": BASE, "tokenUrl": TOKEN, "clientId": "key", **changed}
    asked = ConnectionUpdate.model_validate({"apiSource": source})
    act = world.rostering.connections.update
    act(_owner(world), world.school, "sis", asked, "apiSource", "", validate_only=False)


def kill(*_: object) -> None:
    """End the process."""
    raise KilledError


def killed_in(
    monkeypatch: pytest.MonkeyPatch, service: object, step: str, act: Callable[[], None]
) -> None:
    """Do something in a process that ends as soon as it comes to a step."""
    with monkeypatch.context() as patch:
        patch.setattr(service, step, kill)
        with pytest.raises(KilledError):
            act()


def _owner(world: World) -> Actor:
    return Actor("uid", "", {world.school: Membership(Role.OWNER, "o1")})
