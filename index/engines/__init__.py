"""What does every engine promise?

`Engine` is the interface, `open_engine` opens an engine by its URL, and `reading` answers requests the same
way for all engines.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name

from index.archive.comparison import Comparison
from index.archive.document import Document
from index.archive.holdings import BuildReport, BulletinCount, BulletinPage, Info, Neighbours
from index.archive.source_files import SourceFiles
from index.engines.reading import Reading
from index.errors import UsageError
from index.french.dates import Period
from index.query import Query
from index.query.weighing import TermExplanation
from index.results import Counts, Order, Results
from index.timeline import Timeline, Unit
from index.vocabulary.completion import Completion
from index.vocabulary.word_forms import WordForms

DEFAULT_INDEX = "whoosh:var/index"

OnProgress = Callable[[int, int], None]
"""Called with the number of documents done, and the number of all."""


def no_progress(done: int, total: int) -> None:
    """Ignore progress."""


OnShrink = Callable[[int, int], None]
"""Called with the number of documents before, and of those after; may raise to keep what is there."""


def any_size(before: int, after: int) -> None:
    """Let an index become smaller."""


def tell_shrinking(before: int, after: int, on_shrink: OnShrink) -> None:
    """Call a function where an index would have less than half of the documents that it had."""
    if 2 * after < before:
        on_shrink(before, after)


@dataclass(frozen=True, slots=True)
class Limits:
    """Resources that a rebuild may take.

    Attributes:
        memory: MiB, over all its processes.
        processes: Number of processes that write at the same time; 0 for one per core.
    """

    memory: int = 512
    processes: int = 0


DEFAULT_LIMITS = Limits()


class Engine(ABC):
    """Storage and search of one archive; reading methods may be called from several threads.

    Every reading method reads the build that serves when it is called, and raises `IndexMissingError`,
    `IndexDamagedError` or `IndexOutdatedError` where none can be read. Answers that must come from one build
    are read in one `reading`.

    Attributes:
        searches_at_once: Number of short searches that a process answers best at the same time.
    """

    searches_at_once = 2  # while one computes, another may wait for the disk

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """Replace the whole index, all or nothing: readers see the old one until the new one is whole.

        Documents with the same id and text become one document with all their appearances, oldest first.
        Edits of a text, and other texts under the same id, become versions of one document: it has the newest
        text, and the ids of all lead to it; see `index.archive.versions`.

        Args:
            documents: Documents to index; read once, as a stream.
            on_progress: Called now and then, and when all is written.
            limits: Memory and processes that it may take.
            files: The files that the documents come from; the next addition knows them then.
            on_shrink: Called before an index is replaced by a much smaller one.

        Raises:
            EmptyInputError: `documents` was empty; the old index stays.
            IndexLockedError: Another command is writing.
        """

    @abstractmethod
    def add(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """Add documents to the index, all or nothing, once no other command writes; make one where none is.

        Every search then answers as after a rebuild of all documents. One with an id that the index has gets
        its appearances, too, and where its text is another one, a version more.

        Args:
            documents: Documents to add; read once, as a stream, while the index is locked.
            on_progress: Called now and then, and when all is written.
            limits: Memory and processes that it may take.
            files: The files that the documents come from: what these gave before is replaced.
            on_shrink: Called before much of an index is taken out, as files have gone.
        """

    @abstractmethod
    def remove(self, identifiers: Sequence[str]) -> int:
        """Remove items for good, all of them or none; return how many the index had, or had had once.

        No byte of them stays in any build, and what is rebuilt or added later leaves them out, with all texts
        that they ever had here.

        Raises:
            UnknownIdError: No item has an id, or ever had it.
        """

    @abstractmethod
    def restore(self, identifiers: Sequence[str]) -> None:
        """Let removed items come back, with the next addition or rebuild from files that hold them.

        Raises:
            UnknownIdError: No item with an id was removed.
        """

    @abstractmethod
    def merge(self) -> Info:
        """Make one part of all parts of the index, without what was deleted; answers are the same."""

    def merge_some(self) -> bool:
        """Merge parts where an archive has more than it should, as additions do with small ones only.

        Returns:
            Whether any were merged; False also of an engine that sees to that by itself.
        """
        return False

    @abstractmethod
    def check(self) -> Info:
        """Read the whole index and compare it with what was written; raises `IndexDamagedError`."""

    @abstractmethod
    def compare(self, documents: Iterable[Document], limits: Limits = DEFAULT_LIMITS) -> Comparison:
        """Compare the index with all that its sources give, item by item, once no other command writes.

        Raises:
            EmptyInputError: `documents` was empty.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[Reading]:
        """Open the build that serves, for one request."""

    def search(self, query: Query, limit: int = 10, offset: int = 0, order: Order = "relevance") -> Results:
        """Find the documents that match, and return `limit` of them after the first `offset`.

        Args:
            query: The query as typed; `Results.query` is the one searched.
            limit: Maximum number of hits; with 0 matches are only counted.
            offset: Number of hits to skip.
            order: `relevance` is by score, then newest, undated last, then id; `newest` and `oldest` are by
                date, undated last, then id.
        """
        with self.reading() as archive:
            return archive.search(query, limit, offset, order)

    def explain(self, query: Query, document_id: str) -> tuple[TermExplanation, ...]:
        """Return what each term of a query adds to a document's score, most first.

        Raises:
            UnknownIdError: No document has this id.
        """
        with self.reading() as archive:
            return archive.explain(query, document_id)

    def totals(self, queries: Sequence[Query]) -> tuple[int | None, ...]:
        """Count the documents that each query matches; None where the budget is spent."""
        with self.reading() as archive:
            return archive.totals(queries)

    def counts(self, query: Query) -> Counts:
        """Count the documents that match, by source, bulletin, day, month and year."""
        with self.reading() as archive:
            return archive.counts(query)

    def timeline(self, query: Query) -> Timeline:
        """Count the documents that match, by period and source, in the finest unit of few periods."""
        with self.reading() as archive:
            return archive.timeline(query)

    def holdings(self, unit: Unit, within: Sequence[Period] = ()) -> Timeline:
        """Count all documents by period and source: from the first of some periods to the last, or all."""
        with self.reading() as archive:
            return archive.holdings(unit, within)

    def get(self, document_id: str) -> Document:
        """Fetch a document by its id, or that of a version; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.get(document_id)

    def similar(self, document_id: str, limit: int = 5) -> tuple[Document, ...]:
        """Find the other documents most like one, most alike first; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.similar(archive.get(document_id), limit)

    def complete(self, beginning: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return completions of what was typed so far; see `index.vocabulary.completion`."""
        with self.reading() as archive:
            return archive.complete(beginning, limit)

    def word_forms(self, query: Query, limit: int = 12) -> tuple[WordForms, ...]:
        """Return the forms of the words of a query that the archive holds, and their numbers of documents.

        Args:
            query: The query as searched, `Results.query`.
            limit: Maximum number of words.
        """
        with self.reading() as archive:
            return archive.word_forms(query, limit)

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""
        with self.reading() as archive:
            yield from archive.documents()

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents; raises `UnknownIdError`."""
        with self.reading() as archive:
            return archive.bulletin(bulletin_id)

    def neighbours(self, document: Document) -> Neighbours | None:
        """Return the documents before and after one in its first bulletin; None where it has no bulletin."""
        with self.reading() as archive:
            return archive.neighbours(document)

    def days_around(self, day: date, source: str | None = None) -> tuple[date | None, date | None]:
        """Return the nearest days before and after one that have something, of a source or of any."""
        with self.reading() as archive:
            return archive.days_around(day, source)

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Return the newest bulletins, newest first, undated last."""
        with self.reading() as archive:
            return archive.latest(limit)

    def info(self) -> Info:
        """Return what the index holds: numbers, days, sources, size."""
        with self.reading() as archive:
            return archive.info


@dataclass(frozen=True, slots=True)
class _Entry:
    """An engine that can be opened.

    Attributes:
        constructor: Module and name of its class; imported only when the engine is opened.
        place: What its URL names after the colon, for error messages.
    """

    constructor: str
    place: str


_ENGINES = {
    "whoosh": _Entry("index.engines.whoosh.engine:WhooshEngine", "FOLDER"),
    "opensearch+http": _Entry("index.engines.opensearch.engine:over_http", "//HOST:PORT/NAME"),
    "opensearch+https": _Entry("index.engines.opensearch.engine:over_https", "//HOST:PORT/NAME"),
}


def open_engine(url: str = DEFAULT_INDEX, own_names: Path | None = None) -> Engine:
    """Open an engine by its URL, such as `whoosh:var/index`; the index itself may not exist yet.

    Args:
        url: Name of the engine, a colon, and the place of its index.
        own_names: The reader's own file of names, see `index.vocabulary.synonyms`; read at the first search.

    Raises:
        UsageError: No engine has this name, or the place is missing or begins with "~".
    """
    name, colon, place = url.partition(":")
    if place.startswith("~"):
        raise UsageError(f"{url!r} begins with ~, which only a shell knows; write {name}:$HOME{place[1:]}")
    if name in _ENGINES and place:
        open_at: Callable[[str, Path | None], Engine] = resolve_name(_ENGINES[name].constructor)
        return open_at(place, own_names)
    known = "known: " + ", ".join(f"{name}:{engine.place}" for name, engine in _ENGINES.items())
    if not colon:
        raise UsageError(f"{url!r} names no engine ({known}); did you mean whoosh:{url}?")
    raise UsageError(f"{url!r} is no engine ({known})")
