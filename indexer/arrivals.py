"""What changed in folders, each path until nothing more happens to it: a file may be half written."""

import stat
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.litter import litter_name
from indexer.paths import Changed, is_read_within, outermost, root_of, type_of

MOST_AT_ONCE = 4_000  # of so many changes together the system may have lost some: all is looked at then


@dataclass(slots=True)
class _Waiting:
    """A path that changed: size and time of its file, None of a folder; since when both are the same."""

    stamp: tuple[int, int] | None
    since: float


class Arrivals:
    """Paths in folders that wait to be read.

    Args:
        folders: Absolute paths of the folders.
        rest: Seconds that a path must have been as it is.
        clock: Returns seconds that never decrease.
    """

    def __init__(
        self, folders: Sequence[Path], rest: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folders = folders
        self._rest = rest
        self._clock = clock
        self._waiting: dict[Path, _Waiting] = {}

    def note(self, paths: Iterable[Path]) -> None:
        """Note paths that something happened to; those that are not read anyway are left out."""
        noted = {path for path in paths if self._is_read(path)}
        if len(noted) >= MOST_AT_ONCE:
            noted.update(self._folders)
        for path in noted:
            self._waiting[path] = _Waiting(_stamp(path), self._clock())

    def forget(self, folder: Path) -> None:
        """Forget what changed in a folder that is away: all of it is looked at when it is back."""
        gone = [path for path in self._waiting if path.is_relative_to(folder)]
        for path in gone:
            del self._waiting[path]

    def put_back(self, paths: Iterable[Path], pause: float) -> None:
        """Note paths that could not be added; they are tried again after a pause in seconds."""
        since = self._clock() + pause - self._rest
        self._waiting.update((path, _Waiting(_stamp(path), since)) for path in paths)

    def take(self) -> Changed | None:
        """Return what has come to rest, with what has not; None where there is nothing."""
        now, ready = self._clock(), []
        for path, waiting in self._waiting.items():
            if (stamp := _stamp(path)) != waiting.stamp:
                waiting.stamp, waiting.since = stamp, now
            if now - waiting.since >= self._rest:
                ready.append(path)
        for path in ready:
            del self._waiting[path]
        return Changed(sorted(outermost(ready)), frozenset(self._waiting)) if ready else None

    def _is_read(self, path: Path) -> bool:
        """Return whether a file or folder, which may be gone, is one of those that are read."""
        root = root_of(self._folders, path)
        if root is None or path == root:
            return root is not None
        if litter_name(path.name) or not is_read_within(root, path):
            return False
        return type_of(path) is not None or not path.is_file()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return None if stat.S_ISDIR(status.st_mode) else (status.st_size, status.st_mtime_ns)
