"""Where a pasted address leads: whatever somebody copied, the interface is found from it."""

from __future__ import annotations

import pytest

from shared.rostering.api_source import ApiVersion
from shared.rostering.sources.rest_address import places, token_places

HOST = "https://sis.example.org"
V2 = "/ims/oneroster/rostering/v1p2"
V1 = "/ims/oneroster/v1p1"
CAMPUS = f"{HOST}/campus/api/oneroster"


@pytest.mark.parametrize(
    ("pasted", "bases"),
    [
        (HOST, [HOST + V2, HOST + V1, HOST]),
        (f"{HOST}/", [HOST + V2, HOST + V1, HOST]),
        (f"{HOST}/sis", [f"{HOST}/sis{V2}", f"{HOST}/sis{V1}", f"{HOST}/sis"]),
        (f"{HOST}/ims/oneroster", [HOST + V2, HOST + V1, f"{HOST}/ims/oneroster"]),
        (
            f"{HOST}/ims/oneroster/rostering/",
            [HOST + V2, HOST + V1, f"{HOST}/ims/oneroster/rostering"],
        ),
        (HOST + V1, [HOST + V1]),
        (f"{HOST}{V1}/", [HOST + V1]),
        (f"{HOST}{V1}/orgs?limit=1", [HOST + V1]),
        (f"{HOST}{V2}/users", [HOST + V2]),
        (f"{HOST}/ims/oneroster/v1p2", [f"{HOST}/ims/oneroster/v1p2", HOST + V2]),
        (
            f"{CAMPUS}/v1p2/carillon",
            [f"{CAMPUS}/v1p2/carillon{V2}", f"{CAMPUS}/v1p2/carillon"],
        ),
        (
            f"{CAMPUS}/v1p1/carillon",
            [f"{CAMPUS}/v1p1/carillon{V1}", f"{CAMPUS}/v1p1/carillon"],
        ),
        (f"{HOST}/APIdistrictSTU/v1/users", [
            f"{HOST}/APIdistrictSTU/v1{V2}",
            f"{HOST}/APIdistrictSTU/v1{V1}",
            f"{HOST}/APIdistrictSTU/v1",
        ]),
    ],
)  # fmt: skip
def test_the_interface_is_looked_for(pasted: str, bases: list[str]) -> None:
    assert [each.base for each in places(pasted)] == bases


def test_a_version_that_is_known_is_the_only_one() -> None:
    found = places(HOST, ApiVersion.V1P1)
    assert [(each.base, each.version) for each in found] == [
        (HOST + V1, ApiVersion.V1P1),
        (HOST, ApiVersion.V1P1),
    ]


def test_every_place_is_on_the_host_that_was_pasted() -> None:
    for pasted in (HOST, f"{HOST}{V1}", f"{CAMPUS}/v1p2/carillon"):
        assert all(each.base.startswith(HOST) for each in places(pasted))
        assert all(each.startswith(f"{HOST}/") for each in token_places(pasted))


@pytest.mark.parametrize(
    ("pasted", "first"),
    [
        (f"{HOST}/genesis", f"{HOST}/genesis/token"),
        (f"{HOST}{V1}", f"{HOST}{V1}/token"),
        (HOST, f"{HOST}/token"),
    ],
)
def test_tokens_are_looked_for_beside_it(pasted: str, first: str) -> None:
    found = token_places(pasted)
    assert found[0] == first
    assert {f"{HOST}/token", f"{HOST}/oauth/token", f"{HOST}/oauth/access_token"} <= {*found}


def test_the_token_endpoint_of_a_base_with_a_root_is_found() -> None:
    assert f"{HOST}/genesis/token" in token_places(f"{HOST}/genesis{V1}")
