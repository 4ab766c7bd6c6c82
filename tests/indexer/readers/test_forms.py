"""A bulletin of our samples comes back item for item from every kind of source.

`make real` does the same with 400 real bulletins, as benchmarks/real_input/forms.py writes them.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.real_input.forms import FORMS, Form, Given
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

SAMPLES = Path(__file__).parents[3] / "samples"


def _read(path: Path) -> Given:
    return Given.of(Intake([path], Report(), Progress(io.StringIO())).documents())


@pytest.fixture(scope="module")
def bulletins() -> list[Given]:
    """Two bulletins of each source."""
    folders = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
    return [_read(path) for folder in folders for path in sorted(folder.glob("*.txt"))[:2]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_bulletin_comes_back_item_for_item(
    bulletins: list[Given], form: Form, write: Callable[[str, str | bytes], Path], tmp_path: Path
) -> None:
    for number, bulletin in enumerate(bulletins):
        given = form.held(bulletin)
        for name, content in form.write(given).items():
            write(f"{number}/{name}", content)
        assert _read(tmp_path / str(number)) == form.shown(given)
