"""F13, a smaller run: one round with few examples, other requests each time."""

from __future__ import annotations

import random

from tests.figures import f13
from tests.support.api_requests import operations
from tests.support.emulators import EmulatorEnv


def test_the_api_answers_as_its_document_says(emulator_env: EmulatorEnv) -> None:
    assert emulator_env.project
    seed = random.randrange(2**31)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f13.survey(seed, requests=1, examples=2)
    assert found.failures == {}
    assert not [code for code in found.codes if code >= 500]
    assert found.codes.total() > 1_000
    assert found.codes[200] > 50
    assert len(found.operations) == len(operations())
    assert len(found.phases) == f13.PHASES
