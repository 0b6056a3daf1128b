"""The simulated Google accounts of a stack: a file of them, and one for any typed address."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "google-accounts.json"
"""Its name in the stack's folder."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST_CHARACTERS = 254


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """One account as Google knows it.

    Attributes:
        sub: 21 digits, Google's own id, which stays when the address changes.
        name: given name, a space, and the rest.
        hosted_domain: of the organization that runs the account; empty for a person's own.
        email_verified: whether Google has seen that the address is theirs.
        note: who it is in the stack, shown where one chooses; goes into no token.
    """

    sub: str
    email: str
    name: str
    hosted_domain: str = ""
    email_verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownAccounts:
    """What a file of accounts holds.

    Attributes:
        hosted_domains: whose typed addresses belong to an organization.
    """

    accounts: tuple[GoogleAccount, ...] = ()
    hosted_domains: frozenset[str] = frozenset()

    def of_sub(self, sub: str) -> GoogleAccount | None:
        """The listed account of this id."""
        return next((one for one in self.accounts if one.sub == sub), None)

    def of_address(self, typed: str) -> GoogleAccount:
        """The account of an address: the listed one, else one made up of the address alone.

        Raises:
            ValueError: it is no address.
        """
        email = typed.strip().lower()
        if len(email) > _MOST_CHARACTERS or not _ADDRESS.fullmatch(email):
            raise ValueError("no e-mail address")
        for one in self.accounts:
            if one.email.lower() == email:
                return one
        local, _, domain = email.rpartition("@")
        hosted = domain if domain in self.hosted_domains else ""
        return GoogleAccount(sub_of(email), email, _name_in(local), hosted)


def sub_of(email: str) -> str:
    """The 21 digits of an address, which are the same each time."""
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return f"1{int(digest, 16) % 10**20:020d}"


def write_accounts(path: Path, accounts: Sequence[GoogleAccount]) -> None:
    """Write the accounts that a stack offers, over those that it offered before.

    The domains of their organizations are those of which typed addresses are taken for hosted.
    """
    told = {
        "accounts": [_written(one) for one in accounts],
        "hostedDomains": sorted({one.hosted_domain for one in accounts} - {""}),
    }
    # Somebody may be choosing right now, and would read half of it.
    made = path.with_name(f"{path.name}.new")
    made.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    made.replace(path)


def read_accounts(path: Path) -> KnownAccounts:
    """What `write_accounts` or the stack's owner wrote; nothing where there is no file.

    Raises:
        ValueError: the file doesn't have that shape.
    """
    if not path.exists():
        return KnownAccounts()
    try:
        told = json.loads(path.read_text("utf-8"))
        domains: Iterable[str] = told.get("hostedDomains", ())
        accounts = tuple(_read(one) for one in told["accounts"])
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no list of accounts") from error
    return KnownAccounts(accounts, frozenset(domain.lower() for domain in domains))


def _written(account: GoogleAccount) -> dict[str, Any]:
    return {
        "sub": account.sub,
        "email": account.email,
        "emailVerified": account.email_verified,
        "hostedDomain": account.hosted_domain,
        "name": account.name,
        "note": account.note,
    }


def _read(fields: Mapping[str, Any]) -> GoogleAccount:
    return GoogleAccount(
        sub=str(fields["sub"]),
        email=str(fields["email"]),
        name=str(fields["name"]),
        hosted_domain=str(fields.get("hostedDomain") or ""),
        email_verified=fields.get("emailVerified") is not False,
        note=str(fields.get("note") or ""),
    )


def _name_in(local: str) -> str:
    """A name out of the part before the @: ``ada.lovelace`` is Ada Lovelace."""
    return " ".join(re.split(r"[._+-]+", local)).strip().title() or local
