"""Mails that anybody may ask for: to set a password, or to get in as a guardian.

Every question is answered alike and takes as long, whether somebody has the address or not: what is
asked is written down, and everything else happens when the mail is to be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from shared.identity.account_store import AccountStore
from shared.identity.model import EMAIL_LINK, PASSWORD
from shared.kernel.clock import Clock
from shared.kernel.errors import Throttled
from shared.kernel.ids import digest_id
from shared.kernel.networks import place_of
from shared.kernel.outbox import announce
from shared.kernel.token_bucket import Limit, Limiter

FROM_ONE_PLACE = Limit(10)
TO_ONE_ADDRESS = Limit(20, timedelta(hours=1))
KEPT = timedelta(days=1)
"""How long the address that somebody has typed is kept."""

EVENTS = {PASSWORD: "account.password.asked", EMAIL_LINK: "account.link.asked"}
"""How people are to get in → the event that asks for the mail."""


class MailRequests:
    """Takes questions for mails from anybody."""

    def __init__(
        self,
        accounts: AccountStore,
        limits: Limiter,
        kick: Callable[[str], None],
        token: Callable[[], str],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            accounts: whose store takes the question.
            limits: how often one place may ask.
            kick: has an event delivered at once.
            token: makes a new unguessable text.
            clock: the present instant.
        """
        self._accounts = accounts
        self._limits = limits
        self._kick = kick
        self._token = token
        self._clock = clock

    def ask(self, provider: str, email: str, language: str, network: str, request: str) -> None:
        """Have whoever owns an address sent a mail, if they may have one.

        Args:
            provider: how they are to get in, of `EVENTS`.
            email: in lower case.
            language: of the mail.
            network: the address in the network from which it is asked.
            request: id of the request, under which it is asked once; empty for none.

        Raises:
            Throttled: ``RATE_LIMITED``: too many questions from one place.
            Transient: the database is away.
        """
        if wait := self._limits.take("mail-from", place_of(network), FROM_ONE_PLACE):
            raise Throttled(wait)
        subject = digest_id(email, request or self._token(), size=15)
        payload = {"email": email, "language": language}
        event = announce(EVENTS[provider], "", subject, payload, self._clock(), KEPT)
        self._accounts.mails.ask_for_mail(event)
        self._kick(event.event_id)
