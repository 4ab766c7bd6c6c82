"""A segment as one thread reads it: posting lists of its terms, days and sources of its documents."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
        self._by_unit: dict[Unit, tuple[list[int | None], NDArray[np.int64]]] = {}

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
    def dates(self) -> tuple[list[int], NDArray[np.int32]]:
        """All days, rising, after `UNDATED`, and for each document the index of its day."""
        texts, which = self._single_valued("date")
        return [
            UNDATED,
            *(date.fromisoformat(text).toordinal() if text else UNDATED for text in texts),
        ], which

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Day of each document as `date.toordinal`, or `UNDATED`."""
        days, which = self.dates
        return np.array(days, dtype=np.int32)[which]

    @cached_property
    def sources(self) -> tuple[list[str], NDArray[np.int32]]:
        """All names of sources after an empty one, and for each document the index of its source."""
        texts, which = self._single_valued("source")
        return ["", *texts], which

    @property
    def all_numbers(self) -> Numbers:
        """Numbers of all documents, deleted ones included."""
        return np.arange(self.file.documents, dtype=np.uint32)

    def extent_of_days(self, numbers: Numbers) -> tuple[int, ...]:
        """Return the first and the last day of some documents, as ordinals; nothing where none is dated."""
        days = self.days[numbers]
        days = days[days != UNDATED]
        return (int(days.min()), int(days.max())) if len(days) else ()

    def count_by_period(self, unit: Unit, numbers: Numbers) -> dict[tuple[str, int | None], int]:
        """Count documents by name of the source and number of the period; None for undated ones."""
        names, sources = self.sources
        periods, of_day = self._periods(unit)
        cells = sources[numbers].astype(np.int64) * len(periods) + of_day[self.dates[1][numbers]]
        found, counts = _distinct(cells, len(names) * len(periods))
        rows = zip(found.tolist(), counts.tolist(), strict=True)
        return {(names[cell // len(periods)], periods[cell % len(periods)]): count for cell, count in rows}

    def _periods(self, unit: Unit) -> tuple[list[int | None], NDArray[np.int64]]:
        """Return the numbers of the periods that hold documents, and the index of each day's period."""
        if unit not in self._by_unit:
            days = self.dates[0]
            found = [None if day == UNDATED else number_of(unit, date.fromordinal(day)) for day in days]
            periods = list(dict.fromkeys(found))
            index = {period: number for number, period in enumerate(periods)}
            self._by_unit[unit] = periods, np.array([index[each] for each in found], np.int64)
        return self._by_unit[unit]

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

    def count_by_term(self, field: str, numbers: Numbers) -> dict[str, int]:
        """Count documents by their terms in a field; terms that none of them holds are left out."""
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
            self.file.text(terms[index]).decode(): int(counts[index])
            for index in np.flatnonzero(counts).tolist()
        }

    @cached_property
    def order_at(self) -> int | None:
        """Address of `order` for the kernel; None where `order` is."""
        return None if self.order is None else self.order.ctypes.data

    def _single_valued(self, field: str) -> tuple[list[str], NDArray[np.int32]]:
        """Return all terms of a single-valued field, and for each document the index of its term + 1."""
        info = self.file.fields.get(field)
        terms = range(info.first_term, info.end_term) if info else range(0)
        return [self.file.text(term).decode() for term in terms], self._ordinals(field)

    def _ordinals(self, field: str) -> NDArray[np.int32]:
        """Return for each document the index of its last term in a field + 1; 0 where it has none."""
        found = np.zeros(self.file.documents, dtype=np.int32)
        info = self.file.fields.get(field)
        if info and info.end_term > info.first_term:
            first, end = self.file.extent(info.first_term)[0], self.file.extent(info.end_term - 1)[1]
            starts = self.file.starts(range(info.first_term, info.end_term))
            found[self.file.post_number[first:end]] = np.arange(1, len(starts)).repeat(np.diff(starts))
        return found


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


def _distinct(cells: NDArray[np.int64], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct numbers below `width` with their counts; by sorting where most are missing."""
    if width > 4 * len(cells) + 1_000_000:
        return np.unique(cells, return_counts=True)
    counts = np.bincount(cells, minlength=width)
    found = np.flatnonzero(counts)
    return found, counts[found]
