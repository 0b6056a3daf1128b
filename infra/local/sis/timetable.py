"""What a school teaches and who sits where: courses, sections with periods, homerooms, enrollments.

Made of the people alone, so that the same people have the same timetable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from infra.local.sis.records import Class, Course, Enrollment, Session, User

FIRST_SECONDARY_GRADE = "06"
PERIODS = 7
SECONDARY_COHORT, ELEMENTARY_COHORT = 28, 22
SECONDARY = ("English", "Mathematics", "Science", "Social Studies", "Art", "Physical Education")
ELEMENTARY = ("Art", "Physical Education")
HOMEROOM = "Homeroom"
HOMEROOM_PERIOD = "HR"
_SECOND_TEACHER_EVERY = 10


@dataclass
class Timetable:
    """Collects what is made for one school after the other.

    Attributes:
        year: the session that is the whole school year.
        terms: its terms, in order.
        modified: when everything was last modified.
    """

    year: Session
    terms: tuple[Session, ...]
    modified: datetime
    courses: list[Course] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    enrollments: list[Enrollment] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _turn: int = 0

    def add(self, school: str, students: Sequence[User], teachers: Sequence[User]) -> None:
        """Make one school's timetable; ``school`` is its sourcedId."""
        by_grade: dict[str, list[User]] = {}
        for student in students:
            by_grade.setdefault(student.grades[0], []).append(student)
        for grade, pupils in sorted(by_grade.items()):
            self._add_grade(school, grade, pupils, teachers)

    def _add_grade(
        self, school: str, grade: str, pupils: Sequence[User], teachers: Sequence[User]
    ) -> None:
        secondary = FIRST_SECONDARY_GRADE <= grade <= "99"
        size = SECONDARY_COHORT if secondary else ELEMENTARY_COHORT
        subjects = SECONDARY if secondary else ELEMENTARY
        courses = [self._course(school, grade, title) for title in (HOMEROOM, *subjects)]
        for number, start in enumerate(range(0, len(pupils), size)):
            for place, course in enumerate(courses):
                made = self._class(course, number, place)
                self._fill(made, pupils[start : start + size], teachers)

    def _course(self, school: str, grade: str, title: str) -> Course:
        code = f"{''.join(word[0] for word in title.split())}{title[1]}-{grade}".upper()
        made = Course(
            sourced_id=f"course-{school.removeprefix('school-')}-{code.lower()}",
            modified=self.modified,
            title=f"{title} {grade}",
            code=code,
            grades=(grade,),
            subjects=() if title == HOMEROOM else (title,),
            org=school,
            year=self.year.sourced_id,
        )
        self.courses.append(made)
        return made

    def _class(self, course: Course, cohort: int, place: int) -> Class:
        homeroom = not course.subjects
        made = Class(
            sourced_id=f"class-{course.sourced_id.removeprefix('course-')}-{cohort + 1}",
            modified=self.modified,
            title=f"{course.title} Section {cohort + 1}",
            code=f"{course.code}-{cohort + 1:02d}",
            homeroom=homeroom,
            location=f"Room {100 + cohort * 10 + place}",
            grades=course.grades,
            subjects=course.subjects,
            course=course.sourced_id,
            school=course.org,
            terms=tuple(term.sourced_id for term in self._terms_of(course)),
            periods=(HOMEROOM_PERIOD,) if homeroom else _periods(course, cohort, place),
        )
        self.classes.append(made)
        return made

    def _terms_of(self, course: Course) -> tuple[Session, ...]:
        match course.subjects:
            case ("Art",):
                return self.terms[:1]
            case ("Physical Education",):
                return self.terms[-1:]
        return self.terms

    def _fill(self, made: Class, pupils: Sequence[User], teachers: Sequence[User]) -> None:
        for pupil in pupils:
            self._enroll(made, pupil, "student", primary=None)
        if not teachers:
            return
        self._turn += 1
        self._enroll(made, teachers[self._turn % len(teachers)], "teacher", primary=True)
        if self._turn % _SECOND_TEACHER_EVERY == 0 and len(teachers) > 1:
            second = teachers[(self._turn + 1) % len(teachers)]
            self._enroll(made, second, "teacher", primary=False)

    def _enroll(self, made: Class, user: User, role: str, *, primary: bool | None) -> None:
        self.enrollments.append(
            Enrollment(
                sourced_id=f"enrollment-{next(self._numbers)}",
                modified=self.modified,
                user=user.sourced_id,
                class_id=made.sourced_id,
                school=made.school,
                role=role,
                primary=primary,
                begin=self.year.start,
            )
        )


def _periods(course: Course, cohort: int, place: int) -> tuple[str, ...]:
    """Those of a section; science has the period that is left over as well."""
    own = str((cohort + place) % PERIODS + 1)
    left = str(cohort % PERIODS + 1)
    return (own, left) if course.subjects == ("Science",) else (own,)
