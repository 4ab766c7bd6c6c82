"""The documents of an index: what is stored of each, and which ones hold a value."""

from collections.abc import Collection, Iterator, Sequence
from heapq import merge

from index.engines.whoosh.search.segment_reader import SegmentReader, segment_of
from index.engines.whoosh.search.sorted_arrays import common
from index.engines.whoosh.search.summary import Summary, summarise


class DocumentStore:
    """Reads the documents of one opened index, for one thread at a time.

    Args:
        segments: Its segments, in the order of their document numbers.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments

    @property
    def is_whole(self) -> bool:
        """False where the file of a segment was cut off since it was opened."""
        return all(segment.file.is_whole for segment in self._segments)

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of all documents, newest first, undated last, then by source, place and id."""
        if len(self._segments) == 1 and self._segments[0].order is None:
            (segment,) = self._segments
            yield from segment.alive(segment.all_numbers).tolist()
        else:
            yield from (number for _, number in merge(*(segment.in_order() for segment in self._segments)))

    def numbers_with(self, field: str, term: str) -> list[int]:
        """Return the numbers of the documents that hold a term, rising."""
        found: list[int] = []
        for segment in self._segments:
            if postings := segment.postings(field, term):
                found += (segment.alive(postings.numbers) + segment.base).tolist()
        return found

    def numbers_of_day(self, source: str, day: str) -> list[int]:
        """Return the numbers of the documents of a source that have a version of a day, rising."""
        found: list[int] = []
        for segment in self._segments:
            of_source = segment.postings("source", source)
            for field in ("date", "version_days") if of_source else ():
                if of_source and (of_day := segment.postings(field, day)):
                    both = common(of_day.numbers, of_source.numbers)
                    found += (segment.alive(both) + segment.base).tolist()
        return sorted(found)

    def locate(self, number: int) -> tuple[int, int]:
        """Return which segment holds a document, counted from 0, and its number in that."""
        segment = segment_of(self._segments, number)
        return self._segments.index(segment), number - segment.base

    def stored(self, numbers: Sequence[int]) -> list[bytes]:
        """Return the stored bytes of documents, in the order of `numbers`."""
        if len(self._segments) == 1:
            return list(map(self._segments[0].file.stored, numbers))
        segments = [segment_of(self._segments, number) for number in numbers]
        return [each.file.stored(number - each.base) for number, each in zip(numbers, segments, strict=True)]

    def numbers_in(self, segment: int) -> Iterator[int]:
        """Yield the numbers of the documents of a segment, counted from 0."""
        its = self._segments[segment]
        yield from (its.alive(its.all_numbers) + its.base).tolist()

    def summary(self) -> Summary:
        """Return what the documents are, in numbers."""
        return summarise(self._segments)

    def count_all(self) -> int:
        """Count the documents, deleted ones included."""
        return sum(segment.file.documents for segment in self._segments)

    def faults(self, segments: Collection[int] | None = None) -> Iterator[str]:
        """Read the files of some segments, counted from 0, or of all; yield what is wrong in them."""
        for number, segment in enumerate(self._segments):
            if segments is None or number in segments:
                yield from segment.file.faults()
