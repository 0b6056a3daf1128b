"""What every request and answer of the API has in common. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StrictInt
from pydantic.alias_generators import to_camel

RESOURCE_ID = r"^[a-z0-9][a-z0-9-]{0,62}$"
"""Ids in paths: lower case letters, digits and hyphens."""

ResourceId = Annotated[str, Field(pattern=RESOURCE_ID, max_length=63)]


class View(BaseModel):
    """A request or an answer, or a part of one: lowerCamelCase, and nothing that it doesn't name.

    Attributes:
        SECRET: fields of an answer that are shown once and never stored, not even to repeat it;
            fields of a request of which nothing is stored that tells them.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="forbid", frozen=True
    )
    SECRET: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def model_json_schema(cls, *how: Any, **asked: Any) -> dict[str, Any]:  # noqa: ANN401  # pydantic's
        """As pydantic makes it; the usual one is kept, for the framework asks with each request."""
        if how or asked:
            return super().model_json_schema(*how, **asked)
        return _usual_schema(cls)


@cache
def _usual_schema(view: type[View]) -> dict[str, Any]:
    return super(View, view).model_json_schema()


class ReadQuery(View):
    """Of a call that reads one resource."""


class PageQuery(View):
    """Of a call that reads a list."""

    page_size: int = Field(0, description="At most so many; 50 unless told, never more than 1000.")
    page_token: str = Field("", max_length=2_000, description="Of the page before.")


class PageBody(PageQuery):
    """The same in the body of a request, where a number is no text."""

    page_size: StrictInt = Field(
        0, description="At most so many; 50 unless told, never more than 1000."
    )


class WriteQuery(View):
    """Of a call that changes something."""

    request_id: str = Field(
        "",
        max_length=36,
        pattern=r"^[\x21-\x7e]*$",
        description="The same call again, under the same id, is done once and answered alike.",
    )
    validate_only: bool = Field(
        False, description="Do all checks, answer as if it were done, and change nothing."
    )


class UpdateQuery(WriteQuery):
    """Of a call that changes some fields."""

    update_mask: str = Field("", max_length=2_000, description="The fields to change, or *.")


class SchoolPath(View):
    """Of what belongs to a school."""

    school: ResourceId


class Empty(View):
    """Nothing to say but that it was done."""


@dataclass(frozen=True, slots=True)
class Download:
    """An answer that is a file.

    Attributes:
        chunks: its bytes, made as they are sent.
        etag: tells whether it is the one that a caller has already; empty for a file that nobody
            keeps.
    """

    file_name: str
    media_type: str
    chunks: Iterator[bytes]
    etag: str = ""
