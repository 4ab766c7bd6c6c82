"""A build opened for reading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product, starmap
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from index.archive.catalogue import Catalogue
from index.archive.document import Document, by_place, is_encodable, to_iso
from index.archive.manifest import Manifest
from index.archive.parts import CATALOGUE, VOCABULARY
from index.archive.removals import Removals
from index.archive.stamp import Stamp
from index.archive.stored_document import to_document
from index.engines.reading import Explained, Found, Scored, Streamed
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema
from index.engines.whoosh.search.document_store import DocumentStore
from index.engines.whoosh.search.merged import Ranked
from index.engines.whoosh.search.searcher import IndexSearcher
from index.engines.whoosh.search.segment_reader import open_segments
from index.engines.whoosh.segment.stored_fields import decode
from index.errors import REBUILD, IndexDamagedError, SearchError
from index.query import Query
from index.results import BulletinTally, Counts, Order, Tally
from index.timeline import Timeline, Unit
from index.vocabulary.prefixes import PrefixWords
from index.vocabulary.spelling import Pair
from index.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class Reader:
    """A build opened for reading by one thread; all threads share its segment files.

    It is an `index.engines.reading.Searcher`. Damaged files may make a method raise anything, see
    `damage_errors`.

    Attributes:
        build: Folder of the build.
        manifest: Manifest of the build.
        index: Searcher of its segments.
        store: Their documents.
        catalogue: Its bulletins.
        vocabulary: Its words.
        removals: What was removed from it for good.
        stamp: State of its files when they were opened.
    """

    build: Path
    manifest: Manifest
    index: IndexSearcher
    store: DocumentStore
    catalogue: Catalogue
    vocabulary: Vocabulary
    removals: Removals
    stamp: Stamp

    @property
    def is_untouched(self) -> bool:
        """False where a file that it reads has changed on the disk since it was opened.

        A segment that was cut off is seen at once, as reading what is missing would end the process.
        """
        return self.store.is_whole and self.stamp.is_current

    def errors(self) -> AbstractContextManager[None]:
        """Raise `IndexDamagedError` for whatever else its damaged files make the code raise."""
        return damage_errors(self.build)

    def forget(self) -> None:
        """Forget what the last query matches."""
        self.index.forget()

    def search(self, query: Query, limit: int, offset: int, order: Order) -> Found:
        """Count the matching documents, and fetch `limit` of them after the first `offset`."""
        total, ranked = self.index.best(query, offset + limit, order)
        scored = self._fetch(ranked[offset:])
        return Found(
            total, [*self._with_versions(query, ranked[offset:], scored)] if query.has_versions else scored
        )

    def stream(self, query: Query, limit: int, order: Order) -> Streamed:
        """Count the matching documents, and yield the first `limit` of them."""
        total, ranked = self.index.best(query, limit, order)
        scored = (Scored(self.document(number), score) for number, score in ranked)
        return Streamed(total, self._with_versions(query, ranked, scored) if query.has_versions else scored)

    def _with_versions(
        self, query: Query, ranked: Sequence[Ranked], scored: Iterable[Scored]
    ) -> Iterator[Scored]:
        """Yield matches with the version that answers where the newest text does not."""
        for (number, _), each in zip(ranked, scored, strict=True):
            yield each._replace(version=self.index.version(query, number))

    def count(self, query: Query) -> int:
        """Count the matching documents."""
        return self.index.best(query, 0)[0]

    def counts(self, query: Query) -> Counts:
        """Count the matching documents by source, bulletin and day."""
        return self.index.counts(query)

    def tally(self, query: Query) -> Tally:
        """Count the matching documents by source and day together."""
        return self.index.tally(query)

    def bulletin_tally(self, query: Query) -> BulletinTally:
        """Count the matching documents by bulletin, source and day together."""
        return self.index.bulletin_tally(query)

    def timeline(self, query: Query) -> Timeline:
        """Count the matching documents by period and source."""
        return self.index.timeline(query)

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""
        return self.index.holdings(unit, first, last)

    def explain(self, query: Query, documents: Sequence[Document]) -> Sequence[Explained]:
        """Return what each term of a query adds to the score of each of some documents, most first."""
        return [self.index.explain(query, self._number(each.id)) for each in documents]

    def alike(self, stems: Mapping[str, float], limit: int) -> Sequence[Scored]:
        """Find the documents that score highest for the weighted stems, best first."""
        return self._fetch(self.index.alike(stems, limit))

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""
        return self.document(self._number(document_id))

    def find(self, document_id: str) -> Document | None:
        """Fetch a document; None where there is none."""
        found = self._numbers(document_id)
        return self.document(found[0]) if found else None

    def published(self, source: str, day: date) -> Iterator[Document]:
        """Yield the documents of a source that have a version of a day."""
        yield from map(self.document, self.store.numbers_of_day(source, to_iso(day)))

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""
        yield from map(self.document, self.store.numbers())

    def documents_of(self, bulletin_id: str) -> Iterator[Document]:
        """Yield the documents of a bulletin by their place in it, then by id."""
        found = map(self.document, self.store.numbers_with("bulletin", bulletin_id))
        yield from by_place(found, bulletin_id)

    def words_beginning(self, prefix: str) -> PrefixWords:
        """Find the words that begin with a folded prefix, most documents first."""
        return self.index.words_beginning(prefix)

    def together(self, ones: Sequence[str], others: Sequence[str]) -> Iterator[int]:
        """Count the documents that hold each of some exact forms with each of some others."""
        return starmap(self.index.together, product(ones, others))

    def foresee(self, pairs: Iterable[Pair]) -> None:
        """Do nothing: pairs are counted as they are asked for."""

    def _numbers(self, document_id: str) -> list[int]:
        """Return the number of the document with an id, its own or that of a version, if there is one."""
        if not is_encodable(document_id):
            return []
        found = self.store.numbers_with("id", document_id)
        return found or self.store.numbers_with("version_ids", document_id)

    def _number(self, document_id: str) -> int:
        """Return the document number of an id; raises `UnknownIdError`."""
        found = self._numbers(document_id)
        if not found:
            raise self.removals.unknown(document_id)
        return found[0]

    def document(self, number: int) -> Document:
        """Return a document by its number."""
        return to_document(decode(self.store.stored([number])[0]))

    def _fetch(self, ranked: Sequence[Ranked]) -> list[Scored]:
        stored = self.store.stored([number for number, _ in ranked])
        return [
            Scored(to_document(decode(data)), score) for data, (_, score) in zip(stored, ranked, strict=True)
        ]


def open_build(build: Path, manifest: Manifest) -> Reader:
    """Open a build for reading; raises `IndexDamagedError`."""
    stamp = Stamp(build, manifest.files)
    manifest.verify(build)
    with damage_errors(build):
        index = ArraysIndex(FileStorage(str(build), readonly=True), schema())
        segments = open_segments(index.opened())
        searcher, store = IndexSearcher(segments), DocumentStore(segments)
        catalogue = Catalogue(manifest.with_kind(build, CATALOGUE))
        vocabulary = Vocabulary(manifest.with_kind(build, VOCABULARY))
        removals = Removals.read(build)
        return Reader(build, manifest, searcher, store, catalogue, vocabulary, removals, stamp)


@contextmanager
def damage_errors(build: Path) -> Iterator[None]:
    """Raise `IndexDamagedError` for any foreign exception: reading a damaged file may raise anything."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexDamagedError(
            f"the index build {str(build)!r} cannot be read ({error!r}); {REBUILD}"
        ) from error
