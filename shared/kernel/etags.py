"""What a caller has seen of a resource: the tag that a later change of it can name. Pure."""

from __future__ import annotations

from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id


def etag_of(version: str) -> str:
    """The tag of a document's version."""
    return digest_id("etag", version)


def check_etag(given: str, version: str) -> None:
    """Refuse a change of what the caller has not seen.

    Args:
        given: the tag that the caller names; empty where they named none.
        version: of the document as it is now.

    Raises:
        Conflict: ``ETAG_MISMATCH``.
    """
    if given and given != etag_of(version):
        raise Conflict("ETAG_MISMATCH", "it has changed since the caller read it")
