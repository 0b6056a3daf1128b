"""Whatever its order, its case and its side of each link, a package says the same of its people."""

from __future__ import annotations

import io
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.reading import ReadOptions, read_roster
from tests.support.oneroster import OTHER, SCHOOL, held, package, person

KINDS = {
    "student": "student",
    "teacher": "teacher",
    "aide": "staff",
    "counselor": "staff",
    "principal": "admin",
    "administrator": "admin",
}
SIDES = ("student", "guardian", "both")


@dataclass(frozen=True)
class District:
    """People as they are.

    Attributes:
        roles: person → role and organization.
        links: student and guardian → who names the other.
        gone: who is to be deleted.
    """

    roles: dict[str, tuple[str, str]]
    links: dict[tuple[str, str], str]
    gone: frozenset[str]


@st.composite
def districts(draw: st.DrawFn) -> District:
    count = draw(st.integers(1, 8))
    orgs = st.sampled_from([SCHOOL, OTHER])
    roles = {f"P{n}": (draw(st.sampled_from(sorted(KINDS))), draw(orgs)) for n in range(count)}
    roles["P99"] = ("student", SCHOOL)
    guardians = [f"G{n}" for n in range(draw(st.integers(0, 4)))]
    pupils = [who for who, (role, _) in roles.items() if role == "student"]
    pairs = st.tuples(st.sampled_from(pupils), st.sampled_from(guardians or ["G0"]))
    links = draw(st.dictionaries(pairs, st.sampled_from(SIDES))) if guardians else {}
    gone = draw(st.frozensets(st.sampled_from(sorted(roles)))) - {"P99"}
    roles |= {who: ("guardian", draw(orgs)) for who in guardians}
    return District(roles, links, gone)


@st.composite
def packages(draw: st.DrawFn, district: District) -> bytes:
    """The district as an export could write it."""

    def spelled(text: str) -> str:
        return draw(st.sampled_from([text, text.upper(), text.lower()]))

    agents: dict[str, list[str]] = {who: [] for who in district.roles}
    for (pupil, guardian), side in district.links.items():
        if side != "guardian":
            agents[pupil].append(spelled(guardian))
        if side != "student":
            agents[guardian].append(spelled(pupil))
    users = [
        person(
            who,
            spelled(role),
            orgSourcedIds=spelled(org),
            agentSourcedIds=",".join(agents[who]),
            status=spelled("tobedeleted") if who in district.gone else "",
        )
        for who, (role, org) in draw(st.permutations(list(district.roles.items())))
    ]
    if draw(st.booleans()):
        return package(users)
    roles = [held(spelled(who), spelled(role), org) for who, (role, org) in district.roles.items()]
    return package(users, draw(st.permutations(roles)))


@given(st.data())
def test_every_way_to_write_a_district_says_the_same_of_its_people(data: st.DataObject) -> None:
    district = data.draw(districts())
    sent = data.draw(packages(district))
    reading = read_roster(
        io.BytesIO(sent), "x.zip", ReadOptions("district", school_sourced_id=SCHOOL)
    )
    rows = [seen.row for batch in reading.batches() for seen in batch if seen.row is not None]
    people = {row.sis_id: row for row in rows}
    expected = {
        who: KINDS[role]
        for who, (role, org) in district.roles.items()
        if role in KINDS and org == SCHOOL and who not in district.gone
    }
    assert {who: row.kind.value for who, row in people.items()} == expected
    for who, row in people.items():
        named = {g.lower() for pupil, g in district.links if pupil == who}
        assert {each.email.partition("@")[0] for each in row.guardians} == named
