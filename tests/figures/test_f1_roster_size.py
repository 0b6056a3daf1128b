"""F1, a smaller run: the same people again write nobody, and everybody is there."""

from __future__ import annotations

from tests.figures import f1
from tests.support.emulators import EmulatorEnv


def test_a_school_is_loaded_and_the_same_people_again_write_nobody(
    emulator_env: EmulatorEnv,
) -> None:
    assert emulator_env.project
    assert f1.measure(7, students=200, staff=20).startswith("F1 met: 200 students, 20 staff")
