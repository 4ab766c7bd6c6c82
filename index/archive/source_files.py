"""The files that a command reads into an index, as the ledger remembers them."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from index.archive.ledger import KnownFile, Ledger
from index.archive.removals import Removal
from index.storage.regular_files import open_regular

VERSION = 1
"""Changes whenever files that were read before must be read again."""
STANDARD_INPUT = b"-"
"""In the place of a path; no file gives what it gives, which stays as what is added without files does."""


@dataclass(slots=True)
class SourceFiles:
    """The files of one command; filled while its documents stream.

    Attributes:
        way: How the files are read; what was read in another way is read again.
        is_pruning: Take out what files gave that do not give it any more.
        is_keeping_away: A file is gone only where its folder is there and holds something: of a disk that is
            not mounted nothing is gone.
        digests: Digest of each file that was read, by path.
        gone: Files that were read once and are not there any more.
        unchanged: Number of items of files that are as they were.
        removals: What exports among them say was removed for good, by path.
    """

    way: str = ""
    is_pruning: bool = False
    is_keeping_away: bool = False
    digests: dict[bytes, str] = field(default_factory=dict)
    gone: dict[bytes, KnownFile] = field(default_factory=dict)
    unchanged: int = 0
    removals: dict[bytes, list[Removal]] = field(default_factory=dict)
    _ledger: Ledger | None = None

    def compare_with(self, ledger: Ledger) -> None:
        """Compare all files from now on with those that a ledger knows."""
        self._ledger = ledger

    def is_new(self, path: Path) -> bool:
        """Note a file that is about to be read; return False where it is as it was when last read."""
        key, found = to_key(path), self._digest(path)
        known = self._ledger and self._ledger.file(key)
        if known and known.digest == found:
            self.unchanged += len(known.items)
            return False
        self.digests[key] = found
        return True

    def note_removal(self, path: bytes, removal: Removal) -> None:
        """Note what was removed for good where a file was exported."""
        self.removals.setdefault(path, []).append(removal)

    @property
    def all_removals(self) -> Iterator[Removal]:
        """What all exports say was removed for good."""
        return chain.from_iterable(self.removals.values())

    def forget(self, path: Path) -> None:
        """Take a file for one that was not read: what it gave before stays."""
        self.digests.pop(to_key(path), None)

    def note_gone(self, root: Path) -> None:
        """Note the files that were read once and are there no more: those in a folder, or a file itself."""
        if self._ledger is None:
            return
        itself = self._ledger.file(to_key(root))
        for known in chain([itself] if itself else [], self._ledger.files_in(to_key(root))):
            if not os.path.lexists(known.path) and not (self.is_keeping_away and _is_away(known.path)):
                self.gone[known.path] = known

    def is_there(self, path: bytes) -> bool:
        """Return whether a file is on the disk and is not read again."""
        return path not in self.digests and os.path.exists(path)  # noqa: PTH110  it is bytes

    def known(self, path: bytes) -> KnownFile | None:
        """Return what a file gave when it was last read."""
        return self._ledger.file(path) if self._ledger else None

    def is_given_elsewhere(self, bulletin: str, path: Path) -> bool:
        """Return whether another file that is there gives a bulletin."""
        givers = self._ledger.givers(bulletin, to_key(path)) if self._ledger else ()
        return any(map(self.is_there, givers))

    def _digest(self, path: Path) -> str:
        with open_regular(path) as file:
            content = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20)).hexdigest()
        return f"{VERSION} {self.way} {content}"


def _is_away(path: bytes) -> bool:
    """Return whether the folder of a file is missing, or empty as one that nothing is mounted on."""
    try:
        with os.scandir(os.path.dirname(path)) as entries:  # noqa: PTH120  it is bytes
            return next(entries, None) is None
    except OSError:
        return True


def to_key(path: Path) -> bytes:
    """Return the absolute path of a file, in bytes."""
    return os.fsencode(path.absolute())
