"""Somebody without an account tries values before they send them, on a simulated system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.sis import make_data
from infra.local.sis.records import Org, User
from shared import settings as settings_module
from shared.rostering.connection_request_answers import TRIALS
from tests.support.api import ApiDoor
from tests.support.connection_requests import AskingSchool
from tests.support.pulled import PulledSchool, pulled_school
from tests.support.source_secrets import alive
from tests.support.world import World

PEOPLE = 60
DATA = make_data(PEOPLE)


@pytest.fixture
def school(door: ApiDoor, world: World) -> AskingSchool:
    made = AskingSchool(world, door)
    made.set_up()
    return made


@pytest.fixture
def pulled(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulledSchool]:
    """A simulated system at an address that the local stack has published."""
    with pulled_school(world, DATA) as made:
        monkeypatch.setenv("CARILLON_LOCAL_SOURCES", world.sources[0])
        settings_module.settings.cache_clear()
        yield made
    settings_module.settings.cache_clear()


def of_system(pulled: PulledSchool) -> dict[str, str]:
    sis = pulled.sis
    key = {"clientId": sis.client_id, "clientSecret": sis.client_secret}
    return {"baseUrl": sis.root_url, "tokenUrl": sis.token_url, **key}


def test_a_trial_tells_numbers_and_nobody_s_name(
    school: AskingSchool, pulled: PulledSchool
) -> None:
    code = school.code()
    found = school.call("test", code, **of_system(pulled))
    assert found.code == 200, found.json
    assert (found.json["isWorking"], found.json["schoolCount"]) == (True, 3)
    counts = {each["collection"]: each["count"] for each in found.json["collections"]}
    assert (counts["users"], found.json["problems"]) == (PEOPLE, [])
    text = str(found.json)
    names = [each.name for each in DATA.of(Org)]
    names += [each.family_name for each in DATA.of(User)]
    assert len(names) > PEOPLE
    assert not [name for name in names if name in text]
    assert (school.connection().api_source, alive(school.world)) == (None, [])
    assert school.state()["state"] == "OPEN"
    assert school.answer(code, **of_system(pulled)).code == 200
    tested = school.owner.post(f"{school.path}:test", {})
    assert tested.json["isWorking"] is True


def test_what_is_wrong_with_a_system_is_said(school: AskingSchool, pulled: PulledSchool) -> None:
    code = school.code()
    wrong = {**of_system(pulled), "clientSecret": "wrong-s3cret-zq"}
    found = school.call("test", code, **wrong)
    assert (found.json["isWorking"], found.json["schoolCount"]) == (False, 0)
    assert [each["code"] for each in found.json["problems"]] == ["SOURCE_SIGN_IN"]
    assert "wrong-s3cret-zq" not in str(found.json)


def test_trials_of_one_link_have_a_limit(school: AskingSchool, pulled: PulledSchool) -> None:
    code, wrong = school.code(), {**of_system(pulled), "clientSecret": "wrong"}
    codes = [school.call("test", code, **wrong).code for _ in range(TRIALS.calls + 1)]
    assert codes == [*[200] * TRIALS.calls, 429]
    # The limit is the request's: it isn't begun anew by coming from elsewhere, and sending goes on.
    assert school.answer(code, **of_system(pulled)).code == 200
