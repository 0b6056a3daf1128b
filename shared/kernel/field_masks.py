"""Update masks of AIP-161: which fields of a resource a request changes. Pure."""

from __future__ import annotations

from collections.abc import Collection

from shared.kernel.errors import FieldViolation, Invalid


def parse_mask(text: str, allowed: Collection[str], given: Collection[str]) -> frozenset[str]:
    """The fields that an update changes.

    Args:
        text: comma-separated field names; ``*`` for every field that may be changed.
        allowed: fields that may be changed.
        given: fields that the request's body holds; with ``*`` each must be one of the allowed.

    Raises:
        Invalid: ``UPDATE_MASK_MISSING``, ``UPDATE_MASK_UNKNOWN`` with the allowed ones.
    """
    named = [part.strip() for part in text.split(",") if part.strip()]
    if not named:
        violation = FieldViolation("updateMask", "must name the fields to change, or be *")
        raise Invalid("UPDATE_MASK_MISSING", "updateMask is missing", violations=[violation])
    wanted = frozenset(given) if named == ["*"] else frozenset(named)
    if unknown := sorted(wanted - frozenset(allowed)):
        known = ", ".join(sorted(allowed))
        violation = FieldViolation(
            "updateMask", f"{', '.join(unknown)} cannot be changed; allowed are {known}"
        )
        metadata = {"fields": ",".join(unknown), "allowed": known}
        raise Invalid("UPDATE_MASK_UNKNOWN", "unknown field in updateMask", metadata, [violation])
    return wanted
