"""One build of an archive, open for one request.

A query takes the same way in every engine: `Reading` rewrites it for the archive, and the engine's `Searcher`
answers the rewritten query.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from index.archive.catalogue import Catalogue
from index.archive.document import Bulletin, Document, is_encodable
from index.archive.holdings import BulletinCount, BulletinPage, Info, Neighbours
from index.archive.removals import Removals
from index.budget import current
from index.errors import UnknownIdError
from index.french.dates import Period
from index.query import (
    NO_FILTERS,
    Filters,
    Query,
    note,
    note_on_unknown,
    parse,
    unknown_sources,
    with_source_names,
)
from index.query.weighing import TermExplanation
from index.results import BulletinTally, Counts, Hit, Order, Results, Stream, Tally
from index.timeline import Timeline, Unit
from index.vocabulary.completion import Completion, complete
from index.vocabulary.more_like_this import LEAST_ALIKE, significant_terms
from index.vocabulary.rewriting import Rewritten, TermStatistics, rewrite
from index.vocabulary.synonyms import Synonyms
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.word_forms import WordForms, word_forms

_DAY = timedelta(1)
_PARTIAL = note(
    "limited",
    "La recherche, trop longue, a été arrêtée : seule une partie de l’archive a été parcourue, la plus "
    "récente d’abord.",
)


class Scored(NamedTuple):
    """A document and its score.

    Attributes:
        version: Which of its versions answers, from 0; None for its newest text.
    """

    document: Document
    score: float
    version: int | None = None

    @property
    def earlier(self) -> Document | None:
        """The earlier version that answers; None for its newest text."""
        return None if self.version is None else self.document.versions[self.version]


class Found(NamedTuple):
    """Number of documents that match, and one page of them in order."""

    total: int
    scored: Sequence[Scored]


class Streamed(NamedTuple):
    """Number of documents that match, and the first of them in order, each fetched when it is drawn."""

    total: int
    scored: Iterator[Scored]


Explained = tuple[TermExplanation, ...]
"""What each term adds to the score of a document, most first."""


class Searcher(TermStatistics, Protocol):
    """What an engine itself must answer for one build; queries come rewritten."""

    @property
    def removals(self) -> Removals:
        """What was removed from the archive for good."""

    def search(self, query: Query, limit: int, offset: int, order: Order) -> Found:
        """Count the documents that match, and return `limit` of them after the first `offset`."""

    def stream(self, query: Query, limit: int, order: Order) -> Streamed:
        """Count the documents that match, and yield the first `limit` of them."""

    def count(self, query: Query) -> int:
        """Count the documents that match."""

    def counts(self, query: Query) -> Counts:
        """Count the documents that match, by source, bulletin and day."""

    def tally(self, query: Query) -> Tally:
        """Count the documents that match, by source and day together."""

    def bulletin_tally(self, query: Query) -> BulletinTally:
        """Count the documents that match, by bulletin, source and day together."""

    def timeline(self, query: Query) -> Timeline:
        """Count the documents that match, by period and source."""

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""

    def explain(self, query: Query, documents: Sequence[Document]) -> Sequence[Explained]:
        """Return what each term adds to the score of each of some documents of the build, most first."""

    def alike(self, stems: Mapping[str, float], limit: int) -> Sequence[Scored]:
        """Find the documents that score highest for some weighted stems, best first."""

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""

    def documents_of(self, bulletin_id: str) -> Iterator[Document]:
        """Yield the documents of a bulletin by place; one that has several places comes as often."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One build of an archive, as one request sees it, whatever build comes to serve meanwhile.

    Attributes:
        info: What the build holds.
        searcher: The engine's own part.
        vocabulary: Words of the archive, for spelling, completion and similarity.
        catalogue: Bulletins of the archive.
        synonyms: Returns the groups of names that mean the same; read from files when first called.
        damage_errors: Makes an `IndexDamagedError` of whatever else damaged files make the code raise.
    """

    info: Info
    searcher: Searcher
    vocabulary: Vocabulary
    catalogue: Catalogue
    synonyms: Callable[[], Synonyms]
    damage_errors: Callable[[], AbstractContextManager[None]]
    _rewritten: dict[Query, Rewritten] = field(default_factory=dict, init=False, repr=False)

    def search(
        self,
        query: Query,
        limit: int = 10,
        offset: int = 0,
        order: Order = "relevance",
        *,
        is_explained: bool = False,
    ) -> Results:
        """Find documents as `index.engines.Engine.search` does; explain the score of each if asked to."""
        with self.damage_errors():
            start = time.perf_counter()
            rewritten = self._rewrite(query)
            query = rewritten.query
            total, scored = self.searcher.search(query, limit, offset, order)
            explained: Sequence[Explained | None] = [None] * len(scored)
            if is_explained:
                explained = self.searcher.explain(query, [each.document for each in scored])
            is_earlier = query.has_versions
            hits = [
                Hit(rank, each.score, each.document, query, explanation, each.earlier if is_earlier else None)
                for rank, (each, explanation) in enumerate(zip(scored, explained, strict=True), offset + 1)
            ]
            took_ms = (time.perf_counter() - start) * 1000
            is_partial = current().was_spent
            noted = self._noted(query, is_partial=is_partial)
            return Results(total, took_ms, tuple(hits), noted, rewritten.suggestion, is_partial)

    def stream(self, query: Query, limit: int, order: Order = "relevance") -> Stream:
        """Find the first documents as `search` does, and fetch each when it is drawn."""
        with self.damage_errors():
            rewritten = self._rewrite(query)
            total, scored = self.searcher.stream(rewritten.query, limit, order)
            hits = self._drawn(rewritten.query, scored)
            is_partial = current().was_spent
            noted = self._noted(rewritten.query, is_partial=is_partial)
            return Stream(total, hits, noted, rewritten.suggestion, is_partial)

    def _drawn(self, query: Query, scored: Iterator[Scored]) -> Iterator[Hit]:
        with self.damage_errors():
            for rank, each in enumerate(scored, 1):
                yield Hit(rank, each.score, each.document, query, earlier=each.earlier)

    def explain(self, query: Query, document_id: str) -> tuple[TermExplanation, ...]:
        """Return what each term adds to a document's score, most first; raises `UnknownIdError`."""
        with self.damage_errors():
            document = self.searcher.get(document_id)
            return self.searcher.explain(self._rewrite(query).query, [document])[0]

    def totals(self, queries: Sequence[Query]) -> tuple[int | None, ...]:
        """Count the documents that each query matches; None where the budget is spent."""
        with self.damage_errors():
            return tuple(self._total(query) for query in queries)

    def _total(self, query: Query) -> int | None:
        budget = current()
        if budget.is_spent():
            return None
        total = self.searcher.count(self._rewrite(query).query)
        return None if budget.was_spent else total

    def counts(self, query: Query) -> Counts:
        """Count the documents that match, by source, bulletin, day, month and year."""
        with self.damage_errors():
            return self.searcher.counts(self._rewrite(query).query)

    def tally(self, query: Query) -> Tally:
        """Count the documents that match, by source and day together."""
        with self.damage_errors():
            return self.searcher.tally(self._rewrite(query).query)

    def bulletin_tally(self, query: Query) -> BulletinTally:
        """Count the documents that match, by bulletin, source and day together."""
        with self.damage_errors():
            return self.searcher.bulletin_tally(self._rewrite(query).query)

    def timeline(self, query: Query) -> Timeline:
        """Count the documents that match, by period and source."""
        with self.damage_errors():
            found = self.searcher.timeline(self._rewrite(query).query)
        days = Period(None, None)
        for narrowed in filter(None, (query.filters.period, query.period)):
            days = days.common(narrowed)
        if days == Period(None, None):
            return found
        held = days.common(Period(_day(self.info.first_day), _day(self.info.last_day)))
        ends = Period(days.first and held.first, days.last and held.last)
        return found.spanning(ends).within(days)

    def timeline_of_all_sources(self, query: Query) -> Timeline:
        """Count the documents that match whatever source the filters name, by period and source.

        Where nothing but sources is asked for, that is all documents.
        """
        filters = query.filters.of()
        if query.filters.sources and not (query.root.parts or filters.narrow):
            filters = filters.of(*(each.source for each in self.info.sources))
        return self.timeline(query.narrowed(filters))

    def holdings(self, unit: Unit, within: Sequence[Period] = ()) -> Timeline:
        """Count all documents by period and source: from the first of some periods to the last, or all.

        Of a first or a last period that is cut, see `Timeline.days`, only these days count.
        """
        first, last = (within[0].first, within[-1].last) if within else (None, None)
        first, last = first or _day(self.info.first_day), last or _day(self.info.last_day)
        with self.damage_errors():
            held = self.searcher.holdings(unit, first, last)
            for place in {0, len(within) - 1} if within else ():
                if within[place] != held.periods[place]:
                    held = held.with_period(place, within[place], self._held(within[place]))
            return held

    def _held(self, days: Period) -> Mapping[str, int]:
        """Count all documents of some days by source."""
        tally = self.searcher.tally(parse("").narrowed(Filters(period=days)))
        return Counts.of(tally, {}).sources

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""
        with self.damage_errors():
            return self.searcher.get(document_id)

    def similar(self, document: Document, limit: int = 5) -> tuple[Document, ...]:
        """Find the other documents most like one of the archive, most alike first."""
        with self.damage_errors():
            terms = significant_terms(document, self.vocabulary)
            found = self.searcher.alike({term.stem: term.weight for term in terms}, limit + 1)  # and itself
            near = [each.document for each in found if each.score >= LEAST_ALIKE * found[0].score]
            return tuple(other for other in near if other.id != document.id)[:limit]

    def complete(self, beginning: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return completions of what was typed so far; see `index.vocabulary.completion`."""
        with self.damage_errors():
            return complete(self.vocabulary, beginning, limit)

    def word_forms(self, query: Query, limit: int) -> tuple[WordForms, ...]:
        """Return the forms of the first words of a query, as `index.engines.Engine.word_forms` does."""
        with self.damage_errors():
            return tuple(word_forms(query, self.vocabulary, limit))

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""
        with self.damage_errors():
            yield from self.searcher.documents()

    @property
    def removals(self) -> Removals:
        """What was removed from the archive for good, and stays away."""
        return self.searcher.removals

    def bulletin(self, bulletin_id: str) -> BulletinPage:
        """Fetch a bulletin with its documents; raises `UnknownIdError`."""
        bulletin = self.find_bulletin(bulletin_id)
        with self.damage_errors():
            documents = tuple(self.searcher.documents_of(bulletin_id))
            return BulletinPage(bulletin, documents, *self.catalogue.neighbours(bulletin))

    def find_bulletin(self, bulletin_id: str) -> Bulletin:
        """Fetch a bulletin without its documents; raises `UnknownIdError`."""
        bulletin = self.catalogue.get(bulletin_id) if is_encodable(bulletin_id) else None
        if bulletin is None:
            raise UnknownIdError(f"no bulletin has the id {bulletin_id!r}")
        return bulletin

    def neighbours(self, document: Document) -> Neighbours | None:
        """Return the documents before and after one in its first bulletin; None where it has no bulletin."""
        with self.damage_errors():
            if not document.appearances:
                return None
            total, before, after = self.catalogue.around(document.appearances[0].bulletin.id, document.id)
            return Neighbours(total, *(self.get(each) if each else None for each in (before, after)))

    def days_around(self, day: date, source: str | None = None) -> tuple[date | None, date | None]:
        """Return the nearest days before and after one that have something, of a source or of any.

        A day has something where a document is of that day, or a bulletin, be all of its documents of others.
        Two searches ask for the documents: `holdings` would list every day since the oldest, and a single
        mistaken date makes that centuries.
        """
        with self.damage_errors():
            before, after = self.catalogue.days_around(day, source)
            if day > date.min:
                found = self._nearest(Period(None, day - _DAY), source, "newest")
                before = max(filter(None, (before, found)), default=None)
            if day < date.max:
                found = self._nearest(Period(day + _DAY, None), source, "oldest")
                after = min(filter(None, (after, found)), default=None)
            return before, after

    def _nearest(self, period: Period, source: str | None, order: Order) -> date | None:
        """Return the day of the first document of a period in an order; None where there is none."""
        filters = Filters(period=period, sources=() if source is None else (source,))
        _, scored = self.searcher.search(parse("").narrowed(filters), 1, 0, order)
        return scored[0].document.date if scored else None

    def latest(self, limit: int = 5) -> tuple[BulletinCount, ...]:
        """Return the newest bulletins, newest first, undated last."""
        with self.damage_errors():
            return self.catalogue.latest(limit)

    def _rewrite(self, query: Query) -> Rewritten:
        """Rewrite a query; the last one is kept, whatever its filters, unless a spent budget cut it short."""
        plain = query.narrowed(NO_FILTERS)
        found = self._rewritten.get(plain)
        if found is None:
            named = with_source_names(plain, self._source_names())
            found = rewrite(named, self.vocabulary, self.searcher, self.synonyms())
            self._rewritten.clear()
            if not current().was_spent:
                self._rewritten[plain] = found
        return Rewritten(found.query.narrowed(query.filters), found.suggestion)

    def _noted(self, query: Query, *, is_partial: bool) -> Query:
        """Return a query with notes on sources that are unknown, and on an answer that is a part."""
        unknown = unknown_sources(query, self._source_names())
        notes = [note_on_unknown(name, self._source_names()) for name in unknown]
        if is_partial:
            notes.append(_PARTIAL)
        return replace(query, notes=(*query.notes, *notes)) if notes else query

    def _source_names(self) -> Iterator[str]:
        return (each.source for each in self.info.sources)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
