"""The audit log only grows, and whatever it says has words in the console."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from shared.cloud.firestore import APPEND_ONLY
from shared.kernel.audit_verbs import AuditVerb
from tests.support.tree import PACKAGES, ROOT, name_of, python_files

if TYPE_CHECKING:
    from pathlib import Path

PATH = "audit/"
DOOR = "shared/cloud/firestore.py"
"""Names the place, so that it can refuse whoever would change what is there."""


def texts_in(path: Path) -> Iterator[ast.AST]:
    """Where a file names a document of the audit log."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
        if isinstance(first, ast.Constant) and str(first.value).startswith(PATH):
            yield node


def created_in(path: Path) -> Iterator[ast.AST]:
    """What a file gives to some ``create()`` as the place of a new document."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "create":
            yield from ast.walk(node.args[0])


def test_the_audit_log_is_append_only() -> None:
    assert APPEND_ONLY == PATH
    named: dict[str, int] = {}
    for path in python_files(*PACKAGES):
        texts = {ast.dump(node) for node in texts_in(path)}
        if texts and name_of(path) != DOOR:
            named[name_of(path)] = len(texts)
            created = {ast.dump(node) for node in created_in(path)}
            assert texts <= created, f"{name_of(path)} names an entry otherwise than to create it"
    assert len(named) >= 10


def test_the_gateway_writes_entries_that_are_new() -> None:
    path = ROOT / "infra/gateway/audit.py"
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert "create" in calls
    assert calls.isdisjoint({"set", "put", "update", "delete", "batch", "transaction"})


def test_only_two_places_reach_past_the_door_of_the_database() -> None:
    """What they write is looked at above, or is no entry."""
    reaching = {
        name_of(path)
        for path in python_files(*PACKAGES)
        if "database(" in path.read_text("utf-8") and name_of(path).split("/")[1] != "cloud"
    }
    assert reaching == {"infra/gateway/audit.py", "shared/rostering/login_store.py"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_console_has_words_for_each_verb(language: str) -> None:
    file = ROOT / "web/src/locales" / language / "audit.json"
    texts = json.loads(file.read_text("utf-8"), object_pairs_hook=_each_once)
    words = dict(_flat(texts["audit"]["verbs"]))
    assert set(words) == {verb.replace(":", ".") for verb in AuditVerb}
    assert len(set(words.values())) == len(words)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A second text for one key would hide the first; two branches may each bring one."""
    found = dict(pairs)
    assert len(found) == len(pairs), [name for name, _ in pairs]
    return found


def _flat(words: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in words.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
