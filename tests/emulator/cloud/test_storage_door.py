"""Uploads on the real emulator: nothing is there before it is published, and never twice."""

from __future__ import annotations

import gc

import pytest

from shared.cloud.storage import CHUNK_BYTES, Bucket
from shared.kernel.errors import Conflict, Permanent
from tests.support.emulators import EmulatorEnv


@pytest.fixture
def bucket(emulator_env: EmulatorEnv) -> Bucket:
    return Bucket(emulator_env.drop_bucket, emulator_env.project)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 3 * CHUNK_BYTES + 7])
def test_what_was_written_is_published_whole(bucket: Bucket, school: str, size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    upload = bucket.begin(f"{school}/{size}", {"fileName": "a b.csv"})
    for start in range(0, size, 100_000):
        upload.write(data[start : start + 100_000])
    assert bucket.find(f"{school}/{size}") is None
    stored = upload.publish()
    assert (stored.size, stored.metadata) == (size, {"fileName": "a b.csv"})
    assert bucket.read(f"{school}/{size}") == data


def test_an_upload_that_is_forgotten_or_dropped_publishes_nothing(
    bucket: Bucket, school: str
) -> None:
    dropped = bucket.begin(f"{school}/dropped", {})
    dropped.write(b"x" * (CHUNK_BYTES + 1))
    dropped.discard()
    dropped.discard()
    forgotten = bucket.begin(f"{school}/forgotten", {})
    forgotten.write(b"x" * (CHUNK_BYTES + 1))
    del forgotten
    gc.collect()
    assert list(bucket.list(f"{school}/")) == []


def test_a_name_that_is_taken_is_not_written_over(bucket: Bucket, school: str) -> None:
    bucket.write(f"{school}/taken", b"first", "text/plain")
    upload = bucket.begin(f"{school}/taken", {})
    upload.write(b"second")
    with pytest.raises(Conflict) as taken:
        upload.publish()
    assert taken.value.reason == "OBJECT_EXISTS"
    assert bucket.read(f"{school}/taken") == b"first"


def test_an_object_that_is_gone_is_gone_for_good(bucket: Bucket, school: str) -> None:
    with pytest.raises(Permanent) as gone:
        bucket.read(f"{school}/never")
    assert gone.value.reason == "OBJECT_GONE"
