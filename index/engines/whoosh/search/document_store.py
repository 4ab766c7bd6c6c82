"""The documents of an index: what is stored of each, and which ones hold a value."""

from collections.abc import Iterator, Sequence

from index.engines.whoosh.search.segment_reader import SegmentReader, segment_of


class DocumentStore:
    """Reads the documents of one opened index, for one thread at a time.

    Args:
        segments: Its segments, in the order of their document numbers.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of all documents, rising."""
        for segment in self._segments:
            deleted = set(segment.deleted.tolist())
            yield from (
                segment.base + number for number in range(segment.file.documents) if number not in deleted
            )

    def numbers_with(self, field: str, term: str) -> list[int]:
        """Return the numbers of the documents that hold a term, rising."""
        found: list[int] = []
        for segment in self._segments:
            if postings := segment.postings(field, term):
                found += (segment.alive(postings.numbers) + segment.base).tolist()
        return found

    def stored(self, numbers: Sequence[int]) -> list[bytes]:
        """Return the stored bytes of documents, in the order of `numbers`."""
        if len(self._segments) == 1:
            return list(map(self._segments[0].file.stored, numbers))
        segments = (segment_of(self._segments, number) for number in numbers)
        return [each.file.stored(number - each.base) for number, each in zip(numbers, segments, strict=True)]

    def faults(self) -> Iterator[str]:
        """Read all segment files and yield what is wrong in them."""
        for segment in self._segments:
            yield from segment.file.faults()
