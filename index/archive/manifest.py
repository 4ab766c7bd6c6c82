"""The manifest of a build, `build.json`: what it holds, and the digests of its files."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from stat import S_ISREG

from index.archive.document import digest
from index.archive.holdings import BuildReport, Changes, Info, Refusals, SourceCount
from index.archive.parts import LEDGER
from index.errors import REBUILD, IndexDamagedError, IndexOutdatedError
from index.storage.regular_files import open_regular, read_text

NAME = "build.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was written.

    Attributes:
        digest: BLAKE2b of its content, hexadecimal.
        size: In bytes.
        modified: Time of its last change, in nanoseconds since 1970.
    """

    digest: str
    size: int
    modified: int


_NONE: Mapping[str, FileRecord] = {}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds.

    Attributes:
        fingerprint: Versions that the index depends on; if they differ, a rebuild is needed.
        documents: Number of documents.
        bulletins: Number of bulletins.
        first_day: ISO date of the oldest document, or empty.
        last_day: ISO date of the newest document, or empty.
        built: ISO date and time, UTC.
        sources: Sources, largest first.
        parts: Names of its parts, the newest first, see `index.archive.parts`.
        files: Record of every other file of the build, by relative path.
    """

    fingerprint: str
    documents: int
    bulletins: int
    first_day: str
    last_day: str
    built: str
    sources: tuple[SourceCount, ...]
    parts: tuple[str, ...]
    files: dict[str, FileRecord]

    def names_of(self, part: str) -> Iterator[str]:
        """Yield the names of the files of a part."""
        return (name for name in self.files if name.startswith(f"{part}."))

    def with_kind(self, build: Path, kind: str) -> list[Path]:
        """Return the files of the parts that end with a text, the newest first; not every part has each."""
        return [build / f"{part}{kind}" for part in self.parts if f"{part}{kind}" in self.files]

    def info(self, build: Path, search: str, advice: str) -> Info:
        """Return what users are told of the build; for `search` and `advice` see `Info`."""
        size = sum(record.size for record in self.files.values())
        period = self.first_day, self.last_day
        counts = self.documents, self.bulletins
        return Info(*counts, *period, self.built, build.name, size, self.sources, search, advice)

    def report(
        self, build: str, refusals: Refusals, notes: Sequence[str], changes: Changes | None = None
    ) -> BuildReport:
        """Return what the command reports that wrote the build of this name."""
        more = refusals.count - len(refusals.first)
        counts = self.documents, self.bulletins
        return BuildReport(*counts, refusals.first, build, tuple(notes), more, changes)

    def write(self, build: Path) -> None:
        """Write it into a build, with a seal: a digest of its content."""
        values = asdict(self)
        (build / NAME).write_text(
            json.dumps({"seal": _seal(values), **values}, ensure_ascii=False, indent=1), "utf-8"
        )

    @classmethod
    def read(cls, build: Path, fingerprint: str) -> "Manifest":
        """Read the manifest of a build.

        Raises:
            IndexDamagedError: It cannot be read, or was changed.
            IndexOutdatedError: It has another fingerprint.
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
            values["parts"] = tuple(map(str, values["parts"]))
            values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise IndexDamagedError(
                f"the index build {str(build)!r} has no readable {NAME} ({error}); {REBUILD}"
            ) from error

    def verify(self, build: Path) -> None:
        """Check that the files that a search reads are as they were written.

        A file of the same size and time is not read, so that opening is fast; of a copied index each is read
        once, by this process or the one that it was forked from. `changes` reads all.

        Raises:
            IndexDamagedError: A file is missing or was changed.
        """
        for name, record in self.files.items():
            if not name.endswith(LEDGER) and not _is_as_written(build / name, record):
                raise IndexDamagedError(
                    f"the index file {str(build / name)!r} is not as it was written; {REBUILD}"
                )

    def changes(self, build: Path) -> Iterator[str]:
        """Describe the files of a build that are missing, foreign or changed."""
        found = {name: _record(path) for name, path in _files(build)}
        for name in sorted(self.files.keys() | found.keys()):
            if name not in found:
                yield f"{name!r} is missing"
            elif name not in self.files:
                yield f"{name!r} does not belong there"
            elif found[name].digest != self.files[name].digest:
                yield f"{name!r} is not as it was written"


def files_of(build: Path, shared: Mapping[str, FileRecord] = _NONE) -> dict[str, FileRecord]:
    """Return the record of everything in a build but the manifest, by relative path.

    Args:
        build: Folder of the build.
        shared: Records of files that another build has, too; what has their size and time is not read.

    Raises:
        OSError: A file cannot be read, which no build may be switched to with.
    """
    return {name: _shared_or_read(path, shared.get(name)) for name, path in _files(build)}


def _files(build: Path) -> Iterator[tuple[str, Path]]:
    """Yield everything in a build but the manifest, by relative path."""
    for path in sorted(build.rglob("*")):
        if path != build / NAME:
            yield str(path.relative_to(build)), path


def _shared_or_read(path: Path, record: FileRecord | None) -> FileRecord:
    return record if record and _looks_as_written(path, record) else _read_record(path)


def documents_of(build: Path) -> int:
    """Return how many documents a build of any version has; 0 where that cannot be read."""
    try:
        return int(json.loads(read_text(build / NAME))["documents"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return 0


def is_whole(build: Path, name: str) -> bool:
    """Return whether a file has the digest of the manifest, in a build of any version."""
    try:
        record = FileRecord(**json.loads(read_text(build / NAME))["files"][name])
        return _digest(build / name) == record.digest
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


_read_as_written: set[tuple[str, int, int, int, int]] = set()
"""Digest, device, inode and times of change, of the content and of all else, of files that were read."""


def _is_as_written(path: Path, record: FileRecord) -> bool:
    try:
        if _looks_as_written(path, record):
            return True
        status = path.stat()
        times = status.st_mtime_ns, status.st_ctime_ns
        state = record.digest, status.st_dev, status.st_ino, *times
        is_as_written = status.st_size == record.size and (
            state in _read_as_written or _digest(path) == record.digest
        )
        if is_as_written:
            _read_as_written.add(state)
        return is_as_written
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return False


def _looks_as_written(path: Path, record: FileRecord) -> bool:
    """Return whether a file is a regular one of the size and time of a record."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return False
    is_regular = S_ISREG(status.st_mode)
    return is_regular and (status.st_size, status.st_mtime_ns) == (record.size, record.modified)


def _record(path: Path) -> FileRecord:
    """Return the record of a file; its digest is empty where it is no regular file or cannot be read."""
    try:
        return _read_record(path)
    except OSError:
        return FileRecord("", 0, 0)


def _read_record(path: Path) -> FileRecord:
    status = path.stat()
    return FileRecord(_digest(path), status.st_size, status.st_mtime_ns)


def _digest(path: Path) -> str:
    with open_regular(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20)).hexdigest()


def _seal(values: dict[str, object]) -> str:
    return digest([json.dumps(values, sort_keys=True)])
