"""Routes by which anybody asks for a mail that lets its owner in; all are answered alike."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.invitation_views import MailRequest
from shared.identity.model import EMAIL_LINK, PASSWORD
from shared.kernel.permissions import Action
from shared.kernel.views import Empty, WriteQuery

api = Api("signInMails", "Mails for people who can't get in; nobody needs a token for them.")


@api.post("/v1/passwordResets", Action.PASSWORDS_RESET, Empty)
def create_password_reset(call: Call, query: WriteQuery, body: MailRequest) -> Empty:
    """Have the owner of an address mailed a link to set a password; 10 a minute from one place."""
    return _asked(call, query, PASSWORD, body)


@api.post("/v1/signInLinks", Action.SIGN_IN_LINKS_CREATE, Empty)
def create_sign_in_link(call: Call, query: WriteQuery, body: MailRequest) -> Empty:
    """Have a guardian mailed a link by which they get in; 10 a minute from one place."""
    return _asked(call, query, EMAIL_LINK, body)


def _asked(call: Call, query: WriteQuery, provider: str, body: MailRequest) -> Empty:
    if not query.validate_only:
        bootstrap.mail_requests().ask(
            provider, body.email, call.language, call.network, query.request_id
        )
    return Empty()
