"""A build opened for reading."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from index.archive.catalogue import Catalogue
from index.archive.document import Bulletin, Document, is_encodable
from index.archive.manifest import REBUILD, Manifest, Stamp, stamp
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema, to_document
from index.engines.whoosh.search.searcher import Ranking
from index.engines.whoosh.segment.stored_fields import decode
from index.errors import IndexDamagedError, SearchError, UnknownIdError
from index.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class Reader:
    """A build opened for reading, by one thread; the files of arrays are shared with others."""

    build: Path
    manifest: Manifest
    scores: Ranking
    catalogue: Catalogue
    vocabulary: Vocabulary
    stamp: Stamp

    @property
    def is_untouched(self) -> bool:
        """Nothing that it reads was changed on the disk since it was opened."""
        return self.stamp == stamp(self.build, self.manifest.files)

    def number(self, document_id: str) -> int:
        """Find the number of a document in the index; raises `UnknownIdError`."""
        found = self.scores.holders("id", document_id) if is_encodable(document_id) else []
        if not found:
            raise UnknownIdError(f"no item has the id {document_id!r}")
        return found[0]

    def document(self, number: int) -> Document:
        """Fetch a document by its number in the index."""
        return self.some_documents([number])[0]

    def some_documents(self, numbers: Sequence[int]) -> list[Document]:
        """Fetch documents by their numbers in the index."""
        return [to_document(decode(data)) for data in self.scores.stored(numbers)]

    def documents(self) -> Iterator[Document]:
        """Go through all documents in the order of their numbers: newest first, undated last, then by id."""
        return map(self.document, self.scores.documents())

    def documents_of(self, bulletin: Bulletin) -> Iterator[Document]:
        """Go through the documents of a bulletin, in the order of their places."""
        found = map(self.document, self.scores.holders("bulletin", bulletin.id))
        placed = [
            (each.place, document.id, document)
            for document in found
            for each in document.appearances
            if each.bulletin == bulletin
        ]
        return (document for _, _, document in sorted(placed, key=itemgetter(0, 1)))


def open_build(build: Path, manifest: Manifest) -> Reader:
    """Open a build for reading; raises `IndexDamagedError`."""
    touched = stamp(build, manifest.files)
    manifest.verify(build)
    with told_of_damage(build):
        index = ArraysIndex(FileStorage(str(build), readonly=True), schema())
        return Reader(build, manifest, Ranking(index.opened()), Catalogue(build), Vocabulary(build), touched)


@contextmanager
def told_of_damage(build: Path) -> Iterator[None]:
    """Make one error of whatever a damaged file makes Whoosh raise: it unpacks what it finds."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexDamagedError(
            f"the index build {str(build)!r} cannot be read ({error!r}); {REBUILD}"
        ) from error
