"""The local Secret Manager as a process, driven by the product's own door and Google's client."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import grpc
import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument, NotFound
from google.cloud import secretmanager_v1 as api
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)

from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.secrets_server import secrets_spec
from shared.cloud.secrets import Secrets
from shared.kernel.errors import Permanent, Transient

PARENT = "projects/demo-one"
SECRET = f"{PARENT}/secrets/one"
Start = Callable[[], tuple[Child, str]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "book.json"


@pytest.fixture
def start(tmp_path: Path, book: Path) -> Iterator[Start]:
    """Starts it on the test's own file; started again it gets another port."""
    with ExitStack() as ends:

        def begin() -> tuple[Child, str]:
            port = free_port()
            child = Child(secrets_spec(port, book), tmp_path)
            ends.callback(child.kill)
            child.wait_ready()
            return child, f"127.0.0.1:{port}"

        yield begin


def door(address: str) -> Secrets:
    return Secrets("demo-one", "us-east4", address)


def client_of(address: str) -> api.SecretManagerServiceClient:
    channel = grpc.insecure_channel(address)
    transport = SecretManagerServiceGrpcTransport(channel=channel)
    return api.SecretManagerServiceClient(transport=transport)


def test_a_value_comes_back_by_its_version_alone(start: Start) -> None:
    _, address = start()
    secrets = door(address)
    first = secrets.add("one", "Grüße, s3cret")
    second = secrets.add("one", "another")
    assert (first, second) == (f"{SECRET}/versions/1", f"{SECRET}/versions/2")
    assert secrets.read(first) == "Grüße, s3cret"
    assert secrets.read(second) == "another"
    assert secrets.add("two", "x") == f"{PARENT}/secrets/two/versions/1"


def test_a_new_secret_is_kept_in_the_deployments_region_only(start: Start) -> None:
    _, address = start()
    door(address).add("one", "x")
    replication = client_of(address).get_secret(name=SECRET).replication
    assert [each.location for each in replication.user_managed.replicas] == ["us-east4"]
    assert "automatic" not in replication


def test_what_is_destroyed_is_gone_for_good(start: Start, book: Path) -> None:
    _, address = start()
    secrets = door(address)
    first, second, third = (secrets.add("one", f"value-{n}") for n in range(3))
    assert secrets.older(third) == [first, second]
    assert secrets.older(first) == []
    secrets.destroy(first)
    secrets.destroy(first)
    assert secrets.older(third) == [second]
    with pytest.raises(Permanent) as raised:
        secrets.read(first)
    assert raised.value.reason == "SECRET_GONE"
    assert secrets.read(second) == "value-1"
    assert json.loads(book.read_text())[SECRET]["versions"][0]["data"] is None
    with pytest.raises(FailedPrecondition):
        client_of(address).access_secret_version(name=first)


def test_what_never_was_is_missing_and_not_destroyed_in_vain(start: Start) -> None:
    _, address = start()
    secrets = door(address)
    nothing = f"{PARENT}/secrets/none/versions/1"
    with pytest.raises(Permanent):
        secrets.read(nothing)
    secrets.destroy(nothing)
    assert secrets.older(nothing) == []
    client = client_of(address)
    with pytest.raises(NotFound):
        client.get_secret(name=SECRET)
    with pytest.raises(InvalidArgument):
        client.create_secret(parent=PARENT, secret_id="a/b", secret=api.Secret())


def test_a_killed_one_goes_on_with_what_it_had_and_shows_it_to_its_owner_only(
    start: Start, book: Path
) -> None:
    child, address = start()
    version = door(address).add("one", "s3cret")
    child.kill()
    _, again = start()
    assert door(again).read(version) == "s3cret"
    assert door(again).add("one", "new") == f"{SECRET}/versions/2"
    assert [path.name for path in book.parent.iterdir()] == ["book.json"]
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_a_hundred_versions_are_listed_to_the_last(start: Start) -> None:
    _, address = start()
    secrets = door(address)
    versions = [secrets.add("one", str(n)) for n in range(103)]
    assert secrets.older(versions[-1]) == versions[:-1]


def test_where_nothing_answers_it_may_pass_later() -> None:
    with pytest.raises(Transient) as raised:
        door(f"127.0.0.1:{free_port()}").add("one", "s3cret")
    assert raised.value.reason == "SECRETS_UNAVAILABLE"
    assert "s3cret" not in str(raised.value)
