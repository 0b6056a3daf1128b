"""What the documents promise is there: commands, files, decisions; and no machine is named."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import yaml

from tests.support.tree import ROOT, name_of, project_files

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = [path for path in project_files() if path.suffix == ".md"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Lock files name registries by nature. Built from pieces, so that this file doesn't find itself.
LOCK_FILES = {"uv.lock", "package-lock.json", "go.sum"}
NOT_TO_BE_NAMED = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "terraform",
    "proxy." + "golang",
    "sum." + "golang",
    "repo1." + "maven",
    "/ro" + "ot/",
    "/wo" + "rk/",
    "/opt/" + "wheels",
    "/tm" + "p/",
    "/Us" + "ers/",
]
NOT_TO_BE_NAMED_AT = re.compile("|".join(map(re.escape, NOT_TO_BE_NAMED)) + "|/ho" + r"me/\w")


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def anchors(path: Path) -> set[str]:
    """The anchors that a reader's program makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> list[str]:
    broken = []
    for link in LINK.findall(document.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


def test_every_command_in_a_document_is_in_the_makefile() -> None:
    named = {
        (name_of(path), target)
        for path in MARKDOWN
        for target in re.findall(r"(?:^|`)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert ("README.md", "demo") in named
    assert ("README.md", "test") in named
    assert {(path, target) for path, target in named if target not in targets()} == set()


def test_help_names_every_target() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^  ([a-z]+) ", shown, re.MULTILINE)) == targets()


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").splitlines()[-1] == "make test"
    steps = yaml.safe_load((ROOT / "cloudbuild.yaml").read_text("utf-8"))["steps"]
    assert any(step["args"][-1].endswith(".ci/run") for step in steps)


def test_every_relative_link_leads_somewhere() -> None:
    broken = {name_of(path): broken_links(path) for path in MARKDOWN}
    assert {name: links for name, links in broken.items() if links} == {}


def test_the_map_in_the_readme_names_what_is_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    tree = readme[readme.index("## The tree") :]
    block = tree[tree.index("```") + 3 : tree.index("```", tree.index("```") + 3)]
    named = re.findall(r"^([\w./-]+)", block, re.MULTILINE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_decision_is_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    listed = LINK.findall((folder / "README.md").read_text("utf-8"))
    assert [link for link in listed if re.match(r"\d{4}-", link)] == files


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_picture_says_in_words_what_it_shows() -> None:
    pictures = [path for path in project_files() if path.suffix == ".svg"]
    assert pictures
    for path in pictures:
        root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  # our own file
        words = [root.findtext(f"{{http://www.w3.org/2000/svg}}{tag}") for tag in ("title", "desc")]
        assert all(words), name_of(path)
        assert root.get("role") == "img", name_of(path)


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in project_files()
        if path.name not in LOCK_FILES
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if NOT_TO_BE_NAMED_AT.search(line)
    ]
    assert found == []
