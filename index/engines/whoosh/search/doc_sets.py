"""Sets of documents of a segment that are found only as far as they are needed.

Each knows how large it is at most, so that of several the smallest is found and the others are asked
about its documents only.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.segment_reader import Mask, Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import common, held, held_by_any, union


class DocSet:
    """Some documents of a segment; deleted ones may be among them.

    Attributes:
        most: How many they are at most.
        lists: What they are together; nothing where they are more than lists.
    """

    most: int

    @property
    def lists(self) -> Sequence["DocList"]:
        return ()

    @cached_property
    def numbers(self) -> Numbers:
        """The documents, by rising number."""
        raise NotImplementedError

    def among(self, wanted: Numbers) -> Mask:
        """Tell which of some documents, by rising number, are in the set."""
        raise NotImplementedError

    def narrowed(self, wanted: Numbers) -> Numbers:
        """Give those of some documents that are in the set."""
        return wanted[self.among(wanted)]

    def between(self, first: int, end: int) -> "DocSet":  # noqa: ARG002
        """Give a set of which only the documents from one to before another need be there."""
        return self

    def beyond(self, found: Numbers) -> Numbers:
        """Give the documents of the set that are not among some others."""
        return self.numbers[~held(self.numbers, found)]


class DocList(DocSet):
    """DocSet known by their numbers.

    Attributes:
        at: Address of the numbers, for the kernel.
    """

    def __init__(self, numbers: Numbers, at: int = 0) -> None:
        self.numbers = numbers
        self.most = len(numbers)
        self._at = at

    @property
    def lists(self) -> Sequence["DocList"]:
        return (self,)

    @property
    def at(self) -> int:
        return self._at or self.numbers.ctypes.data

    def among(self, wanted: Numbers) -> Mask:
        return held(wanted, self.numbers)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return common(wanted, self.numbers)

    def between(self, first: int, end: int) -> "DocSet":
        return DocList(_between(self.numbers, first, end))


class DocRange(DocSet):
    """DocSet that follow each other.

    Args:
        first: Number of the first.
        end: Number after that of the last.
    """

    def __init__(self, first: int, end: int) -> None:
        self.most = end - first
        self.first, self.end = first, end

    @cached_property
    def numbers(self) -> Numbers:
        return np.arange(self.first, self.end, dtype=np.uint32)

    def among(self, wanted: Numbers) -> Mask:
        return (wanted >= self.first) & (wanted < self.end)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return _between(wanted, self.first, self.end)


class DocUnion(DocSet):
    """What is in one set or more."""

    def __init__(self, segment: SegmentReader, parts: Sequence[DocSet]) -> None:
        self.most = min(segment.file.documents, sum(part.most for part in parts))
        self._segment = segment
        self._parts = parts
        self._listed = [part for part in parts if isinstance(part, DocList)]
        self._others = [part for part in parts if not isinstance(part, DocList)]
        self._lists = [part.numbers for part in self._listed]

    @property
    def lists(self) -> Sequence[DocList]:
        return () if self._others else self._listed

    @cached_property
    def numbers(self) -> Numbers:
        found = union(self._lists, self._segment.mask)
        for part in self._others:
            if len(more := part.beyond(found)):
                found = union([found, more], self._segment.mask)
        return found

    def among(self, wanted: Numbers) -> Mask:
        is_in = held_by_any(wanted, self._lists, self._segment.mask)
        for part in self._others:
            is_out = np.flatnonzero(~is_in)
            is_in[is_out] = part.among(wanted[is_out])
        return is_in

    def between(self, first: int, end: int) -> DocSet:
        return DocUnion(self._segment, [part.between(first, end) for part in self._parts])


class DocIntersection(DocSet):
    """What is in every set, and in none of some others.

    Args:
        parts: One or more.
        excluded: The others.
    """

    def __init__(self, parts: Sequence[DocSet], excluded: Sequence[DocSet] = ()) -> None:
        for part in parts:
            if isinstance(part, DocRange):
                parts = [each.between(part.first, part.end) for each in parts]
        self._parts = sorted(parts, key=lambda part: part.most)
        self._excluded = excluded
        self.most = self._parts[0].most

    @cached_property
    def numbers(self) -> Numbers:
        wanted, excluded = _lists(self._parts), _lists(self._excluded)
        if kernel.loaded and len(wanted) + len(excluded) == len(self._parts) + len(self._excluded):
            return kernel.loaded.in_all(wanted, excluded)
        return self._narrowed(self._parts[0].numbers, self._parts[1:])

    def among(self, wanted: Numbers) -> Mask:
        return held(wanted, self._narrowed(wanted, self._parts))

    def narrowed(self, wanted: Numbers) -> Numbers:
        return self._narrowed(wanted, self._parts)

    def _narrowed(self, found: Numbers, parts: Sequence[DocSet]) -> Numbers:
        for part in parts:
            found = part.narrowed(found)
        for part in self._excluded:
            found = found[~part.among(found)]
        return found


def _lists(parts: Sequence[DocSet]) -> list[list[kernel.List]]:
    """Return where the numbers lie of each part that is known by lists; other parts are left out."""
    return [[(each.at, len(each.numbers)) for each in part.lists] for part in parts if part.lists]


def _between(numbers: Numbers, first: int, end: int) -> Numbers:
    return numbers[slice(*numbers.searchsorted(np.array([first, end], dtype=numbers.dtype)))]
