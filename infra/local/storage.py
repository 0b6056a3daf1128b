"""fake-gcs-server as a part of the local stack. Its objects live in a folder and survive."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import httpx

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers


def storage_spec(
    tools: Mapping[str, Path],
    port: int,
    folder: Path,
    events: tuple[str, str, str, str] | None = None,
) -> Spec:
    """How to start it.

    Args:
        tools: path of ``fake-gcs-server``.
        port: where it listens.
        folder: where the objects are kept; made when it is not there.
        events: Pub/Sub emulator ``host:port``, project, topic, and the bucket whose new objects
            are told there; None for no events.
    """
    url = f"http://{LOOPBACK}:{port}"
    argv = [str(tools["fake-gcs-server"]), "-scheme=http", f"-host={LOOPBACK}", f"-port={port}"]
    argv += ["-backend=filesystem", f"-filesystem-root={folder}", f"-external-url={url}"]
    argv += [f"-public-host={LOOPBACK}:{port}", "-log-level=warn"]
    env: dict[str, str | None] = {}
    if events is not None:
        env["PUBSUB_EMULATOR_HOST"], project, topic, bucket = events
        argv += [f"-event.pubsub-project-id={project}", f"-event.pubsub-topic={topic}"]
        argv += [f"-event.bucket={bucket}", "-event.list=finalize"]
    folder.mkdir(parents=True, exist_ok=True)
    ready = partial(answers, f"{url}/storage/v1/b")
    return Spec("storage", argv, ready, ports=[port], env=env)


def create_bucket(url: str, project: str, bucket: str) -> None:
    """Make a bucket in the server at ``url``; nothing happens when it is already there.

    Raises:
        httpx.HTTPError: it did not answer, or refused.
    """
    answer = httpx.post(
        f"{url}/storage/v1/b",
        params={"project": project},
        json={"name": bucket},
        timeout=60.0,
        **PLAINLY,
    )
    if answer.status_code != httpx.codes.CONFLICT:
        answer.raise_for_status()
