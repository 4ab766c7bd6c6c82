"""What a search answers, in every engine."""

from dataclasses import dataclass, field
from functools import cached_property

from index.document import Bulletin, Document
from index.highlighting import mark
from index.query import Query
from index.snippets import snippets
from index.text import MarkedText, Snippet


@dataclass(frozen=True)
class Hit:
    """One document that matches.

    Attributes:
        rank: Its position among all results, from 1.
        score: Strength of the match; comparable within one query only.
        document: The whole document.
        query: The query as the archive understands it.
    """

    rank: int
    score: float
    document: Document
    query: Query = field(repr=False)

    @property
    def id(self) -> str:
        """The document's permanent id."""
        return self.document.id

    @property
    def title(self) -> str:
        """The document's title; may be empty."""
        return self.document.title

    @cached_property
    def marked_title(self) -> MarkedText:
        """The title with the matched words, marked when first asked for."""
        return mark(self.query, self.document.title, "title")

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        """One or two passages of the body, made when first asked for."""
        return snippets(self.query, self.document.body)


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one page, and what was found in all.

    Attributes:
        total: Number of documents that match.
        total_is_exact: False where the engine only knows a lower bound.
        took_ms: Time of the search in milliseconds, marks and snippets left out.
        hits: In order of rank; ties newest first, undated last, then by id.
        query: The query as the archive understands it: what is looked for besides, and notes on that.
        corrected: What was probably meant, as it can be typed; empty where nothing was corrected.
    """

    total: int
    total_is_exact: bool
    took_ms: float
    hits: tuple[Hit, ...]
    query: Query
    corrected: str = ""


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
