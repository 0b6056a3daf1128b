"""What a deployment is told: read whole, or refused with every variable that is wrong."""

from __future__ import annotations

import pytest

from shared.settings import SettingsError, read_settings

TOLD = {
    "GOOGLE_CLOUD_PROJECT": "district-one",
    "CARILLON_DROP_BUCKET": "drop",
    "CARILLON_WORK_BUCKET": "work",
    "CARILLON_FUNCTION_URL": "https://{service}.example/{entry_point}",
}


def test_what_is_not_told_is_as_usual() -> None:
    found = read_settings(TOLD)
    assert (found.project, found.drop_bucket, found.work_bucket) == ("district-one", "drop", "work")
    assert (found.region, found.console_url, found.proxies) == ("us-central1", "", 2)
    assert (found.smtp_port, found.smtp_starttls, found.clock_offset_seconds) == (587, True, 0)
    assert not found.is_local
    assert found.url_of("roster_import") == "https://roster-import.example/roster_import"


def test_numbers_and_switches_are_read() -> None:
    told = {
        "CARILLON_PROXIES": "0",
        "CARILLON_SMTP_PORT": " 25 ",
        "CARILLON_SMTP_STARTTLS": "False",
    }
    found = read_settings({**TOLD, **told})
    assert (found.proxies, found.smtp_port, found.smtp_starttls) == (0, 25, False)


def test_all_that_is_wrong_is_named_and_no_value_of_it() -> None:
    told = {
        "GOOGLE_CLOUD_PROJECT": "district-one",
        "CARILLON_DROP_BUCKET": "drop",
        "CARILLON_REGION": "europe-west1",
        "CARILLON_PROXIES": "9",
        "CARILLON_SMTP_PORT": "s3cret",
        "CARILLON_SMTP_STARTTLS": "s3cret",
    }
    with pytest.raises(SettingsError) as raised:
        read_settings(told)
    assert str(raised.value).split("; ") == [
        "CARILLON_REGION has to be a region of the United States, us-…",
        "CARILLON_WORK_BUCKET has to be set",
        "CARILLON_FUNCTION_URL has to be set",
        "CARILLON_PROXIES has to be 0 to 5",
        "CARILLON_SMTP_PORT has to be a whole number",
        "CARILLON_SMTP_STARTTLS has to be true or false",
    ]


@pytest.mark.parametrize(
    "variable",
    [
        "FIRESTORE_EMULATOR_HOST",
        "STORAGE_EMULATOR_HOST",
        "CLOUD_TASKS_EMULATOR_HOST",
        "FIREBASE_AUTH_EMULATOR_HOST",
        "CARILLON_SECRETS_EMULATOR",
        "CARILLON_SCHEDULER_EMULATOR",
        "CARILLON_LOCAL_SOURCES",
        "CARILLON_LOCAL_AUTHORITY",
    ],
)
def test_no_emulator_is_believed_in_a_real_project(variable: str) -> None:
    with pytest.raises(SettingsError, match="whose id starts with 'demo-'"):
        read_settings({**TOLD, variable: "127.0.0.1:1"})
    demo = {**TOLD, "GOOGLE_CLOUD_PROJECT": "demo-one", variable: "127.0.0.1:1"}
    assert "127.0.0.1:1" in repr(read_settings(demo))


def test_a_local_source_is_one_of_those_that_were_published() -> None:
    told = {**TOLD, "GOOGLE_CLOUD_PROJECT": "demo-one"}
    found = read_settings({**told, "CARILLON_LOCAL_SOURCES": "127.0.0.1:1, localhost:2,"})
    assert found.is_local_source("127.0.0.1:1")
    assert found.is_local_source("localhost:2")
    assert not found.is_local_source("127.0.0.1:12")
    assert not read_settings(told).is_local_source("")


def test_the_clock_of_a_real_project_does_not_move() -> None:
    with pytest.raises(SettingsError, match="CLOCK_OFFSET"):
        read_settings({**TOLD, "CARILLON_CLOCK_OFFSET_SECONDS": "60"})


def test_the_password_of_the_relay_is_not_shown() -> None:
    assert "s3cret" not in repr(read_settings({**TOLD, "CARILLON_SMTP_PASSWORD": "s3cret"}))
