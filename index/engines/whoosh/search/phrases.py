"""Matching by positions: words in the title or the body, in order (phrases) or near each other.

The positions of a title begin at 0, those of a body at `BODY_FROM`; the gap between them is so wide that no
phrase and no window runs from one into the other.
"""

from collections import Counter
from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.doc_sets import DocSet, between
from index.engines.whoosh.search.segment_reader import Mask, Numbers, Postings, SegmentReader
from index.engines.whoosh.search.sorted_arrays import common, indices_of, is_in, is_in_any
from index.engines.whoosh.segment.segment_file import repeated_indices
from index.fields import BODY_FROM
from index.integers import distinct
from index.lazy import cached_property
from index.query.lookups import Zone

_ENDS: dict[Zone, tuple[int, int]] = {
    "title": (0, BODY_FROM),
    "body": (BODY_FROM, 1 << 62),
    None: (0, 1 << 62),
}
"""First position of a zone, and the position after its last."""
_SHIFT = 32
"""Bits of the position within an element of `Positions`."""
Positions = NDArray[np.int64]
"""Index of a document in an array << 32 | position of a word in the document; rising."""


class _PositionalSet(DocSet):
    """The documents that hold some words at certain positions.

    Args:
        segment: The segment.
        words: Posting list of each word, in the order of the query.
        zone: Part of a document in which the words must stand.
    """

    def __init__(self, segment: SegmentReader, words: Sequence[Postings], zone: Zone) -> None:
        self._rarest = min((word.numbers for word in words), key=len)
        self.max_size = len(self._rarest)
        self.is_positional = True
        self._segment = segment
        self._words = words
        self._zone = zone

    @cached_property
    def numbers(self) -> Numbers:
        return self._found_in(self._rarest)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return common(wanted, self.numbers) if "numbers" in vars(self) else self._found_in(wanted)

    def _found_in(self, wanted: Numbers) -> Numbers:
        """Return the wanted documents that belong to the set."""
        raise NotImplementedError

    def among(self, wanted: Numbers) -> Mask:
        return is_in(wanted, self.narrowed(wanted))

    def between(self, first: int, end: int) -> DocSet:
        part = copy(self)
        part._rarest = between(self._rarest, first, end)
        part.max_size = len(part._rarest)
        vars(part).pop("numbers", None)
        return part

    def beyond(self, found: Numbers) -> Numbers:
        return self.narrowed(self._rarest[~is_in(self._rarest, found)])


class InOrder(_PositionalSet):
    """The documents in which the words follow each other in the order given, or that hold the only word."""

    def _found_in(self, wanted: Numbers) -> Numbers:
        if kernel.loaded and len(self._words) <= kernel.loaded.max_words:
            return wanted[kernel.loaded.in_order(self._segment, self._words, wanted, *_ENDS[self._zone])]
        documents = _with_all_words(self._segment, wanted, self._words)
        ends = self._ends(documents)
        return documents[distinct(_in_zone(ends, self._zone, len(self._words) - 1) >> _SHIFT)]

    def _ends(self, documents: Numbers) -> Positions:
        """Return the positions of the last word of each phrase found."""
        last = len(self._words) - 1
        steps = sorted(enumerate(self._words), key=lambda each: len(each[1].numbers))
        step, rarest = steps[0]
        found = _positions(self._segment, rarest, documents, np.arange(len(documents))) + (last - step)
        for step, word in steps[1:]:
            among = distinct(found >> _SHIFT)
            found = common(found, _positions(self._segment, word, documents, among) + (last - step))
        return found


class Near(_PositionalSet):
    """The documents in which the words stand near each other, in any order.

    Args:
        slop: Number of other words that may stand among them.
    """

    def __init__(self, segment: SegmentReader, words: Sequence[Postings], slop: int, zone: Zone) -> None:
        super().__init__(segment, words, zone)
        self._slop = slop

    def _found_in(self, wanted: Numbers) -> Numbers:
        times = Counter(word.term for word in self._words)
        words = {word.term: (word, times[word.term]) for word in self._words}
        room = len(self._words) + self._slop
        if kernel.loaded and len(words) <= kernel.loaded.max_words:
            zone = _ENDS[self._zone]
            return wanted[kernel.loaded.near(self._segment, words, wanted, zone, room)]
        documents = _with_all_words(self._segment, wanted, self._words)
        return documents[distinct(self._ends(documents, [*words.values()], room) >> _SHIFT)]

    def _ends(self, documents: Numbers, words: Sequence[tuple[Postings, int]], room: int) -> Positions:
        """Return the positions of the words with which `room` positions end that hold all words.

        The words that stand latest up to a position are all in that room if the first of them is.
        """
        every = np.arange(len(documents))
        placed = [
            _in_zone(_positions(self._segment, word, documents, every), self._zone) for word, _ in words
        ]
        ends = np.sort(np.concatenate(placed))
        for (_, times), positions in zip(words, placed, strict=True):
            latest = positions.searchsorted(ends, side="right") - times
            ends, latest = ends[latest >= 0], latest[latest >= 0]
            ends = ends[ends - positions[latest] < room]
        return ends


def _with_all_words(segment: SegmentReader, wanted: Numbers, words: Sequence[Postings]) -> Numbers:
    """Return the wanted documents that hold all words."""
    different = {word.term: word.numbers for word in words}.values()
    for numbers in sorted(different, key=len):
        if numbers is not wanted:
            wanted = wanted[is_in_any(wanted, [numbers], segment.mask)]
    return wanted


def _positions(
    segment: SegmentReader, word: Postings, documents: Numbers, among: NDArray[np.int64]
) -> Positions:
    """Return the positions of a word in some documents.

    Args:
        segment: The segment.
        word: Posting list of the word.
        documents: Documents that all hold the word, rising.
        among: Indices in `documents` of those to read, rising.
    """
    which = indices_of(documents[among], word.numbers, segment.mask)
    counts, positions = segment.file.positions(word.term, which)
    return (among << _SHIFT).take(repeated_indices(counts)) + positions


def _in_zone(positions: Positions, zone: Zone, before: int = 0) -> Positions:
    """Return the positions whose phrase, begun `before` words earlier, stands in a zone."""
    if zone is None:
        return positions
    is_in_title = (positions & ((1 << _SHIFT) - 1)) - before < BODY_FROM
    return positions[is_in_title if zone == "title" else ~is_in_title]
