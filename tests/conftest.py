"""What tests of all rooms share: the browser, and a skip that can be turned into an error."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# How long an example takes says how busy the machine is.
settings.register_profile("bulletins", deadline=None)
settings.register_profile("cluster", deadline=None, max_examples=20)  # each asks a node many times
settings.load_profile("bulletins")

REQUIRES_ALL = bool(os.environ.get("BULLETINS_REQUIRE_ALL"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make faults` ask for all faults, and `make test-cluster` for the whole contract on a cluster."""
    parser.addoption("--cluster", action="store_true", help="hold the engine on a cluster to the contract")
    parser.addoption("--all-faults", action="store_true", help="try every fault (minutes), print the table")


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples on a cluster; `make test` tries all of them on one machine."""
    if config.getoption("--cluster"):
        settings.load_profile("cluster")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's chromium; skips with the reason where it is missing."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("Debian's chromium is not installed (apt-get install chromium): no test in a browser")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running browser that asks nothing of its own accord, and wishes French."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    arguments += ["--accept-lang=fr-FR"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


def pytest_collection_finish() -> None:
    """Leave what was collected out of garbage collections: one of all cost a request its budget of time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skips into errors where `BULLETINS_REQUIRE_ALL` is set; an expected failure is no skip."""
    report = yield
    if REQUIRES_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and BULLETINS_REQUIRE_ALL is set: {report.longrepr}"
    return report
