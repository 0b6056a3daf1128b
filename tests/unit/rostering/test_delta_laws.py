"""However a district changes, its changes laid over what was there are what is there now."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.reading import ReadOptions, read_roster
from shared.rostering.sources.oneroster_delta import lay_over
from tests.support.oneroster import HEADERS, OTHER, SCHOOL, files_of, held, manifest, person, sheet
from tests.support.workbooks import package as zipped

KINDS = {"student": "student", "teacher": "teacher", "aide": "staff", "administrator": "admin"}
STAYS = "P99"


@dataclass(frozen=True)
class Somebody:
    """A person as they are; ``guardian`` is a name or empty."""

    name: str
    role: str
    org: str
    guardian: str


PEOPLE = st.builds(
    Somebody,
    st.sampled_from(["Ann", "Bo, Jr.", 'Ñora "N"', "Zoë\nAnn"]),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from([SCHOOL, OTHER]),
    st.sampled_from(["", "G1", "G2"]),
)
DISTRICTS = st.dictionaries(st.sampled_from([f"P{n}" for n in range(6)]), PEOPLE).map(
    lambda found: {**found, STAYS: Somebody("Stays", "student", SCHOOL, "")}
)
District = dict[str, Somebody]
Row = dict[str, str]
STYLES = ("1.1", "1.2", "1.2 without ids of roles")


def user(who: str, each: Somebody, style: str) -> Row:
    own = {"orgSourcedIds": each.org, "role": each.role} if style == "1.1" else {}
    return {**person(who, each.role, givenName=each.name, agentSourcedIds=each.guardian), **own}


def role(who: str, each: Somebody, style: str) -> Row:
    row = held(who, each.role, each.org)
    return {**row, "sourcedId": f"role-{who}" if style == "1.2" else ""}


GUARDIANS = {name: Somebody(name, "guardian", SCHOOL, "") for name in ("G1", "G2")}


def whole(district: District, style: str) -> bytes:
    """A package of everybody, as a system would export it."""
    people = GUARDIANS | district
    users = [user(who, each, style) for who, each in people.items()]
    roles = [role(who, each, style) for who, each in people.items()] if style != "1.1" else []
    return zipped(files_of(users, roles))


@st.composite
def changes(draw: st.DrawFn, before: District, after: District, style: str) -> bytes:
    """A package of what is other than before, in any order, perhaps with what is not."""
    users: list[Row] = []
    roles: list[Row] = []
    for who in {**before, **after}:
        was, now = before.get(who), after.get(who)
        told = user(who, now or before[who], style) | {"status": "active" if now else "tobedeleted"}
        held_now = role(who, now or before[who], style) | {"status": "active" if now else ""}
        is_other = was is None or now is None or _of_user(was, style) != _of_user(now, style)
        moved = was is None or now is None or (was.role, was.org) != (now.role, now.org)
        # A role without an id of its own comes whenever its user does.
        comes_along = is_other and style == STYLES[2]
        if is_other or (moved and style == STYLES[2]) or draw(st.booleans()):
            users.append(_spelled(draw, told))
            comes_along |= style == STYLES[2]
        if moved or comes_along or draw(st.booleans()):
            gone = now is None and draw(st.booleans())
            roles.append(held_now | ({"status": "tobedeleted"} if gone else {}))
    files: dict[str, str | bytes] = {
        "users.csv": sheet(
            HEADERS["users 1.1" if style == "1.1" else "users 1.2"], draw(st.permutations(users))
        ),
        "manifest.csv": manifest("1.1", users="delta", orgs="absent"),
    }
    if style != "1.1":
        files["roles.csv"] = sheet(HEADERS["roles"], draw(st.permutations(roles)))
        files["manifest.csv"] = manifest("1.2", users="delta", roles="delta")
    return zipped(files)


def _of_user(each: Somebody, style: str) -> tuple[str, ...]:
    """What stands in ``users.csv`` of somebody; the grade follows from the role."""
    own = (each.role, each.org) if style == "1.1" else (str(each.role == "student"),)
    return (each.name, each.guardian, *own)


def _spelled(draw: st.DrawFn, row: Row) -> Row:
    who = row["sourcedId"]
    return {**row, "sourcedId": draw(st.sampled_from([who, who.lower(), f" {who}"]))}


def laid(base: bytes, delta: bytes) -> bytes:
    target = io.BytesIO()
    lay_over(io.BytesIO(base), io.BytesIO(delta), target)
    return target.getvalue()


def told(package: bytes) -> dict[str, tuple[object, ...]]:
    """Who is at the school, by what is read of a package, whatever the case of their ids."""
    options = ReadOptions("district", school_sourced_id=SCHOOL)
    reading = read_roster(io.BytesIO(package), "x.zip", options)
    rows = [seen.row for batch in reading.batches() for seen in batch if seen.row is not None]
    assert not reading.problems
    return {
        row.sis_id.lower(): (
            row.kind.value,
            row.first_name,
            {guardian.email for guardian in row.guardians},
        )
        for row in rows
    }


def expected(district: District) -> dict[str, tuple[object, ...]]:
    return {
        who.lower(): (
            KINDS[each.role],
            " ".join(each.name.split()),
            _guardians_of(each),
        )
        for who, each in district.items()
        if each.org == SCHOOL
    }


def _guardians_of(each: Somebody) -> set[str]:
    """Only students have guardians, whoever else names some."""
    has_some = each.guardian and each.role == "student"
    return {f"{each.guardian.lower()}@example.org"} if has_some else set()


@given(st.data(), st.sampled_from(STYLES))
def test_changes_laid_over_what_was_there_are_what_is_there(
    data: st.DataObject, style: str
) -> None:
    districts = data.draw(st.lists(DISTRICTS, min_size=2, max_size=4))
    package = whole(districts[0], style)
    for before, after in pairwise(districts):
        package = laid(package, data.draw(changes(before, after, style)))
        assert told(package) == expected(after)


@given(st.data(), st.sampled_from(STYLES))
def test_changes_that_come_twice_change_nothing_more(data: st.DataObject, style: str) -> None:
    before, after = data.draw(DISTRICTS), data.draw(DISTRICTS)
    delta = data.draw(changes(before, after, style))
    once = laid(whole(before, style), delta)
    assert laid(once, delta) == once
