"""What a file may be called, how long it may be, and what it says of itself."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

from tests.support.tree import PACKAGES, ROOT, name_of, project_files, python_files

if TYPE_CHECKING:
    from pathlib import Path

FORBIDDEN_NAMES = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
MOST_LINES = 400
PURE_NAMES = {"model.py", "rules.py", "views.py"}
CLOCKS = {"now", "today", "utcnow"}
# Built from pieces, so that this file doesn't find itself.
LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")


def is_pure(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "shared" and (parts[1] == "kernel" or path.name in PURE_NAMES)


def calls_in(path: Path) -> set[str]:
    """The last word of everything that is called in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    attributes = {function.attr for function in functions if isinstance(function, ast.Attribute)}
    return attributes | {function.id for function in functions if isinstance(function, ast.Name)}


def test_a_file_stays_under_400_lines() -> None:
    lengths = {
        name_of(path): len(path.read_text("utf-8").splitlines())
        for path in python_files(*PACKAGES, "tests")
    }
    assert {name: lines for name, lines in lengths.items() if lines >= MOST_LINES} == {}


def test_a_name_says_what_lives_there() -> None:
    vague = [
        name_of(path)
        for path in python_files(*PACKAGES, "tests")
        if FORBIDDEN_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert vague == []


def test_a_module_opens_by_saying_what_lives_there() -> None:
    openings = {
        name_of(path): (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[
            0
        ]
        for path in python_files()
    }
    assert [name for name, text in openings.items() if not text.endswith((".", ":"))] == []


def test_pure_modules_ask_no_clock_and_open_no_file() -> None:
    pure = [path for path in python_files() if is_pure(path)]
    assert pure
    guilty = {name_of(path): calls_in(path) & (CLOCKS | {"open", "print"}) for path in pure}
    assert {name: calls for name, calls in guilty.items() if calls} == {}


def test_nothing_is_left_for_later() -> None:
    paths = python_files(*PACKAGES, "tests")
    assert [name_of(path) for path in paths if LATER.search(path.read_text("utf-8"))] == []


def test_main_imports_none_of_our_own_modules_by_itself() -> None:
    body = ast.walk(ast.parse((ROOT / "functions" / "main.py").read_text("utf-8")))
    found = {node.module for node in body if isinstance(node, ast.ImportFrom)}
    assert not {name for name in found if str(name).startswith(("functions", "shared", "infra"))}


def test_every_rule_that_is_switched_off_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    off = [
        *ruff["ignore"],
        *(rule for rules in ruff["per-file-ignores"].values() for rule in rules),
    ]
    with_reason = re.findall(r'"([A-Z]+[0-9]*)"[],]\s+# \S', text, re.MULTILINE)
    assert sorted(off) == sorted(with_reason)


def test_no_file_of_ours_is_ignored_by_version_control(tmp_path: Path) -> None:
    # In a repository of its own, so that it also holds where the sources came without one.
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    names = "\n".join(map(name_of, project_files()))
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin"],
        cwd=tmp_path,
        input=names,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout == ""
    assert ignored.returncode == 1
