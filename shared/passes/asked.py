"""What a gate is asked, and what it knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.calendar.where import Whereabouts
from shared.kernel.roles import Role
from shared.passes.answers import Effect
from shared.passes.model import NO_PASSES, SeparationOrder, Standing, StudentDay, Travel, Via
from shared.passes.policy import AutoPass, Blackout, PassSettings, PassType, Place, StaffBinding

_STUDENTS = frozenset({Role.STUDENT, Role.STUDENT_LEADER})


class Stage(StrEnum):
    """When the rules are asked; they are the same ones each time."""

    REQUEST = "REQUEST"
    """For now, or for later."""
    APPROVAL = "APPROVAL"
    OFFER = "OFFER"
    """A place is free and the student takes it."""
    START = "START"
    """What was scheduled begins."""


@dataclass(frozen=True, slots=True)
class Use:
    """How full something is.

    Attributes:
        taken: passes that run, and places that are offered.
        ahead: who waits before this pass.
    """

    taken: int = 0
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A pass that somebody asks for.

    Attributes:
        by: who asks; at a kiosk the student.
        start: None for now.
        minutes: without the walk; None for what type and school say.
        teacher: whom a student names; empty for nobody.
        colleague: whom an adult asks to agree; empty for nobody.
        vouched_by: an adult who stands by it, approves it, and takes what warns adults upon
            themselves; empty for nobody.
    """

    pass_id: str
    student: Standing
    type: PassType
    via: Via
    by: Standing
    origin: Place | None = None
    destination: Place | None = None
    travel: Travel = Travel.ROUND_TRIP
    start: datetime | None = None
    minutes: int | None = None
    teacher: str = ""
    colleague: str = ""
    vouched_by: str = ""
    stage: Stage = Stage.REQUEST


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a gate knows.

    Attributes:
        zone: IANA name of the school's.
        day: of the student.
        where: the student should be when the pass starts; None where there is no calendar.
        expected: the place that this is; None for none, or one that is no `Place`.
        orders: that name the student.
        out: person ids of who is out, by order.
        uses: how full things are, by the keys of `shared.passes.crowding`.
        held: keys that this pass is counted in already.
        autos: of the teachers of the class that the student is in.
    """

    settings: PassSettings
    now: datetime
    zone: str
    day: StudentDay = NO_PASSES
    where: Whereabouts | None = None
    expected: Place | None = None
    blackouts: tuple[Blackout, ...] = ()
    orders: tuple[SeparationOrder, ...] = ()
    out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    autos: tuple[AutoPass, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked beside what is known: all that a rule looks at."""

    asked: Asked
    facts: Facts

    @property
    def settings(self) -> PassSettings:
        """The school's."""
        return self.facts.settings

    @property
    def at(self) -> datetime:
        """The instant at which the pass would start; of what is overdue to start, now."""
        return max(self.asked.start or self.facts.now, self.facts.now)

    @property
    def is_later(self) -> bool:
        """It starts later: what depends on the moment is asked then."""
        return self.at > self.facts.now

    @property
    def is_scheduled(self) -> bool:
        """It was asked for a time."""
        return self.asked.start is not None

    @property
    def is_students(self) -> bool:
        """A student asked for it; what a check-in makes is the school's."""
        return self.asked.by.role in _STUDENTS and self.asked.via is not Via.CHECK_IN

    @property
    def binds(self) -> bool:
        """What binds students only binds this pass: no adult made it, or stands by it."""
        agreed = self.asked.via is Via.APPOINTMENT and self.asked.stage is not Stage.REQUEST
        return self.is_students and not self.asked.vouched_by and not agreed

    @property
    def adults_go_on(self) -> bool:
        """Limits warn adults and keep none back."""
        return self.settings.staff_limits is StaffBinding.WARN

    def students_only(self) -> Effect:
        """The effect of a broken rule that keeps students back and warns adults."""
        return Effect.REFUSES if self.binds else Effect.WARNS

    def limited(self) -> Effect:
        """The effect of a limit that is reached."""
        if self.binds:
            return Effect.REFUSES
        if self.settings.staff_limits is StaffBinding.BLOCK:
            return Effect.REFUSES
        second = self.settings.staff_limits is StaffBinding.SECOND_ADULT
        return Effect.ASKS if second and self.asked.stage is Stage.REQUEST else Effect.WARNS
