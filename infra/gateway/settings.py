"""What the gateway is told from outside, as environment variables that start with ``GATEWAY_``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from infra.gateway.algorithms import LEGACY

MEBIBYTE = 1024 * 1024


class GatewaySettings(BaseSettings):
    """One gateway's settings; the table in `infra.gateway.__main__` says what each means."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(2022, ge=0, le=65535)
    host_keys: Annotated[tuple[Path, ...], NoDecode] = Field(min_length=1)
    max_file_bytes: int = Field(50 * MEBIBYTE, gt=0)
    suffixes: Annotated[tuple[str, ...], NoDecode] = (".csv", ".tsv", ".txt", ".xlsx", ".zip")
    login_seconds: float = Field(30, gt=0)
    idle_seconds: float = Field(600, gt=0)
    stop_seconds: float = Field(30, ge=0)
    storage_seconds: float = Field(45, gt=0)
    cache_seconds: float = Field(15, ge=0)
    max_connections: int = Field(200, gt=0)
    max_connections_per_address: int = Field(64, gt=0)
    max_handshakes: int = Field(64, gt=0)
    ban_user_after: int = Field(5, gt=0)
    ban_address_after: int = Field(10, gt=0)
    ban_seconds: float = Field(60, gt=0)
    legacy_algorithms: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("host_keys", "suffixes", "legacy_algorithms", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("suffixes")
    @classmethod
    def _suffixes_are_lower_case(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(suffix.startswith(".") and len(suffix) > 1 for suffix in value):
            raise ValueError("each suffix starts with a dot, such as .csv")
        return tuple(suffix.lower() for suffix in value)

    @field_validator("legacy_algorithms")
    @classmethod
    def _legacy_is_a_closed_list(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in LEGACY]
        if unknown:
            raise ValueError(
                f"not among the old algorithms: {', '.join(unknown)}; {sorted(LEGACY)}"
            )
        return value
