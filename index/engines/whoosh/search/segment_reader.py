"""A segment opened by one thread: the postings of its terms, the days and sources of its documents."""

from datetime import date
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import BLOCK
from index.engines.whoosh.segment.segment_file import SegmentFile

Numbers = NDArray[np.uint32]
"""DocSet of one segment, by rising number."""
Mask = NDArray[np.bool_]

UNDATED = 0
"""The day of a document without a date; others have `date.toordinal`."""
REMEMBERED = 10_000
"""Terms of a segment that stay found; half a kilobyte each."""


class Postings(NamedTuple):
    """The documents of a segment that hold a term.

    Attributes:
        term: Its number in the segment.
        numbers: The documents, by rising number.
        codes: For each its frequency << 8 | length byte.
        best: A bound of the saturation, with the average length of the segment.
        addresses: Of `numbers` and `codes`, for the kernel.
    """

    term: int
    numbers: Numbers
    codes: NDArray[np.uint16]
    best: float
    addresses: tuple[int, int]


class Placed(NamedTuple):
    """Where the places of a term are, see `SegmentFile.position_blocks`.

    Attributes:
        for_kernel: Addresses of its documents, of `counts` and of `blocks`; number of postings; the first.
    """

    counts: NDArray[np.uint8]
    blocks: NDArray[np.int64]
    for_kernel: tuple[int, int, int, int, int]


class SegmentReader:
    """A segment and its scratch, for one thread at a time.

    Args:
        file: Its arrays.
        base: Number that its first document has in the whole index.
        deleted: DocSet that are no more, by rising number.

    Attributes:
        mask: All False between two uses, one for each document.
        sums: The same with 0.
    """

    def __init__(self, file: SegmentFile, base: int, deleted: Numbers) -> None:
        self.file = file
        self.base = base
        self.deleted = deleted
        # Of the file alone: what is remembered must not keep the segment itself.
        self._postings = lru_cache(REMEMBERED)(partial(_postings, file))
        self._placed = lru_cache(REMEMBERED)(partial(_placed, file))

    def postings(self, field: str, text: str) -> Postings | None:
        """Find the documents that hold a term; deleted ones too."""
        return self._postings(field, text)

    def placed(self, word: Postings) -> Placed:
        """Say where the places of a term are."""
        return self._placed(word.term)

    @cached_property
    def all_positions(self) -> tuple[int, int, int, int, int, int]:
        """Addresses and sizes of the places of the segment, for the kernel."""
        file = self.file
        values = file.post_position.ctypes.data, file.post_position.itemsize, len(file.post_position)
        return *values, file.crowd.ctypes.data, file.crowd_counts.ctypes.data, len(file.crowd)

    @cached_property
    def mask(self) -> Mask:
        return np.zeros(self.file.documents, dtype=np.bool_)

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        return np.zeros(self.file.documents)

    def alive(self, numbers: Numbers) -> Numbers:
        """Leave out what was deleted."""
        if not len(self.deleted) or not len(numbers):
            return numbers
        self.mask[self.deleted] = True
        is_alive = ~self.mask[numbers]
        self.mask[self.deleted] = False
        return numbers[is_alive]

    # --- documents ---

    @cached_property
    def dates(self) -> tuple[list[int], NDArray[np.int32]]:
        """Its days, rising, after `UNDATED`, and for each document the place of its own."""
        texts, which = self._single("date")
        return [
            UNDATED,
            *(date.fromisoformat(text).toordinal() if text else UNDATED for text in texts),
        ], which

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The day of each document, see `UNDATED`."""
        days, which = self.dates
        return np.array(days, dtype=np.int32)[which]

    @cached_property
    def sources(self) -> tuple[list[str], NDArray[np.int32]]:
        """The names of its sources after one that is empty, and for each document the place of its own."""
        texts, which = self._single("source")
        return ["", *texts], which

    @cached_property
    def order(self) -> Numbers | None:
        """Place of each document, newest first, undated last, then by id; None where that is its number."""
        days, ids = self.days, self._id_places
        same, later = days[1:] == days[:-1], days[1:] < days[:-1]
        if (later | (same & (ids[1:] > ids[:-1]))).all():
            return None
        places = np.empty(len(days), dtype=np.uint32)
        places[np.lexsort((ids, -days))] = np.arange(len(days), dtype=np.uint32)
        return places

    @cached_property
    def oldest_first(self) -> Numbers:
        """Place of each document, oldest first, undated last, then by id."""
        days = np.where(self.days == UNDATED, np.iinfo(np.int32).max, self.days)
        places = np.empty(len(days), dtype=np.uint32)
        places[np.lexsort((self._id_places, days))] = np.arange(len(days), dtype=np.uint32)
        return places

    def holding(self, field: str, numbers: Numbers) -> dict[str, int]:
        """Count some documents by the terms of a field that they hold; terms of none are left out."""
        info = self.file.fields.get(field)
        terms = range(info.first_term, info.end_term) if info else range(0)
        if not terms:
            return {}
        starts = self.file.starts(terms)
        self.mask[numbers] = True
        is_wanted = self.mask[self.file.post_number[starts[0] : starts[-1]]]
        self.mask[numbers] = False
        counts = np.add.reduceat(is_wanted, starts[:-1] - starts[0], dtype=np.int64)
        return {
            self.file.text(terms[place]).decode(): int(counts[place])
            for place in np.flatnonzero(counts).tolist()
        }

    @cached_property
    def order_at(self) -> int | None:
        """Address of `order`, for the kernel."""
        return None if self.order is None else self.order.ctypes.data

    def identifier(self, number: int) -> bytes:
        """Give the id of a document."""
        info = self.file.fields["id"]
        return self.file.text(info.first_term + int(self._id_places[number]) - 1)

    @cached_property
    def _id_places(self) -> NDArray[np.int32]:
        return self._ordinals("id")

    def _single(self, field: str) -> tuple[list[str], NDArray[np.int32]]:
        """Give the terms of a field of one a document, and for each document 1 + the place of its own."""
        info = self.file.fields.get(field)
        terms = range(info.first_term, info.end_term) if info else range(0)
        return [self.file.text(term).decode() for term in terms], self._ordinals(field)

    def _ordinals(self, field: str) -> NDArray[np.int32]:
        """Give for each document 1 + the place of its last term in a field; 0 where it has none."""
        found = np.zeros(self.file.documents, dtype=np.int32)
        info = self.file.fields.get(field)
        if info and info.end_term > info.first_term:
            first, end = self.file.extent(info.first_term)[0], self.file.extent(info.end_term - 1)[1]
            starts = self.file.starts(range(info.first_term, info.end_term))
            found[self.file.post_number[first:end]] = np.arange(1, len(starts)).repeat(np.diff(starts))
        return found


def _postings(file: SegmentFile, field: str, text: str) -> Postings | None:
    term = file.find(field, text.encode())
    if term < 0:
        return None
    numbers, codes = file.numbers(term), file.codes(term)
    addresses = numbers.ctypes.data, codes.ctypes.data
    return Postings(term, numbers, codes, file.best(term), addresses)


def _placed(file: SegmentFile, term: int) -> Placed:
    if file.field(term).kind != "positions":
        raise ContainerError(f"what is kept of term {term} are no positions")
    numbers, counts, blocks = file.numbers(term), file.position_counts(term), file.position_blocks(term)
    if len(counts) != len(numbers) or len(blocks) * BLOCK < len(counts):
        raise ContainerError(f"the places of term {term} are not all there")
    first, _ = file.extent(term)
    addresses = numbers.ctypes.data, counts.ctypes.data, blocks.ctypes.data
    return Placed(counts, blocks, (*addresses, len(counts), first))
