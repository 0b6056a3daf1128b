"""When a pull asks for changes only, since when, and whether the system can tell them at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.api_source import ApiAuthentication, ApiScope, ApiSource, ApiVersion
from shared.rostering.connections import Connection
from shared.rostering.pull_changes import Since, asked_of, since, since_from
from shared.rostering.runs import Run, Trigger, new_run_fields, run_from
from shared.rostering.sources.rest_calls import Refused
from shared.rostering.sources.rest_changes import tells_changes
from shared.rostering.sources.rest_pages import Ask, Page
from shared.rostering.sources.rest_records import ORGS, USERS

BEGUN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
WEDNESDAY = BEGUN + timedelta(days=1)
SOURCE = ApiSource("https://a.example", client_id="key", secret_version="versions/1")  # a name
SCHOOL = Connection(SchoolId("lincoln"), ConnectionId("sis"), "SIS")


def pulled(fields: Mapping[str, Any] | None = None, **pull: Any) -> Run:
    """A pull of Tuesday that was applied; ``fields`` and ``pull`` are what is otherwise."""
    noted = {
        "asked": "same",
        "short": [],
        "absent": ["courses"],
        "startTime": BEGUN,
        "wholeTime": BEGUN,
        **pull,
    }
    closed = {"state": "CLOSED", "outcome": "APPLIED", "pull": noted, **(fields or {})}
    return run_from({**new_run_fields(SCHOOL, "tuesday", Trigger.FILE, BEGUN), **closed}, "v1")


def test_changes_are_asked_for_since_the_day_before_the_last_pull_began() -> None:
    found = since("same", pulled(), WEDNESDAY)
    assert found == Since(
        "tuesday", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), BEGUN, frozenset({"courses"})
    )
    assert found.text == "2026-11-23T06:00:00.000Z"
    assert since_from(found.fields()) == found
    assert since("same", pulled({"outcome": "UNCHANGED"}), WEDNESDAY) == found


@pytest.mark.parametrize(
    "before",
    [
        None,
        pulled({"pull": None}),
        pulled({"state": "APPLYING", "outcome": None}),
        *(pulled({"outcome": each}) for each in ("HELD", "DRY_RUN", "REJECTED", "FAILED", "STALE")),
        pulled({"undoneBy": "somebody"}),
        pulled({"approval": "DISCARDED"}),
        pulled(asked="other"),
        pulled(short=["users"]),
        pulled({"pull": {"collections": {}, "short": [], "absent": []}}),
    ],
)
def test_after_anything_but_a_pull_that_went_well_everything_is(before: Run | None) -> None:
    assert since("same", before, WEDNESDAY) is None


def test_of_nights_at_the_same_hour_each_seventh_is_whole() -> None:
    late = timedelta(minutes=40)
    nights = [since("same", pulled(), BEGUN + timedelta(days=n)) is None for n in range(1, 9)]
    assert nights == [False] * 6 + [True] * 2
    assert since("same", pulled(), BEGUN + timedelta(days=6) + late) is not None
    assert since("same", pulled(), BEGUN + timedelta(days=7) - late) is None


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        ({"base_url": "https://b.example"}, True),
        ({"token_url": "https://a.example/token"}, True),
        ({"client_id": "other"}, True),
        ({"secret_version": "versions/2"}, True),
        ({"version": ApiVersion.V1P1}, True),
        ({"scope": ApiScope.NONE}, True),
        ({"prefer_role_endpoints": True}, True),
        ({"page_limit": 5}, False),
        ({"keep_cookies": False}, False),
        ({"delta_pulls": True}, False),
        ({"authentication": ApiAuthentication.BODY}, False),
        ({"secret_time": BEGUN}, False),
    ],
)
def test_another_address_or_key_is_another_question(
    change: dict[str, Any], *, is_other: bool
) -> None:
    before, after = asked_of(SOURCE, ["users"]), asked_of(replace(SOURCE, **change), ["users"])
    assert (before != after) is is_other


def test_so_is_another_collection() -> None:
    assert asked_of(SOURCE, ["users"]) != asked_of(SOURCE, ["users", "classes"])


def test_the_filter_is_that_of_the_specification() -> None:
    ask = Ask(0, 100, since="2026-11-21T00:00:00.000Z")
    assert ask.query()["filter"] == "dateLastModified>'2026-11-21T00:00:00.000Z'"
    assert "filter" not in Ask(0, 100).query()


class Answers:
    """An interface whose collections hold one old record, and that filters as it is told."""

    def __init__(self, keeps: Callable[[str], bool]) -> None:
        self.keeps = keeps
        self.asked: list[str] = []

    def page(self, collection: str, ask: Ask) -> Page:
        self.asked.append(collection)
        return Page([{"sourcedId": "x"}] if self.keeps(ask.since) else [], None, None)


MODIFIED = "2026-08-03T06:00:00.000Z"


@pytest.mark.parametrize(
    ("keeps", "tells"),
    [
        (lambda since: since < MODIFIED, True),
        (lambda _: True, False),
        (lambda _: False, False),
        (lambda since: since > MODIFIED, False),
    ],
)
def test_a_system_is_asked_what_it_must_know(keeps: Callable[[str], bool], *, tells: bool) -> None:
    answers: Any = Answers(keeps)
    assert tells_changes(answers, (ORGS, USERS), frozenset()) is tells


def test_what_a_system_does_not_grant_is_not_asked_for() -> None:
    answers: Any = Answers(lambda since: since < MODIFIED)
    assert tells_changes(answers, (ORGS, USERS), frozenset({"orgs"}))
    assert set(answers.asked) == {"users"}


def test_a_refused_filter_is_said() -> None:
    def refuse(_: str) -> bool:
        raise Refused("SOURCE_REFUSED", 400)

    answers: Any = Answers(refuse)
    with pytest.raises(Refused):
        tells_changes(answers, (ORGS, USERS), frozenset())
