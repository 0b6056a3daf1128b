"""Whether this pass may be at all: the school, its type, who asks, where to, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from shared.calendar.where import Place as Whereabout
from shared.calendar.where import Why
from shared.kernel.roles import is_privileged
from shared.passes.answers import Effect, Finding, Keeper, Rule
from shared.passes.asked import Case
from shared.passes.clock import MOST_MINUTES
from shared.passes.model import Via
from shared.passes.policy import Place


def check(case: Case) -> Iterator[Finding]:
    """The rules before all that is counted."""
    yield from _school(case)
    yield from _hand(case)
    yield from _places(case)
    yield from _hours(case)


def check_one_at_a_time(case: Case) -> Iterator[Finding]:
    """One pass runs, and one request waits."""
    if case.is_later:
        return
    day, mine = case.facts.day, ("", case.asked.pass_id)
    yield Finding(Rule.ALREADY_OUT, _refused(broken=day.active not in mine))
    yield _students_only(case, Rule.ALREADY_WAITING, "", broken=day.waiting not in mine)


def _refused(*, broken: bool) -> Effect:
    return Effect.REFUSES if broken else Effect.PASSES


def _students_only(
    case: Case, rule: Rule, setting: str, *, broken: bool, keeper: Keeper = Keeper.NOBODY
) -> Finding:
    effect = case.students_only() if broken else Effect.PASSES
    return Finding(rule, effect, setting, keeper, students_only=True)


def _school(case: Case) -> Iterator[Finding]:
    settings, kind = case.settings, case.asked.type
    member = case.asked.student.is_member
    yield Finding(Rule.NOT_A_MEMBER, _refused(broken=not member))
    stop = settings.stop
    # A stop without an end says nothing of later; it is asked again then.
    is_open = stop is not None and stop.until is None and case.is_later
    is_stopped = stop is not None and stop.counts_at(case.at) and not is_open
    yield Finding(
        Rule.HALLS_STOPPED,
        _refused(broken=is_stopped),
        "passSettings.stop",
        Keeper.MANAGER,
        until=stop.until if stop is not None and is_stopped else None,
    )
    off = _refused(broken=not settings.enabled)
    yield Finding(Rule.PASSES_OFF, off, "passSettings.enabled", Keeper.OWNER)
    path = f"passTypes/{kind.id}.active"
    yield Finding(Rule.TYPE_INACTIVE, _refused(broken=not kind.active), path, Keeper.MANAGER)


def _hand(case: Case) -> Iterator[Finding]:
    kind = case.asked.type
    if not case.is_students:
        # A check-in makes the pass that the school has set for it, whoever scans.
        yield from () if case.asked.via is Via.CHECK_IN else _adult(case)
    elif case.asked.via is Via.KIOSK:
        path = f"passTypes/{kind.id}.kiosk"
        broken = _refused(broken=not kind.kiosk)
        yield Finding(Rule.TYPE_NOT_AT_KIOSK, broken, path, Keeper.MANAGER)
    else:
        yield from _student(case)
    listed = kind.for_students.holds(case.asked.student)
    yield Finding(
        Rule.NOT_ON_ALLOW_LIST,
        _refused(broken=not listed),
        f"passTypes/{kind.id}.forStudents",
        Keeper.MANAGER,
    )


def _student(case: Case) -> Iterator[Finding]:
    settings, kind = case.settings, case.asked.type
    yield _students_only(
        case,
        Rule.STUDENTS_MAY_NOT_CREATE,
        "passSettings.studentsMayCreate",
        broken=not settings.students_may_create,
        keeper=Keeper.OWNER,
    )
    yield _students_only(
        case,
        Rule.TYPE_NOT_STUDENTS,
        f"passTypes/{kind.id}.studentCreated",
        broken=not kind.student_created,
        keeper=Keeper.MANAGER,
    )
    yield _students_only(
        case,
        Rule.TEACHER_NOT_NAMED,
        "passSettings.mustNameTeacher",
        broken=settings.must_name_teacher and not case.asked.teacher,
        keeper=Keeper.OWNER,
    )


def _adult(case: Case) -> Iterator[Finding]:
    by, kind = case.asked.by, case.asked.type
    runs = is_privileged(by.role)
    off = _refused(broken=not (case.settings.staff_may_assign or runs))
    yield Finding(Rule.STAFF_MAY_NOT_ASSIGN, off, "passSettings.staffMayAssign", Keeper.OWNER)
    other = _refused(broken=not (kind.assigners.holds(by) or runs))
    path = f"passTypes/{kind.id}.assigners"
    yield Finding(Rule.NOT_AN_ASSIGNER, other, path, Keeper.MANAGER)


def _places(case: Case) -> Iterator[Finding]:
    asked, due = case.asked, case.facts.expected
    origin, to = asked.origin, asked.destination
    if to is not None:
        same = origin is not None and origin.id == to.id
        yield Finding(Rule.SAME_PLACE, _refused(broken=same))
        yield from _destination(case, to)
    yield _length(case)
    if origin is not None and due is not None:
        effect = Effect.WARNS
        if case.settings.must_start_where_due:
            effect = case.students_only()
        yield Finding(
            Rule.ORIGIN_NOT_DUE,
            effect if origin.id != due.id else Effect.PASSES,
            "passSettings.mustStartWhereDue",
            Keeper.OWNER,
            students_only=True,
        )


def _destination(case: Case, to: Place) -> Iterator[Finding]:
    yield _students_only(
        case,
        Rule.TRAVEL_NOT_OFFERED,
        f"places/{to.id}.travels",
        broken=case.asked.travel not in to.travels,
        keeper=Keeper.MANAGER,
    )
    if case.is_students:
        field = "studentsScheduled" if case.is_scheduled else "studentsNow"
        may = to.students_scheduled if case.is_scheduled else to.students_now
        yield _students_only(
            case,
            Rule.PLACE_NOT_STUDENTS,
            f"places/{to.id}.{field}",
            broken=not may,
            keeper=Keeper.MANAGER,
        )


def _length(case: Case) -> Finding:
    to, asked = case.asked.destination, case.asked.minutes
    limit, setting, keeper = MOST_MINUTES, "", Keeper.NOBODY
    if to is not None and to.most_minutes is not None:
        limit, setting = to.most_minutes, f"places/{to.id}.mostMinutes"
        keeper = Keeper.MANAGER
    too_long = asked is not None and asked > limit
    effect = case.students_only() if too_long else Effect.PASSES
    return Finding(
        Rule.TOO_LONG, effect, setting, keeper, students_only=True, used=asked, limit=limit
    )


def _hours(case: Case) -> Iterator[Finding]:
    where = case.facts.where
    if where is not None:
        out = where.place is Whereabout.NOT_SCHOOL_DAY or where.why is Why.AFTER_LAST
        yield _students_only(
            case, Rule.OUT_OF_HOURS, "calendar", broken=out, keeper=Keeper.CALENDAR
        )
