"""The spellings of column headers, as data: which compact header claims which roster field.

A compact header is what `headers.compact` makes: no case, no spaces, no punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

EMAIL = "email"
FIRST_NAME = "firstName"
LAST_NAME = "lastName"
NAME = "name"
SIS_ID = "id"
GRADE = "grade"
GRADUATION_YEAR = "graduationYear"
ROLE = "role"
PARENT_EMAIL = "parentEmail"
PARENT_PHONE = "parentPhone"
PHONE = "phone"
ID_FIELD_1 = "idField1"
ID_FIELD_2 = "idField2"

FIELDS = (
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    NAME,
    SIS_ID,
    GRADE,
    GRADUATION_YEAR,
    ROLE,
    PARENT_EMAIL,
    PARENT_PHONE,
    PHONE,
    ID_FIELD_1,
    ID_FIELD_2,
)
"""Every field that a column can mean, in the order in which a row's cells are hashed."""

CONTRACT = 0
"""Rank of the names that administrators were told to use; they win, with a warning."""
KNOWN = 10
"""Rank of the spellings that clearly mean the field."""
FALLBACK = 20
"""From this rank on a spelling counts only when no better column is there, without a warning."""


class Owner(StrEnum):
    """Whose value a header names, where it says so: ``Student_email``, ``Teacher_email``."""

    ANYBODY = "anybody"
    STUDENT = "student"
    EMPLOYEE = "employee"


class Claim(NamedTuple):
    """What a header claims to be.

    Attributes:
        rank: the lower wins when several columns claim one field.
        slot: which guardian it speaks of, empty for the person's own fields.
        account: True for a sign-in name, which is an e-mail address only when it holds an @.
    """

    field: str
    rank: int
    owner: Owner = Owner.ANYBODY
    slot: str = ""
    account: bool = False


_PREFIXES = {
    Owner.ANYBODY: "user person profile member sis legal",
    Owner.STUDENT: "student stu pupil",
    Owner.EMPLOYEE: "teacher tch tchr instructor staff staffmember faculty employee emp admin "
    "administrator",
}

# Field → rank → the bare words, each of which may also follow a prefix ("Stu" in "StuNum").
_CORES: Mapping[str, Mapping[int, str]] = {
    EMAIL: {
        KNOWN: "email emailaddress emailaddr emailid primaryemail workemail districtemail "
        "googleemail schoolemail",
        FALLBACK: "secondaryemail",
    },
    FIRST_NAME: {
        KNOWN: "firstname first fname fn givenname given forename",
        FALLBACK: "preferredfirstname preferredgivenname preferredforename nickname",
    },
    LAST_NAME: {
        KNOWN: "lastname last lname ln surname familyname",
        FALLBACK: "preferredlastname preferredfamilyname preferredsurname",
    },
    NAME: {KNOWN: "name fullname lastfirst lastfirstname lastnamefirstname lastfirstmi"},
    GRADE: {
        KNOWN: "grade grades gradelevel gradelvl grd gr grlvl grlevel currentgrade gradecode "
        "gradelevelcode yeargroup ncyear enrollmentgradeplacementcd",
    },
    GRADUATION_YEAR: {
        KNOWN: "gradyr gradyear graduationyear graduationyr yearofgraduation classof yog",
    },
    ROLE: {
        KNOWN: "role roles usertype persontype membertype",
        FALLBACK: "title jobtitle position",
    },
}
_ID_WORDS = "id idno idnum no num pk code sisid sisnumber"
_LONE_IDS = (
    "id idno idnum sisid sisnumber sisstudentnumber sisstudentid localid lasid permid permnum "
    "permnumber osis osisnumber otherid alphakey sourcedid identifier externalid profilelocalid"
)
_PHONES = {
    KNOWN: "phone phonenumber cell cellphone cellnumber mobile mobilephone mobilenumber sms",
    FALLBACK: "homephone",
}

_EXACT: Mapping[str, Claim] = {
    "email": Claim(EMAIL, CONTRACT),
    "firstname": Claim(FIRST_NAME, CONTRACT),
    "lastname": Claim(LAST_NAME, CONTRACT),
    "grade": Claim(GRADE, CONTRACT),
    "role": Claim(ROLE, CONTRACT),
    "profile": Claim(ROLE, FALLBACK),
    # The contract allows three names for the id; a file with several (Clever's) gives the number
    # that is printed on the card.
    "idnumber": Claim(SIS_ID, CONTRACT),
    "studentnumber": Claim(SIS_ID, CONTRACT + 1, Owner.STUDENT),
    "studentid": Claim(SIS_ID, CONTRACT + 2, Owner.STUDENT),
    "parentemail": Claim(PARENT_EMAIL, CONTRACT, slot="parent1"),
    "parentphone": Claim(PARENT_PHONE, CONTRACT, slot="parent1"),
    "studentphone": Claim(PHONE, CONTRACT, Owner.STUDENT),
    "idfield1": Claim(ID_FIELD_1, CONTRACT),
    "idfield2": Claim(ID_FIELD_2, CONTRACT),
    "username": Claim(EMAIL, FALLBACK + 1, account=True),
    "networkid": Claim(EMAIL, FALLBACK + 2, account=True),
    "studentwebid": Claim(EMAIL, FALLBACK + 2, Owner.STUDENT, account=True),
    "stunid": Claim(EMAIL, FALLBACK + 2, Owner.STUDENT, account=True),
    "phone": Claim(PHONE, KNOWN + 1),
    "cell": Claim(PHONE, KNOWN + 1),
    "mobile": Claim(PHONE, KNOWN + 1),
    "sms": Claim(PHONE, KNOWN + 1),
    "homephone": Claim(PARENT_PHONE, FALLBACK, slot="parent1"),
    "homephonenumber": Claim(PARENT_PHONE, FALLBACK, slot="parent1"),
    "studentname": Claim(NAME, KNOWN, Owner.STUDENT),
}

AMBIGUOUS: Mapping[str, tuple[str, ...]] = {
    "primaryphone": (PHONE, PARENT_PHONE),
    "primaryphonenumber": (PHONE, PARENT_PHONE),
    "userid": (SIS_ID, EMAIL),
}
"""Compact headers that could mean one field or another, which only a person can say."""

# Not ours under any spelling: state ids are no badge ids, and roleType says primary or secondary.
_UNWANTED_WORDS = (
    "stateid statestudentid statestudentnumber studentstateid ssid sasid gtid stn tsds "
    "studentuniqueid roletype usernumber sisname"
)
_UNWANTED = frozenset(_UNWANTED_WORDS.split()) | AMBIGUOUS.keys()

NEVER_IMPORTED = re.compile(
    r"^ssn|ssn(?:number|num|no)?$|socialsecurity|^race|race$|ethnic|hispanic|gender|^sex$"
    r"|^frl|frlstatus|freereduced|freeandreduced|lunchstatus|^meal|disadvantaged|homeless|foster"
    r"|^iep|iepstatus|ellstatus|^ell$|^lep$|englishlearner|englishlanguagelearner|limitedenglish"
    r"|migrant|immigra|atrisk|specialed|^sped|disabilit|^504|section504|medicaid"
    r"|password|^pwd$|^dob|dob(?:date)?$|birth"
)
"""Compact headers that not even an administrator's map may bring in."""

_GUARDIAN = re.compile(
    r"(?P<rank>primary|secondary)?(?P<who>parentguardian|motherfather|parents?|guardians?|contact"
    r"|mothers?|mom|fathers?|dad|pg)(?P<first>[1-9])?(?P<order>primary|secondary)?"
    r"(?:(?P<email>email(?:address|addr)?)"
    r"|(?P<phone>(?:cell|mobile)(?:phone)?(?:number)?|phone(?:number)?|homenumber|homephone"
    r"(?:number)?|workphone(?:number)?))(?P<last>[1-9])?"
)
_MOTHER = ("mother", "mothers", "mom")
_FATHER = ("father", "fathers", "dad")
_PHONE_RANKS = (("cell", KNOWN), ("mobile", KNOWN), ("phone", KNOWN + 1), ("home", FALLBACK))


def claim_of(header: str) -> Claim | None:
    """What a compact header claims, None when it means nothing to rostering."""
    if header in _UNWANTED or NEVER_IMPORTED.search(header):
        return None
    claim = _WORDS.get(header)
    if claim is not None:
        return claim
    guardian = _GUARDIAN.fullmatch(header)
    return _guardian_claim(guardian) if guardian else None


def _guardian_claim(found: re.Match[str]) -> Claim:
    who = "parent"
    if found["who"] in _MOTHER:
        who = "mother"
    elif found["who"] in _FATHER:
        who = "father"
    told = found["rank"] or found["order"]
    number = found["first"] or found["last"] or ("2" if told == "secondary" else "1")
    if found["email"]:
        return Claim(PARENT_EMAIL, KNOWN, slot=who + number)
    ranks = (rank for start, rank in _PHONE_RANKS if found["phone"].startswith(start))
    return Claim(PARENT_PHONE, next(ranks, FALLBACK + 1), slot=who + number)


def _spellings() -> Iterator[tuple[str, Claim]]:
    for owner, prefixes in _PREFIXES.items():
        for prefix in prefixes.split():
            yield from _prefixed(prefix, owner)
    for field, cores in _CORES.items():
        for rank, words in cores.items():
            yield from ((word, Claim(field, rank)) for word in words.split())
    yield from ((word, Claim(SIS_ID, KNOWN)) for word in _LONE_IDS.split())
    for rank, words in _PHONES.items():
        yield from ((word, Claim(PHONE, rank + 1)) for word in words.split())
    yield from _EXACT.items()


def _prefixed(prefix: str, owner: Owner) -> Iterator[tuple[str, Claim]]:
    for field, cores in _CORES.items():
        for rank, words in cores.items():
            yield from ((prefix + word, Claim(field, rank, owner)) for word in words.split())
    for word in _ID_WORDS.split():
        yield prefix + word, Claim(SIS_ID, KNOWN, owner)
    for rank, words in _PHONES.items():
        yield from ((prefix + word, Claim(PHONE, rank, owner)) for word in words.split())
    if owner is Owner.EMPLOYEE:
        # An employee's number goes before the id, as it does for students.
        yield prefix + "number", Claim(SIS_ID, CONTRACT + 1, owner)
        yield prefix + "id", Claim(SIS_ID, CONTRACT + 2, owner)
    elif owner is Owner.STUDENT:
        yield prefix + "number", Claim(SIS_ID, KNOWN, owner)


_WORDS: Mapping[str, Claim] = dict(_spellings())
