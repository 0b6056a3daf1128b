"""What a deployment is told from outside, as environment variables that start with ``CARILLON_``.

District and school settings that people change live in Firestore, not here.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_PREFIX = "demo-"


class Settings(BaseSettings):
    """One deployment's settings; every field is the upper-case variable of its name."""

    model_config = SettingsConfigDict(env_prefix="CARILLON_", frozen=True, extra="ignore")

    project: str = Field(validation_alias="GOOGLE_CLOUD_PROJECT", description="Project id.")
    region: str = Field("us-central1", pattern=r"^us-", description="Region of queues.")
    drop_bucket: str = Field(description="Bucket that receives roster files; raises the event.")
    work_bucket: str = Field(description="Bucket of snapshots and plans; raises no event.")
    function_url: str = Field(
        description="Address of a function: {entry_point} and {service} (kebab-case) are filled."
    )
    console_url: str = Field("", description="Address of the console, for links in mails.")
    proxies: int = Field(
        2, ge=0, le=5,
        description="Proxies before a function that add to X-Forwarded-For: Hosting, Cloud Run.",
    )  # fmt: skip
    tasks_service_account: str = Field("", description="Who Cloud Tasks calls as.")
    scheduler_service_account: str = Field("", description="Who Cloud Scheduler calls as.")
    smtp_host: str = Field("", description="The district's mail relay.")
    smtp_port: int = 587
    smtp_starttls: bool = True
    smtp_username: str = ""
    smtp_password: str = Field("", repr=False)
    mail_from: str = Field("", description="Sender of every mail, `Name <address>`.")
    firestore_emulator: str = Field("", validation_alias="FIRESTORE_EMULATOR_HOST")
    storage_emulator: str = Field("", validation_alias="STORAGE_EMULATOR_HOST")
    tasks_emulator: str = Field("", validation_alias="CLOUD_TASKS_EMULATOR_HOST")
    auth_emulator: str = Field("", validation_alias="FIREBASE_AUTH_EMULATOR_HOST")
    clock_offset_seconds: int = Field(0, description="Moves the clock; in a demo project only.")

    @model_validator(mode="after")
    def _emulators_only_in_a_demo_project(self) -> Settings:
        emulated = (
            self.firestore_emulator
            or self.storage_emulator
            or self.tasks_emulator
            or self.auth_emulator
        )
        if not self.project.startswith(DEMO_PREFIX) and (emulated or self.clock_offset_seconds):
            raise ValueError(
                "emulators and a moved clock are for projects whose id starts with 'demo-'; "
                "unset FIRESTORE_EMULATOR_HOST, STORAGE_EMULATOR_HOST, CLOUD_TASKS_EMULATOR_HOST, "
                "FIREBASE_AUTH_EMULATOR_HOST and CARILLON_CLOCK_OFFSET_SECONDS, or use a demo "
                "project"
            )
        return self

    @property
    def is_local(self) -> bool:
        """True under a demo project with all emulators set: unsigned internal calls are let in."""
        return bool(
            self.project.startswith(DEMO_PREFIX)
            and self.firestore_emulator
            and self.storage_emulator
            and self.tasks_emulator
        )

    def url_of(self, entry_point: str) -> str:
        """The address of one function, which is also the audience of tokens sent to it."""
        return self.function_url.format(
            entry_point=entry_point, service=entry_point.replace("_", "-")
        )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()  # type: ignore[call-arg]  # every value comes from the environment
