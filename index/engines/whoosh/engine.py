"""The engine for one machine: a Whoosh index, rebuilt beside the one that serves."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Every, Term
from whoosh.searching import Searcher

from index import analysis
from index.document import Document, encodable
from index.engines import Told, untold
from index.engines.whoosh.catalogue import Catalogue, write_catalogue
from index.engines.whoosh.folder import REBUILD, IndexFolder, Manifest
from index.engines.whoosh.ranking import WEIGHTING, best
from index.engines.whoosh.schema import FORMAT, schema, to_document, to_fields
from index.errors import EmptyInputError, IndexDamagedError, SearchError, UnknownIdError
from index.highlighting import mark
from index.query import Query
from index.results import BuildReport, BulletinCount, BulletinPage, Hit, Info, Refusal, Results
from index.snippets import snippets
from index.spool import Spool

FINGERPRINT = f"format {FORMAT}, analysis {analysis.VERSION}, whoosh {whoosh.versionstring()}"
"""An index of another fingerprint could answer wrongly and is refused."""

WRITER_MEMORY = 256
"""Megabytes of postings that Whoosh keeps before it spills them to disk."""


@dataclass(frozen=True)
class _Reader:
    """A build opened for reading, by one thread: Whoosh's files have a place where they are read."""

    build: Path
    manifest: Manifest
    searcher: Searcher
    catalogue: Catalogue
    size: int


class _Readers(threading.local):
    """The reader of each thread."""

    reader: _Reader | None = None


class WhooshEngine:
    """See `index.engines.Engine`.

    Args:
        place: The folder of the index.
    """

    def __init__(self, place: str) -> None:
        self._folder = IndexFolder(place)
        self._readers = _Readers()

    def rebuild(self, documents: Iterable[Document], told: Told = untold) -> BuildReport:
        """Replace everything, all or nothing."""
        with self._folder.writing() as build:
            with Spool(build) as spool:
                refusals = tuple(_gather(spool, documents))
                manifest = self._write(build, spool, told)
            _verify(build, manifest)
            self._folder.switch(build)
            return BuildReport(manifest.documents, manifest.bulletins, refusals, build.name)

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Results:
        """Find the `limit` best documents after the `offset` best ones."""
        start = time.perf_counter()
        searcher = self._open().searcher
        total, ranked = best(searcher, query, offset + limit)
        hits = tuple(
            _hit(query, rank, score, to_document(searcher.reader().stored_fields(number)))
            for rank, (number, score) in enumerate(ranked[offset:], offset + 1)
        )
        return Results(total, True, (time.perf_counter() - start) * 1000, hits)

    def get(self, document_id: str) -> Document:
        """Fetch a document by its id."""
        searcher = self._open().searcher
        number = searcher.document_number(id=encodable(document_id))
        if number is None:
            raise UnknownIdError(f"no item has the id {document_id!r}")
        return to_document(searcher.reader().stored_fields(number))

    def documents(self) -> Iterator[Document]:
        """Go through all documents, newest first, undated last, then by id."""
        searcher = self._open().searcher
        for number in searcher.docs_for_query(Every()):
            yield to_document(searcher.reader().stored_fields(number))

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents."""
        reader = self._open()
        bulletin = reader.catalogue.get(encodable(bulletin_id))
        if bulletin is None:
            raise UnknownIdError(f"no bulletin has the id {bulletin_id!r}")
        places: list[tuple[int, Document]] = []
        for number in reader.searcher.docs_for_query(Term("bulletin", bulletin_id)):
            document = to_document(reader.searcher.reader().stored_fields(number))
            places += [
                (each.place, document) for each in document.appearances if each.bulletin.id == bulletin_id
            ]
        places.sort(key=lambda placed: (placed[0], placed[1].id))
        documents = tuple(document for _, document in places)
        return BulletinPage(bulletin, documents, *reader.catalogue.neighbours(bulletin))

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Name the newest bulletins."""
        return self._open().catalogue.latest(limit)

    def info(self) -> Info:
        """Say what is in the index."""
        reader = self._open()
        manifest = reader.manifest
        return Info(
            manifest.documents,
            manifest.bulletins,
            manifest.first_day,
            manifest.last_day,
            manifest.built,
            reader.build.name,
            reader.size,
            manifest.sources,
        )

    def _write(self, build: Path, spool: Spool, told: Told) -> Manifest:
        """Write the gathered documents into a new build."""
        total = spool.count()
        if not total:
            raise EmptyInputError(
                "there is nothing to index in what was given; the index in place, if any, is untouched"
            )
        writer = FileStorage(str(build)).create_index(schema()).writer(limitmb=WRITER_MEMORY)
        try:
            for done, document in enumerate(spool.documents()):
                told(done, total)
                writer.add_document(**to_fields(document))
            told(total, total)
            writer.commit()
        except BaseException:
            writer.cancel()
            raise
        bulletins = write_catalogue(build, spool.bulletins())
        built = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(FINGERPRINT, total, bulletins, *spool.period(), built, spool.sources())
        manifest.write(build)
        return manifest

    def _open(self) -> _Reader:
        """Give this thread's reader of the build that serves, opened again after a switch."""
        while True:
            build = self._folder.current()
            if self._readers.reader is None or self._readers.reader.build != build:
                try:
                    self._readers.reader = _open(build)
                except IndexDamagedError:
                    if self._folder.current() != build:
                        continue  # two rebuilds came between, and this build is gone
                    raise
            return self._readers.reader


def _gather(spool: Spool, documents: Iterable[Document]) -> Iterator[Refusal]:
    for document in documents:
        refusal = spool.add(document)
        if refusal:
            yield refusal


def _open(build: Path) -> _Reader:
    """Open a build for reading."""
    manifest = Manifest.read(build, FINGERPRINT)
    try:
        searcher = FileStorage(str(build), readonly=True).open_index().searcher(weighting=WEIGHTING)
        size = sum(file.stat().st_size for file in build.rglob("*") if file.is_file())
    except Exception as error:
        # Whoosh unpickles and unpacks what it finds: a damaged file may raise anything.
        raise IndexDamagedError(
            f"the index build {str(build)!r} cannot be opened ({error!r}); {REBUILD}"
        ) from error
    return _Reader(build, manifest, searcher, Catalogue(build), size)


def _verify(build: Path, manifest: Manifest) -> None:
    """Check that a new build holds what was written."""
    found = _open(build).searcher.doc_count()
    if found != manifest.documents:
        raise SearchError(
            f"the new index holds {found} of {manifest.documents} documents; the old one stays; {REBUILD}"
        )


def _hit(query: Query, rank: int, score: float, document: Document) -> Hit:
    return Hit(rank, score, document, mark(query, document.title), partial(snippets, query, document.body))
