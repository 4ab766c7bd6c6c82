"""The folder of an index: the builds in it, which one serves, and who may write.

A file CURRENT names the build that serves, `builds/<id>`; the one before it stays until the next rebuild.
The folder is its owner's alone, since it holds the whole text of the archive.
"""

import errno
import fcntl
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
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
"""That are whole, while another is written; more are left by kills only."""

_OURS = {"CURRENT", "CURRENT.new", "builds", "lock"}
_HARMLESS = {"lost+found"}  # of a disk of its own


class IndexFolder:
    """One index on disk; nothing is touched before the first write."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._named_last: tuple[tuple[int, int, int], Path] | None = None

    def serving(self) -> Path:
        """Give the build that CURRENT names, which is read again only after it was replaced.

        The build itself is not looked for; for the rest see `current`.
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
        """Give the build that serves; raises `IndexMissingError` or `IndexDamagedError`."""
        try:
            name = self._named()
            while not self._has(name):
                again = self._named()
                if again == name:
                    raise ValueError(f"it names a build that is gone, {name[:80]!r}")
                name = again  # two rebuilds came between
        except FileNotFoundError as error:
            raise IndexMissingError(f"no index at {str(self.path)!r}; {REBUILD}") from error
        except (OSError, ValueError) as error:
            raise IndexDamagedError(
                f"the index at {str(self.path)!r} cannot be read ({error}); {REBUILD}"
            ) from error
        return self.path / name

    def _named(self) -> str:
        """Read what CURRENT says; raises `OSError` or `ValueError`."""
        return read_text(self.path / "CURRENT").strip()

    def _has(self, name: str) -> bool:
        """Tell whether there is such a build; raises `OSError` where that cannot be told."""
        build = self.path / name
        try:
            return build.parent == self.path / "builds" and stat.S_ISDIR(build.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: with a NUL
            return False
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return False
            raise

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Lock the folder and give an empty new build; leftovers of dead writers are taken away.

        The build is deleted again unless `switch` was called. Others that are whole stay until then, as each
        has a ledger to inherit: the build before, or one that was gone back from. Raises `IndexLockedError`.
        """
        with self._locked():
            self._prune({self._serving(), *(build.name for build in self.builds()[:MOST_BUILDS])})
            now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
            build = self.path / "builds" / f"{now}-{secrets.token_hex(3)}"
            make_folder(build)
            try:
                yield build
            finally:
                with suppress(OSError):  # where it cannot be told whether it serves, it stays
                    if self._serving() != build.name:
                        _delete(build)

    def builds(self) -> tuple[Path, ...]:
        """Name the whole builds, those with a manifest: the one that serves first, then the newest."""
        serving = self._serving()
        found = (self.path / "builds").glob("*")
        whole = [build for build in found if not build.is_symlink() and (build / NAME).exists()]
        return tuple(sorted(whole, key=lambda build: (build.name == serving, build.name), reverse=True))

    def switch(self, build: Path) -> None:
        """Let a build serve from now on; readers see the old one or the new one, nothing between.

        When this returns, the build and the switch are on the disk.
        """
        before = [other.name for other in self.builds() if other != build][:1]
        sync_tree(build)
        with suppress(PermissionError):  # the parent need not be ours to read
            sync(self.path.parent)
        replace_text(self.path / "CURRENT", f"builds/{build.name}\n")
        self._prune({build.name, *before})

    def _serving(self) -> str:
        """Give the name of the build that serves, empty where there is none.

        Raises `OSError` where that cannot be told: nothing may be deleted then.
        """
        try:
            name = self._named()
        except (FileNotFoundError, ValueError):
            return ""
        return Path(name).name if self._has(name) else ""

    def _prune(self, kept: set[str]) -> None:
        """Delete all builds but those to keep."""
        for build in (self.path / "builds").glob("*"):
            if build.name not in kept:
                _delete(build)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._claim()
        descriptor = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLockedError(
                f"another command is writing the index at {str(self.path)!r}; wait until it has ended"
            ) from error
        else:
            yield
        finally:
            os.close(descriptor)

    def _claim(self) -> None:
        """Make the folder, or make sure that it is ours and nobody else can read it."""
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
    """Delete a build; its manifest goes first, so that what a kill leaves is never taken for a whole one.

    Of a link or a file in its place nothing is followed.
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
