"""Numbers of documents by source and period, over all segments."""

from collections.abc import Iterable, Sequence

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.cells import Cells
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.segment.layout import Integers
from index.timeline import MONTHS, CountsBySource, Extent, Unit, sum_rows

CellCounts = tuple[Cells, Integers]
"""The cells of a segment, and how many documents are counted in each."""


def count_all(segments: Sequence[SegmentReader], unit: Unit) -> CountsBySource:
    """Count all documents by source and period."""
    return by_source(unit, count_cells(unit, ((each, each.alive(each.all_numbers)) for each in segments)))


def count_cells(unit: Unit, matches: Iterable[tuple[SegmentReader, Numbers]]) -> list[CellCounts]:
    """Count documents by source and day, or for longer units by source and month."""
    return [
        (cells, _counts(cells, numbers))
        for segment, numbers in matches
        for cells in [segment.columns.cells(unit)]
    ]


def _counts(cells: Cells, numbers: Numbers) -> Integers:
    """Count documents by cell."""
    return (
        kernel.loaded.cell_counts(cells.of, numbers, len(cells)) if kernel.loaded else cells.counts(numbers)
    )


def extent(counts: Iterable[CellCounts]) -> Extent | None:
    """Return the first and the last day or month that counts; None where none is dated."""
    extents = [found for cells, each in counts if (found := cells.extent(each))]
    return (min(first for first, _ in extents), max(last for _, last in extents)) if extents else None


def by_source(unit: Unit, counts: Iterable[CellCounts]) -> CountsBySource:
    """Sum counts by source, then period."""
    return sum_rows(row for cells, each in counts for row in cells.rows(each, MONTHS.get(unit, 1)))
