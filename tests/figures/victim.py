"""The process that dies for F7: does one flow on the emulators and is killed at one write."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tests.figures.crash_flows import FLOWS
from tests.figures.crash_points import Assassin, Moment, armed
from tests.figures.f7 import MOST_WRITES
from tests.support.world import World


def main(sent: str, school: str, flow_name: str, *rest: str) -> int:
    """Do the flow; returning at all means that nothing died."""
    write, moment, now, *upload = rest
    world = World(school, MOST_WRITES)
    world.now = datetime.fromisoformat(now)
    world.mail.log = Path(sent)
    flow = next(flow for flow in FLOWS if flow.name == flow_name)
    arrival = None
    if upload:
        arrival = next(found for found in world.files.landed() if found.name == upload[0])
    with armed(world, Assassin(int(write), Moment[moment], really=True)):
        flow.act(world, arrival)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
