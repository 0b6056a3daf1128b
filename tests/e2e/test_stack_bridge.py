"""From an upload to its CloudEvent: the Storage and Pub/Sub emulators and the bridge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from cloudevents.http import from_http

from infra.local.bridge import bridge_spec, waiting_events
from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.pubsub import TOPIC, create_subscription, pubsub_spec
from infra.local.storage import create_bucket, storage_spec
from infra.local.toolchain import require
from shared.cloud.storage import Bucket, StoredObject
from tests.support.doors import Door, eventually, open_door

PROJECT = "demo-bridge"
NAME = "schools/lincoln/main/0001"
METADATA = {"fileName": "Schüler heute.csv", "school": "lincoln"}


@dataclass
class Road:
    door: Door
    bucket: Bucket
    bridge: Child
    bridge_port: int

    def upload(self, name: str = NAME) -> StoredObject:
        upload = self.bucket.begin(name, METADATA)
        upload.write(b"a,b\n1,2\n")
        return upload.publish()


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    tools = require()
    pubsub, storage, bridge = free_port(), free_port(), free_port()
    host = f"127.0.0.1:{pubsub}"
    with ExitStack() as ends:

        def begin(child: Child) -> Child:
            ends.callback(child.kill)
            child.wait_ready()
            return child

        door = ends.enter_context(open_door())
        begin(Child(pubsub_spec(tools, pubsub), tmp_path))
        create_subscription(host, PROJECT)
        events = (host, PROJECT, TOPIC, "bridge-drop")
        begin(Child(storage_spec(tools, storage, tmp_path / "objects", events), tmp_path))
        for name in ("bridge-drop", "bridge-work"):
            create_bucket(f"http://127.0.0.1:{storage}", PROJECT, name)
        target = f"{door.url}/roster_file_landed"
        started = begin(Child(bridge_spec(bridge, host, PROJECT, target), tmp_path))
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{storage}")
        # The door to storage keeps one client for each project, and each test has its own server.
        project = f"{PROJECT}-{storage}"
        yield Road(door, Bucket("bridge-drop", project), started, bridge)


def test_an_upload_becomes_the_event_that_eventarc_posts(road: Road) -> None:
    stored = road.upload()

    [call] = road.door.wait_for(1)

    event = from_http(call.headers, call.body)
    assert event["type"] == "google.cloud.storage.object.v1.finalized"
    assert event["source"] == "//storage.googleapis.com/projects/_/buckets/bridge-drop"
    assert event["subject"] == f"objects/{NAME}"
    assert event["bucket"] == "bridge-drop"
    assert event.data["name"] == NAME
    assert event.data["generation"] == str(stored.generation)
    assert event.data["size"] == "8"
    assert event.data["metadata"] == METADATA
    eventually(lambda: waiting_events(road.bridge_port) == 0, "the event was acknowledged")


def test_a_refused_event_comes_again_under_the_same_id_until_it_is_taken(road: Road) -> None:
    road.door.answer = lambda _: 503 if len(road.door.calls) < 4 else 200
    road.upload()

    calls = road.door.wait_for(4)

    assert len({call.headers["ce-id"] for call in calls}) == 1
    assert len({call.body for call in calls}) == 1
    eventually(lambda: waiting_events(road.bridge_port) == 0, "the event was acknowledged")
    road.upload("schools/lincoln/main/0002")
    assert road.door.wait_for(5)[4].headers["ce-id"] != calls[0].headers["ce-id"]


def test_an_event_that_a_killed_bridge_held_comes_again(road: Road, tmp_path: Path) -> None:
    def kill(_: object) -> int:
        road.door.answer = lambda _: 200
        road.bridge.kill()
        return 200

    road.door.answer = kill
    road.upload()
    first = road.door.wait_for(1)[0]
    eventually(lambda: not road.bridge.pids(), "the bridge was killed")

    again = Child(road.bridge.spec, tmp_path)
    try:
        # The subscription's deadline is 10 seconds.
        second = road.door.wait_for(2, seconds=60)[1]
    finally:
        again.kill()

    assert second.headers["ce-id"] == first.headers["ce-id"]


def test_the_work_bucket_raises_no_event(road: Road) -> None:
    Bucket("bridge-work", road.bucket._project).write("snapshots/1", b"x", "text/plain")
    road.upload()

    [call] = road.door.wait_for(1)

    assert call.headers["ce-bucket"] == "bridge-drop"
