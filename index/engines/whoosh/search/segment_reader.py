"""A segment as one thread reads it: posting lists of its terms, days and sources of its documents."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.cells import SourceAndPeriod
from index.engines.whoosh.search.columns import columns_of
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import BLOCK
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.lazy import cached_property

Numbers = NDArray[np.uint32]
"""Document numbers of one segment, rising unless said otherwise."""
Mask = NDArray[np.bool_]

SortKey = tuple[int, tuple[bytes, bytes, bytes]]
"""What sorts documents newest first, undated last, over all segments."""

REMEMBERED = 10_000
"""Terms of a segment whose posting lists are cached; half a kilobyte each."""


class Postings(NamedTuple):
    """The posting list of a term in a segment.

    Attributes:
        term: Number of the term in the segment.
        numbers: Numbers of the documents that hold the term, rising; including deleted ones.
        codes: Frequency << 8 | length byte of each document.
        best: Upper bound of the saturation, for the average length in the segment.
        addresses: Addresses of `numbers` and `codes`, for the kernel.
    """

    term: int
    numbers: Numbers
    codes: NDArray[np.uint16]
    best: float
    addresses: tuple[int, int]


class TermPositions(NamedTuple):
    """Where the positions of a term lie in `SegmentFile.post_position`.

    Attributes:
        counts: Number of positions of each posting, see `SegmentFile.position_counts`.
        blocks: Index of the first position of each block, see `SegmentFile.position_blocks`.
        for_kernel: Addresses of the document numbers, of `counts` and of `blocks`; number of postings; number
            of the first posting.
    """

    counts: NDArray[np.uint8]
    blocks: NDArray[np.int64]
    for_kernel: tuple[int, int, int, int, int]


class SegmentReader:
    """A segment with scratch arrays, for one thread at a time.

    Args:
        file: The segment file.
        base: Number of its first document in the whole index.
        deleted: Numbers of the deleted documents, rising.

    Attributes:
        columns: What the index fields say of its documents.
        mask: Scratch with one value for each document, all False between two uses.
        sums: Scratch with one value for each document, all 0 between two uses.
    """

    def __init__(self, file: SegmentFile, base: int, deleted: Numbers) -> None:
        self.file = file
        self.columns = columns_of(file)
        self.base = base
        self.deleted = deleted
        # The caches refer to the file alone: through a method they would keep this object alive.
        self._postings = lru_cache(REMEMBERED)(partial(_postings, file))
        self._term_positions = lru_cache(REMEMBERED)(partial(_term_positions, file))

    def postings(self, field: str, text: str) -> Postings | None:
        """Return the posting list of a term; None where the field does not have the term."""
        return self._postings(field, text)

    def term_positions(self, word: Postings) -> TermPositions:
        """Return where the positions of a term lie; raises `ContainerError` where some are missing."""
        return self._term_positions(word.term)

    @cached_property
    def all_positions(self) -> tuple[int, int, int, int, int, int]:
        """Addresses and sizes of the arrays of positions, for the kernel."""
        file = self.file
        values = file.post_position.ctypes.data, file.post_position.itemsize, len(file.post_position)
        return *values, file.crowd.ctypes.data, file.crowd_counts.ctypes.data, len(file.crowd)

    @cached_property
    def mask(self) -> Mask:
        """Return the scratch mask: one False for each document, left so by every user."""
        return np.zeros(self.file.documents, dtype=np.bool_)

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """Return the scratch sums: one 0 for each document, left so by every user."""
        return np.zeros(self.file.documents)

    def alive(self, numbers: Numbers) -> Numbers:
        """Return the documents that are not deleted, in the same order."""
        if not len(self.deleted) or not len(numbers):
            return numbers
        self.mask[self.deleted] = True
        is_alive = ~self.mask[numbers]
        self.mask[self.deleted] = False
        return numbers[is_alive]

    # --- documents ---

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Day of each document as `date.toordinal`, or `UNDATED`."""
        return self.columns.days

    @cached_property
    def order(self) -> Numbers | None:
        """Rank of each document, see `Columns.order`."""
        return self.columns.order

    @cached_property
    def order_at(self) -> int | None:
        """Address of `order` for the kernel; None where `order` is."""
        return None if self.order is None else self.order.ctypes.data

    @cached_property
    def for_kernel(self) -> tuple[int, int, int, int]:
        """Address and number of the deleted documents, address of `order` or 0, number of documents."""
        deleted = self.deleted.ctypes.data if len(self.deleted) else 0
        return deleted, len(self.deleted), self.order_at or 0, self.file.documents

    @property
    def all_numbers(self) -> Numbers:
        """Numbers of all documents, deleted ones included."""
        return np.arange(self.file.documents, dtype=np.uint32)

    def in_order(self) -> Iterator[tuple[SortKey, int]]:
        """Yield what sorts each document that is not deleted, and its number in the index, in order."""
        numbers = self.all_numbers if self.order is None else np.argsort(self.order).astype(np.uint32)
        alive = self.alive(numbers)
        for number, day in zip(alive.tolist(), self.days[alive].tolist(), strict=True):
            yield (-day, self.columns.key_within_day(number)), self.base + number

    # --- counting ---

    def count_by_bulletin(self, numbers: Numbers) -> Iterator[tuple[str, SourceAndPeriod, int]]:
        """Yield counts of documents by source and day in each bulletin; those in none under an empty id.

        A document counts in each of its bulletins.
        """
        listed, bulletins = self.columns.listed("bulletin")
        self.mask[numbers] = True
        is_wanted = self.mask[listed]
        listed, bulletins = listed[is_wanted], bulletins[is_wanted]
        self.mask[listed] = False
        alone = numbers[self.mask[numbers]]
        self.mask[alone] = False
        cells = self.columns.cells("day")
        of = cells.of[np.concatenate((alone, listed))].astype(np.int64)
        of[len(alone) :] += bulletins * len(cells)
        found, counts = np.unique(of, return_counts=True)
        for cell, number in zip(found.tolist(), counts.tolist(), strict=True):
            bulletin, key = divmod(cell, len(cells))
            yield self.columns.text("bulletin", bulletin).decode(), cells.keys[key], number


def open_segments(files: Sequence[tuple[SegmentFile, Numbers]]) -> list[SegmentReader]:
    """Return readers of segment files, each given with the numbers of its deleted documents, rising."""
    segments: list[SegmentReader] = []
    base = 0
    for file, deleted in files:
        if file.documents:
            segments.append(SegmentReader(file, base, deleted))
        base += file.documents
    return segments


def segment_of(segments: Sequence[SegmentReader], number: int) -> SegmentReader:
    """Return the segment that holds a document, given by its number in the whole index."""
    return segments[bisect_right(segments, number, key=attrgetter("base")) - 1]


def _postings(file: SegmentFile, field: str, text: str) -> Postings | None:
    term = file.find(field, text.encode())
    if term < 0:
        return None
    numbers, codes = file.numbers(term), file.codes(term)
    addresses = numbers.ctypes.data, codes.ctypes.data
    return Postings(term, numbers, codes, file.best(term), addresses)


def _term_positions(file: SegmentFile, term: int) -> TermPositions:
    if file.field(term).kind != "positions":
        raise ContainerError(f"what is kept of term {term} are no positions")
    numbers, counts, blocks = file.numbers(term), file.position_counts(term), file.position_blocks(term)
    if len(counts) != len(numbers) or len(blocks) * BLOCK < len(counts):
        raise ContainerError(f"the places of term {term} are not all there")
    first, _ = file.extent(term)
    addresses = numbers.ctypes.data, counts.ctypes.data, blocks.ctypes.data
    return TermPositions(counts, blocks, (*addresses, len(counts), first))
