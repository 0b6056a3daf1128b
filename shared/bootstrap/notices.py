"""Mails."""

from __future__ import annotations

import secrets
from functools import lru_cache

from shared import bootstrap
from shared.identity.account_mails import AccountMails
from shared.identity.roster import Roster
from shared.notifications.mail import Relay, RelaySettings
from shared.notifications.service import NotificationService
from shared.notifications.setting_desk import NoticeSettingDesk
from shared.notifications.store import NotificationStore
from shared.notifications.tasks import NoticeTasks
from shared.people.store import PeopleStore
from shared.rostering.connection_request_mails import ConnectionRequestMails
from shared.rostering.request_store import ConnectionRequestStore
from shared.settings import settings


def account_mails() -> AccountMails:
    """Who knows whom the mails about accounts go to."""
    roster = Roster(PeopleStore(bootstrap.documents()))
    console = settings().console_url
    return AccountMails(
        bootstrap.accounts(),
        roster,
        bootstrap.auth_users,
        bootstrap.limits(),
        bootstrap.clock,
        console,
    )


def request_mails() -> ConnectionRequestMails:
    """Who knows whom the mails of connection requests go to."""
    store = ConnectionRequestStore(bootstrap.documents())
    console = settings().console_url
    return ConnectionRequestMails(store, secrets.token_bytes, console, bootstrap.clock)


@lru_cache(maxsize=1)
def notifications() -> NotificationService:
    """Notifications, wired for this process."""
    here = settings()
    relay = Relay(
        RelaySettings(
            host=here.smtp_host,
            port=here.smtp_port,
            starttls=here.smtp_starttls,
            username=here.smtp_username,
            sender=here.mail_from,
            password=here.smtp_password,
        )
    )
    tasks = NoticeTasks(bootstrap.queue("notices"), here.url_of("notice_send"))
    return NotificationService(
        NotificationStore(bootstrap.documents()),
        relay,
        tasks,
        bootstrap.clock,
        bootstrap.token,
        here.console_url,
        bootstrap.account_mails(),
        bootstrap.request_mails(),
    )


@lru_cache(maxsize=1)
def notice_settings() -> NoticeSettingDesk:
    """Who gets a school's mails."""
    return NoticeSettingDesk(NotificationStore(bootstrap.documents()), bootstrap.clock)
