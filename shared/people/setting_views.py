"""Requests and answers of the API about what a school calls things of its people. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.views import View

_Label = Annotated[
    str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)
]


class PeopleSettings(View):
    """What can be set; a label that is empty says that the field is not in use."""

    id_field1_label: _Label = Field(
        "", description="What the school calls the first of its two free id fields."
    )
    id_field2_label: _Label = Field("", description="What it calls the second.")


class PeopleSettingsUpdate(PeopleSettings):
    """New values of the fields that the update mask names."""

    etag: str = Field("", max_length=64, description="Of the settings as last seen.")


class PeopleSettingsView(PeopleSettings):
    """What a school calls things of its people."""

    name: str = Field(description="schools/{school}/settings/people")
    etag: str


LABELS = {"idField1Label": "id_field1_label", "idField2Label": "id_field2_label"}
"""Fields of the settings' document → their names in a request."""
