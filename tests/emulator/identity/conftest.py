"""One Auth emulator for all of these tests; each has schools and people of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared import bootstrap
from tests.emulator.identity.post import Post, opened
from tests.support.account_acts import district_manager
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, sign_in_site


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


@pytest.fixture
def up_to_date(site: SignInSite) -> None:
    """Nothing is left for a sweep to find of what other tests did, where a test counts that."""
    assert site.project
    bootstrap.account_keeper().sweep()


@pytest.fixture
def owner(site: SignInSite, school: str) -> Came:
    """Somebody who owns the school."""
    return site.google(f"{site.member(school, role='OWNER')}@{DOMAIN}")


@pytest.fixture
def manager_of_all(site: SignInSite) -> Came:
    """A District Manager, and another one who stays."""
    district_manager(site)
    return district_manager(site)
