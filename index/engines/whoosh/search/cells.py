"""Counting the documents of a segment by source and period, in one pass over an array made before."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import Integers, Numbers
from index.lazy import cached_property
from index.timeline import Extent

SourceAndPeriod = tuple[str, int | None]
"""Name of a source and number of a period; None for what is undated."""


class Cells:
    """The cells of a segment: a source in a period that holds documents.

    Args:
        names: Names of the sources.
        sources: Index of the source of each document.
        periods: Number of the period of each document, see `index.timeline.number_of`; 0 for what is undated.

    Attributes:
        of: Index of the cell of each document.
    """

    def __init__(self, names: list[str], sources: NDArray[np.int32], periods: NDArray[np.int32]) -> None:
        # Most documents are of the cell of the one before; only the others are sorted.
        begins, lengths = _runs(sources, periods)
        width = int(periods.max()) + 1
        cells, which = np.unique(sources[begins] * np.int64(width) + periods[begins], return_inverse=True)
        self.of = which.astype(np.int32).repeat(lengths)
        self._names = names
        self._sources, self._periods = cells // width, cells % width
        self._has_undated = not self._periods.all()
        self._by_length: dict[int, _Groups] = {}

    def __len__(self) -> int:
        return len(self._periods)

    @cached_property
    def all_counts(self) -> Integers:
        """Number of documents of each cell."""
        return self.counts(np.arange(len(self.of), dtype=np.uint32))

    def counts(self, numbers: Numbers) -> Integers:
        """Count documents by cell."""
        return np.bincount(self.of[numbers], minlength=len(self))

    def extent(self, counts: Integers) -> Extent | None:
        """Return the first and the last period that counts; None where none is dated."""
        periods = self._periods[counts.nonzero()]
        if self._has_undated:
            periods = periods[periods > 0]
        return (int(periods.min()), int(periods.max())) if len(periods) else None

    def by_source(self, counts: Integers) -> Iterator[tuple[str, int, int, int]]:
        """Yield each source that counts: its name, its count, its first and last period, 0 without dates."""
        found = np.flatnonzero(counts)
        sources, periods, numbers = self._sources[found], self._periods[found], counts[found]
        begins, lengths = _runs(sources, sources)
        for first, length in zip(begins.tolist(), lengths.tolist(), strict=True):
            dated = periods[first : first + length]
            dated = dated[dated > 0]
            extent = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
            yield self._names[sources[first]], int(numbers[first : first + length].sum()), *extent

    def rows(self, counts: Integers, length: int = 1) -> Iterator[tuple[str, dict[int | None, int]]]:
        """Yield each source that counts, with its counts by period, `length` periods taken as one."""
        groups = self._grouped(length)
        sums = np.add.reduceat(counts, groups.begins)
        found = sums.nonzero()[0]
        periods, numbers = groups.periods[found].tolist(), sums[found].tolist()
        bounds = found.searchsorted(groups.bounds).tolist()
        for name, (first, end) in zip(groups.names, pairwise(bounds), strict=True):
            if first < end:
                row = dict(zip(periods[first:end], numbers[first:end], strict=True))
                yield name, row if periods[first] else {None: row.pop(0), **row}

    def _grouped(self, length: int) -> "_Groups":
        """Return the sources and their periods, `length` periods taken as one."""
        if length not in self._by_length:
            periods = self._periods // length
            begins, _ = _runs(self._sources, periods)
            sources = self._sources[begins]
            bounds, _ = _runs(sources, sources)
            names = [self._names[source] for source in sources[bounds].tolist()]
            self._by_length[length] = _Groups(begins, periods[begins], names, np.append(bounds, len(begins)))
        return self._by_length[length]

    @cached_property
    def keys(self) -> list[SourceAndPeriod]:
        """Name of the source and number of the period of each cell."""
        names = (self._names[source] for source in self._sources.tolist())
        return [(name, period or None) for name, period in zip(names, self._periods.tolist(), strict=True)]


class _Groups(NamedTuple):
    """Cells of one source and some periods that are taken as one.

    Attributes:
        begins: Index of the first cell of each group.
        periods: Number of the period of each group.
        names: Names of the sources that have groups.
        bounds: Index of the first group of each of these sources, and one past the last group.
    """

    begins: Integers
    periods: Integers
    names: list[str]
    bounds: Integers


def _runs(one: NDArray[np.signedinteger], other: NDArray[np.signedinteger]) -> tuple[Integers, Integers]:
    """Return where rows begin that differ from the one before in either column, and how many are the same."""
    differs = np.ones(len(one) + 1, dtype=np.bool_)
    differs[1:-1] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    bounds = np.flatnonzero(differs)
    return bounds[:-1], np.diff(bounds)
