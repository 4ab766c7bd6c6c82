"""What a search answers, in every engine."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from index.archive.document import Document
from index.highlighting.marks import mark
from index.highlighting.snippets import snippets
from index.query import Query
from index.query.weighing import TermExplanation
from index.text import MarkedText, Snippet


@dataclass(frozen=True)
class Hit:
    """One document that matches.

    Attributes:
        rank: Its position among all results, from 1.
        score: Strength of the match; comparable within one query only.
        document: The whole document.
        query: The query as the archive understands it.
        explanation: What each term of the query adds to the score, most first; None where it was not asked.
    """

    rank: int
    score: float
    document: Document
    query: Query = field(repr=False)
    explanation: tuple[TermExplanation, ...] | None = field(default=None, repr=False)

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
        total: Number of documents that match, all of them counted.
        took_ms: Time of the search in milliseconds, marks and snippets left out.
        hits: In order of rank.
        query: The query as the archive understands it: what is looked for besides, and notes on that.
        suggestion: What was probably meant, as it can be typed; empty where nothing was corrected.
    """

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    query: Query
    suggestion: str = ""


Order = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of documents that match, by what they have in common.

    Attributes:
        sources: Of each source, most first, then by name; those without a name under "".
        bulletins: Of each bulletin, by its id, most first, then by id; a document counts in each that has it.
        days: Of each day, newest first; undated ones under None, last.
    """

    sources: Mapping[str, int]
    bulletins: Mapping[str, int]
    days: Mapping[date | None, int]

    @property
    def months(self) -> Mapping[date | None, int]:
        """Of each month, under its first day; else as `days`."""
        return self._by(lambda day: day.replace(day=1))

    @property
    def years(self) -> Mapping[date | None, int]:
        """Of each year, under its first day; else as `days`."""
        return self._by(lambda day: day.replace(month=1, day=1))

    def _by(self, begin: Callable[[date], date]) -> Mapping[date | None, int]:
        counted: Counter[date | None] = Counter()
        for day, count in self.days.items():
            counted[begin(day) if day else None] += count
        return dict(counted)
