"""Lazy sets of documents of a segment: only the needed part of a set is computed.

Each set knows an upper bound of its size, so that an intersection computes the smallest set and only tests
its documents against the others.
"""

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.segment_reader import Mask, Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import common, is_in, is_in_any, union
from index.lazy import cached_property


class DocSet:
    """A set of documents of a segment; it may include deleted ones.

    Attributes:
        max_size: Upper bound of the number of documents.
        lists: Lists whose union is the set; empty where the set is not a plain union of lists.
        is_positional: Its documents are found by the positions of words, which takes long.
    """

    max_size: int
    is_positional = False

    @property
    def lists(self) -> Sequence["DocList"]:
        return ()

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers of the documents, rising."""
        raise NotImplementedError

    def among(self, wanted: Numbers) -> Mask:
        """Return a mask of the documents, given by rising number, that are in the set."""
        raise NotImplementedError

    def narrowed(self, wanted: Numbers) -> Numbers:
        """Return the documents, given by rising number, that are in the set."""
        return wanted[self.among(wanted)]

    def between(self, first: int, end: int) -> "DocSet":  # noqa: ARG002
        """Return a set that is the same from document `first` up to `end`, and may lack all others."""
        return self

    def beyond(self, found: Numbers) -> Numbers:
        """Return the documents of the set that are not in `found`."""
        return self.numbers[~is_in(self.numbers, found)]


class DocList(DocSet):
    """A set given by its document numbers.

    Attributes:
        at: Address of the numbers, for the kernel.
    """

    def __init__(self, numbers: Numbers, at: int = 0) -> None:
        self.numbers = numbers
        self.max_size = len(numbers)
        self._at = at

    @property
    def lists(self) -> Sequence["DocList"]:
        return (self,)

    @property
    def at(self) -> int:
        return self._at or self.numbers.ctypes.data

    def among(self, wanted: Numbers) -> Mask:
        return is_in(wanted, self.numbers)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return common(wanted, self.numbers)

    def between(self, first: int, end: int) -> "DocSet":
        return DocList(between(self.numbers, first, end))


class DocRange(DocSet):
    """A set of consecutive documents.

    Args:
        first: Number of the first document.
        end: Number after that of the last document.
    """

    def __init__(self, first: int, end: int) -> None:
        self.max_size = end - first
        self.first, self.end = first, end

    @cached_property
    def numbers(self) -> Numbers:
        return np.arange(self.first, self.end, dtype=np.uint32)

    def among(self, wanted: Numbers) -> Mask:
        return (wanted >= self.first) & (wanted < self.end)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return between(wanted, self.first, self.end)

    def between(self, first: int, end: int) -> DocSet:
        first = max(first, self.first)
        return DocRange(first, max(first, min(end, self.end)))


class DocUnion(DocSet):
    """The union of sets."""

    def __init__(self, segment: SegmentReader, parts: Sequence[DocSet]) -> None:
        self._segment = segment
        self._parts = parts
        self._listed, self._others = list[DocList](), list[DocSet]()
        size = 0
        for part in parts:
            size += part.max_size
            if isinstance(part, DocList):
                self._listed.append(part)
            else:
                self._others.append(part)
        self.max_size = min(segment.file.documents, size)
        self.is_positional = any(part.is_positional for part in self._others)

    @property
    def lists(self) -> Sequence[DocList]:
        return () if self._others else self._listed

    @cached_property
    def _lists(self) -> list[Numbers]:
        return [part.numbers for part in self._listed]

    @cached_property
    def numbers(self) -> Numbers:
        found = union(self._lists, self._segment.mask)
        for part in self._others:
            if len(more := part.beyond(found)):
                found = union([found, more], self._segment.mask)
        return found

    def among(self, wanted: Numbers) -> Mask:
        is_member = is_in_any(wanted, self._lists, self._segment.mask)
        for part in self._others:
            others = np.flatnonzero(~is_member)
            is_member[others] = part.among(wanted[others])
        return is_member

    def between(self, first: int, end: int) -> DocSet:
        return DocUnion(self._segment, [part.between(first, end) for part in self._parts])


class DocIntersection(DocSet):
    """The documents that are in all of some sets and in none of others.

    Args:
        parts: Sets that must hold a document, one or more.
        excluded: Sets that must not hold it.
    """

    def __init__(self, parts: Sequence[DocSet], excluded: Sequence[DocSet] = ()) -> None:
        for part in parts:
            if isinstance(part, DocRange):
                parts = [each.between(part.first, part.end) for each in parts]
        self._parts = sorted(parts, key=lambda part: part.max_size)
        self._excluded = excluded
        self.max_size = self._parts[0].max_size
        self.is_positional = any(part.is_positional for part in (*parts, *excluded))

    @cached_property
    def numbers(self) -> Numbers:
        wanted, excluded = _lists(self._parts), _lists(self._excluded)
        if kernel.loaded and len(wanted) + len(excluded) == len(self._parts) + len(self._excluded):
            return kernel.loaded.in_all(wanted, excluded)
        return self._narrowed(self._parts[0].numbers, self._parts[1:])

    def among(self, wanted: Numbers) -> Mask:
        return is_in(wanted, self._narrowed(wanted, self._parts))

    def narrowed(self, wanted: Numbers) -> Numbers:
        return self._narrowed(wanted, self._parts)

    def between(self, first: int, end: int) -> DocSet:
        return DocIntersection([part.between(first, end) for part in self._parts], self._excluded)

    def _narrowed(self, found: Numbers, parts: Sequence[DocSet]) -> Numbers:
        for part in parts:
            found = part.narrowed(found)
        for part in self._excluded:
            found = found[~part.among(found)]
        return found


def _lists(parts: Sequence[DocSet]) -> list[list[kernel.List]]:
    """Return the addresses and lengths of the lists of each part; parts without lists are left out."""
    return [[(each.at, each.max_size) for each in lists] for part in parts if (lists := part.lists)]


def between(numbers: Numbers, first: int, end: int) -> Numbers:
    """Return the numbers of a rising array from `first` up to `end`."""
    return numbers[slice(*numbers.searchsorted(np.array([first, end], dtype=numbers.dtype)))]
