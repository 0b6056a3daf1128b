"""A school that asks who runs its system for the values, and somebody who has the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.kernel.roles import Role
from shared.rostering.api_source import ApiSource
from shared.rostering.connections import Connection, Method
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.world import World

OWNER = "owner@district.example"
ASKED = "sis@vendor.example"
OLD = "https://old-sis.district.example/ims"
VALUES = {
    "baseUrl": "https://sis.district.example/ims/oneroster/v1p1",
    "tokenUrl": "https://sis.district.example/token",
    "clientId": "n3w-client-zq",
    "clientSecret": "n3w-s3cret-zq",
}


class AskingSchool:
    """A connection to a system whose values are asked for."""

    def __init__(self, world: World, door: ApiDoor) -> None:
        self.world = world
        self.owner = door.somebody(world.school, Role.OWNER, "o1", email=OWNER)
        self.nobody: Caller = door.nobody()

    @property
    def path(self) -> str:
        return f"/v1/schools/{self.world.school}/rosterConnections/sis"

    def set_up(self, secret: str = "", **settings: Any) -> None:
        """Write the connection; with a source of before where there is a secret."""
        world = self.world
        source = None
        if secret:
            version = world.rostering.keys.add(world.school, "sis", secret)
            source = ApiSource(
                OLD, client_id="0ld-client-zq", secret_version=version, secret_time=world.now
            )
        told = {"method": Method.ONEROSTER, "sis": "powerschool", "api_source": source}
        world.set_up(**{**told, **settings})

    def ask(self, query: Mapping[str, str] | None = None, **body: Any) -> Any:
        """Make a request; what the API answers."""
        self.world.pass_time(seconds=1)
        answer = self.owner.post(f"{self.path}:request", body, **(query or {}))
        assert answer.code == 200, answer.json
        return answer.json

    def code(self, **body: Any) -> str:
        """The code in the link of a new request."""
        return code_in(self.ask(**body)["link"])

    def call(self, verb: str, code: str, **more: Any) -> Answer:
        """What somebody without an account is answered who has a code."""
        query = {name: more.pop(name) for name in ("requestId", "validateOnly") if name in more}
        return self.nobody.post(f"/v1/connectionRequests:{verb}", {"code": code, **more}, **query)

    def answer(self, code: str, **changed: Any) -> Answer:
        """Send the values, some of them changed."""
        self.world.pass_time(seconds=1)
        return self.call("answer", code, **{**VALUES, **changed})

    def state(self) -> Any:
        """What the owner sees of the request."""
        return self.owner.get(f"{self.path}/request").json

    def connection(self) -> Connection:
        """The connection as it is stored."""
        found = self.world.rostering.store.connection(self.world.school, "sis")
        assert found is not None
        return found

    def mails(self) -> dict[str, str]:
        """The texts of all mails by their addresses, once everything was delivered."""
        self.world.drain()
        sent = self.world.mail.mails
        assert len({mail.address for mail in sent}) == len(sent), "somebody got two mails"
        return {mail.address: f"{mail.letter.subject}\n{mail.letter.text}" for mail in sent}

    def kept(self) -> str:
        """All that is stored beside Secret Manager."""
        collections = (
            *("audit", "outbox", "notices", "connectionRequests", "limits"),
            f"schools/{self.world.school}/rosterConnections",
        )
        return str([[*self.world.documents.all(each)] for each in collections])

    def verbs(self) -> list[str]:
        """What the audit says that was done, in the order of time."""
        entries = [each.fields for each in self.world.documents.all("audit")]
        return [each["verb"] for each in sorted(entries, key=lambda each: each["time"])]


def code_in(text: str) -> str:
    """The code of the link in a text."""
    return text.partition("/connection-request#code=")[2].split()[0]
