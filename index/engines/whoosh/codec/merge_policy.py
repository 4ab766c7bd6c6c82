"""Which segments a commit merges, so that an index has few of them and each document is seldom written again.

After it, a segment has more than three times as many documents as all smaller ones together. So a million
documents lie in ten segments at most, however they were added, and a document is written anew some ten times.
The smaller segments are nearly always the newer ones, so that documents keep the order they were added in.
"""

from collections.abc import Sequence

from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.engines.whoosh.codec.codec import ArraysSegment

RATIO = 3
"""How many times as many documents a segment keeps to itself as all smaller ones have."""
SMALL = 64
"""Documents of a segment that every commit merges: one more to search would cost more than that."""


def merge_small(writer: SegmentWriter, segments: Sequence[ArraysSegment]) -> list[ArraysSegment]:
    """Merge what is small beside what is written anyway, oldest first; return the segments that stay."""
    merged = _small(segments, writer.doc_count())
    for segment in segments:
        if segment in merged and segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in merged]


def _small(segments: Sequence[ArraysSegment], added: int) -> list[ArraysSegment]:
    """Choose the segments that are merged with so many new documents, or dropped since they have none."""
    rising = sorted(segments, key=ArraysSegment.doc_count)
    total, merged, empty = added, 0, 0
    for number, count in enumerate(map(ArraysSegment.doc_count, rising), start=1):
        if count <= max(SMALL, RATIO * total):
            merged = number
        total += count
        empty += not count
    has_company = added or merged - empty > 1
    return rising[: merged if has_company else empty]
