"""What a search answers, in every engine."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from index.archive.document import Document
from index.highlighting.marks import mark
from index.highlighting.snippets import snippets
from index.query import Query
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


Order = Literal["score", "date"]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many documents a query finds.

    Attributes:
        sources: Of each source; those without a name under "".
        days: Of each day, the newest first; undated ones under None, last.
    """

    sources: Mapping[str, int]
    days: Mapping[date | None, int]

    @property
    def months(self) -> Mapping[date | None, int]:
        """Of each month, under its first day; else as `days`."""
        months: Counter[date | None] = Counter()
        for day, found in self.days.items():
            months[day.replace(day=1) if day else None] += found
        return months
