"""infra/functions.yaml and the code name the same functions, queues and triggers."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
import yaml
from functions_framework import _function_registry

from functions import main
from tests.support.tree import ROOT

CATALOGUE: dict[str, Any] = yaml.safe_load((ROOT / "infra/functions.yaml").read_text("utf-8"))
FUNCTIONS: dict[str, dict[str, Any]] = CATALOGUE["functions"]

# What the framework must know a function as, the file that its trigger names it into, the longest
# that the service lets it run (seconds), and the keys that only this trigger has.
TRIGGERS = {
    # An event door reads its event itself: what the framework says of a bad one is not for others.
    "event": ("http", "storage", 540, {"event", "bucket"}),
    "task": ("http", "task", 1800, {"queue"}),
    "schedule": ("http", "schedule", 1800, {"schedule"}),
    # Hosting waits no longer than a minute for an answer.
    "http": ("http", "http", 60, {"paths"}),
    # Identity Platform waits seven seconds, and a person with it.
    "blocking": ("http", "blocking", 7, {"minInstances"}),
}
ALWAYS = {"trigger", "memory", "timeoutSeconds", "concurrency", "grants"}


def test_the_catalogue_names_exactly_the_entry_points() -> None:
    assert sorted(FUNCTIONS) == list(main.HOMES)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_an_entry_point_is_what_the_catalogue_says(name: str) -> None:
    entry = FUNCTIONS[name]
    signature, file, longest, own_keys = TRIGGERS[entry["trigger"]]
    function = getattr(main, name)
    assert inspect.isfunction(function)
    assert function.__name__ == name
    assert re.fullmatch(rf"functions\.[a-z]+\.{file}", function.__module__)
    assert _function_registry.REGISTRY_MAP[name] == signature
    assert set(entry) - {"atStart"} == ALWAYS | own_keys
    assert 0 < entry["timeoutSeconds"] <= longest
    assert entry["concurrency"] == 1 or entry["memory"] >= 512


def test_every_queue_is_used_and_every_used_queue_is_there() -> None:
    used = {entry["queue"] for entry in FUNCTIONS.values() if "queue" in entry}
    assert used == set(CATALOGUE["queues"])


def test_every_schedule_has_five_fields() -> None:
    schedules = [entry["schedule"] for entry in FUNCTIONS.values() if "schedule" in entry]
    assert schedules
    assert all(len(text.split()) == 5 for text in schedules)
