"""The engine for one machine: a Whoosh index, rebuilt beside the one that serves."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Every, Term
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index import analysis, ranking
from index.document import Bulletin, Document, is_encodable, text_digest
from index.engines import Told, untold
from index.engines.whoosh.catalogue import Catalogue, write_catalogue
from index.engines.whoosh.folder import IndexFolder
from index.engines.whoosh.inheritance import inherited, ledger_faults
from index.engines.whoosh.manifest import REBUILD, Manifest, Stamp, files_of, stamp
from index.engines.whoosh.matching import expand
from index.engines.whoosh.ranking import Ranking
from index.engines.whoosh.schema import FORMAT, schema, to_document, to_fields
from index.engines.whoosh.unpickling import guard_whoosh
from index.errors import EmptyInputError, IndexDamagedError, SearchError, UnknownIdError
from index.highlighting import mark
from index.interpretation import Interpretation, interpret
from index.ledger import write_ledger
from index.names import names
from index.query import Query
from index.ranking import Contribution
from index.results import BuildReport, BulletinCount, BulletinPage, Hit, Info, Refusal, Results
from index.similarity import telling_terms
from index.snippets import snippets
from index.spool import SPOOL, Spool
from index.suggestion import suggest
from index.vocabulary import Vocabulary, VocabularyWriter

guard_whoosh()

FINGERPRINT = (
    f"format {FORMAT}, analysis {analysis.VERSION}, ranking {ranking.VERSION}, "
    f"whoosh {whoosh.versionstring()}"
)
"""An index of another fingerprint could answer wrongly and is refused."""

WRITER_MEMORY = 256
"""Megabytes of postings that Whoosh keeps before it spills them to disk."""


@dataclass(frozen=True)
class _Reader:
    """A build opened for reading, by one thread: Whoosh's files have a place where they are read."""

    build: Path
    manifest: Manifest
    searcher: Searcher
    scores: Ranking
    catalogue: Catalogue
    vocabulary: Vocabulary
    stamp: Stamp

    def number(self, document_id: str) -> int:
        """Find the number of a document in the index; raises `UnknownIdError`."""
        number = self.searcher.document_number(id=document_id) if is_encodable(document_id) else None
        if number is None:
            raise UnknownIdError(f"no item has the id {document_id!r}")
        return int(number)

    def document(self, number: int) -> Document:
        """Fetch a document by its number in the index."""
        return to_document(self.searcher.reader().stored_fields(number))

    def documents(self) -> Iterator[Document]:
        """Go through all documents in the order of their numbers: newest first, undated last, then by id."""
        return map(self.document, self.searcher.docs_for_query(Every()))

    def documents_of(self, bulletin: Bulletin) -> Iterator[Document]:
        """Go through the documents of a bulletin, in the order of their places."""
        found = map(self.document, self.searcher.docs_for_query(Term("bulletin", bulletin.id)))
        placed = [
            (each.place, document.id, document)
            for document in found
            for each in document.appearances
            if each.bulletin == bulletin
        ]
        return (document for _, _, document in sorted(placed, key=itemgetter(0, 1)))


class _Readers(threading.local):
    """The reader of each thread."""

    reader: _Reader | None = None


class WhooshEngine:
    """See `index.engines.Engine`.

    Args:
        place: The folder of the index.
        own_names: A reader's own file of names beside the project's, see `index.names`.
    """

    def __init__(self, place: str, own_names: Path | None = None) -> None:
        self._folder = IndexFolder(place)
        self._own_names = own_names
        self._readers = _Readers()

    def rebuild(self, documents: Iterable[Document], told: Told = untold) -> BuildReport:
        """Replace everything, all or nothing."""
        with self._folder.writing() as build, _told_of_disk():
            notes: list[str] = []
            with Spool(build) as spool:
                refusals = tuple(_gather(spool, documents))
                spool.carry_over(inherited(self._folder.builds(), notes))
                _write(build, spool, told)
                manifest = _manifest(build, spool)
            _verify(build, manifest)
            manifest.write(build)  # only now the build counts as whole
            self._folder.switch(build)
            return BuildReport(manifest.documents, manifest.bulletins, refusals, build.name, tuple(notes))

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Results:
        """Find the `limit` best documents after the `offset` best ones."""
        start = time.perf_counter()
        with self._reading() as reader:
            meant = self._interpret(reader, query)
            total, ranked = reader.scores.best(meant.query, offset + limit)
            hits = tuple(
                _hit(meant.query, rank, score, reader.document(number))
                for rank, (number, score) in enumerate(ranked[offset:], offset + 1)
            )
        took = (time.perf_counter() - start) * 1000
        return Results(total, True, took, hits, meant.query, meant.corrected)

    def explain(self, query: Query, document_id: str) -> tuple[Contribution, ...]:
        """Say what each term of a query brings a document."""
        with self._reading() as reader:
            meant = self._interpret(reader, query).query
            return reader.scores.explain(meant, reader.number(document_id))

    def get(self, document_id: str) -> Document:
        """Fetch a document by its id."""
        with self._reading() as reader:
            return reader.document(reader.number(document_id))

    def similar(self, document_id: str, limit: int = 5) -> tuple[Document, ...]:
        """Find the documents most like one, the most alike first."""
        with self._reading() as reader:
            number = reader.number(document_id)
            telling = telling_terms(reader.document(number), reader.vocabulary)
            found = reader.scores.alike({term.stem: term.weight for term in telling}, limit + 1)
            return tuple(reader.document(other) for other in found if other != number)[:limit]

    def suggest(self, beginning: str, limit: int = 8) -> tuple[str, ...]:
        """Give texts to search for that a beginning may become."""
        with self._reading() as reader:
            return suggest(reader.vocabulary, beginning, limit)

    def documents(self) -> Iterator[Document]:
        """Go through all documents, newest first, undated last, then by id."""
        with self._reading() as reader:
            yield from reader.documents()

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents."""
        with self._reading() as reader:
            bulletin = reader.catalogue.get(bulletin_id) if is_encodable(bulletin_id) else None
            if bulletin is None:
                raise UnknownIdError(f"no bulletin has the id {bulletin_id!r}")
            documents = tuple(reader.documents_of(bulletin))
            return BulletinPage(bulletin, documents, *reader.catalogue.neighbours(bulletin))

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Name the newest bulletins."""
        with self._reading() as reader:
            return reader.catalogue.latest(limit)

    def info(self) -> Info:
        """Say what is in the index."""
        reader = self._open()
        return _info(reader.build, reader.manifest)

    def check(self) -> Info:
        """Read everything and compare it with what was written."""
        while True:
            build = self._folder.current()
            try:
                manifest = Manifest.read(build, FINGERPRINT)
                _verify(build, manifest)
                return _info(build, manifest)
            except IndexDamagedError:
                if self._folder.current() == build:
                    raise  # else two rebuilds came between, and this build is gone

    def _interpret(self, reader: _Reader, query: Query) -> Interpretation:
        """Say what a query means in the index that serves."""
        expanded = expand(reader.searcher.reader(), query)
        return interpret(expanded, reader.vocabulary, reader.scores.together, names(self._own_names))

    @contextmanager
    def _reading(self) -> Iterator[_Reader]:
        """Give this thread's reader; whatever a damaged file makes Whoosh raise becomes one error."""
        reader = self._open()
        try:
            with _told_of_damage(reader.build):
                yield reader
        except IndexDamagedError:
            self._readers.reader = None
            raise

    def _open(self) -> _Reader:
        """Give this thread's reader of the build that serves, opened again after a switch."""
        while True:
            build = self._folder.current()
            reader = self._readers.reader
            try:
                if reader is None or reader.build != build or reader.stamp != _stamp(build, reader.manifest):
                    if reader is not None:
                        # Let go of what idle threads hold, so that a deleted build leaves the disk.
                        self._readers = _Readers()
                    reader = self._readers.reader = _open(build, Manifest.read(build, FINGERPRINT))
            except IndexDamagedError:
                if self._folder.current() != build:
                    continue  # two rebuilds came between, and this build is gone
                raise
            return reader


@contextmanager
def _told_of_disk() -> Iterator[None]:
    """Say in our words that SQLite could not write."""
    try:
        yield
    except sqlite3.Error as error:
        raise SearchError(f"the new index could not be written ({error}); the one in place stays") from error


def _write(build: Path, spool: Spool, told: Told) -> None:
    """Write the gathered documents into a new build."""
    total = spool.count()
    if not total:
        raise EmptyInputError(
            "there is nothing to index in what was given; the index in place, if any, is untouched"
        )
    writer = FileStorage(str(build)).create_index(schema()).writer(limitmb=WRITER_MEMORY)
    with VocabularyWriter(build) as vocabulary:
        for done, document in enumerate(spool.documents()):
            told(done, total)
            writer.add_document(**to_fields(document))
            vocabulary.add(document)
    told(total, total)
    writer.commit()
    write_catalogue(build, spool.bulletins())
    write_ledger(build, spool.ledger())


def _manifest(build: Path, spool: Spool) -> Manifest:
    """Say what a new build holds."""
    built = datetime.now(UTC).isoformat(timespec="seconds")
    files = {name: value for name, value in files_of(build).items() if name != SPOOL}
    bulletins = sum(1 for _ in spool.bulletins())
    return Manifest(FINGERPRINT, spool.count(), bulletins, *spool.period(), built, spool.sources(), files)


def _gather(spool: Spool, documents: Iterable[Document]) -> Iterator[Refusal]:
    for document in documents:
        refusal = spool.add(document)
        if refusal:
            yield refusal


def _open(build: Path, manifest: Manifest) -> _Reader:
    """Open a build for reading."""
    touched = _stamp(build, manifest)
    manifest.verify(build)
    with _told_of_damage(build):
        searcher = FileStorage(str(build), readonly=True).open_index(schema=schema()).searcher()
        return _Reader(
            build, manifest, searcher, Ranking(searcher), Catalogue(build), Vocabulary(build), touched
        )


def _stamp(build: Path, manifest: Manifest) -> Stamp:
    with _told_of_damage(build):
        return stamp(build, manifest.files)


@contextmanager
def _told_of_damage(build: Path) -> Iterator[None]:
    """Make one error of whatever a damaged file makes Whoosh raise: it unpacks what it finds."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexDamagedError(
            f"the index build {str(build)!r} cannot be read ({error!r}); {REBUILD}"
        ) from error


def _info(build: Path, manifest: Manifest) -> Info:
    size = sum(record.size for record in manifest.files.values())
    return Info(
        manifest.documents,
        manifest.bulletins,
        manifest.first_day,
        manifest.last_day,
        manifest.built,
        build.name,
        size,
        manifest.sources,
    )


def _verify(build: Path, manifest: Manifest) -> None:
    """Check that a build is what was written: every file, every document, every list of terms."""
    problems = list(manifest.changes(build))
    if not problems:
        with _told_of_damage(build):
            problems = list(_faults(_open(build, manifest)))
    if problems:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise IndexDamagedError(f"the index build {str(build)!r} is damaged: {problems[0]}{more}; {REBUILD}")


def _faults(reader: _Reader) -> Iterator[str]:
    """Read every document and every term of an index whose files are as they were written."""
    read = len({document.id for document in reader.documents()})
    if read != reader.manifest.documents:
        yield f"it holds {read} documents, {reader.manifest.documents} were written"
    if reader.catalogue.count() != reader.manifest.bulletins:
        yield f"it holds {reader.catalogue.count()} bulletins, {reader.manifest.bulletins} were written"
    if reader.vocabulary.documents != reader.manifest.documents:
        yield f"its vocabulary is that of {reader.vocabulary.documents} documents"
    yield from _faults_of_terms(reader.searcher.reader())
    texts = ((document.id, text_digest(document.title, document.body)) for document in reader.documents())
    yield from ledger_faults(reader.build, texts)


def _faults_of_terms(reader: IndexReader) -> Iterator[str]:
    """Read the list of terms, and the documents of each."""
    before = ("", b"")
    for field, term in reader.all_terms():
        numbers = list(reader.postings(field, term).all_ids())
        if not before < (field, term):
            yield f"its terms are out of order at {term!r} in {field!r}"
        if not all(one < other for one, other in pairwise([-1, *numbers, reader.doc_count_all()])):
            yield f"its documents of {term!r} in {field!r} are out of order"
        if len(numbers) != reader.doc_frequency(field, term):
            yield f"it has {len(numbers)} documents of {term!r} in {field!r}, more or fewer than it says"
        before = (field, term)


def _hit(query: Query, rank: int, score: float, document: Document) -> Hit:
    return Hit(
        rank, score, document, mark(query, document.title, "title"), partial(snippets, query, document.body)
    )
