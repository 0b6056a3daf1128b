"""Requests of the API for members as a file. Pure."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from shared.kernel.views import View
from shared.people.search import LONGEST_TEXT


class MemberColumn(StrEnum):
    """A column of the file, under the same name as the member's field."""

    PERSON = "person"
    SIS_ID = "sisId"
    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    KIND = "kind"
    ROLE = "role"
    STATE = "state"
    GRADE = "grade"
    EMAIL = "email"
    PHONE = "phone"
    ID_FIELD1 = "idField1"
    ID_FIELD2 = "idField2"
    ARCHIVED_BY = "archivedBy"
    ARCHIVE_TIME = "archiveTime"
    ARCHIVE_TIME_LOCAL = "archiveTimeLocal"
    CREATE_TIME = "createTime"
    CREATE_TIME_LOCAL = "createTimeLocal"
    UPDATE_TIME = "updateTime"
    UPDATE_TIME_LOCAL = "updateTimeLocal"


class ExportRequest(View):
    """Which members, and what of them."""

    search: str = Field(
        default="", max_length=LONGEST_TEXT, description="As of the list of members."
    )
    filter: str = Field(default="", max_length=1_000, description="As of the list of members.")
    columns: list[MemberColumn] = Field(
        default=[],
        max_length=len(MemberColumn),
        description="All unless told; the person id always comes first.",
    )
