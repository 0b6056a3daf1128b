"""The Pub/Sub emulator as a part of the local stack: holds the bucket's events, in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import httpx

from infra.local.java import java
from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers

TOPIC = "roster-drop"
SUBSCRIPTION = "roster-drop-bridge"
ACK_DEADLINE_SECONDS = 10
"""Short, because a bridge that was killed gets its messages again only after it."""


def pubsub_spec(tools: Mapping[str, Path], port: int) -> Spec:
    """How to start it; ``tools`` has the paths of ``java`` and ``pubsub-emulator``."""
    argv = java(tools, "-jar", str(tools["pubsub-emulator"]))
    argv += [f"--host={LOOPBACK}", f"--port={port}"]
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    return Spec("pubsub", argv, ready, ports=[port])


def create_subscription(host: str, project: str) -> None:
    """Make the topic and its one subscription in the emulator at ``host:port``, if not there.

    Raises:
        httpx.HTTPError: it did not answer, or refused.
    """
    topic = f"projects/{project}/topics/{TOPIC}"
    subscription = f"projects/{project}/subscriptions/{SUBSCRIPTION}"
    wanted = {"topic": topic, "ackDeadlineSeconds": ACK_DEADLINE_SECONDS}
    for name, body in ((topic, {}), (subscription, wanted)):
        answer = httpx.put(f"http://{host}/v1/{name}", json=body, timeout=60.0, **PLAINLY)
        if answer.status_code != httpx.codes.CONFLICT:
            answer.raise_for_status()
