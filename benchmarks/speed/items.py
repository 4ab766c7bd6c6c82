"""The files of items that all engines index, made by `make_scale.py` beside the project."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

from benchmarks.shared import SHARED


def items_file(work: Path, size: int) -> Path:
    """Return the file of the first `size` items, made unless it exists."""
    return _made(work / f"items-{size}.jsonl", size)


def later_items(work: Path, size: int, number: int) -> Path:
    """Return the file of the `number` items after the first `size`, made unless it exists."""
    return _made(work / f"later-{size}-{number}.jsonl", size + number, "--start", str(size))


def first_lines(file: Path, number: int) -> list[str]:
    """Return the first lines of a file."""
    with file.open(encoding="utf-8") as lines:
        return list(islice(lines, number))


def _made(file: Path, end: int, *more: str) -> Path:
    if not file.exists():
        part = file.with_suffix(".partial")
        with part.open("wb") as output:
            command = [sys.executable, str(SHARED / "data" / "make_scale.py"), str(end), *more]
            subprocess.run(command, stdout=output, check=True)
        part.rename(file)
    return file
