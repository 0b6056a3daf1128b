"""Fixtures for tests on the real emulators: one set a run, shared by all workers.

A test that asks for none of them starts nothing. Tests keep apart by their own `school` ids, and
workers by their own project and buckets.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from infra.local.ports import LOOPBACK
from infra.local.process import PartError
from infra.local.storage import create_bucket
from shared import settings as settings_module
from tests.support.emulator_keeper import start_keeper, wait_for_addresses


@dataclass(frozen=True)
class EmulatorEnv:
    """Where this worker's tests work.

    Attributes:
        variables: what `os.environ` was given.
    """

    project: str
    drop_bucket: str
    work_bucket: str
    firestore_host: str
    storage_url: str
    variables: Mapping[str, str]


@pytest.fixture(scope="session")
def emulator_addresses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Addresses of the run's emulators by the variable's name; starts them on first use."""
    base = tmp_path_factory.getbasetemp()
    distributed = "PYTEST_XDIST_WORKER" in os.environ
    root = base.parent if distributed else base
    runner = os.getppid() if distributed else os.getpid()
    folder = root / "emulators"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        start_keeper(folder, runner)
        try:
            return wait_for_addresses(folder)
        except PartError as error:
            pytest.fail(str(error))


@pytest.fixture(scope="session")
def firestore_emulator(emulator_addresses: Mapping[str, str]) -> str:
    """The Firestore emulator's ``host:port``."""
    return emulator_addresses["FIRESTORE_EMULATOR_HOST"]


@pytest.fixture(scope="session")
def storage_emulator(emulator_addresses: Mapping[str, str]) -> str:
    """The address of the Cloud Storage emulator, ``http://host:port``."""
    return emulator_addresses["STORAGE_EMULATOR_HOST"]


@pytest.fixture(scope="session")
def secrets_emulator(emulator_addresses: Mapping[str, str]) -> str:
    """The ``host:port`` of what stands for Secret Manager."""
    return emulator_addresses["CARILLON_SECRETS_EMULATOR"]


@pytest.fixture(scope="session")
def emulator_env(
    firestore_emulator: str, storage_emulator: str, secrets_emulator: str
) -> Iterator[EmulatorEnv]:
    """Point this process at the emulators, under a project and two buckets of this worker alone.

    Nothing listens for tasks or mail at the addresses that are set: a test that needs them starts
    its own and sets the variable.
    """
    mark = secrets.token_hex(4)
    project = f"demo-carillon-test-{mark}"
    drop, work = f"drop-{mark}", f"work-{mark}"
    for bucket in (drop, work):
        create_bucket(storage_emulator, project, bucket)
    variables = {
        "FIRESTORE_EMULATOR_HOST": firestore_emulator,
        "STORAGE_EMULATOR_HOST": storage_emulator,
        "CARILLON_SECRETS_EMULATOR": secrets_emulator,
        **settings_of(project, drop, work),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        settings_module.settings.cache_clear()
        yield EmulatorEnv(project, drop, work, firestore_emulator, storage_emulator, variables)
    settings_module.settings.cache_clear()


def settings_of(project: str, drop: str, work: str) -> dict[str, str]:
    """What a process is told beside the emulators' addresses.

    Nothing listens for tasks, jobs or mail.
    """
    return {
        "GOOGLE_CLOUD_PROJECT": project,
        "CLOUD_TASKS_EMULATOR_HOST": f"{LOOPBACK}:1",
        "CARILLON_SCHEDULER_EMULATOR": f"{LOOPBACK}:1",
        "CARILLON_DROP_BUCKET": drop,
        "CARILLON_WORK_BUCKET": work,
        "CARILLON_FUNCTION_URL": f"http://{LOOPBACK}:1/{{entry_point}}",
        "CARILLON_PROXIES": "1",
        "CARILLON_CONSOLE_URL": f"http://{LOOPBACK}:1/console",
        "CARILLON_MAIL_FROM": "Carillon <carillon@demo.example>",
        "CARILLON_SMTP_HOST": LOOPBACK,
        "CARILLON_SMTP_PORT": "1",
        "CARILLON_SMTP_STARTTLS": "false",
        "CARILLON_CLOCK_OFFSET_SECONDS": "0",
        "NO_PROXY": f"{LOOPBACK},localhost",
        "no_proxy": f"{LOOPBACK},localhost",
    }


@pytest.fixture
def school() -> str:
    """A school id that no other test has."""
    return f"school-{secrets.token_hex(6)}"
