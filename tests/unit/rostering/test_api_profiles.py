"""What a profile says of a system's own interface is what its row of the research page says."""

from __future__ import annotations

import json
import re

import pytest

from shared.rostering.api_source import PAGE_LIMIT, ApiSource, ApiVersion, api_source_fields
from shared.rostering.api_source_checks import Allowed, wrong_source
from shared.rostering.connections import Method
from shared.rostering.sis_systems import ApiProfile, sis_systems, vendor_domains
from tests.support.tree import ROOT

RESEARCH = ROOT.parent / "shared" / "design" / "sis.md"
"""Not part of the project; where it lies beside it, the profiles are held to it."""

WORDS = {
    "BASIC": r"CC,? \(?Basic|OAuth2 CC, Basic",
    "BODY": r"\*\*body\*\* client_id/client_secret",
    "OAUTH1_SHA1": r"HMAC-SHA-?1 (in own lib|default)|HMAC-SHA-1 default",
    "V1P1": r"\*\*S\*\*:? ?(REST )?1\.1|OneRoster 1\.1 only|OneRoster v1\.1 certified",
}
"""What a row says where a profile has the value."""

PROFILES = {name: system.api for name, system in sis_systems().items() if system.api is not None}


def rows() -> dict[str, str]:
    """The rows of the systems with an interface of their own, by the system's name."""
    text = RESEARCH.read_text("utf-8").partition("## A. Direct")[2].partition("## B. SFTP")[0]
    found = re.findall(r"^\| \d+ \| ([^|]+) \| (.+)$", text, re.MULTILINE)
    return {name.strip(): row for name, row in found if not row.startswith("see #")}


def addresses(row: str) -> str:
    """A row with the addresses whole that it gives in pieces."""
    whole = row.replace("district host + `/", "`https://{district host}/").replace("` + `", "")
    base = re.search(r"base `(https://[^`]*?/genesis)", whole)
    return whole if base is None else whole.replace("base+`/token`", f"`{base[1]}/token`")


def keys() -> set[str]:
    """The keys by which the page names what it cites often."""
    intro = RESEARCH.read_text("utf-8").partition("## Generic")[0]
    return set(re.findall(r"\[[A-Z]+\]", intro))


def strays(name: str, api: ApiProfile, row: str) -> list[str]:
    """What a profile says and its row does not."""
    whole = addresses(row)
    urls = [each for each in (api.base_url, api.token_url) if each]
    found = [each for each in urls if f"`{each}`" not in whole]
    values = [each.value for each in (api.version, api.authentication) if each is not None]
    found += [each for each in values if not re.search(WORDS[each], row)]
    for each in api.evidence:
        key, _, rest = each.rpartition("]")
        cited = not key or f"{key}]" in keys() & set(re.findall(r"\[[A-Z]+\]", row))
        if not cited or not all(part in row for part in rest.split()):
            found.append(each)
    if api.scope is not None and "Scopes MUST be included" not in row:
        found.append("scope")
    if api.page_limit is not None and not re.search(rf"\*\*S\*\*.*\b{api.page_limit}\b", row):
        found.append("pageLimit")
    if api.keep_cookies is not None and "cookies from token response must be replayed" not in row:
        found.append("keepCookies")
    if api.prefer_role_endpoints is not None and "preferred to /users (S)" not in row:
        found.append("preferRoleEndpoints")
    if api.delta_pulls is not None and "weekly full + nightly delta (S)" not in row:
        found.append("deltaPulls")
    return [f"{name}: {each}" for each in found]


def test_profiles_say_what_the_research_says() -> None:
    if not RESEARCH.exists():
        # A copy of the project alone: what follows holds it to what a person read off the page.
        return
    by_name = rows()
    assert len(by_name) >= 25
    found = []
    for name, api in PROFILES.items():
        found += strays(name, api, by_name[sis_systems()[name].display_name])
    assert found == []


FROM_THE_PAGE = {
    "aeries": (
        "https://{district}.aeries.net/aeries/ims/oneroster/v1p1",
        "https://{district}.aeries.net/aeries/token",
    ),
    "blackbaud": (
        "https://api.sky.blackbaud.com/afe-rostr/ims/oneroster/v1p1/",
        "https://oauth2.sky.blackbaud.com/token",
    ),
    "classlink": ("https://{district host}/ims/oneroster/v1p1", ""),
    "genesis": (
        "https://{district host}/genesis/ims/oneroster/v1p1/",
        "https://{district host}/genesis/token",
    ),
    "infinite-campus": (
        "https://{host}/campus/api/oneroster/v1p1/{app}",
        "https://{host}/campus/oauth2/token?appName={app}",
    ),
    "isams-by-iris": ("", "https://{school}.isams.cloud/auth/connect/token"),
    "powerschool": (
        "https://{host}/ws/v1p1/ims/oneroster/v1p1",
        "https://{district}.powerschool.com/oauth/access_token/",
    ),
    "skyward": (
        "https://skyward.iscorp.com/API{district}STU/v1",
        "https://skyward.iscorp.com/API{district}STU/token",
    ),
    "smartschool": (
        "https://{school}.smartschool.be/ims/oneroster/v1p1",
        "https://{school}.smartschool.be/ims/oneroster/token",
    ),
}
"""Read off the page by a person: every system of which an address is published."""

WITHOUT_ADDRESS = {
    "eschooldata", "eschoolplus", "focus", "follett-aspen", "myschool", "synergy",
}  # fmt: skip


def test_exactly_the_published_addresses_are_there() -> None:
    held = {name: (api.base_url, api.token_url) for name, api in PROFILES.items()}
    assert held == {**FROM_THE_PAGE, **dict.fromkeys(WITHOUT_ADDRESS, ("", ""))}


def test_only_systems_that_speak_oneroster_have_a_profile_of_it() -> None:
    methods = {sis_systems()[name].method for name in PROFILES}
    assert methods == {Method.ONEROSTER, Method.CLASSLINK}


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_what_a_profile_fills_in_is_taken_once_its_braces_are_filled(name: str) -> None:
    api = PROFILES[name]
    fill = {"{district host}": "d.example", "{host}": "d.example"}
    urls = []
    for each in (api.base_url or "https://d.example", api.token_url):
        for braces, value in fill.items():
            each = each.replace(braces, value)  # noqa: PLW2901  # filled in step by step
        urls.append(re.sub(r"\{\w+\}", "lincoln", each))
    source = ApiSource(
        base_url=urls[0],
        token_url=urls[1],
        version=api.version or ApiVersion.AUTO,
        page_limit=api.page_limit or PAGE_LIMIT,
    )
    document = {"method": Method.ONEROSTER.value, "apiSource": api_source_fields(source)}
    found = [field for field, _ in wrong_source(document, Allowed(vendors=vendor_domains))]
    # Of these the token's host is another one than the example's, and somebody has to say so.
    apart = {"isams-by-iris", "powerschool"}
    assert found == (["apiSource.tokenUrl"] if name in apart else [])


def test_a_vendors_domain_is_one_in_which_both_its_addresses_lie() -> None:
    domains = {"aeries.net", "sky.blackbaud.com", "skyward.iscorp.com", "smartschool.be"}
    assert vendor_domains() == domains


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_console_has_words_for_the_steps_of_each(language: str) -> None:
    file = ROOT / "web" / "src" / "locales" / language / "rostering.json"
    texts = json.loads(file.read_text("utf-8"))["rostering"]["source"]["steps"]
    assert set(texts) == {api.steps for api in PROFILES.values() if api.steps} | {"usual"}
