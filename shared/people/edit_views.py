"""Requests of the API that change a member. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.actor import Module
from shared.kernel.roles import Role
from shared.kernel.typed_text import tidy
from shared.kernel.views import View
from shared.people.model import MemberKind

_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
_Text = Annotated[str, Field(max_length=100, pattern=_NO_CONTROL), AfterValidator(tidy)]
_Email = Annotated[
    str,
    Field(max_length=254, pattern=r"^([^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+)?$"),
    AfterValidator(str.lower),
]
_Phone = Annotated[str, Field(pattern=r"^[0-9+() .x-]{0,32}$")]
_GRADES = "PK|TK|KG|0[1-9]|1[0-3]|UG"
_Grade = Annotated[str, Field(pattern=rf"^({_GRADES})?$")]
_SomeGrade = Annotated[str, Field(pattern=rf"^({_GRADES})$")]
MOST_GRADES = 17
"""So many grades there are."""


class MemberChange(View):
    """What is to change of a member; only the fields of the update mask are looked at."""

    etag: str = Field(
        default="", max_length=64, description="Of the member as the caller last saw it."
    )
    first_name: _Text | None = None
    last_name: _Text | None = None
    email: _Email | None = None
    phone: _Phone | None = None
    grade: _Grade | None = None
    id_field1: _Text | None = None
    id_field2: _Text | None = None
    role: Role | None = Field(
        default=None,
        description="Only owners and District Managers change this and the two below.",
    )
    limited_to_grades: list[_SomeGrade] | None = Field(
        default=None,
        max_length=MOST_GRADES,
        description="The grades that a Manager sees, each once; empty for the whole school.",
    )
    modules: list[Module] | None = Field(
        default=None,
        max_length=len(Module),
        description="What a teacher, a Manager or somebody of the staff manages, each once.",
    )


class MemberMark(View):
    """A request that names only the member as the caller last saw it."""

    etag: str = Field(default="", max_length=64)


class NewMember(View):
    """Somebody whom no roster brought in."""

    kind: MemberKind
    role: Role | None = Field(default=None, description="That of the kind unless told.")
    first_name: _Text
    last_name: _Text
    email: _Email = Field(default="", description="This or an id is needed.")
    sis_id: _Text = Field(default="", description="As the SIS has it, where it has one.")
    phone: _Phone = ""
    grade: _Grade = Field(default="", description="Of a student.")
    id_field1: _Text = ""
    id_field2: _Text = ""
