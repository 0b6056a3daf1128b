"""F27: axe finds nothing on any page, on the smallest and a large screen; ten tasks by keyboard."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.console import (
    DISTRICT_PAGES,
    PAGES,
    Look,
    look_at_pages,
    open_console,
    walk_by_keyboard,
)
from tests.support.tree import ROOT

PICTURES = ROOT / "build" / "screenshots"
WIDTHS = (320, 1920)
LOOKS = [Look(*each) for each in itertools.product(("en", "es"), ("light", "dark"), WIDTHS)]
TASKS = 10
PAGE_COUNT = 1 + len(PAGES) + len(DISTRICT_PAGES)
VIEWS = len(LOOKS) * PAGE_COUNT


@dataclass
class Survey:
    """What a browser saw.

    Attributes:
        views: pages in a language, a theme and a width each.
        violations: what axe says, with the view.
        wide: views that scroll sideways.
        tasks: seconds of each task that was done by keyboard.
        hidden: what had the focus where nobody saw it.
    """

    views: int = 0
    violations: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    tasks: dict[str, float] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)


def survey() -> Survey:
    """Open every page, and do every task, at a stack of its own."""
    with tempfile.TemporaryDirectory() as folder, open_console(Path(folder)) as console:
        walked = walk_by_keyboard(console)
        seen = look_at_pages(console, walked, lambda _: LOOKS, PICTURES)
    found = Survey(tasks=walked["seconds"], hidden=walked["hidden"])
    for view in seen:
        if view["name"] != "console":
            _note(found, view)
    return found


def _note(found: Survey, view: dict[str, Any]) -> None:
    name = f"{view['name']} {view['language']} {view['theme']} {view['width']}"
    found.views += 1
    found.violations += [f"{name}: {one}" for one in view["violations"]]
    found.wide += [name] if view["wide"] else []


def line(found: Survey) -> str:
    """The line to print."""
    whole = found.views == VIEWS and len(found.tasks) == TASKS
    met = whole and not found.violations and not found.wide and not found.hidden
    widths = " and ".join(map(str, WIDTHS))
    return (
        f"F27 {'met' if met else 'short'}: {len(found.violations)} axe violations in {found.views} "
        f"of {VIEWS} views ({PAGE_COUNT} pages, en and es, light and dark, {widths} px), "
        f"{len(found.wide)} of them wider than the screen; {len(found.tasks)} of {TASKS} tasks by "
        f"keyboard alone in {sum(found.tasks.values()):.0f} s, focus hidden {len(found.hidden)} "
        f"times; Chromium; local stack"
    )
