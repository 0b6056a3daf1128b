"""One Auth emulator for all of these tests; each has schools and people of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.identity.post import Post, opened
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import SignInSite, sign_in_site


@pytest.fixture(scope="package")
def site(
    emulator_env: EmulatorEnv, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SignInSite]:
    """The site."""
    with sign_in_site(emulator_env, tmp_path_factory.mktemp("auth")) as begun:
        yield begun


@pytest.fixture
def post(site: SignInSite) -> Iterator[Post]:
    """The district's mail."""
    with opened(site) as office:
        yield office
