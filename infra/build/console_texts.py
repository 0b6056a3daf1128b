"""The reason codes' texts as the console reads them: the same words as in the mails.

``python -m infra.build.console_texts`` writes them; a test holds what is committed equal to it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "shared" / "notifications" / "templates"
LOCALES = ROOT / "web" / "src" / "locales"
LANGUAGES = ("en", "es")


def texts() -> dict[Path, str]:
    """Every file by its place under `LOCALES`: code → what it means, what to do."""
    return {Path(language, "codes.json"): _codes(language) for language in LANGUAGES}


def _codes(language: str) -> str:
    told = tomllib.loads((TEMPLATES / f"reasons.{language}.toml").read_text("utf-8"))
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all of them."""
    for place, text in texts().items():
        (LOCALES / place).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
