"""Who has to say yes before a pass begins. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from shared.calendar.where import Place as Whereabout
from shared.passes.answers import ApproverKind, Approvers, Effect, Finding, Keeper, Rule
from shared.passes.asked import Case, Stage
from shared.passes.model import Via
from shared.passes.policy import Approval

_TEACHERS = frozenset({Approval.ORIGIN_TEACHER, Approval.NAMED_TEACHER})


def check(case: Case) -> Iterator[Finding]:
    """The last rule: somebody has to say yes, or nobody."""
    effect = Effect.PASSES if approvers_of(case) is None else Effect.ASKS
    setting, keeper = _setting_of(case)
    students_only = case.is_students
    yield Finding(Rule.APPROVAL, effect, setting, keeper, students_only=students_only)


def approvers_of(case: Case) -> Approvers | None:
    """Who may say yes; None where nobody has to, or somebody has."""
    asked = case.asked
    if asked.stage is not Stage.REQUEST or asked.vouched_by:
        return None
    if not case.is_students:
        colleague = frozenset({asked.colleague} - {""})
        return Approvers(ApproverKind.COLLEAGUE, colleague) if colleague else None
    kind = approval_of(case)
    if is_auto(case) or (_is_approved_by_kiosk(case) and kind in _TEACHERS):
        return None
    return _named(case, kind)


SECOND_ADULT = Approvers(ApproverKind.SECOND_ADULT)
"""Who may let an adult's pass go past a limit."""


def is_auto(case: Case) -> bool:
    """Whether a teacher of the student's class lets them go there without being asked."""
    to = case.asked.destination
    if case.asked.via is not Via.STUDENT or case.asked.stage is not Stage.REQUEST:
        return False
    if to is None or to.id not in case.settings.auto_places:
        return False
    if approval_of(case) not in {*_TEACHERS, Approval.ORIGIN_OR_DESTINATION}:
        return False
    teachers = _teachers(case)
    return any(each.teacher in teachers and to.id in each.places for each in case.facts.autos)


def approval_of(case: Case) -> Approval:
    """What type and destination say: the destination's own word goes first."""
    to, kind = case.asked.destination, case.asked.type.approval
    if to is not None and to.approval is not None:
        kind = to.approval
    if kind is Approval.NONE and case.asked.via is Via.APPOINTMENT:
        # An appointment is between two: without an adult's yes it is none.
        return Approval.DESTINATION_STAFF if to and to.staff else Approval.ORIGIN_TEACHER
    return kind


def may_answer(approvers: Approvers, person: str, asked_by: frozenset[str]) -> bool:
    """Whether an adult may say yes or no.

    Args:
        approvers: of the decision.
        person: who answers, and may make passes.
        asked_by: who asked for it, or vouched; nobody says yes to themselves.
    """
    if person in asked_by:
        return False
    return not approvers.people or person in approvers.people


def _setting_of(case: Case) -> tuple[str, Keeper]:
    to = case.asked.destination
    if not case.is_students:
        return "", Keeper.NOBODY
    if is_auto(case):
        return "passSettings.autoPlaces", Keeper.OWNER
    if to is not None and to.approval is not None:
        return f"places/{to.id}.approval", Keeper.MANAGER
    return f"passTypes/{case.asked.type.id}.approval", Keeper.MANAGER


def _is_approved_by_kiosk(case: Case) -> bool:
    return case.asked.via is Via.KIOSK and case.settings.kiosk_approves


def _teachers(case: Case) -> frozenset[str]:
    """The teachers of the class that the student is in, and the staff of the room."""
    where, origin = case.facts.where, case.asked.origin
    found = frozenset(origin.staff) if origin is not None else frozenset()
    if where is None or where.place is not Whereabout.IN_CLASS or where.section is None:
        return found
    return found | frozenset(where.section.teachers)


def _named(case: Case, approval: Approval) -> Approvers | None:
    to = case.asked.destination
    there = to.staff if to is not None else frozenset()
    origin = _teachers(case)
    if approval is Approval.NONE:
        return None
    kind, people = {
        Approval.ORIGIN_TEACHER: (ApproverKind.ORIGIN_TEACHER, origin),
        Approval.NAMED_TEACHER: (
            ApproverKind.NAMED_TEACHER,
            frozenset({case.asked.teacher} - {""}),
        ),
        Approval.DESTINATION_STAFF: (ApproverKind.DESTINATION_STAFF, there),
        Approval.ORIGIN_OR_DESTINATION: (ApproverKind.ORIGIN_OR_DESTINATION, origin | there),
    }[approval]
    return Approvers(kind, people) if people else Approvers(ApproverKind.ANY_STAFF)
