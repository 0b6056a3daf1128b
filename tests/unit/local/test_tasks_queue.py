"""The local task queue as a process, driven by the product's own door and Google's client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import grpc
import pytest
from google.api_core.exceptions import AlreadyExists, InvalidArgument, NotFound
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from infra.local.ports import free_port, is_free
from infra.local.process import Child
from infra.local.tasks_queue import pending_tasks, tasks_spec
from shared.cloud.tasks import Queue
from tests.support.doors import Door, eventually, open_door

PATH = "projects/demo-carillon/locations/us-central1/queues/roster-import"
Start = Callable[..., tuple[Child, str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the queue on the test's own journal; started again it gets another port."""
    with ExitStack() as ends:

        def begin(**options: int) -> tuple[Child, str]:
            port = free_port()
            spec = tasks_spec(port, tmp_path / "tasks.jsonl", ["roster-import"], **options)
            child = Child(spec, tmp_path)
            ends.callback(child.kill)
            child.wait_ready()
            return child, f"127.0.0.1:{port}"

        yield begin


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


def client_of(address: str) -> tasks_v2.CloudTasksClient:
    channel = grpc.insecure_channel(address)
    return tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


def task(door: Door, name: str = "", due: datetime | None = None) -> tasks_v2.Task:
    made = tasks_v2.Task({"name": name and f"{PATH}/tasks/{name}", "schedule_time": due})
    made.http_request = tasks_v2.HttpRequest(url=f"{door.url}/x", http_method="POST", body=b"{}")
    return made


def wait_empty(address: str) -> None:
    eventually(lambda: pending_tasks(address) == 0, "the queues are empty")


def test_a_task_reaches_its_function_with_what_cloud_tasks_sends(start: Start, door: Door) -> None:
    _, address = start()
    before = time.time()

    assert Queue(PATH, address, "").enqueue("one", f"{door.url}/roster_import", {"run": "r1"})

    call = door.wait_for(1)[0]
    assert (call.path, call.body) == ("/roster_import", b'{"run": "r1"}')
    assert call.headers["content-type"] == "application/json"
    assert call.headers["x-cloudtasks-queuename"] == "roster-import"
    assert call.headers["x-cloudtasks-taskname"] == "one"
    assert call.headers["x-cloudtasks-taskretrycount"] == "0"
    assert call.headers["x-cloudtasks-taskexecutioncount"] == "0"
    assert before - 1 <= float(call.headers["x-cloudtasks-tasketa"]) <= time.time()
    wait_empty(address)


def test_a_name_is_taken_while_the_task_waits_and_after_it_was_done(
    start: Start, door: Door
) -> None:
    _, address = start()
    queue = Queue(PATH, address, "")
    assert queue.enqueue("one", door.url, {})
    door.wait_for(1)
    wait_empty(address)

    assert not queue.enqueue("one", door.url, {})
    later = datetime.now(UTC) + timedelta(hours=1)
    client_of(address).create_task(parent=PATH, task=task(door, "two", later))
    with pytest.raises(AlreadyExists):
        client_of(address).create_task(parent=PATH, task=task(door, "two"))
    assert len(door.calls) == 1


def test_failures_are_tried_again_with_growing_waits_and_true_counts(
    start: Start, door: Door
) -> None:
    _, address = start()
    door.answer = lambda call: 200 if call.headers["x-cloudtasks-taskretrycount"] == "4" else 503

    Queue(PATH, address, "").enqueue("one", door.url, {})

    calls = door.wait_for(5)
    counts = [c.headers["x-cloudtasks-taskretrycount"] for c in calls]
    assert counts == ["0", "1", "2", "3", "4"]
    assert [c.headers["x-cloudtasks-taskexecutioncount"] for c in calls] == counts
    assert calls[4].headers["x-cloudtasks-taskpreviousresponse"] == "503"
    waits = [late.time - early.time for early, late in pairwise(calls)]
    for wait, least in zip(waits, (0.1, 0.2, 0.4, 0.8), strict=True):
        assert wait >= least - 0.01
    wait_empty(address)


def test_a_task_whose_function_is_down_waits_until_it_is_up(start: Start) -> None:
    _, address = start()
    port = free_port()
    Queue(PATH, address, "").enqueue("one", f"http://127.0.0.1:{port}/x", {})
    client = client_of(address)
    name = f"{PATH}/tasks/one"
    eventually(lambda: client.get_task(name=name).dispatch_count >= 2, "two attempts failed")
    assert client.get_task(name=name).response_count == 0

    with open_door(port) as door:
        call = door.wait_for(1)[0]

    assert int(call.headers["x-cloudtasks-taskretrycount"]) >= 2
    assert call.headers["x-cloudtasks-taskexecutioncount"] == "0"


def test_a_delayed_task_waits_so_long_and_its_name_is_taken_meanwhile(
    start: Start, door: Door
) -> None:
    _, address = start()
    queue = Queue(PATH, address, "")
    begun = time.time()
    assert queue.enqueue("later", f"{door.url}/later", {}, timedelta(seconds=1.5))
    assert not queue.enqueue("later", f"{door.url}/later", {})
    assert queue.enqueue("now", f"{door.url}/now", {})

    first, second = door.wait_for(2)
    assert (first.path, second.path) == ("/now", "/later")
    assert time.time() - begun >= 1.5


def test_a_scheduled_task_is_not_sent_before_its_time(start: Start, door: Door) -> None:
    _, address = start()
    due = datetime.now(UTC) + timedelta(seconds=1)
    client_of(address).create_task(parent=PATH, task=task(door, "later", due))
    client_of(address).create_task(parent=PATH, task=task(door, "now"))

    first, second = door.wait_for(2)

    assert first.headers["x-cloudtasks-taskname"] == "now"
    assert second.headers["x-cloudtasks-taskname"] == "later"
    assert datetime.now(UTC) >= due


def test_a_queue_killed_with_9_goes_on_with_what_it_held(start: Start, door: Door) -> None:
    killed, address = start()
    client = client_of(address)
    client.create_task(parent=PATH, task=task(door, "done"))
    door.wait_for(1)
    wait_empty(address)
    door.answer = lambda _: 500
    client.create_task(parent=PATH, task=task(door, "failing"))
    soon = datetime.now(UTC) + timedelta(seconds=2)
    client.create_task(parent=PATH, task=task(door, "scheduled", soon))
    client.create_task(parent=PATH, task=task(door, "deleted", soon))
    client.delete_task(name=f"{PATH}/tasks/deleted")
    door.wait_for(2)

    killed.kill()
    journal = killed.log.with_name("tasks.jsonl")
    journal.write_bytes(journal.read_bytes() + b'{"op":"add","name":"torn')
    door.answer = lambda _: 200
    _, again = start()

    wait_empty(again)
    names = [call.headers["x-cloudtasks-taskname"] for call in door.calls]
    assert names.count("done") == 1
    assert names.count("failing") >= 2
    assert names.count("scheduled") == 1
    assert "deleted" not in names
    for name in ("done", "failing", "scheduled", "deleted"):
        assert not Queue(PATH, again, "").enqueue(name, door.url, {}), name


def test_an_attempt_cut_by_the_kill_is_made_again_and_counted(start: Start, door: Door) -> None:
    killed, address = start()

    def cut(_: object) -> int:
        door.answer = lambda _: 200
        killed.kill()
        return 200

    door.answer = cut
    client_of(address).create_task(parent=PATH, task=task(door, "one"))
    door.wait_for(1)
    eventually(lambda: not killed.pids(), "the queue was killed")
    _, again = start()

    calls = door.wait_for(2)
    wait_empty(again)
    assert [c.headers["x-cloudtasks-taskretrycount"] for c in calls] == ["0", "1"]


def test_every_second_task_comes_twice_when_duplicates_are_switched_on(
    start: Start, door: Door
) -> None:
    _, address = start(duplicate_every=2)
    queue = Queue(PATH, address, "")
    for number in range(6):
        queue.enqueue(f"t{number}", door.url, {})

    wait_empty(address)

    names = [call.headers["x-cloudtasks-taskname"] for call in door.calls]
    assert len(names) == 9
    assert set(names) == {f"t{number}" for number in range(6)}


def test_tasks_run_in_parallel_but_at_most_eight(start: Start, door: Door) -> None:
    _, address = start()
    inside: list[int] = []
    most: list[int] = []

    def slow(_: object) -> int:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.2)
        inside.pop()
        return 200

    door.answer = slow
    queue = Queue(PATH, address, "")
    for number in range(24):
        queue.enqueue(f"t{number}", door.url, {})
    wait_empty(address)

    assert len(door.calls) == 24
    assert 2 <= max(most) <= 8


def test_what_cloud_tasks_refuses_is_refused(start: Start, door: Door) -> None:
    _, address = start()
    client = client_of(address)
    other = PATH.replace("roster-import", "no-such-queue")
    far = datetime.now(UTC) + timedelta(days=31)
    abroad = task(door)
    abroad.http_request.url = "https://carillon.example/roster_import"

    with pytest.raises(NotFound):
        client.create_task(parent=other, task=task(door))
    with pytest.raises(NotFound):
        client.get_task(name=f"{PATH}/tasks/none")
    for bad in (task(door, "a.b"), task(door, due=far), abroad):
        with pytest.raises(InvalidArgument):
            client.create_task(parent=PATH, task=bad)
    big = task(door)
    big.http_request.body = b"x" * (1024 * 1024 + 1)
    with pytest.raises(InvalidArgument):
        client.create_task(parent=PATH, task=big)
    assert door.calls == []


def test_listing_gives_every_waiting_task_page_by_page(start: Start, door: Door) -> None:
    _, address = start()
    client = client_of(address)
    later = datetime.now(UTC) + timedelta(hours=1)
    wanted = {
        client.create_task(parent=PATH, task=task(door, f"t{n}", later)).name for n in range(7)
    }

    listed = list(client.list_tasks(request={"parent": PATH, "page_size": 3}))

    assert {found.name for found in listed} == wanted
    assert all(found.http_request.body == b"" for found in listed)
    full = client.get_task(request={"name": listed[0].name, "response_view": "FULL"})
    assert full.http_request.body == b"{}"


def test_it_ends_on_sigterm_and_gives_its_port_back(start: Start) -> None:
    child, address = start()
    child.stop()
    assert child.pids() == []
    assert is_free(int(address.rpartition(":")[2]))
