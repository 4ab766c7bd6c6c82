"""Search over all segments of an index, with the exact scores of `index.ranking`.

Documents are numbered over all segments, one after the other. Of documents with equal scores the newest comes
first, undated ones last; those of a day are ordered by source, then by place in their bulletin, then by id.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from index.budget import Budget, current
from index.engines.whoosh.search.counting import CellCounts, by_source, count_all, count_cells, extent
from index.engines.whoosh.search.lists import Weighted
from index.engines.whoosh.search.matching import Matching
from index.engines.whoosh.search.merged import Merged, Ranked
from index.engines.whoosh.search.prefixes import words_beginning
from index.engines.whoosh.search.scoring import Scoring
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader, segment_of
from index.engines.whoosh.search.segment_search import Asked, SegmentSearch
from index.engines.whoosh.search.sorted_arrays import common
from index.engines.whoosh.search.top_k import best_of_each
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import TermExplanation, WeightedTerm, weigh
from index.results import BulletinTally, Counts, Order, Tally
from index.timeline import UNITS, CountsBySource, Timeline, Unit, number_of

REMEMBERED = 64
"""Prefixes whose words are cached; 40 kilobytes each."""
HOLDINGS = 256
"""Timelines of the whole archive that are cached."""
PAIRS = 10_000
"""Pairs of words of which is cached how many documents hold both."""


class IndexSearcher:
    """Searches the segments of one opened index, for one thread at a time.

    Args:
        segments: Its segments, in the order of their document numbers.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments
        self.words_beginning = lru_cache(REMEMBERED)(partial(words_beginning, segments))
        # They refer to the segments alone: through a method they would keep this object alive.
        held = lru_cache(len(UNITS))(partial(count_all, segments))
        self._holdings = lru_cache(HOLDINGS)(partial(_holdings, held))
        self.together = lru_cache(PAIRS)(partial(_together, segments))
        self._last: _Evaluated | None = None

    @cached_property
    def _scoring(self) -> Scoring:
        return Scoring(self._segments)

    def best(self, query: Query, limit: int, order: Order = "relevance") -> tuple[int, list[Ranked]]:
        """Return the number of matches of a query, and the first `limit` of them with their scores."""
        searches = self._searches(query)
        if order == "relevance" and searches and all(search.is_plain for search in searches):
            return self._best_of_each([search.lists for search in searches], limit)
        total, merged = 0, Merged(limit, order)
        for search in searches:
            found = search.found(merged.goal, order)
            total += found.total
            merged.add(search.segment, found.best)
        return total, merged.ranked()

    def version(self, query: Query, number: int) -> int | None:
        """Return which version of a match answers a query, from 0; None for the newest."""
        search = next(each for each in reversed(self._searches(query)) if each.segment.base <= number)
        return search.version(number - search.segment.base)

    def counts(self, query: Query) -> Counts:
        """Count the matches of a query by source, bulletin and day."""
        return Counts.of(self.tally(query), self.bulletin_tally(query))

    def tally(self, query: Query) -> Tally:
        """Count the matches of a query by source and day together."""
        counted = by_source("day", count_cells("day", self._matches(query)))
        return {(source, _day(day)): count for source, days in counted.items() for day, count in days.items()}

    def bulletin_tally(self, query: Query) -> BulletinTally:
        """Count the matches of a query by bulletin, source and day together."""
        tally = Counter[tuple[str, str, date | None]]()
        for segment, numbers in self._matches(query):
            for bulletin, (source, day), count in segment.count_by_bulletin(numbers):
                tally[bulletin, source, _day(day)] += count
        return tally

    def timeline(self, query: Query) -> Timeline:
        """Count the matches of a query by period and source, in the finest unit that leaves few periods."""
        matches = list(self._matches(query))
        cells: dict[Unit, list[CellCounts]] = {}

        def counted(unit: Unit) -> list[CellCounts]:
            wanted: Unit = "day" if unit == "day" else "month"
            if wanted not in cells:
                cells[wanted] = count_cells(wanted, matches)
            return cells[wanted]

        return Timeline.fitting(
            lambda unit: extent(counted(unit)), lambda unit: by_source(unit, counted(unit))
        )

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""
        return self._holdings(unit, first, last)

    def forget(self) -> None:
        """Forget what the last query matches."""
        self._last = None

    def _searches(self, query: Query) -> Sequence[SegmentSearch]:
        """Return the evaluation of a query in each segment that may have matches.

        That of the last one is kept, within a budget.
        """
        known, budget = self._last, current()
        if known is None or known.budget is not budget or known.query != query:
            asked = Asked(query, self._scoring)
            segments = self._segments
            if len(segments) > 1:
                segments = [segment for segment in segments if asked.may_be_in(segment)]
            searches = [SegmentSearch(segment, asked) for segment in segments]
            known = self._last = _Evaluated(query, budget, searches)
        return known.searches

    def _matches(self, query: Query) -> Iterator[tuple[SegmentReader, Numbers]]:
        """Yield each segment with the numbers of all its documents that match."""
        for search in self._searches(query):
            yield search.segment, search.numbers

    def explain(self, query: Query, number: int) -> tuple[TermExplanation, ...]:
        """Return what each term of a query adds to a document's score, the highest first."""
        segment = segment_of(self._segments, number)
        explained = self._scoring.explain(segment, weigh(query), number - segment.base)
        return tuple(sorted(explained, key=lambda each: -each.score))

    def alike(self, stems: Mapping[str, float], limit: int) -> list[Ranked]:
        """Return the documents that score highest for weighted stems, best first."""
        wanted = [WeightedTerm((), "stems", stem, weight, is_light=False) for stem, weight in stems.items()]
        terms = self._scoring.look_up(wanted)
        lists = [self._scoring.lists(each, terms, Matching(each).with_name) for each in self._segments]
        return self._best_of_each(lists, limit)[1]

    def _best_of_each(self, lists: Sequence[Sequence[Weighted]], limit: int) -> tuple[int, list[Ranked]]:
        """Return the number of documents that any list of each segment finds, and the best of them."""
        total, found = best_of_each(self._segments, lists, limit)
        merged = Merged(limit, "relevance")
        for segment, best in zip(self._segments, found, strict=True):
            merged.add(segment, best)
        return total, merged.ranked()


class _Evaluated(NamedTuple):
    """A query, the budget within which it was evaluated, and its evaluation in each segment."""

    query: Query
    budget: Budget
    searches: Sequence[SegmentSearch]


def _holdings(
    held: Callable[[Unit], CountsBySource], unit: Unit, first: date | None, last: date | None
) -> Timeline:
    within = range(number_of(unit, first), number_of(unit, last) + 1) if first and last else None
    return Timeline.of(unit, held(unit), within)


def _together(segments: Sequence[SegmentReader], one: str, other: str) -> int:
    """Count the documents that hold both of two exact forms."""
    total = 0
    for segment in segments:
        found = segment.postings("forms", one), segment.postings("forms", other)
        if found[0] and found[1]:
            total += len(segment.alive(common(found[0].numbers, found[1].numbers)))
    return total


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
