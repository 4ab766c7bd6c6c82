"""What a build says of itself, in its file `build.json`, and whether its files are as they were written."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from index.archive.document import digest
from index.archive.holdings import Info, SourceCount
from index.archive.ledger import LEDGER
from index.archive.spool import SPOOL, Spool
from index.errors import REBUILD, IndexDamagedError, IndexOutdatedError
from index.storage.regular_files import open_regular, read_text

NAME = "build.json"

Stamp = tuple[tuple[str, int, int, int], ...]
"""Name, size, time of change and inode of every file that a search reads: another one, another content."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was written.

    Attributes:
        digest: BLAKE2b of its content, hexadecimal.
        size: In bytes.
        modified: When it was last written, in nanoseconds since 1970.
    """

    digest: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a build.

    Attributes:
        fingerprint: What the index depends on; another one needs a rebuild.
        documents: Number of documents.
        bulletins: Number of bulletins.
        first_day: ISO date of the oldest document, or empty.
        last_day: ISO date of the newest document, or empty.
        built: ISO date and time, UTC.
        sources: Largest first.
        files: Every other file of the build, by its name.
    """

    fingerprint: str
    documents: int
    bulletins: int
    first_day: str
    last_day: str
    built: str
    sources: tuple[SourceCount, ...]
    files: dict[str, FileRecord]

    @classmethod
    def of(cls, build: Path, spool: Spool, fingerprint: str) -> "Manifest":
        """Describe a build whose other files are written, from the spool of its documents."""
        built = datetime.now(UTC).isoformat(timespec="seconds")
        files = {name: record for name, record in files_of(build).items() if name != SPOOL}
        bulletins = sum(1 for _ in spool.bulletins())
        return cls(fingerprint, spool.count(), bulletins, *spool.period(), built, spool.sources(), files)

    def info(self, build: Path, search: str, advice: str) -> Info:
        """Say what is in the build, and how it is searched, for users; see `Info`."""
        size = sum(record.size for record in self.files.values())
        period = self.first_day, self.last_day
        counts = self.documents, self.bulletins
        return Info(*counts, *period, self.built, build.name, size, self.sources, search, advice)

    def write(self, build: Path) -> None:
        """Write it into a build, with a seal that any change breaks."""
        values = asdict(self)
        (build / NAME).write_text(
            json.dumps({"seal": _seal(values), **values}, ensure_ascii=False, indent=1), "utf-8"
        )

    @classmethod
    def read(cls, build: Path, fingerprint: str) -> "Manifest":
        """Read the manifest of a build.

        Raises:
            IndexDamagedError: It cannot be read, or was changed.
            IndexOutdatedError: It tells of another fingerprint.
        """
        try:
            values = json.loads(read_text(build / NAME))
            if values["fingerprint"] != fingerprint:
                raise IndexOutdatedError(
                    f"the index build {str(build)!r} was made by another version ({values['fingerprint']}; "
                    f"this one is {fingerprint}): rebuild needed; {REBUILD}"
                )
            if values.pop("seal") != _seal(values):
                raise ValueError("its seal is broken: it was changed after it was written")
            values["sources"] = tuple(SourceCount(**source) for source in values["sources"])
            values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise IndexDamagedError(
                f"the index build {str(build)!r} has no readable {NAME} ({error}); {REBUILD}"
            ) from error

    def verify(self, build: Path) -> None:
        """Compare what a search reads with what was written, before it is believed.

        A file of the same size and time is taken as it is, so that opening stays fast; `changes` reads all.

        Raises:
            IndexDamagedError: A file is missing, or not as it was written.
        """
        for name, record in self.files.items():
            if name != LEDGER and not _is_as_written(build / name, record):
                raise IndexDamagedError(
                    f"the index file {str(build / name)!r} is not as it was written; {REBUILD}"
                )

    def changes(self, build: Path) -> Iterator[str]:
        """Name the files of a build that are missing, foreign, or not as they were written."""
        found = files_of(build)
        for name in sorted(self.files.keys() | found.keys()):
            if name not in found:
                yield f"{name!r} is missing"
            elif name not in self.files:
                yield f"{name!r} does not belong there"
            elif found[name].digest != self.files[name].digest:
                yield f"{name!r} is not as it was written"


def files_of(build: Path) -> dict[str, FileRecord]:
    """Read everything in a build but the manifest; what is no regular file has no digest."""
    paths = (path for path in sorted(build.rglob("*")) if path != build / NAME)
    return {str(path.relative_to(build)): _record(path) for path in paths}


def stamp(build: Path, names: Iterable[str]) -> Stamp:
    """Tell cheaply whether files of a build were touched since: the stamp is another one then."""
    folder = str(build)
    return tuple(_touched(folder, name) for name in (NAME, *names) if name != LEDGER)


def _touched(folder: str, name: str) -> tuple[str, int, int, int]:
    try:
        status = os.stat(f"{folder}/{name}")  # noqa: PTH116  a path takes three times as long, at every search
        return name, status.st_size, status.st_mtime_ns, status.st_ino
    except OSError:  # also before its manifest is written
        return name, -1, 0, 0


def is_whole(build: Path, name: str) -> bool:
    """Tell whether one file is as the manifest says, in a build of any version."""
    try:
        record = FileRecord(**json.loads(read_text(build / NAME))["files"][name])
        return _digest(build / name) == record.digest
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _is_as_written(path: Path, record: FileRecord) -> bool:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or status.st_size != record.size:
            return False
        return status.st_mtime_ns == record.modified or _digest(path) == record.digest
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return False


def _record(path: Path) -> FileRecord:
    """Describe a file; what cannot be read, or is none, has no digest."""
    try:
        status = path.stat()
        return FileRecord(_digest(path), status.st_size, status.st_mtime_ns)
    except OSError:
        return FileRecord("", 0, 0)


def _digest(path: Path) -> str:
    with open_regular(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20)).hexdigest()


def _seal(values: dict[str, object]) -> str:
    return digest([json.dumps(values, sort_keys=True)])
