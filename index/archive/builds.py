"""The folder of an index: its builds, the one that serves, and the lock of the writer.

The file CURRENT names the build that serves, `builds/<id>`; the previous one stays until the next rebuild.
Only the owner can read the folder, since it holds the whole text of the archive.
"""

import errno
import fcntl
import os
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from index.archive.manifest import NAME
from index.errors import (
    REBUILD,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    SearchError,
    UsageError,
)
from index.storage.durable import make_folder, replace_text, sync, sync_tree
from index.storage.regular_files import read_text

MOST_BUILDS = 3
"""Whole builds that are kept while another one is written; only kills leave more."""

_OURS = {"CURRENT", "CURRENT.new", "builds", "lock"}
_HARMLESS = {"lost+found"}  # where the folder is a file system of its own


class IndexFolder:
    """The folder of one index; it is not touched before the first write."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._builds = self.path / "builds"
        self._named_last: tuple[tuple[int, int, int], Path] | None = None

    def serving(self) -> Path:
        """Return the build that CURRENT names, reading CURRENT only when it was replaced.

        Unlike `current`, it does not check that the build still exists.
        """
        try:
            status = os.stat(f"{self.path}/CURRENT")  # noqa: PTH116  at every search
            stamp = status.st_ino, status.st_mtime_ns, status.st_size
            known = self._named_last
            if known is None or known[0] != stamp:
                known = self._named_last = stamp, self.current()
        except OSError:
            return self.current()
        return known[1]

    def current(self) -> Path:
        """Return the build that serves; raises `IndexMissingError` or `IndexDamagedError`."""
        try:
            name = self._named()
            while not self._has(name):
                again = self._named()
                if again == name:
                    raise ValueError(f"it names a build that is gone, {name[:80]!r}")
                name = again  # two rebuilds deleted the first one meanwhile
        except FileNotFoundError as error:
            raise IndexMissingError(f"no index at {str(self.path)!r}; {REBUILD}") from error
        except (OSError, ValueError) as error:
            raise IndexDamagedError(
                f"the index at {str(self.path)!r} cannot be read ({error}); {REBUILD}"
            ) from error
        return self.path / name

    def _named(self) -> str:
        """Return the content of CURRENT; raises `OSError` or `ValueError`."""
        return read_text(self.path / "CURRENT").strip()

    def _has(self, name: str) -> bool:
        """Return whether a build exists; raises `OSError` where that cannot be known."""
        build = self.path / name
        try:
            return build.parent == self._builds and stat.S_ISDIR(build.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
            return False
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return False
            raise

    @contextmanager
    def writing(self, *, is_waiting: bool = False) -> Iterator[Path]:
        """Lock the folder, delete what dead writers left, and yield a new empty build.

        The build is deleted at the end unless it serves by then. Other whole builds stay until `switch`, as
        their ledgers are inherited: the previous build, or a newer one that the owner has gone back from.

        Args:
            is_waiting: Wait until no other command is writing.

        Raises:
            IndexLockedError: Another command is writing.
            UsageError: The folder holds other files.
        """
        with self._locked(is_waiting=is_waiting):
            self._prune({self._serving(), *(build.name for build in self.builds()[:MOST_BUILDS])})
            now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
            build = self._builds / f"{now}-{secrets.token_hex(3)}"
            make_folder(build.parent)
            build.mkdir(mode=0o700)
            try:
                yield build
            finally:
                with suppress(OSError):  # where it cannot be known whether it serves, it stays
                    if self._serving() != build.name:
                        _delete(build)

    def folder_of(self, name: str) -> Path:
        """Return the folder of the files of a build."""
        return self._builds / name

    def builds(self) -> tuple[Path, ...]:
        """Return the whole builds, those with a manifest: the one that serves first, then the newest."""
        serving = self._serving()
        found = self._builds.glob("*")
        whole = [build for build in found if not build.is_symlink() and (build / NAME).exists()]
        return tuple(sorted(whole, key=lambda build: (build.name == serving, build.name), reverse=True))

    def keep_serving_only(self) -> None:
        """Delete all builds but the one that serves; called while the folder is locked.

        Raises:
            SearchError: One cannot be deleted.
        """
        serving = self._serving()
        self._prune({serving})
        if left := [build.name for build in self._builds.iterdir() if build.name != serving]:
            raise SearchError(
                f"the build {left[0]!r} cannot be deleted: delete {str(self.folder_of(left[0]))!r}"
            )

    def switch(self, build: Path, linked: Collection[str] = ()) -> None:
        """Let a build serve from now on; readers see either the old one or the new one.

        When this returns, build and switch are on the disk, and builds before the previous one are deleted.

        Args:
            build: A whole build.
            linked: Names of its files that are on the disk already.
        """
        before = [other.name for other in self.builds() if other != build][:1]
        sync_tree(build, linked)
        if not before:
            with suppress(PermissionError):  # the parent need not be ours to read
                sync(self.path.parent)
        replace_text(self.path / "CURRENT", f"builds/{build.name}\n")
        self._prune({build.name, *before})

    def _serving(self) -> str:
        """Return the name of the build that serves, empty where there is none.

        Raises `OSError` where that cannot be known: then nothing may be deleted.
        """
        try:
            name = self._named()
        except (FileNotFoundError, ValueError):
            return ""
        return Path(name).name if self._has(name) else ""

    def _prune(self, kept: set[str]) -> None:
        """Delete all builds whose name is not in `kept`."""
        for build in self._builds.glob("*"):
            if build.name not in kept:
                _delete(build)

    @contextmanager
    def _locked(self, *, is_waiting: bool) -> Iterator[None]:
        """Hold the lock of the folder until the context ends; raises `IndexLockedError` or `UsageError`."""
        self._claim()
        descriptor = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise IndexLockedError(
                f"another command is writing the index at {str(self.path)!r}; wait until it has ended"
            ) from error
        else:
            yield
        finally:
            os.close(descriptor)

    def _claim(self) -> None:
        """Create the folder, or check that it holds only an index; make it private. Raises `UsageError`."""
        make_folder(self.path)
        names = sorted(path.name for path in self.path.iterdir() if not path.name.startswith("."))
        if foreign := [name for name in names if name not in _OURS | _HARMLESS]:
            raise UsageError(
                f"{str(self.path)!r} holds other files, such as {foreign[0]!r}: "
                "give the index a folder of its own"
            )
        for name in ("CURRENT", "CURRENT.new"):
            if (self.path / name).is_dir():
                raise UsageError(f"{str(self.path / name)!r} is a folder; take it away")
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(0o700)


def _delete(build: Path) -> None:
    """Delete a build, its manifest first, so that what a kill leaves is never taken for a whole build.

    A link or a file in its place is unlinked, never followed.
    """
    with suppress(OSError):
        if build.is_symlink() or not build.is_dir():
            build.unlink()
            return
        (build / NAME).unlink(missing_ok=True)
    shutil.rmtree(build, ignore_errors=True)


def build_failure(reason: object) -> SearchError:
    """Return the error to raise where a new build could not be written; the one that serves is unchanged."""
    return SearchError(f"the new index could not be written ({reason}); the one in place stays")


@contextmanager
def database_errors() -> Iterator[None]:
    """Raise `SearchError` for an error of SQLite while a build is written, such as a full disk."""
    try:
        yield
    except sqlite3.Error as error:
        raise build_failure(error) from error
