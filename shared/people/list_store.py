"""Lists of members in Firestore."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from shared.cloud.firestore import Document, Documents, Query
from shared.kernel.views import RESOURCE_ID
from shared.people.model import Stored

MOST_MEMBERS = 1_000
"""Of one list; their ids stand in its document."""

MOST_TAUGHT = 100
"""Lists of one teacher that are looked at."""

_ID = re.compile(RESOURCE_ID)


def lists_of(school: str) -> str:
    """The collection of a school's lists."""
    return f"schools/{school}/lists"


class ListStore:
    """The lists of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, school: str, name: str) -> Document | None:
        """One list by its id or its resource name, None when the school has none such."""
        *parent, list_id = name.split("/")
        if not _ID.fullmatch(list_id) or "/".join(parent) not in ("", "lists", lists_of(school)):
            return None
        return self._documents.get(f"{lists_of(school)}/{list_id}")

    def taught_by(self, school: str, person: str) -> list[Document]:
        """The lists that somebody teaches, by name; `MOST_TAUGHT` at most."""
        taught = ("teacherIds", "array_contains", person)
        return self._documents.page(
            Query(lists_of(school), [taught], ["displayName"], limit=MOST_TAUGHT)
        )

    def page(
        self, school: str, size: int, after: Sequence[object] | None, taught_by: str = ""
    ) -> list[Document]:
        """Lists in the order of their names; of one teacher where it is said."""
        where = [("teacherIds", "array_contains", taught_by)] if taught_by else []
        return self._documents.page(Query(lists_of(school), where, ["displayName"], size, after))


def members_of(lists: Iterable[Stored]) -> list[str]:
    """Person ids of the members of some lists, each once, in the order of the lists."""
    return list(dict.fromkeys(each for one in lists for each in one.fields["memberIds"]))
