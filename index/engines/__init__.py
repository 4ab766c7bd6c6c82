"""The promise that every engine keeps, and how one is opened."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.document import Document
from index.errors import UsageError
from index.query import Query
from index.ranking import Contribution
from index.results import BuildReport, BulletinCount, BulletinPage, Info, Results

DEFAULT_INDEX = "whoosh:var/index"

Told = Callable[[int, int], None]
"""Hears of progress: how many are done, of how many."""


def untold(done: int, total: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rebuild may take.

    Attributes:
        memory: MiB, over all its processes.
        processes: Number of them that write at the same time; 0 for as many as there are cores.
    """

    memory: int = 512
    processes: int = 0


DEFAULT_LIMITS = Limits()


class Engine(Protocol):
    """Storage and search. Reading methods may be called from several threads.

    Every reading method raises `IndexMissingError`, `IndexDamagedError` or `IndexOutdatedError`
    where there is no index to read, and takes a new build as soon as there is one.
    """

    def rebuild(
        self, documents: Iterable[Document], told: Told = untold, limits: Limits = DEFAULT_LIMITS
    ) -> BuildReport:
        """Replace everything, all or nothing: readers see the old index until the new one is whole.

        Documents of one id and one text are one document: their appearances are gathered, oldest
        first. A second text under an id that is taken is refused, and said in the report.

        Args:
            documents: What to index; read once, in a stream.
            told: Called with how many documents are written and how many there are, now and then.
            limits: What it may take.

        Raises:
            EmptyInputError: `documents` held none; the old index stays.
            IndexLockedError: Another command is writing.
        """

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Results:
        """Find the `limit` best documents after the `offset` best ones."""

    def explain(self, query: Query, document_id: str) -> tuple[Contribution, ...]:
        """Say what each term of a query brings a document, most first; they sum to its score.

        Raises:
            UnknownIdError: There is no such document.
        """

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""

    def similar(self, document_id: str, limit: int = 5) -> tuple[Document, ...]:
        """Find the documents most like one, the most alike first, without itself; raises `UnknownIdError`."""

    def suggest(self, beginning: str, limit: int = 8) -> tuple[str, ...]:
        """Give texts to search for that a beginning may become, see `index.suggestion`."""

    def documents(self) -> Iterator[Document]:
        """Go through all documents, newest first, undated last, then by id."""

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents; raises `UnknownIdError`."""

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Name the newest bulletins, newest first, undated last."""

    def check(self) -> Info:
        """Read everything and compare it with what was written; raises `IndexDamagedError`."""

    def info(self) -> Info:
        """Say what is in the index, and what searches it."""


def open_engine(url: str = DEFAULT_INDEX, own_names: Path | None = None) -> Engine:
    """Open an engine by its URL, such as `whoosh:var/index`; the index itself may not exist yet.

    Args:
        url: Its kind and its place.
        own_names: A reader's own file of names, see `index.names`; read when first searched.

    Raises:
        UsageError: No engine goes by that name.
    """
    name, colon, place = url.partition(":")
    if name == "whoosh" and place:
        from index.engines.whoosh.engine import WhooshEngine  # noqa: PLC0415  only the engine that is asked for

        return WhooshEngine(place, own_names)
    known = "known: whoosh:FOLDER"
    if not colon:
        raise UsageError(f"{url!r} names no engine ({known}); did you mean whoosh:{url}?")
    raise UsageError(f"{url!r} is no engine ({known})")
