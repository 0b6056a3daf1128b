"""The functions server with entry points of its own, under gunicorn as in the stack."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from infra.local.functions_server import functions_spec
from infra.local.ports import free_port
from infra.local.process import Child, group_pids
from tests.support.doors import eventually

CATALOGUE = """
functions:
  landed: {trigger: event, timeoutSeconds: 60}
  work: {trigger: task, queue: q, timeoutSeconds: 60}
  undecorated: {trigger: schedule, schedule: "* * * * *", timeoutSeconds: 60}
"""
SOURCE = """
import os
import functions_framework

@functions_framework.cloud_event
def landed(event):
    open(os.environ["SEEN"], "a").write(f"{event['id']} {event.data['name']}\\n")

@functions_framework.http
def work(request):
    return {"path": request.path, "got": request.get_json()["n"], "pid": os.getpid()}

def undecorated(request):
    return os.environ["TOLD"]
"""
EVENT = {
    "ce-specversion": "1.0",
    "ce-id": "7",
    "ce-type": "google.cloud.storage.object.v1.finalized",
    "ce-source": "//storage.googleapis.com/projects/_/buckets/b",
    "content-type": "application/json",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Child, str]]:
    catalogue, source, port = tmp_path / "c.yaml", tmp_path / "entry.py", free_port()
    catalogue.write_text(CATALOGUE)
    source.write_text(SOURCE)
    env = {"SEEN": str(tmp_path / "seen"), "TOLD": "from outside"}
    child = Child(functions_spec(port, env, catalogue, source), tmp_path)
    try:
        child.wait_ready()
        yield child, f"http://127.0.0.1:{port}"
    finally:
        child.kill()


def test_each_entry_point_answers_at_its_name(server: tuple[Child, str], tmp_path: Path) -> None:
    _, url = server

    assert httpx.post(f"{url}/work", json={"n": 3}).json()["got"] == 3
    assert httpx.post(f"{url}/undecorated").text == "from outside"
    event = httpx.post(f"{url}/landed", headers=EVENT, json={"name": "schools/x/y/1"})
    assert event.status_code == 200
    assert (tmp_path / "seen").read_text() == "7 schools/x/y/1\n"
    assert httpx.post(f"{url}/nothing").status_code == 404
    assert httpx.get(f"{url}/healthz").text == "ok\n"


def test_nothing_of_it_outlives_its_killed_arbiter(server: tuple[Child, str]) -> None:
    child, _ = server
    eventually(lambda: len(child.pids()) == 3, "an arbiter and two workers run")

    os.kill(child.pid, signal.SIGKILL)

    eventually(lambda: not group_pids(child.pid), "the workers ended too")
