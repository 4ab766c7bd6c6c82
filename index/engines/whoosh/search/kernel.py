"""Calls into the compiled kernel, `kernel.c`; without it, or with BULLETINS_KERNEL=0, numpy does the same.

`compiling.py` compiles and names the file that is loaded here.
"""

import ctypes
import os
import shlex
import struct
import sys
import threading
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.budget import current
from index.engines.whoosh.search import compiling
from index.engines.whoosh.search.lists import Scores, Weighted
from index.engines.whoosh.search.segment_reader import Mask, Numbers, Postings, SegmentReader
from index.engines.whoosh.segment.layout import BLOCK, CROWD

_FINDS, _COUNTS = 1, 2
_LIST = "PPPqddq"
_SEGMENT = 6
"""Numbers of a segment, of which the last is how many documents were found."""
_WORD = "PPPqqq"
_POSITIONS = "PqqPPqqq"

List = tuple[int, int]
"""Address and length of a rising array of document numbers."""
Rising = TypeVar("Rising", NDArray[np.uint32], NDArray[np.int64])


class _Scratch(threading.local):
    """Memory that each thread lends to the kernel; results are copied out of it after a call."""

    def __init__(self, window: int) -> None:
        self.sums = np.zeros(window)
        self.seen = np.zeros(window, dtype=np.uint8)
        self.total = np.zeros(2, dtype=np.int64)
        self.fixed = self.sums.ctypes.data, self.seen.ctypes.data
        self.at_total = self.total.ctypes.data
        self.grow(128)

    def grow(self, limit: int) -> None:
        """Allocate the arrays for the best `limit` documents."""
        self.numbers = np.zeros(limit, dtype=np.uint32)
        self.scores = np.zeros(limit)
        self.best = self.numbers.ctypes.data, self.scores.ctypes.data
        self._kept = np.zeros(limit, dtype=np.uint32), np.zeros(limit)
        self.kept = self._kept[0].ctypes.data, self._kept[1].ctypes.data

    def fit(self, limit: int) -> None:
        """Make sure that the best `limit` documents fit."""
        if limit > len(self.numbers):
            self.grow(limit)

    def copied(self, count: int) -> tuple[Numbers, Scores]:
        """Return copies of the first `count` results."""
        return self.numbers[:count].copy(), self.scores[:count].copy()


class Kernel:
    """The compiled functions; each may be called by several threads at once.

    Attributes:
        max_lists: Maximal number of posting lists of a search.
        max_words: Maximal number of words of a phrase.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        address, count = ctypes.c_void_p, ctypes.c_int64
        bounds = (count, ctypes.c_double)
        self._best_of_each = library.best_of_each
        self._best_of_each.argtypes = (
            *(address, count, ctypes.c_char_p, *bounds, *(address,) * 6),
            *(count, address),
        )
        self._best_among = library.best_among
        self._best_among.argtypes = (
            *(ctypes.c_char_p, count, address, count, address, ctypes.c_uint32, *bounds),
            *(address,) * 4,
        )
        self._common = {4: library.common, 8: library.common_long}
        self._is_in = library.is_in
        for function in (self._is_in, *self._common.values()):
            function.argtypes = (address, count, address, count, address)
        for function in (self._best_of_each, self._best_among, self._is_in, *self._common.values()):
            function.restype = count
        self._in_all = library.in_all
        self._in_all.argtypes = (ctypes.c_char_p, count, count, address)
        self._in_all.restype = count
        self._in_order = library.in_order
        self._in_order.argtypes = (
            *(ctypes.c_char_p, count, address, count, ctypes.c_char_p),
            *(count, count, address),
        )
        self._count_cells = library.count_cells
        self._count_cells.argtypes = (address, count, address, count, address)
        self._count_cells.restype = None
        self._near = library.near
        self._near.argtypes = (
            *(ctypes.c_char_p, count, address, count, ctypes.c_char_p),
            *(count, count, count, address),
        )
        for function in (self._in_order, self._near):
            function.restype = count
        self.max_lists, self.max_words = _number(library, "max_lists"), _number(library, "max_words")
        self._scratch = _Scratch(_number(library, "window"))

    def best_of_each(
        self,
        segments: Sequence[SegmentReader],
        lists: Sequence[Sequence[Weighted]],
        limit: int,
        threshold: float,
    ) -> tuple[int, list[tuple[Numbers, Scores]]]:
        """Return the number of matches in all segments, the best of each and their scores.

        See `top_k.best_of_each`. Takes at most `max_lists` lists of a segment, and a limit of 1 or more.
        """
        scratch, budget = self._scratch, current()
        scratch.fit(min(limit * len(segments), segments[-1].base + segments[-1].file.documents))
        packed = _packed_lists([each for its in lists for each in its])
        rows = [
            number
            for segment, its in zip(segments, lists, strict=True)
            for number in (len(its), *segment.for_kernel, 0)
        ]
        asked = array("q", rows)
        scratch.total[1] = 0
        found = self._best_of_each(
            *(asked.buffer_info()[0], len(segments), packed, limit, threshold),
            *(*scratch.fixed, *scratch.best, *scratch.kept, budget.end, scratch.at_total),
        )
        budget.was_spent |= bool(scratch.total[1])
        numbers, scores = scratch.copied(found)
        ends = list(accumulate(asked[_SEGMENT - 1 :: _SEGMENT], initial=0))
        best = [(numbers[first:end], scores[first:end]) for first, end in pairwise(ends)]
        return int(scratch.total[0]), best

    def best_among(
        self,
        segment: SegmentReader,
        lists: Sequence[Weighted],
        wanted: Numbers,
        limit: int,
        threshold: float,
    ) -> tuple[Numbers, Scores]:
        """Return the best documents and their scores, see `top_k.best_among`.

        Takes at most `max_lists` lists.
        """
        scratch = self._scratch
        wanted = np.ascontiguousarray(wanted)
        limit = min(limit, len(wanted))
        scratch.fit(limit)
        found = self._best_among(
            _packed_lists(lists),
            len(lists),
            wanted.ctypes.data,
            len(wanted),
            segment.order_at,
            segment.file.documents,
            limit,
            threshold,
            *scratch.fixed,
            *scratch.best,
        )
        return scratch.copied(found)

    def in_order(
        self, segment: SegmentReader, words: Sequence[Postings], wanted: Numbers, first: int, end: int
    ) -> Mask:
        """Return a mask of the wanted documents in which the words follow each other.

        The first word must stand at a position from `first` up to `end`.
        """
        packed = _packed_words(segment, words, range(len(words)))
        wanted = np.ascontiguousarray(wanted)
        out = np.empty(len(wanted), dtype=np.bool_)
        self._in_order(
            *(packed, len(words), wanted.ctypes.data, len(wanted), _packed_positions(segment)),
            *(first, end, out.ctypes.data),
        )
        return out

    def near(
        self,
        segment: SegmentReader,
        words: Mapping[int, tuple[Postings, int]],
        wanted: Numbers,
        zone: tuple[int, int],
        room: int,
    ) -> Mask:
        """Return a mask of the wanted documents in which the words stand within `room` positions in a row.

        Args:
            segment: The segment.
            words: By term, the posting list of each word, and how often it must stand there.
            wanted: Numbers of documents, rising.
            zone: First position of the part of a document in which they must stand, and one past its last.
            room: Number of positions in a row.
        """
        postings, times = zip(*words.values(), strict=True)
        packed = _packed_words(segment, postings, times)
        wanted = np.ascontiguousarray(wanted)
        out = np.empty(len(wanted), dtype=np.bool_)
        self._near(
            *(packed, len(postings), wanted.ctypes.data, len(wanted), _packed_positions(segment)),
            *(*zone, room, out.ctypes.data),
        )
        return out

    def in_all(self, wanted: Sequence[Sequence[List]], excluded: Sequence[Sequence[List]]) -> Numbers:
        """Return the documents listed at least once in every wanted group and in no excluded one, rising.

        The arrays must outlive the call. Pass the shortest group first.
        """
        row: list[int] = []
        for group in (*wanted, *excluded):
            for address, length in group:
                row += address, length, 0, 0
            row[-1] = 1
        out = np.empty(sum(length for _, length in wanted[0]), dtype=np.uint32)
        arrays = struct.pack(f"{len(row)}q", *row)
        found = self._in_all(arrays, len(wanted) + len(excluded), len(excluded), out.ctypes.data)
        return out[:found]

    def common(self, few: Rising, many: Rising) -> Rising:
        """Return the numbers of a rising array that are in another one."""
        few, many = np.ascontiguousarray(few), np.ascontiguousarray(many)
        out = np.empty_like(few)
        function = self._common[few.itemsize]
        found = function(few.ctypes.data, len(few), many.ctypes.data, len(many), out.ctypes.data)
        return out[:found]

    def is_in(self, wanted: Numbers, numbers: Numbers) -> Mask:
        """Return a mask of the numbers of a rising array that are in another one."""
        wanted, numbers = np.ascontiguousarray(wanted), np.ascontiguousarray(numbers)
        out = np.empty(len(wanted), dtype=np.bool_)
        self._is_in(wanted.ctypes.data, len(wanted), numbers.ctypes.data, len(numbers), out.ctypes.data)
        return out

    def cell_counts(self, cells: NDArray[np.int32], numbers: Numbers, most: int) -> NDArray[np.int64]:
        """Return the number of documents of each cell.

        Args:
            cells: Index of the cell of each document of a segment, below `most`.
            numbers: Numbers of documents.
            most: Number of cells.
        """
        numbers = np.ascontiguousarray(numbers)
        counts = np.zeros(most, dtype=np.int64)
        self._count_cells(
            cells.ctypes.data, len(cells), numbers.ctypes.data, len(numbers), counts.ctypes.data
        )
        return counts


def _packed_lists(lists: Sequence[Weighted]) -> bytes:
    row: list[int | float] = []
    for each in lists:
        flags = _FINDS * each.finds + _COUNTS * each.counts
        row += *each.addresses, len(each.numbers), each.weight, each.bound, flags
    return struct.pack(_LIST * len(lists), *row)


def _packed_words(segment: SegmentReader, words: Sequence[Postings], steps: Iterable[int]) -> bytes:
    """Pack where the positions of words lie, the rarest first, as most documents lack it; see `Word`."""
    located = [segment.term_positions(word) for word in words]
    rows = ((*word.for_kernel, step) for word, step in zip(located, steps, strict=True))
    row = [value for each in sorted(rows, key=itemgetter(3)) for value in each]
    return struct.pack(_WORD * len(words), *row)


def _packed_positions(segment: SegmentReader) -> bytes:
    return struct.pack(_POSITIONS, *segment.all_positions, BLOCK, CROWD)


def _number(library: ctypes.CDLL, name: str) -> int:
    return ctypes.c_int64.in_dll(library, name).value


def load() -> Kernel | None:
    """Load the kernel; None where it is not compiled or is disabled by BULLETINS_KERNEL=0."""
    if os.environ.get(compiling.SWITCH) == "0":
        return None
    try:
        return Kernel(ctypes.CDLL(str(compiling.binary())))
    except (OSError, AttributeError, ValueError):
        return None


def answering() -> tuple[str, str]:
    """Return what searches here, and advice on making it faster; the advice is empty with the kernel."""
    if loaded:
        return "compiled kernel", ""
    if os.environ.get(compiling.SWITCH) == "0":
        return "numpy alone", f"{compiling.SWITCH}=0 leaves out the compiled kernel"
    binary = compiling.binary()
    wrong = f"{binary} cannot be loaded, delete it" if binary.exists() else "no kernel was compiled here"
    command = f"{shlex.quote(sys.executable)} -m {compiling.__name__}"
    return "numpy alone", f"{wrong}; where there is a C compiler, run: {command}"


loaded = load()
