"""What several tests need: cases from data files, and files on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `row` its cases: the lines of the data file that the test's `cases` marker names."""
    if marker := metafunc.definition.get_closest_marker("cases"):
        lines = (DATA / marker.args[0]).read_text("utf-8").split("\n")
        rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
        metafunc.parametrize("row", rows, ids=[row[0] for row in rows])


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "cases(file): one test for each line of a file in data/")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file under `tmp_path`, with its folders."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
