"""What holds for every test: the shared emulators, no silent skips, and one plain last line."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.support.emulator_keeper import stop_keeper

pytest_plugins = ["tests.support.emulators", "tests.support.api"]

_TOGETHER = ("tests/e2e/console/", "tests/emulator/identity/")
"""Folders whose tests share what is slow to start: a console, a door with its Auth emulator."""
_FIRST = (
    *_TOGETHER,
    "tests/figures/test_f7_crash_points.py",
    "tests/figures/test_f12_authorization.py",
    "tests/e2e/test_stack.py",
    "tests/figures/test_f13_api_fuzz.py",
)
"""What takes longest, so that no worker is left with it when the other has nothing more to do."""

# A law holds on a busy machine as well; speed is measured by the benches.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where everything must be there, a skip hides a missing emulator or client."""
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be (CI is set): {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Workers take whole files, and some whole folders."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in _TOGETHER if file.startswith(folder)), file)

    def _assign_work_unit(self, node: WorkerController) -> None:
        first = next((scope for scope in _FIRST if scope in self.workqueue), None)
        if first is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _ByFile(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the time tests wait for something."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    factory: pytest.TempPathFactory | None = getattr(config, "_tmp_path_factory", None)
    if factory is not None and factory._basetemp is not None:
        stop_keeper(factory._basetemp / "emulators")
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not hasattr(reporter, "_session") or config.option.collectonly:
        return
    found = {outcome: len(reports) for outcome, reports in reporter.stats.items()}
    failed = sum(found.get(outcome, 0) for outcome in ("failed", "error"))
    skipped = sum(found.get(outcome, 0) for outcome in ("skipped", "xfailed", "xpassed"))
    reporter.ensure_newline()
    reporter.write_line(f"{found.get('passed', 0)} passed, {failed} failed, {skipped} skipped")
