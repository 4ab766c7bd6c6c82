"""What an archive holds, in numbers and by bulletin, and what a rebuild says of it."""

from dataclasses import dataclass

from index.archive.document import Bulletin, Document


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How much of one source the index holds.

    Attributes:
        source: Its name; empty for what came without one.
        first_year: Year of its oldest bulletin; None where none is dated.
        documents: Number of documents of this source.
    """

    source: str
    first_year: int | None
    documents: int


@dataclass(frozen=True, slots=True)
class Info:
    """What is in an index, and what searches it.

    Attributes:
        documents: Number of documents.
        bulletins: Number of bulletins.
        first_day: ISO date of the oldest document, or empty where none is dated.
        last_day: ISO date of the newest document, or empty.
        built: When it was built: ISO date and time, UTC.
        build: Name of the build that serves.
        size: Bytes on disk.
        sources: Largest first.
        search: What searches it, in a few words.
        advice: How that could be faster; empty where it could not.
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
        bulletin: Which one.
        documents: In the order of their places.
        previous: The one before it of the same source, or None.
        next: The one after it of the same source, or None.
    """

    bulletin: Bulletin
    documents: tuple[Document, ...]
    previous: Bulletin | None
    next: Bulletin | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around a document in a bulletin.

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
    """A bulletin and how many documents it holds."""

    bulletin: Bulletin
    documents: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that could not be taken in: its id and title, and why, in a clause."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild wrote.

    Attributes:
        documents: Number of documents in the index; an item that came several times counts once.
        bulletins: Number of bulletins.
        refusals: What was left out.
        build: Name of the new build.
        notes: What was odd, one sentence each.
    """

    documents: int
    bulletins: int
    refusals: tuple[Refusal, ...]
    build: str
    notes: tuple[str, ...] = ()
