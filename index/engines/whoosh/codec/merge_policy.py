"""The choice of the segments that a commit merges: an index has few, and documents are seldom rewritten.

After a commit, each segment has more than eight times as many documents as all smaller ones together. So a
million documents lie in six segments at most, however they were added; each is rewritten some fifteen times.
The smaller segments are nearly always the newer ones, so documents keep the order in which they were added.
"""

from collections.abc import Sequence

from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from index.engines.whoosh.codec.codec import ArraysSegment

RATIO = 8
"""A segment is not merged if it has more than this many times the documents of all smaller ones.

Of 10,000 additions of a document each writes 35 on average and leaves 3.8 segments; with 3, 32 and 4.3.
"""
SMALL = 64
"""Most documents of a segment that is always merged: searching one more segment would cost more."""


def merge_small(writer: SegmentWriter, segments: Sequence[ArraysSegment]) -> list[ArraysSegment]:
    """Add segments that are small beside the new documents to a writer, oldest first; return the others."""
    merged = _small(segments, writer.doc_count())
    for segment in segments:
        if segment in merged and segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in merged]


def _small(segments: Sequence[ArraysSegment], added: int) -> list[ArraysSegment]:
    """Return the segments to merge with so many added documents, and the empty ones, to be dropped."""
    ascending = sorted(segments, key=ArraysSegment.doc_count)
    total, merged, empty = added, 0, 0
    for number, count in enumerate(map(ArraysSegment.doc_count, ascending), start=1):
        if count <= max(SMALL, RATIO * total):
            merged = number
        total += count
        empty += not count
    is_worthwhile = added or merged - empty > 1  # a single segment would only be copied
    return ascending[: merged if is_worthwhile else empty]
