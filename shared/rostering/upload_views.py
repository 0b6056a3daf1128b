"""Requests and answers of the API about roster files that a person uploads. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import Field, StrictInt

from shared.kernel.views import View

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes, as the gateway takes them."""


class UploadCreate(View):
    """A file that is to be uploaded."""

    file_name: str = Field(min_length=1, description="With its ending and without folders.")
    size_bytes: StrictInt = Field(ge=1, le=LARGEST_FILE, description="Of the whole file, exactly.")


class UploadView(View):
    """Where the bytes go: a resumable session of Cloud Storage."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"upload_uri"})
    upload: str = Field(description="Its id.")
    upload_uri: str = Field(
        description="PUT the bytes there from the page that asked; empty when a call is repeated."
    )
    expire_time: datetime
