"""What Firebase Hosting is deployed with is what the catalogue says."""

from __future__ import annotations

import json

import pytest

from infra.hosting.__main__ import FILE, hosting_configuration
from infra.local.catalogue import Catalogue, Function, read_catalogue


def api(*paths: str) -> Catalogue:
    return Catalogue((Function("people_api", "http", 60, paths=paths),), ())


def test_the_committed_file_is_what_the_generator_gives() -> None:
    said = "run: .venv/bin/python -m infra.hosting"
    assert FILE.read_text("utf-8") == hosting_configuration(read_catalogue()), said


def test_each_path_goes_to_its_service_and_the_rest_to_the_console() -> None:
    made = json.loads(hosting_configuration(api("/v1/me", "/v1/schools/**"), "us-east4"))
    service = {"serviceId": "people-api", "region": "us-east4"}
    assert made["hosting"]["rewrites"] == [
        {"source": "/v1/me", "run": service},
        {"source": "/v1/schools/**", "run": service},
        {"source": "!/@(v1|docs|assets)/**", "destination": "/index.html"},
    ]


def headers_by_source() -> dict[str, dict[str, str]]:
    made = json.loads(hosting_configuration(api()))
    return {
        rule["source"]: {header["key"]: header["value"] for header in rule["headers"]}
        for rule in made["hosting"]["headers"]
    }


def test_answers_of_the_api_are_not_kept() -> None:
    assert headers_by_source()["/v1/**"] == {"Cache-Control": "no-store"}


def test_no_script_of_others_runs_but_that_of_sign_in() -> None:
    policy = headers_by_source()["**"]["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert [rule for rule in policy if rule.startswith("script-src")] == [
        "script-src 'self' https://apis.google.com"
    ]


def test_nobody_frames_the_console_and_the_console_frames_nobody_else() -> None:
    headers = headers_by_source()["**"]
    assert {"frame-src 'self'", "frame-ancestors 'none'"} <= set(
        headers["Content-Security-Policy"].split("; ")
    )
    assert headers["X-Frame-Options"] == "DENY"


def test_a_window_of_sign_in_reaches_the_console_through_google_and_back() -> None:
    rules = headers_by_source()
    assert rules["**"]["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert list(rules)[-1] == "/__/auth/**"
    assert rules["/__/auth/**"] == {
        "Content-Security-Policy": "frame-ancestors 'self'",
        "Cross-Origin-Opener-Policy": "unsafe-none",
        "X-Frame-Options": "SAMEORIGIN",
    }


def test_a_pattern_that_cannot_be_read_is_not_deployed() -> None:
    with pytest.raises(ValueError, match="does not begin with /"):
        hosting_configuration(api("v1/me"))
