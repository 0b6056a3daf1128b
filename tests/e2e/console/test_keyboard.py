"""Ten tasks by keyboard alone in a real Chromium: signing in, sending a file, deciding, undoing."""

from __future__ import annotations

from typing import Any

TASKS = [
    "signs in",
    "skips the navigation",
    "opens a school",
    "changes the language and back",
    "connects a system",
    "makes a login",
    "sends a file",
    "approves a plan",
    "archives a person and takes it back",
    "undoes what was approved",
]


def test_ten_tasks_are_done_without_a_mouse(by_keyboard: dict[str, Any]) -> None:
    assert list(by_keyboard["seconds"]) == TASKS


def test_one_always_sees_where_the_focus_is(by_keyboard: dict[str, Any]) -> None:
    assert by_keyboard["hidden"] == []
