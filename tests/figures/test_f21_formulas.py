"""F21, a smaller run with strings that are chosen anew."""

from __future__ import annotations

import random

from tests.figures import f21
from tests.support.emulators import EmulatorEnv


def test_no_cell_of_an_export_is_a_formula(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**32)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f21.survey(seed, 300)
    assert found.failures == []
    assert found.formulas == 0
    assert found.control > 0
    assert set(found.exports) == {
        "exportAuditEntries",
        "exportDistrictAuditEntries",
        "exportMembers",
        "exportRosterRunPlan",
        "exportSignInAddresses",
    }
    # An id and an address, and nothing else.
    assert found.exports.pop("exportSignInAddresses") == 300 * 2
    assert min(found.exports.values()) > 300 * 6
