"""The shape of an error's body, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class StatusBody(BaseModel):
    """``google.rpc.Status`` as the API answers it."""

    model_config = ConfigDict(title="Status")

    code: int = Field(description="The HTTP code.")
    status: str = Field(description="The canonical status, such as NOT_FOUND.")
    message: str = Field(description="For developers, in English.")
    details: list[dict[str, Any]] = Field(
        description="One google.rpc.ErrorInfo with the stable reason, a Help link, and where they "
        "fit LocalizedMessage, BadRequest and RetryInfo."
    )


class Error(BaseModel):
    """Every answer that is not a success."""

    error: StatusBody
