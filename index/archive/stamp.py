"""Whether the files of an open build are still as they were when it was opened."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from index.archive.manifest import NAME
from index.archive.parts import LEDGER

EVERY = 0.05
"""Seconds between two looks: one takes 3 µs a file, and an archive that grew by additions has forty."""


class Stamp:
    """The state of the files of a build that a search reads: all but its ledger.

    Args:
        build: Folder of the build.
        names: Names of its files beside the manifest.
    """

    def __init__(self, build: Path, names: Iterable[str]) -> None:
        self._paths = [f"{build}/{name}" for name in (NAME, *names) if not name.endswith(LEDGER)]
        self._states = self._look()
        self._looked = time.monotonic()

    @property
    def is_current(self) -> bool:
        """False once a file was seen to have changed; they are looked at every `EVERY` seconds at most."""
        now = time.monotonic()
        if now - self._looked >= EVERY:
            if self._look() != self._states:
                return False
            self._looked = now
        return True

    def _look(self) -> list[tuple[int, int, int]]:
        """Return size, time of change and inode of each file; reads no file."""
        return list(map(_state, self._paths))


def _state(path: str) -> tuple[int, int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116  a path takes three times as long
        return status.st_size, status.st_mtime_ns, status.st_ino
    except OSError:  # also before its manifest is written
        return -1, 0, 0
