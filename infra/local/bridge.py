"""Turns the bucket's notifications in Pub/Sub into the CloudEvents that Eventarc would post.

A process of its own, ``python -m infra.local.bridge``, and a part of the stack. A message is
acknowledged only after the function answered 2xx; until then it is delivered again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers, python
from infra.local.pubsub import SUBSCRIPTION
from infra.local.status_page import serve_status, until_stopped

EVENT_TYPE = "google.cloud.storage.object.v1.finalized"
MIN_BACKOFF_SECONDS = 0.2
MAX_BACKOFF_SECONDS = 10.0
_EXTEND_EVERY_SECONDS = 4.0
_EXTEND_BY_SECONDS = 10
_DELIVERY_SECONDS = 120.0
_PULL_SECONDS = 120.0
_MOST_AT_ONCE = 10


def bridge_spec(port: int, pubsub: str, project: str, target: str) -> Spec:
    """How to start it.

    Args:
        port: of its status page.
        pubsub: the Pub/Sub emulator's ``host:port``.
        project: whose subscription is pulled.
        target: address of the function that takes the events.
    """
    arguments = [f"--port={port}", f"--pubsub={pubsub}", f"--project={project}"]
    argv = python("infra.local.bridge", *arguments, f"--target={target}")
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    return Spec("bridge", argv, ready, ports=[port])


def waiting_events(port: int) -> int:
    """Events that the bridge whose status page is on ``port`` took and could not deliver yet.

    Raises:
        httpx.HTTPError: it did not answer.
    """
    answer = httpx.get(f"http://{LOOPBACK}:{port}/", timeout=5.0, **PLAINLY)
    return int(answer.raise_for_status().json()["waiting"])


def cloud_event(message: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
    """The event of a notification as headers (binary content mode) and body.

    Args:
        message: a Pub/Sub message of the kind that a bucket sends, payload ``JSON_API_V1``.

    Raises:
        KeyError: it is none.
    """
    attributes = message["attributes"]
    bucket = attributes["bucketId"]
    headers = {
        "Content-Type": "application/json",
        "ce-specversion": "1.0",
        # The emulator counts its messages from 1 after each start.
        "ce-id": f"{message['messageId']}-{message['publishTime']}",
        "ce-type": EVENT_TYPE,
        "ce-source": f"//storage.googleapis.com/projects/_/buckets/{bucket}",
        "ce-subject": f"objects/{attributes['objectId']}",
        "ce-time": attributes["eventTime"],
        "ce-bucket": bucket,
    }
    return headers, base64.b64decode(message["data"])


@dataclass
class Bridge:
    """Pulls, posts and acknowledges on the event loop."""

    client: httpx.AsyncClient
    subscription: str
    target: str
    delivered: int = 0
    _leases: dict[str, str] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def status(self) -> dict[str, object]:
        """What the status page shows."""
        return {"waiting": len(self._leases), "delivered": self.delivered}

    async def run(self) -> None:
        """Pull for ever; an emulator that is down is asked again until it is up."""
        failures = 0
        while True:
            try:
                answer = await self._call("pull", {"maxMessages": _MOST_AT_ONCE})
            except httpx.HTTPError:
                failures += 1
                await asyncio.sleep(_backoff(failures))
                continue
            failures = 0
            for received in answer.get("receivedMessages", []):
                self._take(received["message"], received["ackId"])

    def _take(self, message: Mapping[str, Any], lease: str) -> None:
        name = message["messageId"]
        known = name in self._leases
        self._leases[name] = lease
        if known:  # its lease ran out during the delivery: the new lease will do
            return
        running = asyncio.create_task(self._deliver(name, message))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _deliver(self, name: str, message: Mapping[str, Any]) -> None:
        extending = asyncio.create_task(self._extend(name))
        try:
            if message.get("attributes", {}).get("eventType") == "OBJECT_FINALIZE":
                headers, body = cloud_event(message)
                await _until_true(lambda: self._post(headers, body))
                self.delivered += 1
        finally:
            extending.cancel()
        await _until_true(lambda: self._acknowledge(name))
        del self._leases[name]

    async def _post(self, headers: Mapping[str, str], body: bytes) -> bool:
        try:
            answer = await self.client.post(
                self.target, headers=dict(headers), content=body, timeout=_DELIVERY_SECONDS
            )
        except httpx.HTTPError:
            return False
        return answer.is_success

    async def _acknowledge(self, name: str) -> bool:
        try:
            await self._call("acknowledge", {"ackIds": [self._leases[name]]})
        except httpx.HTTPStatusError:
            return True  # the emulator was started anew and knows nothing of it
        except httpx.HTTPError:
            return False
        return True

    async def _extend(self, name: str) -> None:
        while True:
            await asyncio.sleep(_EXTEND_EVERY_SECONDS)
            wanted = {"ackIds": [self._leases[name]], "ackDeadlineSeconds": _EXTEND_BY_SECONDS}
            with contextlib.suppress(httpx.HTTPError):
                await self._call("modifyAckDeadline", wanted)

    async def _call(self, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        url = f"{self.subscription}:{verb}"
        answer = await self.client.post(url, json=dict(body), timeout=_PULL_SECONDS)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found


def _backoff(failures: int) -> float:
    return float(min(MIN_BACKOFF_SECONDS * 2 ** min(failures - 1, 16), MAX_BACKOFF_SECONDS))


async def _until_true(attempt: Callable[[], Awaitable[bool]]) -> None:
    failures = 0
    while not await attempt():
        failures += 1
        await asyncio.sleep(_backoff(failures))


async def serve(port: int, pubsub: str, project: str, target: str) -> None:
    """Run until SIGTERM or SIGINT."""
    subscription = f"http://{pubsub}/v1/projects/{project}/subscriptions/{SUBSCRIPTION}"
    async with httpx.AsyncClient(**PLAINLY) as client:
        bridge = Bridge(client, subscription, target)
        async with await serve_status(port, bridge.status):
            await until_stopped(bridge.run())


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    for name in ("pubsub", "project", "target"):
        parser.add_argument(f"--{name}", required=True)
    wanted = parser.parse_args(arguments)
    asyncio.run(serve(wanted.port, wanted.pubsub, wanted.project, wanted.target))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
