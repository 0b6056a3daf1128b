"""Which role the words of a role column mean, and which kind of person goes with a role."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from shared.kernel.roles import Role
from shared.rostering.headers import compact
from shared.rostering.model import Kind

# A principal or an administrator becomes a Manager and nothing higher: only the words Owner and
# District Manager themselves mean those two, and the gate holds them for a person's approval.
_WORDS: Mapping[Role, str] = {
    Role.STUDENT: "student students pupil learner",
    Role.STUDENT_LEADER: "studentleader",
    Role.TEACHER: "teacher teachers tchr tch instructor classroomteacher leadteacher educator "
    "substituteteacher faculty",
    Role.STAFF: "staff staffmember employee aide teacheraide classroomaide paraprofessional para "
    "paraeducator counselor counsellor guidancecounselor schoolcounselor proctor nurse "
    "schoolnurse librarian secretary registrar custodian coach securityguard security "
    "campussupervisor socialworker psychologist schoolpsychologist clerk officestaff "
    "supportstaff schooltechlead",
    Role.MANAGER: "manager administrator admin principal assistantprincipal viceprincipal "
    "siteadministrator siteadmin schooladministrator schooladmin districtadministrator "
    "districtadmin",
    Role.DISTRICT_MANAGER: "districtmanager",
    Role.OWNER: "owner",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}

KIND_OF_ROLE: Mapping[Role, Kind] = {
    Role.STUDENT: Kind.STUDENT,
    Role.STUDENT_LEADER: Kind.STUDENT,
    Role.TEACHER: Kind.TEACHER,
    Role.STAFF: Kind.STAFF,
    Role.MANAGER: Kind.ADMIN,
    Role.DISTRICT_MANAGER: Kind.ADMIN,
    Role.OWNER: Kind.ADMIN,
}

ROLE_OF_KIND: Mapping[Kind, Role] = {
    Kind.STUDENT: Role.STUDENT,
    Kind.TEACHER: Role.TEACHER,
    Kind.STAFF: Role.STAFF,
    Kind.ADMIN: Role.MANAGER,
}


@lru_cache(maxsize=1_024)
def role_of(cell: str) -> Role | None:
    """The role that a cell names; None for parents, for unknown words and for an empty cell."""
    return _ROLES.get(compact(cell))
