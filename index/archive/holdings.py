"""What an archive holds, in numbers and by bulletin, and what a rebuild reports."""

from dataclasses import dataclass

from index.archive.document import Bulletin, Document


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Number of documents of one source.

    Attributes:
        source: Name of the source; empty for documents without one.
        first_year: Year of its oldest document; None where none is dated.
        documents: Number of documents of this source.
    """

    source: str
    first_year: int | None
    documents: int


@dataclass(frozen=True, slots=True)
class Info:
    """What an index holds, and what searches it.

    Attributes:
        documents: Number of documents.
        bulletins: Number of bulletins.
        first_day: ISO date of the oldest document, or empty where none is dated.
        last_day: ISO date of the newest document, or empty.
        built: When it was built: ISO date and time, UTC.
        build: Name of the build that serves.
        size: Bytes on disk.
        sources: Sources, largest first.
        search: What searches it, in a few words.
        advice: How to make the search faster; empty where it is as fast as it can be.
    """

    documents: int
    bulletins: int
    first_day: str
    last_day: str
    built: str
    build: str
    size: int
    sources: tuple[SourceCount, ...]
    search: str
    advice: str


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """A bulletin with its documents, and its neighbours of the same source.

    Attributes:
        bulletin: The bulletin.
        documents: Its documents, by place.
        previous: The bulletin before it of the same source, or None.
        next: The bulletin after it of the same source, or None.
    """

    bulletin: Bulletin
    documents: tuple[Document, ...]
    previous: Bulletin | None
    next: Bulletin | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of a document in a bulletin.

    Attributes:
        total: Number of places in the bulletin.
        previous: The document before, or None.
        next: The document after, or None.
    """

    total: int
    previous: Document | None
    next: Document | None


@dataclass(frozen=True, slots=True)
class BulletinCount:
    """A bulletin and its number of documents."""

    bulletin: Bulletin
    documents: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that could not be indexed: its id and title, and the reason as a clause."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refusals:
    """The documents that a rebuild left out: the first ones, and the number of all."""

    first: tuple[Refusal, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What an addition did to the documents of an index.

    Attributes:
        new: Number of documents that were not in it.
        changed: Number of documents that have another text, or stand elsewhere.
        unchanged: Number of documents that came in as they were.
        gone: Number of documents that were taken out, as nothing gives them any more.
        stale: Number of documents that nothing gives any more, and that stay, as nobody asked to prune.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    stale: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild or an addition wrote.

    Attributes:
        documents: Number of documents in the index; repeated ones count once.
        bulletins: Number of bulletins.
        refusals: The first documents that were left out.
        build: Name of the new build.
        notes: Oddities, a sentence each.
        more_refusals: Number of further documents that were left out.
        changes: What became of the documents of the index before; None after a rebuild.
    """

    documents: int
    bulletins: int
    refusals: tuple[Refusal, ...]
    build: str
    notes: tuple[str, ...] = ()
    more_refusals: int = 0
    changes: Changes | None = None
