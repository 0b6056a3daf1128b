"""Changes to a district that a file may bring: people who left, people who are new."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random

from infra.local.district import model
from infra.local.district.generate import newcomers
from infra.local.district.model import District, School


def draw_leavers(district: District, school_id: str, share: float, seed: int) -> frozenset[str]:
    """The SIS ids of ``share`` (0 to 1) of one school's students, drawn by ``seed``."""
    students = district.school(school_id).of_kind(model.STUDENT)
    rng = Random(f"leavers {seed}")  # noqa: S311  # reproducible, not secret
    ids = [student.sis_id for student in students]
    return frozenset(rng.sample(ids, round(len(ids) * share)))


def without(district: District, school_id: str, gone: Collection[str]) -> District:
    """The district without the students of one school whose SIS ids are in ``gone``."""
    school = district.school(school_id)
    stay = tuple(
        one for one in school.people if one.kind != model.STUDENT or one.sis_id not in gone
    )
    return _replaced(district, replace(school, people=stay))


def without_share(district: District, school_id: str, share: float, seed: int) -> District:
    """The district without ``share`` (0 to 1) of one school's students, drawn by ``seed``."""
    return without(district, school_id, draw_leavers(district, school_id, share, seed))


def with_newcomers(district: District, school_id: str, number: int, seed: int) -> District:
    """The district with ``number`` more students at one school, whose ids and numbers are new."""
    school = district.school(school_id)
    people = [one for at in district.schools for one in at.people]
    taken = {one.sis_id for one in people} | {one.phone for one in people}
    taken |= {guardian.phone for one in people for guardian in one.guardians}
    new = newcomers(seed, school_id, number, taken)
    return _replaced(district, replace(school, people=(*school.people, *new)))


def _replaced(district: District, school: School) -> District:
    schools = tuple(
        school if one.school_id == school.school_id else one for one in district.schools
    )
    return replace(district, schools=schools)
