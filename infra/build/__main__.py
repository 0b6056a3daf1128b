"""``python -m infra.build [--output FOLDER]`` writes ``functions-<sha256>.zip``, prints where."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from infra.build.archive import content, pack
from infra.build.requirements import BuildError, export, find_uv

ROOT = Path(__file__).resolve().parents[2]


def build(root: Path, output: Path) -> Path:
    """Write the archive into ``output`` and return its path; an equal one is written over.

    Raises:
        BuildError: the requirements could not be exported.
    """
    data = pack(content(root, export(root, find_uv(root))))
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"functions-{hashlib.sha256(data).hexdigest()}.zip"
    path.write_bytes(data)
    return path


def main(arguments: list[str]) -> int:
    """Build once; 1 with the reason on standard error when it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.build", description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "build")
    try:
        path = build(ROOT, parser.parse_args(arguments).output)
    except BuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    print(f"{path} ({path.stat().st_size:,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
