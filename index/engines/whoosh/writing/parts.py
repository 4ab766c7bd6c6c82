"""The parts of a build with their segments, and which of them are merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME

from index.archive.parts import CATALOGUE, LEDGER, VOCABULARY
from index.engines.whoosh.codec.codec import EXTENSION, ArraysSegment
from index.engines.whoosh.codec.merge_policy import RATIO, SMALL
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a build.

    Attributes:
        folder: Folder of the build that has its files.
        segment: Its segment; it has no file where it has no documents.
    """

    folder: Path
    segment: ArraysSegment

    @property
    def name(self) -> str:
        """Its name, which begins the names of all its files."""
        return str(self.segment.segment_id())

    @property
    def documents(self) -> int:
        """Number of its documents, those included that were deleted from it since."""
        return self.segment.doc_count_all()

    @property
    def arrays(self) -> Path:
        """The file of its segment."""
        return self.folder / f"{self.name}{EXTENSION}"

    @property
    def vocabulary(self) -> Path:
        """The file of its words."""
        return self.folder / f"{self.name}{VOCABULARY}"

    @property
    def catalogue(self) -> Path:
        """The file of its bulletins."""
        return self.folder / f"{self.name}{CATALOGUE}"

    @property
    def ledger(self) -> Path:
        """The file of its ids and files."""
        return self.folder / f"{self.name}{LEDGER}"


def new_part(build: Path, documents: int) -> Part:
    """Return a part of a name that no other has."""
    return Part(build, ArraysSegment(_DEF_INDEX_NAME, documents))


def parts_of(build: Path, names: Sequence[str]) -> list[Part]:
    """Return the parts of a build by their names; raises `IndexDamagedError`."""
    index = ArraysIndex(FileStorage(str(build), readonly=True), schema())
    segments = {segment.segment_id(): segment for segment in index.segments()}
    return [Part(build, segments.get(name) or _without_documents(name)) for name in names]


def _without_documents(name: str) -> ArraysSegment:
    segment = ArraysSegment(_DEF_INDEX_NAME)
    segment.segid = name.removeprefix(f"{_DEF_INDEX_NAME}_")
    return segment


def to_merge(parts: Sequence[Part], most: int) -> int:
    """Return how many of the newest parts are to be merged, so that an archive has few; 0 for none.

    Afterwards each part has more than `RATIO` times as many documents as all newer ones together: a million
    documents lie in six parts at most, however they were added, and each is rewritten some fifteen times.

    Args:
        parts: The parts, the newest first.
        most: Most documents that are merged.
    """
    total, merged = 0, 0
    for number, part in enumerate(parts):
        size = part.segment.doc_count()
        if total + size > most:
            break
        if number and size <= max(SMALL, RATIO * total):
            merged = number + 1
        total += size
    return merged
