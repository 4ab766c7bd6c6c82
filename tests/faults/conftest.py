"""What the tests of faults share: how thorough they are, and the table of what they did.

`make test` runs a quick share of them; `make faults` runs them all (`--all-faults`) and prints the table.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

_TABLE = pytest.StashKey[list[tuple[str, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the table."""
    config.stash[_TABLE] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only `make faults` runs; there each test may take an hour."""
    if config.getoption("--all-faults"):
        for item in items:
            item.add_marker(pytest.mark.timeout(3600))
    else:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("thorough")])
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.fixture(scope="session")
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether all faults are to be tried, not a quick share."""
    return bool(request.config.getoption("--all-faults"))


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Add a line to the table: what was tried, and what came of it."""
    return lambda what, outcome: request.config.stash[_TABLE].append((what, outcome))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes calls fail; skips with the reason where no C compiler is there to build it."""
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("no C compiler (apt-get install gcc libc6-dev): no fault is injected")
    built = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"], check=True)
    return built


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    """Print the table, as it goes into benchmarks/RESULTS.md."""
    if config.getoption("--all-faults"):
        terminalreporter.write_line("\n| what | outcome |\n|---|---|")
        for what, outcome in config.stash[_TABLE]:
            terminalreporter.write_line(f"| {what} | {outcome} |")
