"""`carillon people index`: lets members be found who were written before searches."""

from __future__ import annotations

import json

from shared import bootstrap


def run(project: str, school: str, *, as_json: bool) -> int:
    """Fill in, print how many, and give the exit code: 0 when all are done, else 1."""
    done = bootstrap.member_indexer(project).fill(school)
    if as_json:
        told = {"members": done.members, "filled": done.filled, "missed": done.missed}
        print(json.dumps(told))
    else:
        print(f"{done.members} members looked at, {done.filled} filled in")
        if done.missed:
            print(f"{done.missed} were changed meanwhile: run it again")
    return 1 if done.missed else 0
