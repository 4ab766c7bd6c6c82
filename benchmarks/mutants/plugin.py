"""How the tests run in a campaign: for pytest -p benchmarks.mutants.plugin."""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import coverage
import pytest
from hypothesis import HealthCheck, Phase, settings

LISTED = "MUTANTS_TESTS"
"""Names a file with the tests to run, one a line; without it all of them run."""
COLLECTING = "MUTANTS_COLLECT"
"""Set where it is to be noted which test executes what."""
_REMEMBERING = type(lru_cache(print))
_SLOW = "index.names"
"""The names of the project take half a second to read under coverage."""


def pytest_configure() -> None:
    """Find the same examples each time, and no smaller ones once one failed."""
    phases = (Phase.explicit, Phase.generate)
    checks = list(HealthCheck)
    settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None, phases=phases, suppress_health_check=checks
    )
    settings.load_profile("mutants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that are listed, and whole files that are."""
    if LISTED in os.environ:
        listed = set(Path(os.environ[LISTED]).read_text("utf-8").split("\n"))
        items[:] = [
            item for item in items if not {item.nodeid, item.nodeid.split("::")[0]}.isdisjoint(listed)
        ]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Count what a fixture runs for the whole file: other tests may use it without running it."""
    _switch(item.nodeid.split("::")[0])
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count what a test runs for it, with nothing remembered from others."""
    _switch(item.nodeid)
    return (yield)


def _switch(context: str) -> None:
    running = coverage.Coverage.current() if COLLECTING in os.environ else None
    if running:
        running.switch_context(context)
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] in ("index", "indexer", "webapp") and name != _SLOW:
                for value in vars(module).values():
                    if isinstance(value, _REMEMBERING):
                        value.cache_clear()
