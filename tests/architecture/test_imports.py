"""Who may import whom: the contracts of pyproject.toml hold, miss nobody and can be broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.tree import PACKAGES, ROOT, name_of, python_files

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def contracts() -> dict[str, dict[str, Any]]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {each["id"]: each for each in configuration["tool"]["importlinter"]["contracts"]}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def copy_of_the_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for source in python_files():
        target = folder / name_of(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


def test_every_contract_is_kept() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("layers", "shared/kernel/ids.py", "import shared.people"),
        ("layers", "shared/notifications/model.py", "import shared.rostering.model"),
        ("layers", "shared/rostering/model.py", "import functions.main"),
        ("google", "functions/rostering/task.py", "from google.cloud import storage"),
        ("google", "infra/gateway/bucket.py", "import google.auth"),
        ("google", "shared/bootstrap/core.py", "from google.cloud import firestore"),
        ("pure", "shared/rostering/model.py", "import flask"),
        ("pure", "shared/kernel/clock.py", "import time"),
        ("pure", "shared/rostering/gate.py", "import shared.rostering.run_store"),
        ("edges", "shared/rostering/closing.py", "import shared.cloud.storage"),
        ("edges", "functions/rostering/task.py", "import shared.cloud.storage"),
        ("doors", "functions/rostering/task.py", "import functions.notifications.task"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    copy_of_the_tree: Path, contract: str, file: str, line: str
) -> None:
    guilty = copy_of_the_tree / file
    innocent = guilty.read_text("utf-8")
    guilty.write_text(f"{innocent}\n{line}\n", "utf-8")
    try:
        result = lint(copy_of_the_tree)
    finally:
        guilty.write_text(innocent, "utf-8")
    name = re.escape(contracts()[contract]["name"])
    assert re.search(rf"^{name}\s*BROKEN", result.stdout, re.MULTILINE), result.stdout
    assert result.returncode == 1


def test_every_part_of_the_product_has_its_layer() -> None:
    layers = " ".join(contracts()["layers"]["layers"])
    named = set(re.findall(r"[a-z_.]+", layers))
    here = {
        f"shared.{path.stem}"
        for path in (ROOT / "shared").iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("__")
    }
    assert here | {"functions", "infra"} == named


def test_every_part_but_the_doors_to_google_is_kept_from_google() -> None:
    layers = " ".join(contracts()["layers"]["layers"])
    named = set(re.findall(r"[a-z_.]+", layers))
    assert set(contracts()["google"]["source_modules"]) == named - {"shared.cloud"}


def test_the_doors_of_every_context_are_independent() -> None:
    contexts = {
        f"functions.{path.name}"
        for path in (ROOT / "functions").iterdir()
        if path.is_dir() and path.name not in {"runtime", "__pycache__"}
    }
    assert set(contracts()["doors"]["modules"]) == contexts


def test_the_contracts_cover_every_package() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(configuration["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


def test_only_edge_files_wiring_and_the_gateway_may_reach_the_cloud() -> None:
    edge = re.compile(r"shared\.(\*|[a-z]+)\.([a-z]+_)?(files|mail|secrets|store|tasks)")
    wiring = {"infra.gateway", "shared.bootstrap"}
    allowed = set(contracts()["edges"]["allowed_importers"]) - wiring
    assert {name for name in allowed if not edge.fullmatch(name)} == set()
