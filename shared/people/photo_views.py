"""Requests and answers of the API about photos. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.views import View
from shared.people.member_views import MemberView

MOST_MATCHED = 300


class NewPhoto(View):
    """A picture of one member."""

    image: str = Field(
        max_length=1_000_000,
        description="A JPEG, PNG or WebP file as base64, of four million pixels at most. A square "
        "of it is kept, drawn anew; nothing else of the file.",
    )
    etag: str = Field(default="", max_length=64, description="Of the member, as last seen.")


class PhotoDoubt(StrEnum):
    """Why a file is nobody's photo."""

    NOBODY = "NOBODY"
    """Nobody whose photo the caller may set has the id."""
    SEVERAL = "SEVERAL"
    """It is the id of several people."""


class PhotoIds(View):
    """Ids as the names of files say them."""

    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=MOST_MATCHED)
    ] = Field(description="Ids of the SIS, of either free field, or person ids.")


class PhotoMatch(View):
    """Whose photo a file is."""

    id: str
    member: MemberView | None = Field(default=None, description="None where there is a doubt.")
    doubt: PhotoDoubt | None = None


class PhotoMatches(View):
    """In the order of the ids that were asked for."""

    matches: list[PhotoMatch]
