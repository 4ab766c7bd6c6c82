"""What several tests need: cases from data files, and files on disk."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

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


@pytest.fixture
def read_all(tmp_path: Path) -> Callable[[], tuple[list[str], Report]]:
    """Read all files under `tmp_path` as a rebuild does: the titles of their items, and the report."""

    def read_all() -> tuple[list[str], Report]:
        report = Report()
        documents = Intake([tmp_path], report, Progress(io.StringIO())).documents()
        return [document.title for document in documents], report

    return read_all
