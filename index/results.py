"""What a search answers, in every engine."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index.archive.document import Document
from index.highlighting.marks import mark
from index.highlighting.snippets import snippets
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import TermExplanation
from index.text import MarkedText, Snippet

Order = Literal["relevance", "newest", "oldest"]
Tally = Mapping[tuple[str, date | None], int]
"""Numbers of documents by name of the source and day; undated ones under None."""
BulletinTally = Mapping[tuple[str, str, date | None], int]
"""Numbers of documents by id of the bulletin, name of the source and day; those of no bulletin under an empty
id. A document counts in each of its bulletins."""


# Not frozen, for the reason that a `Document` is not.
@dataclass
class Hit:
    """One document that matches.

    Attributes:
        rank: Position among all results, from 1.
        score: Strength of the match; comparable within one query only.
        document: The whole document.
        query: The query as rewritten for the archive.
        explanation: What each term of the query adds to the score, most first; None where not asked for.
        earlier: The earlier version that answers where its newest text does not, see `Query.has_versions`.
    """

    rank: int
    score: float
    document: Document
    query: Query = field(repr=False)
    explanation: tuple[TermExplanation, ...] | None = field(default=None, repr=False)
    earlier: Document | None = field(default=None, repr=False)

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
        """The title with the matched words marked; computed when first read."""
        return mark(self.query, self.document.title, "title")

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        """One or two passages of the body, of the text that answers; computed when first read."""
        return snippets(self.query, (self.earlier or self.document).body)

    @cached_property
    def earlier_title(self) -> MarkedText | None:
        """The title of the earlier version that answers, with marks; None where it is that of the newest."""
        if self.earlier is None or self.earlier.title == self.title:
            return None
        return mark(self.query, self.earlier.title, "title")


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one page, and the total of all pages.

    Attributes:
        total: Number of documents that match; a lower bound where `is_partial`.
        took_ms: Time of the search in milliseconds, without marks and snippets.
        hits: In order of rank.
        query: The query as rewritten for the archive: with its alternatives, and notes on them.
        suggestion: Corrected query as it can be typed; empty where nothing was corrected.
        is_partial: The budget was spent before all documents were looked at.
    """

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    query: Query
    suggestion: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """The first hits of a search, fetched one by one: of thousands but one is held in memory.

    Attributes:
        total: Number of documents that match; a lower bound where `is_partial`.
        hits: In order of rank; to be drawn while the reading that they come from is open.
        query: The query as rewritten for the archive: with its alternatives, and notes on them.
        suggestion: Corrected query as it can be typed; empty where nothing was corrected.
        is_partial: The budget was spent before all documents were looked at.
    """

    total: int
    hits: Iterator[Hit]
    query: Query
    suggestion: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of documents that match, by source, bulletin and day.

    Attributes:
        sources: By name of the source, most first, then by name; documents without a source under "".
        bulletins: By id of the bulletin, most first, then by id; a document counts in each of its bulletins.
        days: By day, newest first; undated documents under None, last.
    """

    sources: Mapping[str, int]
    bulletins: Mapping[str, int]
    days: Mapping[date | None, int]

    @classmethod
    def of(cls, tally: Tally, bulletin_tally: BulletinTally) -> "Counts":
        """Return the counts of two tallies of the same documents."""
        sources, bulletins, days = Counter[str](), Counter[str](), Counter[date | None]()
        for (source, day), count in tally.items():
            sources[source] += count
            days[day] += count
        for (bulletin, _, _), count in bulletin_tally.items():
            bulletins[bulletin] += count
        del bulletins[""]
        newest_first = sorted(days.items(), key=lambda each: each[0] or date.min, reverse=True)
        return cls(_most_first(sources), _most_first(bulletins), dict(newest_first))

    @property
    def months(self) -> Mapping[date | None, int]:
        """Numbers by month, under its first day; in the order of `days`."""
        return self._by(lambda day: day.replace(day=1))

    @property
    def years(self) -> Mapping[date | None, int]:
        """Numbers by year, under its first day; in the order of `days`."""
        return self._by(lambda day: day.replace(month=1, day=1))

    def _by(self, first_day: Callable[[date], date]) -> Mapping[date | None, int]:
        counted: Counter[date | None] = Counter()
        for day, count in self.days.items():
            counted[first_day(day) if day else None] += count
        return dict(counted)


def _most_first(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
