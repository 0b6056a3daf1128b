"""Claims on the real emulator: work is done once, and a dead holder is taken over."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.cloud.claims import Claims
from shared.cloud.firestore import Documents
from shared.kernel.errors import Permanent, Transient
from tests.support.emulators import EmulatorEnv

LEASE = timedelta(seconds=90)


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def claims(emulator_env: EmulatorEnv, time: Time) -> Claims:
    tokens = itertools.count()
    return Claims(Documents(emulator_env.project), time, lambda: f"token-{next(tokens)}")


def test_the_result_of_the_first_is_given_again(claims: Claims, school: str) -> None:
    done: list[int] = []

    def work() -> dict[str, Any]:
        done.append(1)
        return {"run": "r1"}

    for _ in range(3):
        assert claims.once("f", school, {"size": 1}, LEASE, work) == {"run": "r1"}
    assert len(done) == 1


def test_a_failure_lets_the_next_delivery_try(claims: Claims, school: str) -> None:
    def fail() -> dict[str, Any]:
        raise Transient("X", "x")

    with pytest.raises(Transient, match="x"):
        claims.once("f", school, {}, LEASE, fail)
    assert claims.once("f", school, {}, LEASE, dict) == {}


def test_the_same_key_with_another_payload_is_refused(claims: Claims, school: str) -> None:
    claims.once("f", school, {"size": 1}, LEASE, dict)
    with pytest.raises(Permanent) as refused:
        claims.once("f", school, {"size": 2}, LEASE, dict)
    assert refused.value.reason == "PAYLOAD_CHANGED"


def test_a_dead_holder_is_taken_over_and_cannot_complete(
    claims: Claims, school: str, time: Time
) -> None:
    def stall() -> dict[str, Any]:
        with pytest.raises(Transient) as busy:
            claims.once("f", school, {}, LEASE, dict)
        assert busy.value.reason == "IN_PROGRESS"
        time.now += LEASE + timedelta(seconds=1)
        assert claims.once("f", school, {}, LEASE, lambda: {"by": "second"}) == {"by": "second"}
        return {"by": "first"}

    with pytest.raises(Transient) as lost:
        claims.once("f", school, {}, LEASE, stall)
    assert lost.value.reason == "LEASE_LOST"
    assert claims.once("f", school, {}, LEASE, dict) == {"by": "second"}


def test_of_many_at_once_one_does_the_work(claims: Claims, school: str) -> None:
    done: list[int] = []
    gate = threading.Barrier(8)

    def work() -> dict[str, Any]:
        done.append(1)
        return {}

    def deliver() -> str:
        gate.wait()
        try:
            claims.once("f", school, {}, LEASE, work)
        except Transient as error:
            return error.reason
        return "done"

    with ThreadPoolExecutor(8) as pool:
        answers = [each.result() for each in [pool.submit(deliver) for _ in range(8)]]
    assert len(done) == 1
    assert set(answers) <= {"done", "IN_PROGRESS"}
    assert "done" in answers


def test_work_without_a_key_is_not_done(claims: Claims) -> None:
    with pytest.raises(ValueError, match="key"):
        claims.once("f", "", {}, LEASE, dict)
