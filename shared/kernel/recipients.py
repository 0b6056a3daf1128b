"""The addresses that somebody types of those who get a mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from shared.kernel.errors import FieldViolation, Invalid


def checked_addresses(given: Sequence[str], field: str) -> list[str]:
    """The addresses as they are kept, in their order.

    Args:
        given: as they were typed.
        field: of the request in which their recipients stand.

    Raises:
        Invalid: ``RECIPIENT_INVALID`` with each that is none, or that is there twice, by its place.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # rarely needed

    chosen: list[str] = []
    known: set[str] = set()
    violations: list[FieldViolation] = []
    for place, each in enumerate(given):
        where = f"{field}[{place}].address"
        try:
            address = validate_email(each, check_deliverability=False).normalized
        except EmailNotValidError:
            violations.append(FieldViolation(where, "is not an e-mail address"))
            continue
        if address.lower() in known:
            violations.append(FieldViolation(where, "is on the list twice"))
        known.add(address.lower())
        chosen.append(address)
    if violations:
        raise Invalid(
            "RECIPIENT_INVALID", "addresses of recipients are wrong", violations=violations
        )
    return chosen
