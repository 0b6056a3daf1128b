"""The ways to sign in, each a data file: what it must say, and how its word is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shared.identity.model import People


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Where a provider says something of somebody.

    Attributes:
        claim: name in its ID token or user data.
        verified: name of the claim that must be true for it to count; empty for none.
    """

    claim: str
    verified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A way to sign in.

    Attributes:
        issuers: one of which its ``iss`` must be, where it says one; none for Firebase's own ways.
        subject: who somebody is to it.
        realm: their organization; it must be one that the district named for this provider.
        email: their address.
        sis_ids: their ids in the SIS, which count inside of a named organization only.
        opened_by_invitation: lets in by accounts that were opened before, and by no others.
    """

    display_name: str
    people: People
    issuers: tuple[str, ...] = ()
    subject: Claim | None = None
    realm: Claim | None = None
    email: Claim | None = None
    sis_ids: tuple[Claim, ...] = ()
    opened_by_invitation: bool = False


@lru_cache(maxsize=1)
def providers() -> Mapping[str, Provider]:
    """All ways to sign in by their names at Firebase."""
    folder = Path(__file__).parent
    return {
        path.stem: _provider(tomllib.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }


def _provider(told: Mapping[str, Any]) -> Provider:
    """What a file says; a TypeError for a field that there is not, or that is missing."""
    claims = {name: Claim(**told[name]) for name in ("subject", "realm", "email") if name in told}
    more = {
        "people": People(told["people"]),
        "issuers": tuple(told.get("issuers", ())),
        "sis_ids": tuple(Claim(**each) for each in told.get("sis_ids", ())),
    }
    return Provider(**{**told, **claims, **more})
