"""The Firestore emulator as a part of the local stack. Its data lives in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from infra.local.java import java
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers

_MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


def firestore_spec(tools: Mapping[str, Path], port: int, rules: Path | None = None) -> Spec:
    """How to start it.

    The Cloud CLI's own wrapper script doesn't exec, so a signal to it would orphan the emulator:
    Java is started directly.

    Args:
        tools: paths of ``java`` and ``cloud-firestore-emulator``.
        port: where it listens.
        rules: security rules; without them every request is let in.
    """
    jar = str(tools["cloud-firestore-emulator"])
    argv = java(tools, "-Duser.language=en", "-cp", jar, _MAIN_CLASS, "start")
    argv += [f"--host={LOOPBACK}", f"--port={port}"]
    if rules is not None:
        argv.append(f"--rules={rules}")
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    return Spec("firestore", argv, ready, ports=[port])
