"""The accounts that the simulated Google knows, as a file that the local stack's owner writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "google-accounts.json"
_SUBJECT_DIGITS = 21


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """One account.

    Attributes:
        hd: the organization's domain; empty for an account of nobody's organization.
        verified: Google knows that the address is theirs.
        note: what it is there to show.
    """

    email: str
    name: str
    hd: str = ""
    verified: bool = True
    note: str = ""


def write_accounts(
    folder: Path, accounts: Iterable[GoogleAccount], organizations: Iterable[str]
) -> None:
    """Have these accounts offered from now on.

    Args:
        folder: of the stack.
        accounts: in the order in which they are offered.
        organizations: domains whose addresses belong to an organization, for those that are typed.
    """
    told = {
        "accounts": [{**asdict(each), "sub": subject_of(each.email)} for each in accounts],
        "organizations": sorted(organizations),
    }
    (folder / FILE).write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def known_accounts(file: Path) -> Mapping[str, Any]:
    """What the file says; nobody where there is none yet."""
    if not file.exists():
        return {"accounts": [], "organizations": []}
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def subject_of(email: str) -> str:
    """The number by which Google always knows the account, 21 digits as its own have."""
    number = int(hashlib.sha256(email.lower().encode()).hexdigest(), 16)
    return str(number)[:_SUBJECT_DIGITS]
