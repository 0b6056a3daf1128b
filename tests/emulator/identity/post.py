"""The district's mail as these tests see it: delivered by the real functions over SMTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from infra.local.loopback import PLAINLY
from tests.emulator.notifications.relays import ScriptedRelay, serve
from tests.support.api import forget
from tests.support.sign_in_site import SignInSite

CONSOLE = "http://127.0.0.1:1/console"


@dataclass(frozen=True)
class Post:
    """Mails asked for, and mails that came.

    Attributes:
        relay: what the district's relay was given.
    """

    site: SignInSite
    relay: ScriptedRelay

    def waiting(self, email: str) -> list[dict[str, Any]]:
        """The events that somebody who typed an address has caused."""
        return [each.fields for each in self.site.documents.where("outbox", "payload.email", email)]

    def invited(self, uid: str) -> list[dict[str, Any]]:
        """The events of an account's invitations."""
        return [each.fields for each in self.site.documents.where("outbox", "payload.account", uid)]

    def deliver(self, *events: dict[str, Any]) -> None:
        """What Cloud Tasks does with each."""
        for event in events:
            url = f"{self.site.functions}/notice_send"
            body = {"event": event["eventId"]}
            answer = httpx.post(url, json=body, timeout=60, **PLAINLY)
            assert answer.status_code == 200

    def ask(self, kind: str, email: str, network: str, **headers: str) -> httpx.Response:
        """Somebody asks for a mail who is nobody to us."""
        told = {"X-Forwarded-For": network, **headers}
        return self.site.answer("POST", f"/v1/{kind}", {"email": email}, **told)

    def mails(self, email: str) -> list[EmailMessage]:
        """What was mailed to an address."""
        mine = [to.lower() == email.lower() for to, _ in self.relay.contents]
        return [one for one, is_mine in zip(self.relay.messages(), mine, strict=True) if is_mine]

    def code(self, email: str, page: str) -> str:
        """The code in the newest mail to an address, whose link opens a page of the console."""
        found = re.findall(
            rf"{re.escape(CONSOLE)}/{page}#code=(\S+)", text_of(self.mails(email)[-1])
        )
        (code,) = found
        return str(code)


def text_of(mail: EmailMessage) -> str:
    """A mail's words."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@contextmanager
def opened(site: SignInSite) -> Iterator[Post]:
    """The post of a site, with a relay that takes everything."""
    with serve(ScriptedRelay()) as relay, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARILLON_SMTP_PORT", str(relay.port))
        forget()
        yield Post(site, relay)
    forget()
