"""`carillon doctor`: shows what the local stack's toolchain found on this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from infra.local.toolchain import Tool, probe_all


def run(*, as_json: bool) -> int:
    """Probe, print, and give the exit code: 0 when nothing is missing, else 1."""
    tools = probe_all()
    if as_json:
        print(json.dumps(_as_object(tools), indent=2))
    else:
        _print_table(tools)
    return 0 if all(tool.found for tool in tools) else 1


def _as_object(tools: Sequence[Tool]) -> dict[str, object]:
    return {
        "complete": all(tool.found for tool in tools),
        "tools": [
            {
                "name": tool.name,
                "purpose": tool.purpose,
                "found": tool.found,
                "version": tool.version,
                "path": str(tool.path) if tool.path else None,
                "install": None if tool.found else tool.install,
            }
            for tool in tools
        ],
    }


def _print_table(tools: Sequence[Tool]) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "tool", "version", "for"):
        table.add_column(heading)
    for tool in tools:
        mark = "[green]ok[/]" if tool.found else "[red]missing[/]"
        table.add_row(mark, tool.name, tool.version or "", tool.purpose)
    console.print(table)
    missing = [tool for tool in tools if not tool.found]
    if missing:
        console.print("\nTo install what is missing:")
    for tool in missing:
        console.print(f"  {tool.name}: {tool.install}", markup=False, soft_wrap=True)
