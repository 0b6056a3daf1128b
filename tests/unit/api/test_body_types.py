"""A body's numbers and truths are those of JSON: no text is taken for one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from shared.kernel.views import View
from shared.rostering.connection_views import ConnectionCreate
from shared.rostering.credential_views import CredentialCreate
from shared.rostering.upload_views import UploadCreate

UPLOAD = {"fileName": "students.csv"}
CONNECTION = {"connection": "sis"}
NUMBERS = ("idWidth", "schoolYearEnd", "archiveAfterNights")
TRUTHS = ("enabled", "takesBackEdits", "ownsHandAdded")


@pytest.mark.parametrize(
    ("model", "given", "good", "bad"),
    [
        (CredentialCreate, {}, {"withPassword": False}, {"withPassword": "no"}),
        (UploadCreate, UPLOAD, {"sizeBytes": 9}, {"sizeBytes": "9"}),
        *[(ConnectionCreate, CONNECTION, {name: 4}, {name: "4"}) for name in NUMBERS],
        *[(ConnectionCreate, CONNECTION, {name: True}, {name: "true"}) for name in TRUTHS],
        *[(ConnectionCreate, CONNECTION, {name: False}, {name: 0}) for name in TRUTHS],
        (ConnectionCreate, CONNECTION, {"limits": {"x": 1}}, {"limits": {"x": "1"}}),
        (
            ConnectionCreate,
            CONNECTION,
            {"switches": {"student": {"add": True}}},
            {"switches": {"student": {"add": "on"}}},
        ),
    ],
)
def test_no_text_is_taken_for_a_number_or_a_truth(
    model: type[View], given: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    model.model_validate({**given, **good})
    with pytest.raises(ValidationError):
        model.model_validate({**given, **bad})
