"""What is wired is found under its name, and only what is needed for it is imported."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module

import pytest

from shared import bootstrap
from tests.support.tree import ROOT

PACKAGE = ROOT / "shared" / "bootstrap"


def told_to_the_type_checker() -> dict[str, str]:
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    (told,) = [node for node in tree.body if isinstance(node, ast.If)]
    found = [node for node in told.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in found for alias in node.names}


def test_every_service_is_found_where_the_type_checker_looks_for_it() -> None:
    told = told_to_the_type_checker()
    assert {name: f"shared.bootstrap.{part}" for name, part in bootstrap._PARTS.items()} == told
    for name, module in told.items():
        assert getattr(bootstrap, name) is getattr(import_module(module), name)


def test_no_part_is_called_as_a_service_is() -> None:
    # The import of such a part would hide the service behind it.
    assert {path.stem for path in PACKAGE.glob("*.py")} & set(bootstrap._PARTS) == set()


def test_another_name_is_no_service() -> None:
    with pytest.raises(AttributeError):
        _ = bootstrap.nothing


def loaded_by(door: str, *services: str) -> set[str]:
    """The modules that are there once a door stands and some services were asked for."""
    code = (
        f"import sys, {door}\n"
        "from shared import bootstrap\n"
        f"{''.join(f'bootstrap.{each}; ' for each in services)}\n"
        "print(*sorted(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_who_signs_in_waits_for_no_library_of_rostering_or_of_the_api() -> None:
    loaded = loaded_by("functions.identity.blocking", "sign_in", "event_tokens")
    assert {"shared.bootstrap.doors", "shared.identity.sign_in"} <= loaded
    assert not {name for name in loaded if name.startswith(("shared.rostering", "flask_openapi3"))}
    assert "shared.notifications" not in loaded


def test_a_calendar_is_looked_at_without_what_reads_calendar_files() -> None:
    loaded = loaded_by("functions.calendar.http", "calendar_desk", "year_desk")
    assert {"shared.calendar.desk", "shared.calendar.year_desk"} <= loaded
    assert not {name for name in loaded if name.startswith("icalendar")}
