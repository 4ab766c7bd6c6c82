"""Search over all segments of an index, with the exact scores of `index.ranking`.

Documents are numbered over all segments, one after the other. Of documents with equal scores the newest comes
first, undated ones last; those of a day are ordered by source, then by place in their bulletin, then by id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.budget import current
from index.engines.whoosh.search.doc_sets import DocIntersection, DocList, DocSet, DocUnion
from index.engines.whoosh.search.matching import Matching
from index.engines.whoosh.search.prefixes import words_beginning
from index.engines.whoosh.search.scoring import Scoring
from index.engines.whoosh.search.segment_reader import UNDATED, Numbers, SegmentReader, segment_of
from index.engines.whoosh.search.sorted_arrays import common, union
from index.engines.whoosh.search.top_k import NO_DOCUMENTS, Best, Found, Goal, best_among, best_of_any
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import TermExplanation, WeightedTerm, weigh
from index.results import Counts, Order, Tally
from index.timeline import UNITS, Timeline, Unit, number_of, unit_for

MANY_POSTINGS = 2_000_000
"""Postings of a search that is expected to be a long one."""
AT_ONCE = 1 << 14
"""Documents whose words' positions are read between two looks at the budget."""
REMEMBERED = 64
"""Prefixes whose words are cached; 40 kilobytes each."""
Ranked = tuple[int, float]
"""Number and score of a document."""
Value = TypeVar("Value", str, int)


class IndexSearcher:
    """Searches the segments of one opened index, for one thread at a time.

    Args:
        segments: Its segments, in the order of their document numbers.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments
        self.words_beginning = lru_cache(REMEMBERED)(partial(words_beginning, segments))
        # It refers to the segments alone: through a method it would keep this object alive.
        self._held = lru_cache(len(UNITS))(partial(_count_all, segments))

    @cached_property
    def _scoring(self) -> Scoring:
        return Scoring(self._segments)

    def best(self, query: Query, limit: int, order: Order = "relevance") -> tuple[int, list[Ranked]]:
        """Return the number of matches of a query, and the first `limit` of them with their scores."""
        terms = weigh(query)
        total, merged = 0, _Merged(self._segments, limit, order)
        for segment in self._segments:
            found = SegmentSearch(segment, query, self._scoring, terms).found(merged.goal, order)
            total += found.total
            merged.add(segment, found.best)
        return total, merged.ranked()

    def counts(self, query: Query) -> Counts:
        """Count the matches of a query by source, bulletin and day."""
        sources, bulletins = Counter[str](), Counter[str]()
        days: Counter[int] = Counter()
        for segment, found in self._matches(query):
            sources.update(_counted(*segment.sources, found))
            days.update(_counted(*segment.dates, found))
            bulletins.update(segment.count_by_term("bulletin", found))
        newest_first = sorted(days.items(), reverse=True)
        by_day = {_day(ordinal): count for ordinal, count in newest_first}
        return Counts(_most_first(sources), _most_first(bulletins), by_day)

    def tally(self, query: Query) -> Tally:
        """Count the matches of a query by source and day together."""
        return {
            (source, None if day is None else date.fromordinal(day)): count
            for (source, day), count in _by_period("day", self._matches(query)).items()
        }

    def timeline(self, query: Query) -> Timeline:
        """Count the matches of a query by period and source, in the finest unit that leaves few periods."""
        found = list(self._matches(query))
        dated = [day for segment, numbers in found for day in segment.extent_of_days(numbers)]
        unit = unit_for(date.fromordinal(min(dated)), date.fromordinal(max(dated))) if dated else "year"
        return Timeline.of(unit, _by_period(unit, found))

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""
        within = range(number_of(unit, first), number_of(unit, last) + 1) if first and last else None
        return Timeline.of(unit, self._held(unit), within)

    def _matches(self, query: Query) -> Iterator[tuple[SegmentReader, Numbers]]:
        """Yield each segment with the numbers of all its documents that match."""
        terms = weigh(query)
        for segment in self._segments:
            yield segment, SegmentSearch(segment, query, self._scoring, terms).numbers

    def explain(self, query: Query, number: int) -> tuple[TermExplanation, ...]:
        """Return what each term of a query adds to a document's score, the highest first."""
        segment = segment_of(self._segments, number)
        explained = self._scoring.explain(segment, weigh(query), number - segment.base)
        return tuple(sorted(explained, key=lambda each: -each.score))

    def alike(self, stems: Mapping[str, float], limit: int) -> list[Ranked]:
        """Return the documents that score highest for weighted stems, best first."""
        terms = [WeightedTerm((), "stems", stem, weight, is_light=False) for stem, weight in stems.items()]
        merged = _Merged(self._segments, limit, "relevance")
        for segment in self._segments:
            lists = self._scoring.lists(segment, terms, Matching(segment))
            merged.add(segment, best_of_any(segment, lists, merged.goal).best)
        return merged.ranked()

    def together(self, one: str, other: str) -> int:
        """Count the documents that hold both of two exact forms."""
        return sum(_together(segment, one, other) for segment in self._segments)


class SegmentSearch:
    """The evaluation of a query in one segment.

    Attributes:
        numbers: Numbers of all matches, rising.
    """

    def __init__(
        self, segment: SegmentReader, query: Query, scoring: Scoring, terms: Sequence[WeightedTerm]
    ) -> None:
        matching = Matching(segment)
        matched = matching.match(query)
        self._segment = segment
        self._lists = scoring.lists(segment, terms, matching)
        self._documents = matched.documents
        self._needs_word = matched.needs_word

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers of all matches, rising."""
        if self._documents is None:
            return self._segment.alive(union(self._finding, self._segment.mask))
        if not self._documents.is_positional or self._documents.max_size <= AT_ONCE:
            return self._segment.alive(self._narrowed(self._documents))
        return self._segment.alive(self._within_budget(self._documents))

    def _within_budget(self, documents: DocSet) -> Numbers:
        """Return the matches by stretches of documents, the newest first, until the budget is spent."""
        current().expect_long()
        step = max(1, self._segment.file.documents * AT_ONCE // documents.max_size)
        stretches: list[Numbers] = [NO_DOCUMENTS.numbers]
        for first in range(0, self._segment.file.documents, step):
            if current().is_spent():
                break
            stretches.append(self._narrowed(documents.between(first, first + step)))
        return np.concatenate(stretches)

    def found(self, goal: Goal, order: Order) -> Found:
        """Count the matches, and return the first of them in an order."""
        if sum(len(each.numbers) for each in self._lists) > MANY_POSTINGS:
            current().expect_long()
        if self._documents is None and (order == "relevance" or not goal.limit):
            return best_of_any(self._segment, self._lists, goal)
        if not (goal.limit and len(self.numbers)):
            return Found(len(self.numbers), NO_DOCUMENTS)
        if order == "relevance":
            return Found(len(self.numbers), best_among(self._segment, self._lists, self.numbers, goal))
        first = _first(self._segment, self.numbers, goal.limit, order)
        best = _in_order(self._segment, best_among(self._segment, self._lists, first, goal), order)
        return Found(len(self.numbers), best)

    @property
    def _finding(self) -> list[Numbers]:
        return [each.numbers for each in self._lists if each.counts]

    def _narrowed(self, documents: DocSet) -> Numbers:
        """Keep the documents that hold one of the query's words, where it needs one."""
        if not self._needs_word:
            return documents.numbers
        words = DocUnion(self._segment, [DocList(numbers) for numbers in self._finding])
        return DocIntersection([documents, words]).numbers


class _Merged:
    """Merges the first documents of several segments."""

    def __init__(self, segments: Sequence[SegmentReader], limit: int, order: Order) -> None:
        self._segments = segments
        self._limit = limit
        self._order = order
        self._found: list[tuple[SegmentReader, Best]] = []
        self._scores: list[float] = []

    @property
    def goal(self) -> Goal:
        """The limit, and the score that a document of the next segment needs to enter the result."""
        is_full = self._order == "relevance" and 0 < self._limit == len(self._scores)
        return Goal(self._limit, self._scores[-1] if is_full else 0.0)

    def add(self, segment: SegmentReader, best: Best) -> None:
        """Add the first documents of another segment."""
        self._found.append((segment, best))
        if len(self._segments) > 1:
            self._scores = sorted((*self._scores, *best.scores.tolist()), reverse=True)[: self._limit]

    def ranked(self) -> list[Ranked]:
        """Return the first documents of all segments, in order."""
        if len(self._found) == 1:
            ((segment, best),) = self._found
            return list(zip((best.numbers + segment.base).tolist(), best.scores.tolist(), strict=True))
        keyed = sorted(key for segment, best in self._found for key in self._keys(segment, best))
        return [(number, score) for *_, number, score in keyed[: self._limit]]

    def _keys(
        self, segment: SegmentReader, best: Best
    ) -> Iterator[tuple[float, int, tuple[bytes, bytes, bytes], int, float]]:
        """Yield sort keys of documents that end with their numbers and scores."""
        days = segment.days[best.numbers].tolist()
        for number, day, score in zip(best.numbers.tolist(), days, best.scores.tolist(), strict=True):
            first = -score if self._order == "relevance" else 0.0
            then = (day or date.max.toordinal() + 1) if self._order == "oldest" else -day
            yield first, then, segment.key_within_day(number), segment.base + number, score


def _ranks(segment: SegmentReader, numbers: Numbers, order: Order) -> Numbers:
    """Return the rank of each document in an order by date."""
    if order == "oldest":
        return segment.oldest_first[numbers]
    return numbers if segment.order is None else segment.order[numbers]


def _first(segment: SegmentReader, numbers: Numbers, limit: int, order: Order) -> Numbers:
    """Return the first `limit` documents in an order by date, as rising numbers."""
    if len(numbers) <= limit:
        return numbers
    return np.sort(numbers[np.argpartition(_ranks(segment, numbers, order), limit)[:limit]])


def _in_order(segment: SegmentReader, best: Best, order: Order) -> Best:
    at = _ranks(segment, best.numbers, order).argsort()
    return Best(best.numbers[at], best.scores[at])


def _together(segment: SegmentReader, one: str, other: str) -> int:
    found = segment.postings("forms", one), segment.postings("forms", other)
    if not (found[0] and found[1]):
        return 0
    return len(segment.alive(common(found[0].numbers, found[1].numbers)))


def _counted(values: Sequence[Value], which: NDArray[np.int32], numbers: Numbers) -> dict[Value, int]:
    """Count documents by value, given the index of each document's value in `values`."""
    counts = np.bincount(which[numbers], minlength=len(values))
    return {values[index]: int(counts[index]) for index in np.flatnonzero(counts).tolist()}


def _count_all(segments: Sequence[SegmentReader], unit: Unit) -> Counter[tuple[str, int | None]]:
    """Count all documents by name of the source and number of the period."""
    return _by_period(unit, ((each, each.alive(each.all_numbers)) for each in segments))


def _by_period(unit: Unit, found: Iterable[tuple[SegmentReader, Numbers]]) -> Counter[tuple[str, int | None]]:
    counted = Counter[tuple[str, int | None]]()
    for segment, numbers in found:
        counted.update(segment.count_by_period(unit, numbers))
    return counted


def _most_first(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _day(ordinal: int) -> date | None:
    return None if ordinal == UNDATED else date.fromordinal(ordinal)
