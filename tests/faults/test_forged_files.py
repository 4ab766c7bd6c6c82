"""A forged segment file may give an error, or something else; the search never reads outside of it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Document, open_engine
from index.engines.whoosh.search import kernel

FORGER = Path(__file__).with_name("forger.py")
AT_ONCE = 100


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forged") / "index"
    bodies = ("De la mer et de la terre.", "La mer, la mer.", "Le nord de la Corée du Nord.")
    open_engine(f"whoosh:{folder}").rebuild(
        Document(str(number), f"La une {number}", bodies[number % 3] * (1 + number % 7))
        for number in range(700)
    )
    (found,) = folder.rglob("*.arrays")
    return found


def test_forged_arrays_are_never_read_beyond_their_ends(
    segment: Path, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    if kernel.loaded is None:
        pytest.skip("no compiled kernel: numpy checks every index")
    count = 3_000 if is_thorough else 100
    for first in range(0, count, AT_ONCE):
        command = [sys.executable, str(FORGER), str(segment), str(first), str(first + AT_ONCE)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        *seeds, last = done.stdout.splitlines()
        assert (done.returncode, last) == (0, '"ended"'), f"seed {[*seeds, last][-1]}: {done.stderr[-500:]}"
    tell(f"{count:,} forged segment files, each array before a guard page", "no read outside of an array")
