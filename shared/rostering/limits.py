"""The gate's settings, of a connection and of the district. Values only.

The defaults and their reasons are in ``docs/domain/rostering.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """The gate's settings of one connection; shares are from 0 to 1.

    Attributes:
        archive_share: of the active people in scope, above which archives are held …
        archive_floor: … when there are also more than so many of them.
        archive_ceiling: people above which archives are held whatever their share.
        update_share: of the people in the file, changed ones above which everything is held.
        key_share: the same of people whose e-mail, id, role or school changes.
        insert_share: the same of new people, once a run of the kind has been applied.
        change_floor: people up to whom these three shares don't count.
        churn_share: of the new people, those who match somebody already there by e-mail, or by
            name and grade, from which on they wait for a person.
        shrink_share: a file with fewer rows than this share of the last accepted is rejected.
        reject_hold_share: rejected rows above which nobody is archived by a file.
        reject_file_share: rejected rows above which the file is rejected.
        full_share: a column with at most this share of blank cells counts as full.
        blank_share: blank cells of a column that was full, above which everything is held.
        new_managers: new Managers in one run above which they wait for approval.
        new_managers_share: the same, of the Managers that the school has.
        guardians_per_student: above which a student is worth a warning.
        students_per_phone: students with one guardian's number above which it is worth one.
        second_person_share: of the active people of a kind, those changed or archived by one
            approval above which a second person has to approve too, when they are also more than
            ``change_floor``; 1 asks for none.
        second_person_count: the same as a number of people; 0 asks for none.
        holds_in_a_row: held files after which the feed is suspended; 0 never suspends.
    """

    archive_share: float = 0.10
    archive_floor: int = 5
    archive_ceiling: int = 100
    update_share: float = 0.75
    key_share: float = 0.10
    insert_share: float = 0.50
    change_floor: int = 5
    churn_share: float = 0.05
    shrink_share: float = 0.50
    reject_hold_share: float = 0.02
    reject_file_share: float = 0.20
    full_share: float = 0.05
    blank_share: float = 0.20
    new_managers: int = 3
    new_managers_share: float = 0.10
    guardians_per_student: int = 6
    students_per_phone: int = 10
    second_person_share: float = 0.25
    second_person_count: int = 500
    holds_in_a_row: int = 5


@dataclass(frozen=True, slots=True)
class DistrictLimits:
    """The gate's settings of the district: all archives of one day, at all schools together.

    Attributes:
        archive_share: of the district's active people, above which further archives are held …
        archive_floor: … when there are also more than so many of them.
        archive_ceiling: people above which further archives are held whatever their share …
        archive_ceiling_share: … unless they are at most this share of the district's people.
    """

    archive_share: float = 0.10
    archive_floor: int = 5
    archive_ceiling: int = 100
    archive_ceiling_share: float = 0.01


NEW_YEAR_INSERT_SHARE = 0.90
"""Of new people, above which a file is held in a window of rollover too: one that names hardly
anybody who is here is another school's."""


def in_a_new_year(limits: Limits) -> Limits:
    """The limits of a window of rollover: nearly everybody goes up a grade, and many are new."""
    share = max(limits.insert_share, NEW_YEAR_INSERT_SHARE)
    return replace(limits, update_share=1.0, insert_share=share)


def limits_fields(limits: Limits | DistrictLimits) -> dict[str, Any]:
    """The settings as they stand in a document."""
    return {_camel(own.name): getattr(limits, own.name) for own in fields(limits)}


def limits_from(given: Mapping[str, Any]) -> Limits:
    """The settings that a document holds; the defaults stand in for those it lacks."""
    return Limits(**_known(Limits, given))


def district_limits_from(given: Mapping[str, Any]) -> DistrictLimits:
    """The district's settings that a document holds."""
    return DistrictLimits(**_known(DistrictLimits, given))


def _known(of: type[Limits | DistrictLimits], given: Mapping[str, Any]) -> dict[str, Any]:
    names = {_camel(own.name): own.name for own in fields(of)}
    return {own: given[name] for name, own in names.items() if name in given}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
