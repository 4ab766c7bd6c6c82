"""Search over all segments of an index, with the exact scores of `index.ranking`.

Documents are numbered over all segments, one after the other. Of documents with equal scores the newest comes
first, undated ones last; those of a day are ordered by source, then by place in their bulletin, then by id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from index.budget import Budget, current
from index.engines.whoosh.search.cells import Cells, SourceAndPeriod
from index.engines.whoosh.search.doc_sets import DocIntersection, DocList, DocSet, DocUnion
from index.engines.whoosh.search.earlier import earlier_matches
from index.engines.whoosh.search.lists import Weighted
from index.engines.whoosh.search.matching import Matched, Matching, Terms, needed
from index.engines.whoosh.search.prefixes import words_beginning
from index.engines.whoosh.search.scoring import LookedUp, Scoring
from index.engines.whoosh.search.segment_reader import (
    Numbers,
    SegmentReader,
    segment_of,
)
from index.engines.whoosh.search.sorted_arrays import common, is_in, union
from index.engines.whoosh.search.top_k import (
    NO_DOCUMENTS,
    Best,
    Found,
    Goal,
    best_among,
    best_of_any,
    best_of_each,
)
from index.engines.whoosh.segment.layout import Integers
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import TermExplanation, WeightedTerm, weigh
from index.results import BulletinTally, Counts, Order, Tally
from index.timeline import (
    MONTHS,
    UNITS,
    CountsBySource,
    Extent,
    Timeline,
    Unit,
    number_of,
)

MANY_POSTINGS = 2_000_000
"""Postings of a search that is expected to be a long one."""
AT_ONCE = 1 << 14
"""Documents whose words' positions are read between two looks at the budget."""
REMEMBERED = 64
"""Prefixes whose words are cached; 40 kilobytes each."""
PAIRS = 10_000
"""Pairs of words of which is cached how many documents hold both."""
CellCounts = tuple[Cells, Integers]
"""The cells of a segment, and how many documents are counted in each."""
Ranked = tuple[int, float]
"""Number and score of a document."""


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
        total, merged = 0, _Merged(limit, order)
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
        days = _summed("day", _counts("day", self._matches(query)))
        return {(source, _day(day)): count for (source, day), count in days.items()}

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
        days, months = (cache(partial(_counts, unit, matches)) for unit in ("day", "month"))

        def counts(unit: Unit) -> list[CellCounts]:
            return days() if unit == "day" else months()

        return Timeline.fitting(
            lambda unit: _extent(counts(unit)), lambda unit: _by_source(unit, counts(unit))
        )

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""
        within = range(number_of(unit, first), number_of(unit, last) + 1) if first and last else None
        return Timeline.of(unit, self._held(unit), within)

    def forget(self) -> None:
        """Forget what the last query matches."""
        self._last = None

    def _searches(self, query: Query) -> Sequence["SegmentSearch"]:
        """Return the evaluation of a query in each segment that may have matches.

        That of the last one is kept, within a budget.
        """
        known, budget = self._last, current()
        if known is None or known.budget is not budget or known.query != query:
            asked = _Asked(query, self._scoring)
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
        merged = _Merged(limit, "relevance")
        for segment, best in zip(self._segments, found, strict=True):
            merged.add(segment, best)
        return total, merged.ranked()


class _Evaluated(NamedTuple):
    """A query, the budget within which it was evaluated, and its evaluation in each segment."""

    query: Query
    budget: Budget
    searches: Sequence["SegmentSearch"]


class _Asked:
    """A query: what is the same in all segments is found once.

    Attributes:
        needs_word: See `Matched`; None where it has conditions, which are looked up in each segment.
    """

    def __init__(self, query: Query, scoring: Scoring) -> None:
        self.query, self.scoring = query, scoring
        self.needs_word: bool | None = None

    @cached_property
    def _needed(self) -> Sequence[Terms]:
        return () if self.query.has_versions else list(needed(self.query))

    def may_be_in(self, segment: SegmentReader) -> bool:
        """Return whether a segment has all words that the query needs; a small one lacks most."""
        for terms in self._needed:
            for field, term in terms:
                if segment.postings(field, term):
                    break
            else:
                return False
        return True

    def matched(self, search: "SegmentSearch") -> Matched:
        """Return the documents of a segment that the query selects."""
        if self.needs_word is not None:
            return Matched(None, self.needs_word)
        found = search.matching.match(self.query)
        if found.documents is None:
            self.needs_word = found.needs_word
        return found

    @cached_property
    def terms(self) -> Sequence[LookedUp]:
        """The terms that score a document."""
        return self.scoring.look_up(weigh(self.query))


class SegmentSearch:
    """The evaluation of a query in one segment.

    Attributes:
        segment: The segment.
    """

    def __init__(self, segment: SegmentReader, asked: _Asked) -> None:
        self.segment = segment
        self._asked = asked
        self._documents, self._needs_word = asked.matched(self)
        self._earlier = list(earlier_matches(segment, asked.query)) if asked.query.has_versions else []

    @cached_property
    def matching(self) -> Matching:
        """What evaluates the nodes of the query."""
        return Matching(self.segment)

    @property
    def is_plain(self) -> bool:
        """Whether it finds what holds any of its words, in newest texts alone."""
        return self._documents is None and not self._earlier

    @cached_property
    def lists(self) -> Sequence[Weighted]:
        """The weighted posting lists of the query's terms."""
        lists = self._asked.scoring.lists(self.segment, self._asked.terms, self._with_name)
        may_be_many = len(lists) * self.segment.file.documents > MANY_POSTINGS
        if may_be_many and sum(len(each.numbers) for each in lists) > MANY_POSTINGS:
            current().expect_long()
        return lists

    def _with_name(self, name: tuple[str, ...]) -> DocSet:
        return self.matching.with_name(name)

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers of all matches, rising."""
        if not self._earlier:
            return self._newest
        return union([self._newest, *(each.numbers for each in self._earlier)], self.segment.mask)

    def version(self, number: int) -> int | None:
        """Return the number of the last version that answers, of a match whose newest text does not."""
        one = np.array([number], np.uint32)
        if not self._earlier or is_in(one, self._newest)[0]:
            return None
        return next((each.version for each in reversed(self._earlier) if is_in(one, each.numbers)[0]), None)

    @cached_property
    def _newest(self) -> Numbers:
        """Numbers of the documents of which the newest text matches, rising."""
        if self._documents is None:
            return self.segment.alive(union(self._finding, self.segment.mask))
        if not self._documents.max_size:
            return NO_DOCUMENTS.numbers
        if not self._documents.is_positional or self._documents.max_size <= AT_ONCE:
            return self.segment.alive(self._narrowed(self._documents))
        return self.segment.alive(self._within_budget(self._documents))

    def _within_budget(self, documents: DocSet) -> Numbers:
        """Return the matches by stretches of documents, the newest first, until the budget is spent."""
        current().expect_long()
        step = max(1, self.segment.file.documents * AT_ONCE // documents.max_size)
        stretches: list[Numbers] = [NO_DOCUMENTS.numbers]
        for first in range(0, self.segment.file.documents, step):
            if current().is_spent():
                break
            stretches.append(self._narrowed(documents.between(first, first + step)))
        return np.concatenate(stretches)

    def found(self, goal: Goal, order: Order) -> Found:
        """Count the matches, and return the first of them in an order."""
        if self.is_plain and (order == "relevance" or not goal.limit):
            return best_of_any(self.segment, self.lists, goal)
        if not (goal.limit and len(self.numbers)):
            return Found(len(self.numbers), NO_DOCUMENTS)
        if order == "relevance":
            return Found(len(self.numbers), best_among(self.segment, self.lists, self.numbers, goal))
        first = _first(self.segment, self.numbers, goal.limit, order)
        best = _in_order(self.segment, best_among(self.segment, self.lists, first, goal), order)
        return Found(len(self.numbers), best)

    @property
    def _finding(self) -> list[Numbers]:
        return [each.numbers for each in self.lists if each.counts]

    def _narrowed(self, documents: DocSet) -> Numbers:
        """Keep the documents that hold one of the query's words, where it needs one."""
        if not self._needs_word:
            return documents.numbers
        words = DocUnion(self.segment, [DocList(numbers) for numbers in self._finding])
        return DocIntersection([documents, words]).numbers


class _Merged:
    """Merges the first documents of several segments."""

    def __init__(self, limit: int, order: Order) -> None:
        self._limit = limit
        self._order = order
        self._found: list[tuple[SegmentReader, list[int], list[float]]] = []

    @property
    def goal(self) -> Goal:
        """The limit, and the score that a document of the next segment needs to enter the result."""
        scores = [score for *_, its in self._found for score in its]
        if self._order != "relevance" or not 0 < self._limit <= len(scores):
            return Goal(self._limit, 0.0)
        return Goal(self._limit, sorted(scores, reverse=True)[self._limit - 1])

    def add(self, segment: SegmentReader, best: Best) -> None:
        """Add the first documents of another segment."""
        if len(best.numbers):
            self._found.append((segment, best.numbers.tolist(), best.scores.tolist()))

    def ranked(self) -> list[Ranked]:
        """Return the first documents of all segments, in order."""
        if len(self._found) == 1:
            ((segment, numbers, scores),) = self._found
            return [(segment.base + number, score) for number, score in zip(numbers, scores, strict=True)]
        rows = sorted(self._rows(), key=itemgetter(0))
        if len(rows) > self._limit:
            last = rows[self._limit - 1][0]
            rows = [row for row in rows if row[0] <= last]
        if len({row[0] for row in rows}) < len(rows):
            alike = Counter(row[0] for row in rows)
            rows.sort(key=lambda row: (row[0], self._within(*row[1:3]) if alike[row[0]] > 1 else ()))
        return [(segment.base + number, score) for _, segment, number, score in rows[: self._limit]]

    def _rows(self) -> list[tuple[float, SegmentReader, int, float]]:
        """Return what sorts each document first, its segment, its number and its score."""
        is_scored = self._order == "relevance"
        return [
            (-score if is_scored else self._day(segment, number), segment, number, score)
            for segment, numbers, scores in self._found
            for number, score in zip(numbers, scores, strict=True)
        ]

    def _within(self, segment: SegmentReader, number: int) -> tuple[int, tuple[bytes, bytes, bytes], int]:
        """Return what sorts documents that are alike in what sorts them first."""
        return self._day(segment, number), segment.columns.key_within_day(number), segment.base + number

    def _day(self, segment: SegmentReader, number: int) -> int:
        """Return what sorts a document by its day."""
        day = int(segment.days[number])
        return (day or date.max.toordinal() + 1) if self._order == "oldest" else -day


def _ranks(segment: SegmentReader, numbers: Numbers, order: Order) -> Numbers:
    """Return the rank of each document in an order by date."""
    if order == "oldest":
        return segment.columns.oldest_first[numbers]
    return numbers if segment.order is None else segment.order[numbers]


def _first(segment: SegmentReader, numbers: Numbers, limit: int, order: Order) -> Numbers:
    """Return the first `limit` documents in an order by date, as rising numbers."""
    if len(numbers) <= limit:
        return numbers
    return np.sort(numbers[np.argpartition(_ranks(segment, numbers, order), limit)[:limit]])


def _in_order(segment: SegmentReader, best: Best, order: Order) -> Best:
    at = _ranks(segment, best.numbers, order).argsort()
    return Best(best.numbers[at], best.scores[at])


def _together(segments: Sequence[SegmentReader], one: str, other: str) -> int:
    """Count the documents that hold both of two exact forms."""
    total = 0
    for segment in segments:
        found = segment.postings("forms", one), segment.postings("forms", other)
        if found[0] and found[1]:
            total += len(segment.alive(common(found[0].numbers, found[1].numbers)))
    return total


def _count_all(segments: Sequence[SegmentReader], unit: Unit) -> CountsBySource:
    """Count all documents by source and period."""
    return _by_source(unit, _counts(unit, ((each, each.alive(each.all_numbers)) for each in segments)))


def _counts(unit: Unit, matches: Iterable[tuple[SegmentReader, Numbers]]) -> list[CellCounts]:
    """Count documents by source and day, or for longer units by source and month."""
    return [
        (cells, cells.counts(numbers))
        for segment, numbers in matches
        for cells in [segment.columns.cells(unit)]
    ]


def _extent(counts: Iterable[CellCounts]) -> Extent | None:
    """Return the first and the last day or month that counts; None where none is dated."""
    extents = [extent for cells, each in counts if (extent := cells.extent(each))]
    return (min(first for first, _ in extents), max(last for _, last in extents)) if extents else None


def _by_source(unit: Unit, counts: Iterable[CellCounts]) -> CountsBySource:
    """Sum counts by source, then period."""
    by_source: dict[str, dict[int | None, int]] = {}
    for (source, period), count in _summed(unit, counts).items():
        by_source.setdefault(source, {})[period] = count
    return dict(sorted(by_source.items(), key=lambda each: (-sum(each[1].values()), each[0])))


def _summed(unit: Unit, counts: Iterable[CellCounts]) -> Counter[SourceAndPeriod]:
    """Sum counts by source and period."""
    sums = Counter[SourceAndPeriod]()
    for cells, each in counts:
        sums.update(cells.counted(each, MONTHS.get(unit, 1)))
    return sums


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
