"""What an Identity Platform project has to be like, held against what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from shared.identity.project_rules import (
    Expected,
    ProjectSeen,
    host_of,
    project_checks,
    setting_checks,
)
from shared.identity.rules import ProviderSettings

EXPECTED = Expected(
    "https://carillon.lincoln.org/",
    "https://account-before-create-1.us-central1.run.app",
    "https://account-before-sign-in-1.us-central1.run.app",
)
# As https://cloud.google.com/identity-platform/docs/reference/rest/v2/Config writes it.
CONFIG: dict[str, Any] = {
    "name": "projects/1/config",
    "signIn": {"email": {"enabled": True, "passwordRequired": False}},
    "authorizedDomains": ["localhost", "carillon.lincoln.org"],
    "blockingFunctions": {
        "triggers": {
            "beforeCreate": {"functionUri": EXPECTED.before_create},
            "beforeSignIn": {"functionUri": EXPECTED.before_sign_in},
        },
        "forwardInboundCredentials": {"idToken": True},
    },
    "client": {"permissions": {}},
    "emailPrivacyConfig": {"enableImprovedEmailPrivacy": True},
}
GOOGLE = {"enabled": True, "clientId": "1-x.apps.googleusercontent.com"}
ON = ("emailLink", "google.com", "password")


def results(
    config: dict[str, Any] | None, google: dict[str, Any] | None, *, is_whole: bool = True
) -> dict[str, str]:
    seen = ProjectSeen(config, {"google.com": google}, is_whole)
    return {
        f"{each.check} {each.about}".strip(): each.result.value
        for each in project_checks(seen, EXPECTED, ON)
    }


def test_a_project_as_it_should_be_has_nothing_wrong() -> None:
    found = results(CONFIG, GOOGLE)
    assert set(found.values()) == {"OK"}
    assert set(found) == {
        "WAY_AT_FIREBASE emailLink",
        "WAY_AT_FIREBASE google.com",
        "WAY_AT_FIREBASE password",
        "CONSOLE_AUTHORIZED carillon.lincoln.org",
        "ASKED_BEFORE_CREATE",
        "ASKED_BEFORE_SIGN_IN",
        "TOKENS_PASSED_ON",
        "SIGN_UP_LEFT_TO_US",
        "ADDRESSES_PROTECTED",
    }


@pytest.mark.parametrize(
    ("changes", "google", "wrong"),
    [
        ({}, {}, {"WAY_AT_FIREBASE google.com"}),
        ({}, {**GOOGLE, "enabled": False}, {"WAY_AT_FIREBASE google.com"}),
        ({}, {"enabled": True, "clientId": ""}, {"WAY_AT_FIREBASE google.com"}),
        ({"signIn": {}}, GOOGLE, {"WAY_AT_FIREBASE password", "WAY_AT_FIREBASE emailLink"}),
        (
            {"signIn": {"email": {"enabled": True, "passwordRequired": True}}},
            GOOGLE,
            {"WAY_AT_FIREBASE emailLink"},
        ),
        (
            {"authorizedDomains": ["lincoln.org", "x.carillon.lincoln.org"]},
            GOOGLE,
            {"CONSOLE_AUTHORIZED carillon.lincoln.org"},
        ),
        (
            {"blockingFunctions": {}},
            GOOGLE,
            {"ASKED_BEFORE_CREATE", "ASKED_BEFORE_SIGN_IN", "TOKENS_PASSED_ON"},
        ),
        (
            {
                "blockingFunctions": {
                    **CONFIG["blockingFunctions"],
                    "triggers": {
                        "beforeCreate": {"functionUri": EXPECTED.before_create},
                        "beforeSignIn": {"functionUri": EXPECTED.before_create},
                    },
                }
            },
            GOOGLE,
            {"ASKED_BEFORE_SIGN_IN"},
        ),
        (
            {"client": {"permissions": {"disabledUserSignup": True}}},
            GOOGLE,
            {"SIGN_UP_LEFT_TO_US"},
        ),
        ({"emailPrivacyConfig": {}}, GOOGLE, {"ADDRESSES_PROTECTED"}),
    ],
)
def test_what_is_not_so_is_wrong_and_nothing_else(
    changes: dict[str, Any], google: dict[str, Any], wrong: set[str]
) -> None:
    found = results({**CONFIG, **changes}, google)
    assert {name for name, result in found.items() if result != "OK"} == wrong
    assert {found[name] for name in wrong} == {"WRONG"}


def test_what_was_not_answered_is_unknown() -> None:
    assert set(results(None, None).values()) == {"UNKNOWN"}
    emulated = {key: CONFIG[key] for key in ("blockingFunctions", "emailPrivacyConfig")}
    found = results(emulated, None, is_whole=False)
    assert {name for name, result in found.items() if result == "UNKNOWN"} == {
        "WAY_AT_FIREBASE emailLink",
        "WAY_AT_FIREBASE google.com",
        "WAY_AT_FIREBASE password",
        "CONSOLE_AUTHORIZED carillon.lincoln.org",
        "SIGN_UP_LEFT_TO_US",
    }


def test_the_settings_are_checked_for_a_way_and_its_domains() -> None:
    def found(**settings: ProviderSettings) -> list[tuple[str, str, str]]:
        named = {name.replace("_", "."): each for name, each in settings.items()}
        checks = setting_checks(named, ["google.com"])
        return [(each.check.value, each.result.value, each.about) for each in checks]

    assert found() == [("ANY_WAY_ON", "WRONG", "")]
    on = ProviderSettings(enabled=True)
    assert found(google_com=on) == [
        ("ANY_WAY_ON", "OK", ""),
        ("DOMAINS_NAMED", "WRONG", "google.com"),
    ]
    assert found(password=on) == [("ANY_WAY_ON", "OK", "")]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://carillon.lincoln.org", "carillon.lincoln.org"),
        ("http://127.0.0.1:8080/", "127.0.0.1"),
        ("https://Carillon.Lincoln.org/x?y=https://z", "carillon.lincoln.org"),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host
