"""Path patterns as Firebase Hosting reads them: ``*``, ``**`` and ``{one,other}``. Pure."""

from __future__ import annotations

import re

_PIECES = re.compile(r"/\*\*|\*\*|\*|\{|\}|,|[^*{},/]+|/")
_MEANINGS = {"/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "{": "(?:", "}": ")"}


def path_pattern(glob: str) -> re.Pattern[str]:
    """The expression that a whole path must match.

    ``*`` stands for anything but a slash, ``/**`` for nothing or for a slash and anything, and
    ``{one,other}`` for one of them.

    Raises:
        ValueError: the pattern does not begin with a slash, or its braces don't close.
    """
    if not glob.startswith("/"):
        raise ValueError(f"the path pattern {glob!r} does not begin with /")
    depth, made = 0, []
    for piece in _PIECES.findall(glob):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth < 0:
            break
        choice = piece == "," and depth > 0
        made.append("|" if choice else _MEANINGS.get(piece, re.escape(piece)))
    if depth:
        raise ValueError(f"the braces of the path pattern {glob!r} don't match")
    return re.compile("".join(made))
