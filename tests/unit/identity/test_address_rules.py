"""How near a domain comes to the district's own."""

from __future__ import annotations

import pytest

from shared.identity.address_rules import Nearness, nearest

OWN = ("lincoln-schools.org", "students.lincoln-schools.org", "k12.example")


@pytest.mark.parametrize(
    ("domain", "nearness", "near"),
    [
        ("lincoln-schools.org", "SAME", ["lincoln-schools.org"]),
        ("students.lincoln-schools.org", "SAME", ["students.lincoln-schools.org"]),
        ("staff.lincoln-schools.org", "BELOW", ["lincoln-schools.org"]),
        ("example", "ABOVE", ["k12.example"]),
        ("lincoln-school.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincolm-schools.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincoln-shcools.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincolnn-schools.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincoln-schoo1s.org", "MISTYPED", ["lincoln-schools.org"]),
        ("linc0ln-sch00ls.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincolnschools.org", "MISTYPED", ["lincoln-schools.org"]),
        ("lincoln-schools.com", "OTHER_ENDING", ["lincoln-schools.org"]),
        ("lincoln-schools.org.evil.example", "IMITATED", ["lincoln-schools.org"]),
        ("my-lincoln-schools.org", "IMITATED", ["lincoln-schools.org"]),
        ("k12-example.test", "IMITATED", ["k12.example"]),
        ("gmail.com", "FOREIGN", []),
        ("", "FOREIGN", []),
    ],
)
def test_a_domain_is_held_against_each_of_the_districts(
    domain: str, nearness: str, near: list[str]
) -> None:
    assert nearest(domain, OWN) == (Nearness(nearness), near)


def test_a_district_without_a_domain_has_none_like_it() -> None:
    assert nearest("lincoln-schools.org", ()) == (Nearness.FOREIGN, [])
