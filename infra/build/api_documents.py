"""What is written of the API out of its code: the OpenAPI document, and a page for each reason.

``python -m infra.build.api_documents`` writes them; a test holds what is committed equal to it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from functions.api import API_PARTS
from functions.runtime.http import app_of
from functions.runtime.statuses import CODES, Reason, reasons

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "api"


def documents() -> dict[Path, str]:
    """Every document by its place under `FOLDER`."""
    found = {Path("openapi.json"): json.dumps(openapi(), indent=2, ensure_ascii=False) + "\n"}
    for name, reason in sorted(reasons().items()):
        found[Path("errors", f"{name}.md")] = page(name, reason)
    found[Path("errors", "README.md")] = _index()
    return found


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of all APIs."""
    document: dict[str, Any] = app_of(API_PARTS).api_doc
    return document


def page(name: str, reason: Reason) -> str:
    """What is written about one reason."""
    return (
        f"# {name}\n\n"
        f"`{CODES[reason.status]} {reason.status}`. The person reads: “{reason.texts['en']}”\n\n"
        f"**Cause.** {reason.cause}\n\n**Fix.** {reason.fix}\n\n**Who can fix it.** {reason.who}\n"
    )


def _index() -> str:
    lines = [
        f"- [{name}]({name}.md): `{CODES[reason.status]} {reason.status}`"
        for name, reason in sorted(reasons().items())
    ]
    title = "# Reasons of errors\n\nMade of `functions/runtime/reasons.toml`.\n\n"
    return title + "\n".join(lines) + "\n"


def write(folder: Path = FOLDER) -> list[Path]:
    """Write all that is not yet as it should be, delete pages of reasons that are gone.

    Returns:
        the places that were changed.
    """
    wanted = documents()
    changed = []
    for place, text in wanted.items():
        path = folder / place
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            changed.append(place)
    for path in (folder / "errors").glob("*.md"):
        if path.relative_to(folder) not in wanted:
            path.unlink()
            changed.append(path.relative_to(folder))
    return changed


if __name__ == "__main__":
    for each in write():
        sys.stdout.write(f"{each}\n")
