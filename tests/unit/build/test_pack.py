"""The archive: the same source gives the same bytes, and only what the functions need goes in."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.build.archive import content, pack
from infra.build.requirements import BuildError, export, find_uv

ROOT = Path(__file__).resolve().parents[3]
REQUIREMENTS = "flask==3.0.0\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small tree of the same shape, with litter in it."""
    root = tmp_path / "one"
    for name, text in {
        "functions/main.py": "from functions.door import door\n",
        "functions/__init__.py": "",
        "functions/door.py": "def door(): ...\n",
        "shared/text/hello.txt.j2": "¡Hola!\n",
        "shared/__pycache__/x.cpython-311.pyc": "no",
        "shared/.hidden": "no",
        "shared/old.py~": "no",
        "infra/other.py": "no",
        "pyproject.toml": "no",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_only_the_product_goes_in_with_main_at_the_root(source: Path) -> None:
    files = content(source, REQUIREMENTS)
    assert sorted(files) == [
        "functions/__init__.py",
        "functions/door.py",
        "functions/main.py",
        "main.py",
        "requirements.txt",
        "shared/text/hello.txt.j2",
    ]
    assert files["main.py"] == files["functions/main.py"]
    assert files["requirements.txt"].decode() == REQUIREMENTS


def test_times_modes_and_the_place_of_the_source_change_no_byte(
    source: Path, tmp_path: Path
) -> None:
    first = pack(content(source, REQUIREMENTS))
    other = tmp_path / "elsewhere"
    shutil.copytree(source, other)
    for path in other.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
        path.chmod(0o700)
    assert pack(content(other, REQUIREMENTS)) == first


def test_one_changed_byte_of_source_changes_the_archive(source: Path) -> None:
    first = pack(content(source, REQUIREMENTS))
    (source / "functions" / "door.py").write_text("def door():  ...\n", encoding="utf-8")
    assert pack(content(source, REQUIREMENTS)) != first


def test_entries_are_sorted_stored_and_of_a_fixed_time_and_mode(source: Path) -> None:
    data = pack(content(source, REQUIREMENTS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_requirements_are_the_run_time_packages_pinned_with_hashes_and_no_index() -> None:
    text = export(ROOT, find_uv(ROOT))
    pinned = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    assert {"functions-framework", "google-cloud-firestore", "google-cloud-tasks"} <= pinned
    assert not pinned & {"pytest", "ruff", "mypy", "asyncssh", "aiosmtpd", "typer", "carillon"}
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index" not in text.split()


def test_a_uv_that_fails_is_reported_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="uv export failed"):
        export(tmp_path, find_uv(ROOT))


def test_two_builds_of_the_project_are_the_same_file(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        subprocess.run(
            [sys.executable, "-m", "infra.build", "--output", str(tmp_path / folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    (first,), (second,) = (list((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
    assert first.name.startswith("functions-")
