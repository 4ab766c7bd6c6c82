"""What does every engine promise?

`Engine` is the promise, `open_engine` opens one by its URL, and `reading` is what all share of a search.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from index.archive.document import Document
from index.archive.holdings import BuildReport, BulletinCount, BulletinPage, Info, Neighbours
from index.engines.reading import Reading
from index.errors import UsageError
from index.query import Query
from index.query.weighing import TermExplanation
from index.results import Counts, Order, Results

DEFAULT_INDEX = "whoosh:var/index"

OnProgress = Callable[[int, int], None]
"""Called with how many documents are done, and of how many."""


def no_progress(done: int, total: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rebuild may take.

    Attributes:
        memory: MiB, over all its processes.
        processes: Number of processes that write at the same time; 0 for as many as there are cores.
    """

    memory: int = 512
    processes: int = 0


DEFAULT_LIMITS = Limits()


class Engine(ABC):
    """Storage and search of one archive; reading methods may be called from several threads.

    Every reading method raises `IndexMissingError`, `IndexDamagedError` or `IndexOutdatedError` where there
    is no index to read, and reads the build that serves at that time. What must come from one build is read
    in one `reading`.
    """

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
    ) -> BuildReport:
        """Replace everything, all or nothing: readers see the old index until the new one is whole.

        Documents of one id and one text are one document: their appearances are gathered, oldest first. A
        second text under an id that is taken is refused, and said in the report.

        Args:
            documents: What to index; read once, in a stream.
            on_progress: Called now and then, and when all is written.
            limits: What it may take.

        Raises:
            EmptyInputError: `documents` held none; the old index stays.
            IndexLockedError: Another command is writing.
        """

    @abstractmethod
    def check(self) -> Info:
        """Read everything and compare it with what was written; raises `IndexDamagedError`."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Reading]:
        """Open the build that serves, for all that one request reads."""

    def search(self, query: Query, limit: int = 10, offset: int = 0, order: Order = "relevance") -> Results:
        """Find `limit` of the documents that match, after the first `offset`.

        Args:
            query: As typed; the results say what the archive made of it.
            limit: Most hits to return; with 0 matches are only counted.
            offset: Hits to skip.
            order: By `relevance`: score, then newest, undated last, then id; `newest` or `oldest` first,
                undated last, then id.
        """
        with self.reading() as archive:
            return archive.search(query, limit, offset, order)

    def explain(self, query: Query, document_id: str) -> tuple[TermExplanation, ...]:
        """Return what each term of a query adds to a document's score, most first.

        Raises:
            UnknownIdError: There is no such document.
        """
        with self.reading() as archive:
            return archive.explain(query, document_id)

    def totals(self, queries: Sequence[Query]) -> tuple[int, ...]:
        """Count the documents that each query matches."""
        with self.reading() as archive:
            return archive.totals(queries)

    def counts(self, query: Query) -> Counts:
        """Count all documents that match, by source, bulletin, day, month and year."""
        with self.reading() as archive:
            return archive.counts(query)

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.get(document_id)

    def similar(self, document_id: str, limit: int = 5) -> tuple[Document, ...]:
        """Find the documents most like one, most alike first, itself left out; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.similar(document_id, limit)

    def complete(self, beginning: str, limit: int = 8) -> tuple[str, ...]:
        """Return texts to search for that a beginning may become, see `index.vocabulary.completion`."""
        with self.reading() as archive:
            return archive.complete(beginning, limit)

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""
        with self.reading() as archive:
            yield from archive.documents()

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.bulletin(bulletin_id)

    def neighbours(self, document: Document) -> Neighbours | None:
        """Find what stands around a document in the first bulletin it appeared in; None where it has none."""
        with self.reading() as archive:
            return archive.neighbours(document)

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Return the newest bulletins, newest first, undated last."""
        with self.reading() as archive:
            return archive.latest(limit)

    def info(self) -> Info:
        """Say what is in the index."""
        with self.reading() as archive:
            return archive.info


@dataclass(frozen=True, slots=True)
class _Entry:
    """How an engine is opened.

    Attributes:
        opened_by: Module and name of its class; imported only when it is asked for.
        place: What stands after its name in a URL.
    """

    opened_by: str
    place: str


_ENGINES = {"whoosh": _Entry("index.engines.whoosh.engine:WhooshEngine", "FOLDER")}


def open_engine(url: str = DEFAULT_INDEX, own_names: Path | None = None) -> Engine:
    """Open an engine by its URL, such as `whoosh:var/index`; the index itself may not exist yet.

    Args:
        url: Name of the engine, and the place of its index.
        own_names: A reader's own file of names, see `index.vocabulary.synonyms`; read when first searched.

    Raises:
        UsageError: No engine goes by that name.
    """
    name, colon, place = url.partition(":")
    if name in _ENGINES and place:
        open_at: Callable[[str, Path | None], Engine] = resolve_name(_ENGINES[name].opened_by)
        return open_at(place, own_names)
    known = "known: " + ", ".join(f"{name}:{engine.place}" for name, engine in _ENGINES.items())
    if not colon:
        raise UsageError(f"{url!r} names no engine ({known}); did you mean whoosh:{url}?")
    raise UsageError(f"{url!r} is no engine ({known})")
