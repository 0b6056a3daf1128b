"""Where a OneRoster interface may be, given the address that somebody pasted. Pure.

See https://www.imsglobal.org/spec/oneroster for the paths; vendors put parts of their own before
and behind them, so an address is only added to, never built anew.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.rostering.api_source import ApiVersion

_ROOTS = {
    ApiVersion.V1P2: "/ims/oneroster/rostering/v1p2",
    ApiVersion.V1P1: "/ims/oneroster/v1p1",
}
_COLLECTIONS = {
    "academicsessions",
    "classes",
    "courses",
    "demographics",
    "enrollments",
    "gradingperiods",
    "orgs",
    "schools",
    "students",
    "teachers",
    "terms",
    "users",
}
_VERSION = re.compile(r"v1p([12])", re.IGNORECASE)
_TAILS = ("/ims/oneroster/rostering", "/ims/oneroster", "/ims")


class Place(NamedTuple):
    """Where an interface may be.

    Attributes:
        base: what the names of collections are added to.
        version: that the path speaks of; AUTO where it doesn't.
    """

    base: str
    version: ApiVersion


def places(pasted: str, version: ApiVersion = ApiVersion.AUTO) -> list[Place]:
    """Where to look, in this order; version 1.2 before 1.1.

    Args:
        pasted: an address, from the bare host to that of a collection.
        version: if it is known.
    """
    bare = _bare(pasted)
    told = _version_in(bare)
    wanted = [told] if told is not ApiVersion.AUTO else list(_ROOTS)
    if version is not ApiVersion.AUTO:
        wanted = [version]
    under = _without_tail(bare)
    found = [Place(under + _ROOTS[each], each) for each in wanted]
    as_it_is = Place(bare, wanted[0] if len(wanted) == 1 else ApiVersion.AUTO)
    ends_with_version = _VERSION.fullmatch(bare.rpartition("/")[2]) is not None
    return list(dict.fromkeys([as_it_is, *found] if ends_with_version else [*found, as_it_is]))


def token_places(pasted: str) -> list[str]:
    """Where tokens may come from when nobody has said it, in this order."""
    bare = _bare(pasted)
    under = _without_tail(_VERSION.sub("", bare).rstrip("/"))
    origin = "/".join(bare.split("/", 3)[:3])
    found = [f"{bare}/token", f"{under}/token"]
    found += [f"{origin}{path}" for path in ("/token", "/oauth/token", "/oauth/access_token")]
    return list(dict.fromkeys(found))


def _bare(pasted: str) -> str:
    """Without a query, a slash at the end, or the name of a collection."""
    text = pasted.strip().partition("?")[0].rstrip("/")
    start, _, last = text.rpartition("/")
    return start.rstrip("/") if last.lower() in _COLLECTIONS else text


def _version_in(bare: str) -> ApiVersion:
    found = [_VERSION.fullmatch(part) for part in bare.split("/")[3:]]
    digits = [each[1] for each in found if each is not None]
    return ApiVersion(f"V1P{digits[-1]}") if digits else ApiVersion.AUTO


def _without_tail(bare: str) -> str:
    """Without what a root begins with, and without a version at the end."""
    start, _, last = bare.rpartition("/")
    text = start if _VERSION.fullmatch(last) else bare
    for tail in _TAILS:
        if text.lower().endswith(tail):
            return text[: -len(tail)]
    return text if text == bare else bare
