"""The ways to sign in, each a data file: what it must say, and how its word is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.identity.model import People


class Claim(BaseModel):
    """Where a provider says something of somebody.

    Attributes:
        claim: name in its ID token or user data.
        verified: name of the claim that must be true for it to count; empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    verified: str = ""


class Provider(BaseModel):
    """A way to sign in.

    Attributes:
        issuers: one of which its ``iss`` must be, where it says one; none for Firebase's own ways.
        subject: who somebody is to it.
        realm: their organization; it must be one that the district named for this provider.
        email: their address.
        sis_ids: their ids in the SIS, which count inside of a named organization only.
        opened_by_invitation: lets in by accounts that were opened before, and by no others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

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
        path.stem: Provider.model_validate(tomllib.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }
