"""The request of the API that sets a photo. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View


class NewPhoto(View):
    """A picture of one member."""

    image: str = Field(
        max_length=1_000_000,
        description="A JPEG, PNG or WebP file as base64, of four million pixels at most. A square "
        "of it is kept, drawn anew; nothing else of the file.",
    )
    etag: str = Field(default="", max_length=64, description="Of the member, as last seen.")
