"""What the three schools are like: how big, which grades, how their ids and addresses look."""

from __future__ import annotations

from dataclasses import dataclass

STUDENT_DOMAIN = "students.example.org"
STAFF_DOMAIN = "example.org"
FAMILY_DOMAINS = ("family.example.org", "mail.example.net", "home.example.com")

# fmt: off
AREA_CODES = (
    201, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228,
    229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301,
    302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323,
    325, 330, 331, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407,
    408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 432, 434, 435, 440, 443, 469, 478,
    479, 480, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512, 513, 515, 516, 517, 518, 520, 530,
    540,
)
# fmt: on
"""Each gives the numbers 555-0100 to 555-0199, which the numbering plan keeps for fiction."""

NEWCOMER_AREA_CODES = (541, 551, 559, 561, 562, 563, 567, 570, 571, 573, 574, 575, 580, 585, 586)
"""Kept out of the list above: the numbers of people who come later."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One school before it has people.

    Attributes:
        first_id: the first student's id, as text; its length is kept, leading zeros too.
        first_employee_id: the first employee's; may run through the students' numbers.
        grades: evenly filled.
        no_email_grades: where students seldom have an address.
        guardians_sent: how many of a household's guardians its files have columns for.
        student_phones: share of students whose own phone the files carry.
        badge_fields: whether the files carry idField1 and idField2.
        staff_without_id: whether the staff file has no id column.
    """

    school_id: str
    display_name: str
    file_stem: str
    first_id: str
    first_employee_id: str
    grades: tuple[str, ...]
    students: int
    teachers: int
    staff: int
    admins: int
    no_email_grades: frozenset[str] = frozenset()
    guardians_sent: int = 2
    student_phones: float = 0.0
    badge_fields: bool = False
    staff_without_id: bool = False


PROFILES = (
    Profile(
        school_id="lincoln-high",
        display_name="Lincoln High School",
        file_stem="LincolnHighSchool",
        first_id="100234",
        first_employee_id="100900",
        grades=("09", "10", "11", "12"),
        students=1800,
        teachers=98,
        staff=41,
        admins=3,
        student_phones=0.35,
        badge_fields=True,
    ),
    Profile(
        school_id="roosevelt-middle",
        display_name="Roosevelt Middle School",
        file_stem="RooseveltMiddleSchool",
        first_id="206101",
        first_employee_id="7301",
        grades=("06", "07", "08"),
        students=900,
        teachers=54,
        staff=22,
        admins=2,
        guardians_sent=1,
        staff_without_id=True,
    ),
    Profile(
        school_id="maple-grove-elementary",
        display_name="Maple Grove Elementary School",
        file_stem="MapleGroveElementarySchool",
        first_id="004512",
        first_employee_id="7601",
        grades=("KG", "01", "02", "03", "04", "05"),
        students=500,
        teachers=31,
        staff=19,
        admins=2,
        no_email_grades=frozenset({"KG", "01", "02", "03"}),
    ),
)

ITINERANT_TEACHERS = 4
"""Teachers of the middle school who also teach at the elementary school, under one id."""
