"""A segment as one thread reads it: posting lists of its terms, days and sources of its documents."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.cells import Cells, SourceAndPeriod
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import BLOCK
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.lazy import cached_property
from index.timeline import Unit, number_of

Numbers = NDArray[np.uint32]
"""Document numbers of one segment, rising unless said otherwise."""
Mask = NDArray[np.bool_]

UNDATED = 0
"""The day of a document without a date; others have `date.toordinal`."""
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
        mask: Scratch with one value for each document, all False between two uses.
        sums: Scratch with one value for each document, all 0 between two uses.
    """

    def __init__(self, file: SegmentFile, base: int, deleted: Numbers) -> None:
        self.file = file
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
        return self._periods("day")

    @property
    def all_numbers(self) -> Numbers:
        """Numbers of all documents, deleted ones included."""
        return np.arange(self.file.documents, dtype=np.uint32)

    # --- counting ---

    def cells(self, unit: Unit) -> Cells:
        """Return the sources with their days, or for longer units with their months."""
        return self._days if unit == "day" else self._months

    @cached_property
    def _days(self) -> Cells:
        return Cells(self._names("source"), self._ordinals("source"), self._periods("day"))

    @cached_property
    def _months(self) -> Cells:
        return Cells(self._names("source"), self._ordinals("source"), self._periods("month"))

    def _periods(self, unit: Unit) -> NDArray[np.int32]:
        """Return the number of the period of each document, or `UNDATED`."""
        days = (date.fromisoformat(text) if text else None for text in self._names("date"))
        periods = [number_of(unit, day) if day else UNDATED for day in days]
        return np.array(periods, dtype=np.int32)[self._ordinals("date")]

    def count_by_bulletin(self, numbers: Numbers) -> Iterator[tuple[str, SourceAndPeriod, int]]:
        """Yield counts of documents by source and day in each bulletin; those in none under an empty id.

        A document counts in each of its bulletins.
        """
        listed, bulletins = self._listed("bulletin")
        self.mask[numbers] = True
        is_wanted = self.mask[listed]
        listed, bulletins = listed[is_wanted], bulletins[is_wanted]
        self.mask[listed] = False
        alone = numbers[self.mask[numbers]]
        self.mask[alone] = False
        cells = self._days
        of = cells.of[np.concatenate((alone, listed))].astype(np.int64)
        of[len(alone) :] += bulletins * len(cells.keys)
        found, counts = np.unique(of, return_counts=True)
        for cell, number in zip(found.tolist(), counts.tolist(), strict=True):
            bulletin, key = divmod(cell, len(cells.keys))
            yield self._text("bulletin", bulletin).decode(), cells.keys[key], number

    @cached_property
    def order(self) -> Numbers | None:
        """Rank of each document: newest first, undated last, then `_within_day`; None: its number."""
        columns = (-self.days, *self._within_day)
        return None if _is_rising(columns) else _ranks(columns)

    @cached_property
    def oldest_first(self) -> Numbers:
        """Rank of each document: oldest first, undated last, then `_within_day`."""
        days = np.where(self.days == UNDATED, np.iinfo(np.int32).max, self.days)
        return _ranks((days, *self._within_day))

    def key_within_day(self, number: int) -> tuple[bytes, bytes, bytes]:
        """Return what sorts a document within its day: its source, its `Document.place_key`, its id."""
        source, place, identifier = self._within_day
        return (
            self._text("source", source[number]),
            self._text("place", place[number]),
            self._text("id", identifier[number]),
        )

    @cached_property
    def _within_day(self) -> tuple[NDArray[np.int32], ...]:
        """What sorts the documents of a day, the first that differs: source, place and id, as ordinals."""
        return self._ordinals("source"), self._ordinals("place"), self._ordinals("id")

    def _text(self, field: str, ordinal: int) -> bytes:
        """Return a term of a field by its ordinal, as `_ordinals` has it; 0 is empty."""
        return self.file.text(self.file.fields[field].first_term + int(ordinal) - 1) if ordinal else b""

    @cached_property
    def order_at(self) -> int | None:
        """Address of `order` for the kernel; None where `order` is."""
        return None if self.order is None else self.order.ctypes.data

    def _names(self, field: str) -> list[str]:
        """Return all terms of a field by their ordinals, see `_ordinals`."""
        info = self.file.fields.get(field)
        terms = range(info.first_term, info.end_term) if info else range(0)
        return ["", *(self.file.text(term).decode() for term in terms)]

    def _ordinals(self, field: str) -> NDArray[np.int32]:
        """Return for each document the ordinal of its last term in a field, from 1; 0 where it has none."""
        found = np.zeros(self.file.documents, dtype=np.int32)
        numbers, ordinals = self._listed(field)
        found[numbers] = ordinals
        return found

    def _listed(self, field: str) -> tuple[Numbers, NDArray[np.int64]]:
        """Return the documents of each term of a field, one term after the other, with the term's ordinal."""
        info = self.file.fields.get(field)
        if info is None or info.first_term == info.end_term:
            return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
        first, end = self.file.extent(info.first_term)[0], self.file.extent(info.end_term - 1)[1]
        starts = self.file.starts(range(info.first_term, info.end_term))
        return self.file.post_number[first:end], np.arange(1, len(starts)).repeat(np.diff(starts))


def _is_rising(columns: Sequence[NDArray[np.int32]]) -> bool:
    """Return whether each row is greater than the one before, by the first column that differs."""
    rises, is_same = (np.full(max(0, len(columns[0]) - 1), value) for value in (False, True))
    for column in columns:
        rises |= is_same & (column[1:] > column[:-1])
        is_same &= column[1:] == column[:-1]
    return bool(rises.all())


def _ranks(columns: Sequence[NDArray[np.int32]]) -> Numbers:
    """Return the rank of each row by the first column that differs."""
    ranks = np.empty(len(columns[0]), dtype=np.uint32)
    ranks[np.lexsort(columns[::-1])] = np.arange(len(ranks), dtype=np.uint32)
    return ranks


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
    return next(each for each in reversed(segments) if each.base <= number)


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
