"""The first documents of several segments, in one order."""

from collections import Counter
from datetime import date
from operator import itemgetter

from index.engines.whoosh.search.segment_reader import SegmentReader
from index.engines.whoosh.search.top_k import Best, Goal
from index.results import Order

Ranked = tuple[int, float]
"""Number and score of a document."""


class Merged:
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
