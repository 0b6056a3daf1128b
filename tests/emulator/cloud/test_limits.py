"""Limits that hold for many processes at once, and what is written of whom."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from shared.cloud.firestore import Documents
from shared.cloud.limits import Limits
from shared.kernel.token_bucket import Limit
from tests.support.emulators import EmulatorEnv

START = datetime(2026, 11, 26, 8, tzinfo=UTC)
TEN_A_MINUTE = Limit(10)


def test_no_more_get_through_than_the_limit_however_many_come_at_once(
    emulator_env: EmulatorEnv,
) -> None:
    key = secrets.token_hex(8)

    def take(_: int) -> bool:
        # Each as a process of its own has it.
        limits = Limits(Documents(emulator_env.project), lambda: START)
        return not limits.take("test", key, TEN_A_MINUTE)

    with ThreadPoolExecutor(8) as pool:
        let_in = sum(pool.map(take, range(40)))
    assert 1 <= let_in <= 10
    # Whoever was crowded out comes again; all ten are there to be had, and no eleventh.
    assert let_in + sum(take(0) for _ in range(20)) == 10


def test_a_bucket_fills_again_and_is_gone_when_it_is_full(emulator_env: EmulatorEnv) -> None:
    now, key = START, f"ada-{secrets.token_hex(8)}@district.example"
    documents = Documents(emulator_env.project)
    limits = Limits(documents, lambda: now)
    three_a_day = Limit(3, timedelta(days=1))
    waits = [limits.take("test", key, three_a_day) for _ in range(4)]
    assert waits == [timedelta(0)] * 3 + [timedelta(hours=8)]
    now += timedelta(hours=8)
    assert limits.take("test", key, three_a_day) == timedelta(0)
    assert limits.take("other", key, three_a_day) == timedelta(0)
    buckets = [each for each in documents.all("limits") if each.fields["time"] == now]
    assert {each.fields["expiresAt"] for each in buckets} == {now + timedelta(days=1)}
    assert len(buckets) == 2
    # Neither the address nor a part of it.
    assert "ada" not in str(buckets)
    assert "district" not in str(buckets)
