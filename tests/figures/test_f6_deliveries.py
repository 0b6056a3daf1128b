"""F6, a smaller run: two schools that send files and one that is pulled, for two days."""

from __future__ import annotations

import random

from tests.figures import f6
from tests.support.emulators import EmulatorEnv


def test_events_that_come_five_times_in_any_order_do_what_they_do_once(
    emulator_env: EmulatorEnv,
) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f6.survey(seed, schools=2, days=2)
    assert found.doubles == []
    assert found.faults == []
    assert found.deliveries == 5 * found.events.total()
    assert found.late == found.events.total()
    assert found.mails > 0
