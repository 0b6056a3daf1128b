"""The console's typed client is made of the OpenAPI document that is committed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from infra.local.toolchain import require
from tests.support.tree import ROOT

MAKER = ROOT / "web/node_modules/openapi-typescript/bin/cli.js"


def test_the_typed_client_is_what_the_document_makes(tmp_path: Path) -> None:
    made = tmp_path / "schema.d.ts"
    command = [str(require()["node"]), str(MAKER), str(ROOT / "docs/api/openapi.json")]
    subprocess.run([*command, "-o", str(made)], check=True, capture_output=True, cwd=ROOT / "web")
    said = "run in web/: npx openapi-typescript ../docs/api/openapi.json -o src/api/schema.d.ts"
    committed = (ROOT / "web/src/api/schema.d.ts").read_text("utf-8")
    assert committed == made.read_text("utf-8"), said
