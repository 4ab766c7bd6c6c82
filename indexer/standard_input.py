"""The JSON Lines that standard input gives, in a file for as long as they are read: files are read twice."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.archive.source_files import STANDARD_INPUT, to_key

_FOLDER = "bulletins-standard-input-"


@contextmanager
def standard_input() -> Iterator[Path]:
    """Yield a file of standard input that only its owner reads, and that is gone when the context ends."""
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder:
        path = Path(folder, "standard-input.jsonl")
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


def giver(path: Path) -> bytes:
    """Return how the ledger calls a file that gives items."""
    return STANDARD_INPUT if path.parent.name.startswith(_FOLDER) else to_key(path)
