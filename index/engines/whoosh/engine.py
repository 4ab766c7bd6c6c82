"""The engine for one machine: a Whoosh index, rebuilt beside the one that serves."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.document import Document, is_encodable
from index.engines import DEFAULT_LIMITS, Limits, Told, untold
from index.engines.whoosh.building import FINGERPRINT, write_build
from index.engines.whoosh.checking import verify
from index.engines.whoosh.folder import IndexFolder
from index.engines.whoosh.manifest import Manifest
from index.engines.whoosh.reader import Reader, open_build, told_of_damage
from index.engines.whoosh.search import kernel
from index.errors import IndexDamagedError, UnknownIdError
from index.interpretation import Interpretation, interpret
from index.names import names
from index.query import Query
from index.ranking import Contribution
from index.results import BuildReport, BulletinCount, BulletinPage, Hit, Info, Results
from index.similarity import telling_terms
from index.suggestion import suggest


class _Readers(threading.local):
    """The reader of each thread."""

    reader: Reader | None = None


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

    def rebuild(
        self, documents: Iterable[Document], told: Told = untold, limits: Limits = DEFAULT_LIMITS
    ) -> BuildReport:
        """Replace everything, all or nothing."""
        with self._folder.writing() as build:
            notes: list[str] = []
            manifest, refusals = write_build(
                build, documents, self._folder.builds(), told, notes, limits=limits
            )
            verify(build, manifest)
            manifest.write(build)  # only now the build counts as whole
            self._folder.switch(build)
            return BuildReport(manifest.documents, manifest.bulletins, refusals, build.name, tuple(notes))

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Results:
        """Find the `limit` best documents after the `offset` best ones."""
        start = time.perf_counter()
        with self._reading() as reader:
            meant = self._interpret(reader, query)
            total, ranked = reader.scores.best(meant.query, offset + limit)
            hits = _hits(reader, meant.query, ranked[offset:], offset + 1)
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
        """Say what is in the index, and what searches it."""
        reader = self._open()
        return _info(reader.build, reader.manifest)

    def check(self) -> Info:
        """Read everything and compare it with what was written."""
        while True:
            build = self._folder.current()
            try:
                manifest = Manifest.read(build, FINGERPRINT)
                verify(build, manifest)
                return _info(build, manifest)
            except IndexDamagedError:
                if self._folder.current() == build:
                    raise  # else two rebuilds came between, and this build is gone

    def _interpret(self, reader: Reader, query: Query) -> Interpretation:
        """Say what a query means in the index that serves."""
        expanded = reader.scores.expand(query)
        return interpret(expanded, reader.vocabulary, reader.scores.together, names(self._own_names))

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Give this thread's reader; whatever a damaged file makes Whoosh raise becomes one error."""
        reader = self._open()
        try:
            with told_of_damage(reader.build):
                yield reader
        except IndexDamagedError:
            self._readers.reader = None
            raise

    def _open(self) -> Reader:
        """Give this thread's reader of the build that serves, opened again after a switch."""
        while True:
            build = self._folder.serving()
            reader = self._readers.reader
            try:
                if reader is None or reader.build != build or not reader.is_untouched:
                    if reader is not None:
                        # Let go of what idle threads hold, so that a deleted build leaves the disk.
                        self._readers = _Readers()
                    reader = self._readers.reader = open_build(build, Manifest.read(build, FINGERPRINT))
            except IndexDamagedError:
                if self._folder.current() != build:
                    continue  # two rebuilds came between, and this build is gone
                raise
            return reader


def _hits(reader: Reader, query: Query, ranked: Sequence[tuple[int, float]], first: int) -> tuple[Hit, ...]:
    """Fetch the documents of some places, of which one is the first."""
    documents = reader.some_documents([number for number, _ in ranked])
    return tuple(
        Hit(rank, score, document, query)
        for rank, ((_, score), document) in enumerate(zip(ranked, documents, strict=True), first)
    )


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
        *kernel.answering(),
    )
