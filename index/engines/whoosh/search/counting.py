"""Numbers of documents by source and period, over all segments."""

from collections import Counter
from collections.abc import Iterable, Sequence

from index.engines.whoosh.search.cells import Cells, SourceAndPeriod
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.segment.layout import Integers
from index.timeline import MONTHS, CountsBySource, Extent, Unit, counts_by_source

CellCounts = tuple[Cells, Integers]
"""The cells of a segment, and how many documents are counted in each."""


def count_all(segments: Sequence[SegmentReader], unit: Unit) -> CountsBySource:
    """Count all documents by source and period."""
    return by_source(unit, count_cells(unit, ((each, each.alive(each.all_numbers)) for each in segments)))


def count_cells(unit: Unit, matches: Iterable[tuple[SegmentReader, Numbers]]) -> list[CellCounts]:
    """Count documents by source and day, or for longer units by source and month."""
    return [
        (cells, cells.counts(numbers))
        for segment, numbers in matches
        for cells in [segment.columns.cells(unit)]
    ]


def extent(counts: Iterable[CellCounts]) -> Extent | None:
    """Return the first and the last day or month that counts; None where none is dated."""
    extents = [found for cells, each in counts if (found := cells.extent(each))]
    return (min(first for first, _ in extents), max(last for _, last in extents)) if extents else None


def by_source(unit: Unit, counts: Iterable[CellCounts]) -> CountsBySource:
    """Sum counts by source, then period."""
    return counts_by_source(summed(unit, counts).items())


def summed(unit: Unit, counts: Iterable[CellCounts]) -> Counter[SourceAndPeriod]:
    """Sum counts by source and period."""
    sums = Counter[SourceAndPeriod]()
    for cells, each in counts:
        sums.update(cells.counted(each, MONTHS.get(unit, 1)))
    return sums
