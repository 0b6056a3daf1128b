"""Requests and answers of the API about addresses that no SIS knows. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.views import ReadQuery, ResourceId, SchoolPath, View

LONGEST_FILE = 1_000_000
"""Characters of a CSV; the whole request may have a megabyte."""

MOST_ROWS = 2_000
"""Of a file, so that it is checked while somebody waits."""

MOST_PROBLEMS = 200
"""That an answer tells of; the rest is counted."""

EMAIL = r"^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$"
LONGEST_EMAIL = 254

_Email = Annotated[str, Field(max_length=LONGEST_EMAIL, pattern=EMAIL), AfterValidator(str.lower)]


class AddressPath(SchoolPath):
    """Of one address."""

    address: ResourceId


class AddressesQuery(ReadQuery):
    """Of a call that lists the addresses of somebody."""

    member: ResourceId = Field(description="Whose.")


class NewAddress(View):
    """An address by which a member is to come."""

    member: ResourceId
    email: _Email


class AddressView(View):
    """An address by which somebody comes beside the one that the roster has."""

    name: str = Field(description="schools/{school}/signInAddresses/{address}")
    member: str
    email: str


class AddressesPage(View):
    """All addresses of somebody; there are few."""

    sign_in_addresses: list[AddressView]


class AddressFile(View):
    """A CSV of ids and addresses."""

    csv: str = Field(
        max_length=LONGEST_FILE,
        description="Its first line names the columns id and email. id is the SIS id or the e-mail "
        "that the roster has, or the member's id here.",
    )


class AddressProblem(StrEnum):
    """What is wrong with a row."""

    FILE_UNREADABLE = "FILE_UNREADABLE"
    HEADER_MISSING = "HEADER_MISSING"
    FILE_EMPTY = "FILE_EMPTY"
    ROWS_TOO_MANY = "ROWS_TOO_MANY"
    ID_EMPTY = "ID_EMPTY"
    ID_UNKNOWN = "ID_UNKNOWN"
    ID_SEVERAL = "ID_SEVERAL"
    ID_ARCHIVED = "ID_ARCHIVED"
    EMAIL_EMPTY = "EMAIL_EMPTY"
    EMAIL_INVALID = "EMAIL_INVALID"
    EMAIL_OUTSIDE = "EMAIL_OUTSIDE"
    EMAIL_TAKEN = "EMAIL_TAKEN"
    EMAIL_TWICE = "EMAIL_TWICE"
    MEMBER_PROTECTED = "MEMBER_PROTECTED"
    MEMBER_ELSEWHERE = "MEMBER_ELSEWHERE"


FIXES = {
    AddressProblem.FILE_UNREADABLE: "a quote is not closed; save it as CSV once more",
    AddressProblem.HEADER_MISSING: "the first line has to name the columns id and email",
    AddressProblem.FILE_EMPTY: "there is no row below the first line",
    AddressProblem.ROWS_TOO_MANY: f"send at most {MOST_ROWS:,} rows at once",
    AddressProblem.ID_EMPTY: "give the SIS id or the e-mail that the roster has",
    AddressProblem.ID_UNKNOWN: "no member of this school has this id or e-mail; look them up",
    AddressProblem.ID_SEVERAL: "several members have this id; give their e-mail instead",
    AddressProblem.ID_ARCHIVED: "the member is archived; restore them first or leave the row out",
    AddressProblem.EMAIL_EMPTY: "give the address, or leave the row out",
    AddressProblem.EMAIL_INVALID: "is no e-mail address; correct it",
    AddressProblem.EMAIL_OUTSIDE: "its domain is none that the district signs in by; give an "
    "address of the district, or have the domain added to the sign-in settings",
    AddressProblem.EMAIL_TAKEN: "is another person's address already; give another one, or take "
    "it from them first",
    AddressProblem.EMAIL_TWICE: "stands in this file for another person as well; keep one of them",
    AddressProblem.MEMBER_PROTECTED: "runs the district; a District Manager has to do it",
    AddressProblem.MEMBER_ELSEWHERE: "belongs to another school too; a District Manager has to "
    "do it",
}
"""What to do about each, in English; it never holds what the row says."""


class AddressProblemView(View):
    """What is wrong with a row, and what to do."""

    line: int = Field(description="Of the file, its first line is 1.")
    column: str = Field(description="id or email; empty for the whole line.")
    code: AddressProblem
    fix: str = Field(description="What to do, in English.")


class AddressImportView(View):
    """What a file comes to: with a problem, nothing of it is done."""

    rows: int
    added: int = Field(description="Addresses that are new, or would be.")
    unchanged: int = Field(description="Rows that say what is so already.")
    applied: bool = Field(description="True where the new addresses are in force now.")
    problems: list[AddressProblemView] = Field(description=f"{MOST_PROBLEMS} at most.")
    problem_count: int


def address_name(school: str, address: str) -> str:
    """The resource name of an address."""
    return f"schools/{school}/signInAddresses/{address}"
