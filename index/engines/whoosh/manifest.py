"""What a build says of itself, in its file `build.json`, and whether its files are as they were written."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index.document import digest
from index.errors import IndexDamagedError, IndexOutdatedError
from index.results import SourceCount

NAME = "build.json"
REBUILD = "run: bulletins rebuild PATH"


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
        files: The BLAKE2b digest of every other file of the build, by its name.
    """

    fingerprint: str
    documents: int
    bulletins: int
    first_day: str
    last_day: str
    built: str
    sources: tuple[SourceCount, ...]
    files: dict[str, str]

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
            values = json.loads((build / NAME).read_text("utf-8"))
            if values["fingerprint"] != fingerprint:
                raise IndexOutdatedError(
                    f"the index build {str(build)!r} was made by another version ({values['fingerprint']}; "
                    f"this one is {fingerprint}): rebuild needed; {REBUILD}"
                )
            if values.pop("seal") != _seal(values):
                raise ValueError("its seal is broken: it was changed after it was written")
            values["sources"] = tuple(SourceCount(**source) for source in values["sources"])
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexDamagedError(
                f"the index build {str(build)!r} has no readable {NAME} ({error}); {REBUILD}"
            ) from error

    def verify(self, build: Path, suffix: str) -> None:
        """Compare the small files of one kind with what was written; raises `IndexDamagedError`."""
        for name, value in self.files.items():
            path = build / name
            if path.suffix == suffix and not (path.is_file() and _digest(path) == value):
                raise IndexDamagedError(f"the index file {str(path)!r} is not as it was written; {REBUILD}")

    def changes(self, build: Path) -> Iterator[str]:
        """Name the files of a build that are missing, foreign, or not as they were written."""
        found = files_of(build)
        for name in sorted(self.files.keys() | found.keys()):
            if name not in found:
                yield f"{name!r} is missing"
            elif name not in self.files:
                yield f"{name!r} does not belong there"
            elif found[name] != self.files[name]:
                yield f"{name!r} is not as it was written"


def files_of(build: Path) -> dict[str, str]:
    """Digest every file of a build but the manifest."""
    files = (path for path in sorted(build.rglob("*")) if path.is_file() and path != build / NAME)
    return {str(path.relative_to(build)): _digest(path) for path in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20)).hexdigest()


def _seal(values: dict[str, object]) -> str:
    return digest([json.dumps(values, sort_keys=True)])
