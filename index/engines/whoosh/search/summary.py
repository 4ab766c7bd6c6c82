"""What the segments of an index hold, in numbers: of each source, and from which day to which."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from index.archive.document import to_iso
from index.archive.holdings import SourceCount
from index.engines.whoosh.search.segment_reader import SegmentReader


class Summary(NamedTuple):
    """Number of documents, ISO dates of the oldest and the newest one, and the sources, largest first."""

    documents: int
    first_day: str
    last_day: str
    sources: tuple[SourceCount, ...]


def summarise(segments: Sequence[SegmentReader]) -> Summary:
    """Count the documents of segments that are not deleted."""
    counted: dict[str, int] = {}
    firsts: dict[str, int] = {}
    last = 0
    for segment in segments:
        cells = segment.columns.cells("day")
        counts = (
            cells.all_counts - cells.counts(segment.deleted) if len(segment.deleted) else cells.all_counts
        )
        for source, count, first, newest in cells.by_source(counts):
            counted[source] = counted.get(source, 0) + count
            if first:
                firsts[source] = min(first, firsts.get(source, first))
            last = max(last, newest)
    sources = tuple(
        SourceCount(source, date.fromordinal(firsts[source]).year if source in firsts else None, count)
        for source, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )
    first_day = min(firsts.values(), default=0)
    return Summary(sum(counted.values()), _iso(first_day), _iso(last), sources)


def _iso(ordinal: int) -> str:
    return to_iso(date.fromordinal(ordinal)) if ordinal else ""
