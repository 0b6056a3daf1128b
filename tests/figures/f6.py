"""F6: events that come five times, shuffled and an hour late, leave what the model says, once.

Everything that a queue, a bucket or the clock calls a function for goes over the bus: files that
landed, imports, pulls, chunks, notices, accounts that follow, and every job. Blocking functions
are no events: Identity Platform waits for their answer and brings none of them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

from infra.local.sis import changes
from infra.local.sis.records import GONE, User
from shared import bootstrap
from tests.figures.f6_district import (
    BEGIN,
    DISTRICT_ADDRESS,
    District,
    Found,
    found_at,
    office_of,
    open_district,
)
from tests.figures.f6_model import (
    DistrictState,
    Fact,
    Landed,
    NightFell,
    Person,
    Pulled,
    SchoolState,
    reduce,
)
from tests.support.rosters import STAFF_HEADER, STUDENT_HEADER, file_of

DELIVERIES = 20_000
SCHOOLS = 10
PEOPLE = 60
"""Of the simulated system."""
STUDENTS, TEACHERS = 12, 3
LONGEST = 4
RETURN_EVERY = 4
"""Days after which somebody who may have left is there again."""
KINDS = 12
"""Entry points that anything but a person calls."""
STUDENTS_FILE, TEACHERS_FILE = "School_students.csv", "School_teachers.csv"

_KIND_OF = {
    "student": "student",
    "teacher": "teacher",
    "aide": "staff",
    "siteAdministrator": "admin",
}
_TICKS: Sequence[tuple[float, str]] = (
    (0.5, "notice_sweep"),
    (1.1, "roster_reconcile"),
    (7, "roster_nightly"),
    (8.5, "notice_sweep"),
    (9, "roster_archive"),
    (9, "roster_nightly"),
    (10, "roster_archive"),
    (10.7, "account_sweep"),
    (11.2, "roster_reconcile"),
    (11.3, "roster_watch"),
    (13, "roster_nightly"),
    (13.5, "notice_sweep"),
)
"""Hours after the files come, and which job fires then."""


@dataclass
class Survey:
    """What was tried.

    Attributes:
        events: by kind.
        late: deliveries that came an hour late.
        again: calls that a door asked for once more.
        doubles: what happened twice that may happen once.
        faults: what else is not as the model says.
    """

    seed: int
    days: int = 0
    schools: int = 0
    deliveries: int = 0
    late: int = 0
    again: int = 0
    mails: int = 0
    events: Counter[str] = field(default_factory=Counter)
    doubles: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Course:
    """What happens in the district, day by day; each thing is a fact for the model too."""

    def __init__(self, district: District, schools: Sequence[str], seed: int) -> None:
        self.facts: list[Fact] = []
        self.accounts: dict[str, tuple[str, str]] = {}
        self._district = district
        self._schools = schools
        self._chance = Random(f"F6 course {seed}")  # noqa: S311  # reproducible, not secret
        # Of a number of their own at each school: the same number would be the same person.
        self._number = count(1)
        self._people = {school: self._some(_student, STUDENTS) for school in schools}
        self._teachers = {school: self._some(_teacher, TEACHERS) for school in schools}
        self._firsts = {school: min(people.items()) for school, people in self._people.items()}
        self._files: Counter[str] = Counter()

    def live(self, day: int) -> None:
        """One day: files in the evening, jobs through the night."""
        bus, evening = self._district.bus, BEGIN + timedelta(days=day)
        bus.run_until(evening)
        for school in self._schools:
            self._send(school, day)
        if day == 1:
            self._open_accounts()
        self._system_changes(day)
        for hours, job in _TICKS:
            bus.run_until(evening + timedelta(hours=hours))
            self._district.tick(job)
        self._pulled()
        self.facts.append(NightFell())
        bus.run_dry()

    def _some(self, make: Callable[[int], tuple[str, Person]], number: int) -> dict[str, Person]:
        return dict(make(next(self._number)) for _ in range(number))

    def _send(self, school: str, day: int) -> None:
        """Two files of students, the second of which knows more, and one of teachers."""
        people = self._people[school]
        if day:
            # Those who are there longest, some of whom have accounts.
            people.pop(self._chance.choice(sorted(people)[:LONGEST]))
        if day % RETURN_EVERY == RETURN_EVERY - 1:
            people |= dict([self._firsts[school]])
        self._join_and_change(people)
        self._land(school, "student", people)
        self._join_and_change(people)
        self._land(school, "student", people)
        teachers = self._teachers[school]
        if day % 3 == 1:
            teachers |= self._some(_teacher, 1)
        self._land(school, "teacher", teachers)

    def _join_and_change(self, people: dict[str, Person]) -> None:
        people |= self._some(_student, 1)
        changed = self._chance.choice(sorted(people))
        first, last, email, _ = people[changed]
        people[changed] = (first, last, email, self._chance.choice(("09", "10", "11", "12")))

    def _land(self, school: str, kind: str, people: Mapping[str, Person]) -> None:
        self._files[school] += 1
        self.facts.append(Landed(school, kind, self._files[school], dict(people)))
        if kind == "student":
            # As they are in a SIS; ours have two digits.
            lines = [
                ",".join((sis_id, *person[:3], person[3].lstrip("0"), "", ""))
                for sis_id, person in people.items()
            ]
            self._district.send(school, STUDENTS_FILE, file_of(STUDENT_HEADER, lines))
        else:
            lines = [",".join((sis_id, *person[:3])) for sis_id, person in people.items()]
            self._district.send(school, TEACHERS_FILE, file_of(STAFF_HEADER, lines))

    def _open_accounts(self) -> None:
        """Accounts of those who are there since the first day."""
        for school in self._schools:
            for sis_id in sorted(self._people[school])[:LONGEST]:
                uid = self._district.open_account(school, sis_id)
                self.accounts[uid] = school, sis_id

    def _system_changes(self, day: int) -> None:
        if not day:
            return
        data = self._district.sis.site._view._data
        at = BEGIN + timedelta(days=day)
        changes.join(data, "lincoln-high", 1, at)
        students = [user.sourced_id for user in _here(self._district) if user.is_a("student")]
        changes.leave(data, [self._chance.choice(sorted(students))], at)

    def _pulled(self) -> None:
        people = {}
        for user in _here(self._district):
            kind = next((_KIND_OF[role] for role in _KIND_OF if user.is_a(role)), "")
            grade = user.grades[0] if user.grades else ""
            person = (user.given_name, user.family_name, user.email.lower(), grade)
            if kind:
                people[user.sourced_id] = kind, person
        self.facts.append(Pulled(self._district.pulled, people))


def _here(district: District) -> list[User]:
    school = "school-lincoln-high"
    users = district.sis.site._view._data.of(User)
    return [user for user in users if user.is_at(school) and user.status != GONE]


def _student(number: int) -> tuple[str, Person]:
    email = f"s{number}@students.example.org"
    return f"{100_000 + number}", (f"First{number}", f"Last{number}", email, "09")


def _teacher(number: int) -> tuple[str, Person]:
    return f"E{number}", (f"Ada{number}", f"Adult{number}", f"a{number}@example.org", "")


def survey(seed: int, schools: int = SCHOOLS, *, deliveries: int = 0, days: int = 0) -> Survey:
    """Let days pass, the last of them without news, and compare.

    Args:
        seed: of the course and of the bus.
        schools: that send files; one more is pulled.
        deliveries: of which there are at least as many.
        days: at least.
    """
    names = [f"school-{number}" for number in range(schools)]
    with open_district(seed, PEOPLE) as district:
        district.set_up(names)
        course = Course(district, names, seed)
        day = 0
        while day < days or district.bus.deliveries < deliveries:
            course.live(day)
            day += 1
        found = _surveyed(district, course, [*names, district.pulled], seed)
        found.days, found.schools = day, len(names) + 1
        return found


def _surveyed(district: District, course: Course, schools: Sequence[str], seed: int) -> Survey:
    bus, model = district.bus, DistrictState()
    for fact in course.facts:
        reduce(model, fact)
    found = Survey(
        seed,
        deliveries=bus.deliveries,
        late=bus.late,
        again=bus.again,
        mails=len(district.mails.mails),
        events=bus.events,
        faults=[*bus.faults],
    )
    for school in schools:
        for is_double, fault in _compared(found_at(school), model.school(school)):
            (found.doubles if is_double else found.faults).append(f"{school}: {fault}")
    _mails(found, district, model, schools)
    _accounts(found, district, course, model)
    _rest(found)
    return found


def _compared(found: Found, model: SchoolState) -> Iterator[tuple[bool, str]]:
    """What differs at a school, and whether it was done twice."""
    expected = {
        sis_id: (each.kind, each.person, each.is_archived) for sis_id, each in model.members.items()
    }
    if dict(found.members) != expected:
        differ = {
            k
            for k in expected.keys() | found.members.keys()
            if found.members.get(k) != expected.get(k)
        }
        yield False, f"{len(differ)} members differ, such as {_first(found, expected, differ)}"
    if found.open:
        yield False, f"{len(found.open)} runs are open or failed"
    if found.runs != model.runs:
        yield found.runs.total() > model.runs.total(), f"runs {found.runs}, not {model.runs}"
    for verb, counts in (("ADD", model.added), ("ARCHIVE", model.archived)):
        done = Counter({who: n for (who, what), n in found.done.items() if what == verb})
        if done != counts:
            yield done.total() > counts.total(), f"{verb} {done - counts} {counts - done}"
    for (who, what), times in found.done.items():
        if what == "UPDATE" and times > model.versions[who]:
            yield True, f"{who} was updated {times} times, not {model.versions[who]}"
    for kind, (people, missing) in found.people.items():
        here = [m for m in model.members.values() if m.kind == kind and not m.is_archived]
        if (people, missing) != (len(here), 0):
            yield False, f"snapshot of {kind}: {people} and {missing} missing, not {len(here)}"


def _first(found: Found, expected: Mapping[str, object], differ: set[str]) -> str:
    who = min(differ)
    return f"{found.members.get(who)} and not {expected.get(who)}"


def _mails(found: Survey, district: District, model: DistrictState, schools: Sequence[str]) -> None:
    sent = Counter(mail.address for mail in district.mails.mails)
    expected = Counter({office_of(school): model.school(school).mails for school in schools})
    expected[DISTRICT_ADDRESS] = model.nights
    for address in sent.keys() | expected.keys():
        if sent[address] != expected[address]:
            told = f"{address} got {sent[address]} mails, not {expected[address]}"
            (found.doubles if sent[address] > expected[address] else found.faults).append(told)
    notices = Counter(mail.notice_id for mail in district.mails.mails)
    found.doubles += [f"notice {name} was sent {n} times" for name, n in notices.items() if n > 1]
    documents = bootstrap.documents()
    states = Counter(each.fields["state"] for each in documents.all("outbox"))
    if states != {"DONE": expected.total()}:
        found.faults.append(f"events are {states}, not {expected.total()} done")


def _accounts(found: Survey, district: District, course: Course, model: DistrictState) -> None:
    """Who was archived is kept out, told to Firebase once for each time."""
    documents = bootstrap.documents()
    told = Counter(uid for uid, closed in district.users.told if closed)
    audit = Counter(
        each.fields["subjects"][0]["account"]
        for each in documents.where("audit", "verb", "accounts:follow")
        if each.fields["subjects"][0]["state"] == "ENDED"
    )
    for uid, (school, sis_id) in course.accounts.items():
        times = model.school(school).archived[sis_id]
        fields = documents.get(f"accounts/{uid}")
        is_ended = fields is not None and fields.fields["state"] == "ENDED"
        if is_ended is not model.school(school).members[sis_id].is_archived:
            found.faults.append(f"the account {uid} is wrong")
        for what, heard in (("Firebase", told[uid]), ("the audit", audit[uid])):
            if heard != times:
                fault = f"{what} was told {heard} times of {uid}, not {times}"
                (found.doubles if heard > times else found.faults).append(fault)


def _rest(found: Survey) -> None:
    """What should be nowhere."""
    documents = bootstrap.documents()
    stuck = [each.fields["reason"] for each in documents.all("stuckWork")]
    if stuck:
        found.faults.append(f"work was put aside: {sorted(set(stuck))}")
    if len(found.events) < KINDS:
        found.faults.append(f"only {len(found.events)} kinds of events came")


def line(found: Survey) -> str:
    """The figure's line."""
    events = found.events.total()
    met = not (found.faults or found.doubles) and found.deliveries >= DELIVERIES
    differ = len(found.faults)
    end = f"{differ} things differ from the model" if differ else "final state = model"
    return (
        f"F6 {'met' if met else 'short'}: {found.deliveries:,} deliveries of {events:,} events of "
        f"{len(found.events)} kinds, each 5 times, shuffled, {found.late:,} of them an hour late, "
        f"{found.again:,} brought again because a door asked for it; {found.schools} schools, "
        f"{found.days} days, {found.mails:,} mails; {end}; {len(found.doubles)} double effects; "
        f"emulator; seed {found.seed}"
    )
