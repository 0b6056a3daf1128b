"""``python -m infra.hosting`` writes what Firebase Hosting is deployed with, from the catalogue."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.hosting.headers import (
    ASK_AGAIN,
    IMMUTABLE,
    NEVER_KEPT,
    SIGN_IN_PAGES,
    security_headers,
)
from infra.hosting.patterns import path_pattern
from infra.local.catalogue import Catalogue, read_catalogue

FILE = Path(__file__).resolve().parents[1] / "firebase" / "firebase.json"
REGION = "us-central1"
"""Where the functions run unless ``--region`` says otherwise."""


def hosting_configuration(catalogue: Catalogue, region: str = REGION) -> str:
    """The text of ``firebase.json``, which is deployed from a folder that holds it and ``console``.

    Args:
        catalogue: whose functions with paths are put behind the console's address.
        region: where they run.

    Raises:
        ValueError: a path pattern can't be read.
    """
    rewrites: list[dict[str, object]] = []
    for function in catalogue.with_trigger("http"):
        service = {"serviceId": function.entry_point.replace("_", "-"), "region": region}
        for path in function.paths:
            path_pattern(path)
            rewrites.append({"source": path, "run": service})
    # Everything else is a page of the console, which finds its way by itself.
    rewrites.append({"source": "!/@(v1|docs|assets)/**", "destination": "/index.html"})
    headers = [
        {"source": "**", "headers": _listed({**security_headers(), "Cache-Control": ASK_AGAIN})},
        {"source": "/assets/**", "headers": _listed({"Cache-Control": IMMUTABLE})},
        {"source": "/v1/**", "headers": _listed({"Cache-Control": NEVER_KEPT})},
        # Of the same header in two rules, Hosting sends the one that stands later.
        {"source": "/__/auth/**", "headers": _listed(SIGN_IN_PAGES)},
    ]
    hosting = {"public": "console", "headers": headers, "rewrites": rewrites}
    return json.dumps({"hosting": hosting}, indent=2) + "\n"


def _listed(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in headers.items()]


def main(arguments: Sequence[str]) -> int:
    """Write the file."""
    region = arguments[1] if list(arguments[:1]) == ["--region"] and len(arguments) > 1 else REGION
    FILE.write_text(hosting_configuration(read_catalogue(), region), "utf-8")
    print(FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
