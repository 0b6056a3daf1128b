"""The doors as a caller meets them: who is let in, and what an error tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import functions_framework
import pytest
from flask.testing import FlaskClient

from shared import bootstrap
from shared import settings as settings_module
from shared.cloud.firestore import Documents
from shared.kernel.errors import Transient
from tests.support.emulators import EmulatorEnv

MAIN = Path(__file__).resolve().parents[3] / "functions" / "main.py"
INTERNAL = ("roster_import", "roster_pull", "roster_apply", "notice_send", "account_follow")
SCHEDULED = (
    "roster_reconcile", "roster_archive", "roster_nightly", "roster_watch", "notice_sweep",
    "account_sweep", "calendar_compile",
)  # fmt: skip
EMULATORS = (
    "FIRESTORE_EMULATOR_HOST", "STORAGE_EMULATOR_HOST", "CLOUD_TASKS_EMULATOR_HOST",
    "FIREBASE_AUTH_EMULATOR_HOST", "CARILLON_SECRETS_EMULATOR", "CARILLON_SCHEDULER_EMULATOR",
)  # fmt: skip
TASK = {"X-CloudTasks-TaskName": "t1", "X-CloudTasks-TaskRetryCount": "0"}
CANARY = "Zoraida-Canary"


def _client(entry_point: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    # The framework leaves the signature's type in the environment.
    monkeypatch.delenv("FUNCTION_SIGNATURE_TYPE", raising=False)
    app = functions_framework.create_app(entry_point, str(MAIN))  # type: ignore[no-untyped-call]
    client: FlaskClient = app.test_client()
    return client


@pytest.fixture(autouse=True)
def wired(emulator_env: EmulatorEnv) -> Iterator[Documents]:
    """Services made anew for this environment, and again for the next test's."""
    settings_module.settings.cache_clear()
    bootstrap.rostering.cache_clear()
    yield Documents(emulator_env.project)
    settings_module.settings.cache_clear()
    bootstrap.rostering.cache_clear()


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a real project, where an unsigned call means nothing."""
    for name in EMULATORS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "a-real-district")
    monkeypatch.setenv("CARILLON_TASKS_SERVICE_ACCOUNT", "tasks@example.invalid")
    monkeypatch.setenv("CARILLON_SCHEDULER_SERVICE_ACCOUNT", "ticks@example.invalid")
    settings_module.settings.cache_clear()


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("entry_point", [*INTERNAL, *SCHEDULED])
@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer not.a.token", "Basic eA=="])
def test_nobody_without_a_token_is_let_in(
    entry_point: str, header: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _client(entry_point, monkeypatch)
    headers = {} if header is None else {"Authorization": header}
    answer = client.post("/", json={"school": "s", "run": "r"}, headers=headers)
    assert answer.status_code == 403
    assert answer.get_json() == {"reason": "CALLER_UNKNOWN"}


@pytest.mark.parametrize("entry_point", INTERNAL)
def test_a_task_that_is_no_object_is_put_aside(
    entry_point: str, monkeypatch: pytest.MonkeyPatch, wired: Documents
) -> None:
    client = _client(entry_point, monkeypatch)
    answer = client.post("/", data="[1]", content_type="application/json", headers=TASK)
    assert (answer.status_code, answer.get_json()) == (200, {"reason": "PAYLOAD_MALFORMED"})
    stuck = [found.fields for found in wired.all("stuckWork")]
    assert (entry_point, "PAYLOAD_MALFORMED") in {(s["function"], s["reason"]) for s in stuck}


@pytest.mark.parametrize("entry_point", ["roster_import", "roster_pull", "roster_apply"])
def test_a_run_that_is_not_there_is_put_aside(
    entry_point: str, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _client(entry_point, monkeypatch)
    payload = {"school": school, "run": "nowhere", "chunk": 0}
    answer = client.post("/", json=payload, headers=TASK)
    assert (answer.status_code, answer.get_json()) == (200, {"reason": "RUN_UNKNOWN"})


@pytest.mark.parametrize(
    ("error", "retry_count", "status"),
    [
        (Transient("DATABASE_UNAVAILABLE", CANARY), 0, 503),
        (Transient("DATABASE_UNAVAILABLE", CANARY), 50, 503),
        (ValueError(CANARY), 0, 503),
        (ValueError(CANARY), 3, 503),
        (ValueError(CANARY), 4, 200),
    ],
)
def test_an_error_is_tried_again_until_it_is_poison_and_tells_nothing(
    error: Exception,
    retry_count: int,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: Any) -> None:
        raise error

    client = _client("roster_import", monkeypatch)
    monkeypatch.setattr(type(bootstrap.rostering().importer), "work_on", fail)
    headers = {**TASK, "X-CloudTasks-TaskRetryCount": str(retry_count)}
    answer = client.post("/", json={"school": "s", "run": "r"}, headers=headers)
    assert answer.status_code == status
    printed = capsys.readouterr()
    for told in (answer.get_data(as_text=True), printed.out, printed.err):
        assert CANARY not in told


@pytest.mark.parametrize("entry_point", SCHEDULED)
def test_a_tick_without_its_time_is_refused(
    entry_point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _client(entry_point, monkeypatch).post("/")
    assert (answer.status_code, answer.get_json()) == (503, {"reason": "SCHEDULE_TIME_MISSING"})


def _event(name: str, **changes: Any) -> dict[str, Any]:
    body = {
        "bucket": "drop",
        "name": name,
        "generation": "1",
        "size": "3",
        "md5Hash": "rL0Y20zC+Fzt72VPzMSk2A==",
    }
    headers = {
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.storage.object.v1.finalized",
        "ce-source": "//storage.googleapis.com/projects/_/buckets/drop",
        "ce-subject": f"objects/{name}",
        "ce-id": f"event-{name}",
        "Content-Type": "application/json",
    }
    return {"json": {**body, **changes}, "headers": headers}


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (_event("not/made/by/the/gateway"), "OBJECT_UNEXPECTED"),
        (_event("schools/nowhere/sis/1"), "CONNECTION_UNKNOWN"),
        (_event("schools/nowhere/sis/2", generation="x"), "EVENT_MALFORMED"),
    ],
)
def test_an_event_nobody_can_use_is_acknowledged_and_put_aside(
    event: dict[str, Any], reason: str, monkeypatch: pytest.MonkeyPatch, wired: Documents
) -> None:
    client = _client("roster_file_landed", monkeypatch)
    assert client.post("/", **event).status_code == 200
    assert reason in {found.fields["reason"] for found in wired.all("stuckWork")}


def test_an_event_that_cannot_be_taken_now_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise Transient("DATABASE_UNAVAILABLE", CANARY)

    client = _client("roster_file_landed", monkeypatch)
    monkeypatch.setattr(type(bootstrap.rostering().starter), "file_landed", fail)
    answer = client.post("/", **_event("schools/nowhere/sis/3"))
    assert answer.status_code == 503
    assert CANARY not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "call",
    [
        {"json": {"name": CANARY}},
        {"data": f'{{"{CANARY}', "content_type": "application/json"},
        {"data": CANARY, "headers": {"ce-specversion": CANARY, "ce-id": "1"}},
        {"data": CANARY, "headers": {"ce-specversion": "1.0"}},
        {"json": {"specversion": "1.0", "data_base64": CANARY}},
        {"data": b"\xff" + CANARY.encode(), "headers": {"Authorization": f"Bearer {CANARY}"}},
    ],
)
def test_what_is_no_event_is_refused_without_being_repeated(
    call: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = _client("roster_file_landed", monkeypatch).post("/", **call)
    assert (answer.status_code, answer.get_json()) == (400, {"reason": "EVENT_MALFORMED"})
    printed = capfd.readouterr()
    for told in (answer.get_data(as_text=True), printed.out, printed.err):
        assert CANARY not in told
