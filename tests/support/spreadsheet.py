"""CSV files as a spreadsheet opens them: LibreOffice without a screen makes workbooks of them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from infra.local.toolchain import require

_SECONDS = 300
_UTF_8 = 76
_FILTER = f"CSV:44,34,{_UTF_8},1,,0,false,false,false,false,false,-1,true"
"""Commas, double quotes; quoted cells are no text for that alone; formulas are worked out."""


def opened(files: Mapping[str, bytes]) -> dict[str, list[list[Any]]]:
    """The cells of CSV files, row by row, as openpyxl has them of LibreOffice's workbooks.

    Args:
        files: their bytes by name, without an ending.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, data in files.items():
            (folder / f"{stem}.csv").write_bytes(data)
        # A profile of its own, so that one that a person has open is left alone.
        command = [str(require()["soffice"]), f"-env:UserInstallation={(folder / 'user').as_uri()}"]
        command += ["--headless", "--norestore", f"--infilter={_FILTER}", "--convert-to", "xlsx"]
        sources = [str(folder / f"{stem}.csv") for stem in files]
        subprocess.run(
            [*command, "--outdir", name, *sources],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        return {stem: _cells(folder / f"{stem}.xlsx") for stem in files}


def _cells(path: Path) -> list[list[Any]]:
    found = []
    for sheet in load_workbook(path):
        found += [list(row) for row in sheet.iter_rows()]
    return found
