"""Every page in a real Chromium: both languages, both themes, a phone and a laptop, held to axe."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.hosting import SITE
from infra.local.node_packages import CONSOLE
from infra.local.stack import Stack
from infra.local.toolchain import require
from tests.support.tree import ROOT

PARTS = ("auth", "firestore", "functions", "hosting")
PICTURES = ROOT / "build" / "screenshots"
PAGES = {
    "district": "schools",
    "school": "schools/lincoln-high",
    "people": "schools/lincoln-high/people",
    "people-nobody": "schools/lincoln-high/people?kind=student&grade=12&state=ARCHIVED",
    "people-new": "schools/lincoln-high/people/new",
    "person": "schools/lincoln-high/people/pupil-1",
    "person-edit": "schools/lincoln-high/people/pupil-1/edit",
    "lists": "schools/lincoln-high/people/lists",
    "list": "schools/lincoln-high/people/lists/room-12",
    "no-permission": "schools/of-others",
    "not-found": "nowhere",
}
VIEWS = 2 * 2 * 2 * (1 + len(PAGES))
# In a process of its own, because the product reads its environment once.
SEED = """
import json, sys
from infra.local.checks.compare import Stored
from infra.local.district import generate
from infra.local.seed import DistrictOffice
district, office = generate(2026), DistrictOffice()
office.set_up(district)
stored = {school.school_id: Stored({}, {}) for school in district.schools}
print(json.dumps(office.open_accounts(sys.argv[1], stored)))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What the browser says, a view each."""
    tools = require()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Stack(tmp_path_factory.mktemp("console"), PARTS) as stack:
        stack.start()
        email, password = seed(stack)["OWNER"]
        told = {
            "address": stack.addresses["console"],
            "chromium": str(tools["chromium"]),
            "web": str(CONSOLE),
            "pictures": str(PICTURES),
            "pages": PAGES,
            "email": email,
            "password": password,
        }
        yield browse(tools["node"], told)


def seed(stack: Stack) -> dict[str, list[str]]:
    env = {**os.environ, **stack.env}
    members = [sys.executable, "-m", "tests.e2e.console.members"]
    subprocess.run(members, env=env, cwd=ROOT, check=True)
    made = subprocess.run(
        [sys.executable, "-c", SEED, stack.addresses["auth"]],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(made.stdout)
    return found


def browse(node: Path, told: dict[str, Any]) -> list[dict[str, Any]]:
    script = Path(__file__).with_name("browse.mjs")
    run = subprocess.run(
        [str(node), str(script)],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def views(seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [view for view in seen if view["name"] != "console"]
    assert len(found) == VIEWS
    return found


def named(view: dict[str, Any]) -> str:
    return f"{view['name']} {view['language']} {view['theme']} {view['width']}"


def test_axe_finds_nothing_on_any_page(seen: list[dict[str, Any]]) -> None:
    assert {named(view): view["violations"] for view in views(seen) if view["violations"]} == {}


def test_no_page_is_wider_than_its_screen(seen: list[dict[str, Any]]) -> None:
    assert [named(view) for view in views(seen) if view["wide"]] == []


def test_pages_speak_the_chosen_language_and_show_what_is_stored(
    seen: list[dict[str, Any]],
) -> None:
    words = {
        ("sign-in", "en"): "Sign in",
        ("sign-in", "es"): "Iniciar sesión",
        ("district", "en"): "Lincoln High School",
        ("district", "es"): "Mis escuelas",
        ("school", "en"): "Owner",
        ("school", "es"): "Titular",
        ("people", "en"): "Pupil 01",
        ("people", "es"): "Agregar persona",
        ("people-nobody", "en"): "Nobody fits",
        ("people-nobody", "es"): "Borrar búsqueda y filtros",
        ("people-new", "en"): "Add this person",
        ("people-new", "es"): "Identificación en el sistema escolar",
        ("person", "en"): "family.01@demo.example",
        ("person", "es"): "Padres y tutores",
        ("person-edit", "en"): "Locker",
        ("person-edit", "es"): "Editar a Pupil 01",
        ("lists", "en"): "Room 12",
        ("lists", "es"): "Crear la lista",
        ("list", "en"): "2 people",
        ("list", "es"): "2 personas",
        ("no-permission", "en"): "This is not open to you",
        ("no-permission", "es"): "Usted no tiene acceso a esto",
        ("not-found", "en"): "There is no page here",
        ("not-found", "es"): "Aquí no hay ninguna página",
    }
    for view in views(seen):
        assert view["lang"] == view["language"]
        assert words[view["name"], view["language"]] in view["words"], named(view)


def test_no_page_breaks_a_rule_of_its_own_address(seen: list[dict[str, Any]]) -> None:
    said = [error for view in seen if view["name"] == "console" for error in view["errors"]]
    # The page of a school of others is refused on purpose.
    assert [error for error in said if "status of 40" not in error] == []


def test_the_first_load_is_within_its_budget(seen: list[dict[str, Any]]) -> None:
    assert seen  # the console was built for it
    # What the first page asks for; the rest comes with the pages that need it.
    named = set(re.findall(r'"/(assets/[^"]+\.(?:css|js))"', (SITE / "index.html").read_text()))
    files = [SITE / name for name in sorted(named)]
    size = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert 0 < size <= 350_000, f"{size / 1000:.0f} kB with gzip"
