"""What the fields of a segment say of its documents: their days, sources and order, as arrays.

They are made once for each open segment file, and shared by all threads and all builds that have the file.
"""

from collections.abc import Sequence
from datetime import date
from threading import Lock
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.cells import Cells
from index.engines.whoosh.segment.layout import Numbers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.lazy import cached_property
from index.timeline import Unit, number_of

UNDATED = 0
"""The day of a document without a date; others have `date.toordinal`."""


class Columns:
    """The columns of a segment file, deleted documents included; may be read by several threads."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Day of each document as `date.toordinal`, or `UNDATED`."""
        return self._periods("day")

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

    # --- order ---

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
            self.text("source", source[number]),
            self.text("place", place[number]),
            self.text("id", identifier[number]),
        )

    @cached_property
    def _within_day(self) -> tuple[NDArray[np.int32], ...]:
        """What sorts the documents of a day, the first that differs: source, place and id, as ordinals."""
        return self._ordinals("source"), self._ordinals("place"), self._ordinals("id")

    # --- terms of a field ---

    def text(self, field: str, ordinal: int) -> bytes:
        """Return a term of a field by its ordinal, as `listed` has it; 0 is empty."""
        return self._file.text(self._file.fields[field].first_term + int(ordinal) - 1) if ordinal else b""

    def listed(self, field: str) -> tuple[Numbers, NDArray[np.int64]]:
        """Return the documents of each term of a field, one term after the other, with the term's ordinal."""
        info = self._file.fields.get(field)
        if info is None or info.first_term == info.end_term:
            return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
        first, end = self._file.extent(info.first_term)[0], self._file.extent(info.end_term - 1)[1]
        starts = self._file.starts(range(info.first_term, info.end_term))
        return self._file.post_number[first:end], np.arange(1, len(starts)).repeat(np.diff(starts))

    def _names(self, field: str) -> list[str]:
        """Return all terms of a field by their ordinals."""
        info = self._file.fields.get(field)
        terms = range(info.first_term, info.end_term) if info else range(0)
        return ["", *(self._file.text(term).decode() for term in terms)]

    def _ordinals(self, field: str) -> NDArray[np.int32]:
        """Return for each document the ordinal of its last term in a field, from 1; 0 where it has none."""
        found = np.zeros(self._file.documents, dtype=np.int32)
        numbers, ordinals = self.listed(field)
        found[numbers] = ordinals
        return found


_lock = Lock()
_made: WeakValueDictionary[int, Columns] = WeakValueDictionary()
"""By the id of a file, which lives as long as its columns do."""


def columns_of(file: SegmentFile) -> Columns:
    """Return the columns of an open file, which last as long as one of their readers."""
    with _lock:
        columns = _made.get(id(file))
        if columns is None:
            columns = _made[id(file)] = Columns(file)
        return columns


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
