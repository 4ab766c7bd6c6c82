"""Words at some places of a document: in the title or the body, one after the other, near each other.

The places of a title begin at 0, those of a body at `BODY_FROM`; between them lies room enough that no phrase
and no window runs from one into the other.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.doc_sets import DocSet
from index.engines.whoosh.search.segment_reader import Mask, Numbers, Postings, SegmentReader
from index.engines.whoosh.search.sorted_arrays import common, held, held_by_any, places_of
from index.engines.whoosh.segment.segment_file import repeated_indices
from index.fields import BODY_FROM
from index.integers import distinct
from index.query.lookups import Zone
from index.query.proximity import minimal_windows

_ENDS: dict[Zone, tuple[int, int]] = {
    "title": (0, BODY_FROM),
    "body": (BODY_FROM, 1 << 62),
    None: (0, 1 << 62),
}
"""First place of a zone, and that after its last."""
_SHIFT = 32
"""Bits of a place within `Places`."""
Places = NDArray[np.int64]
"""Rising: place of a document in some array << 32 | place of a word in the document."""


class _Together(DocSet):
    """The documents that hold some words at some places.

    Args:
        segment: Where they are sought.
        words: What documents hold each of the words.
        zone: Where in a document they must stand.
    """

    def __init__(self, segment: SegmentReader, words: Sequence[Postings], zone: Zone) -> None:
        self._rarest = min((word.numbers for word in words), key=len)
        self.most = len(self._rarest)
        self._segment = segment
        self._words = words
        self._zone = zone

    @cached_property
    def numbers(self) -> Numbers:
        return self._found_in(self._rarest)

    def narrowed(self, wanted: Numbers) -> Numbers:
        return common(wanted, self.numbers) if "numbers" in vars(self) else self._found_in(wanted)

    def _found_in(self, wanted: Numbers) -> Numbers:
        """Look at some documents for the words."""
        raise NotImplementedError

    def among(self, wanted: Numbers) -> Mask:
        return held(wanted, self.narrowed(wanted))

    def beyond(self, found: Numbers) -> Numbers:
        return self.narrowed(self._rarest[~held(self._rarest, found)])


class InOrder(_Together):
    """The documents in which words follow each other in the order given; one word does so as well."""

    def _found_in(self, wanted: Numbers) -> Numbers:
        if kernel.loaded and len(self._words) <= kernel.loaded.max_words:
            return wanted[kernel.loaded.in_order(self._segment, self._words, wanted, *_ENDS[self._zone])]
        holders = _holders_of_all(self._segment, wanted, self._words)
        ends = self._ends(holders)
        return holders[distinct(_in_zone(ends, self._zone, len(self._words) - 1) >> _SHIFT)]

    def _ends(self, holders: Numbers) -> Places:
        """Give the places of the last word where the words follow each other."""
        last = len(self._words) - 1
        steps = sorted(enumerate(self._words), key=lambda each: len(each[1].numbers))
        step, rarest = steps[0]
        found = _places(self._segment, rarest, holders, np.arange(len(holders))) + (last - step)
        for step, word in steps[1:]:
            among = distinct(found >> _SHIFT)
            found = common(found, _places(self._segment, word, holders, among) + (last - step))
        return found


class Near(_Together):
    """The documents in which words stand near each other, in any order.

    Args:
        slop: How many other words may be among them.
    """

    def __init__(self, segment: SegmentReader, words: Sequence[Postings], slop: int, zone: Zone) -> None:
        super().__init__(segment, words, zone)
        self._slop = slop

    def _found_in(self, wanted: Numbers) -> Numbers:
        holders = _holders_of_all(self._segment, wanted, self._words)
        terms = [str(word.term) for word in self._words]
        merged = self._merged(holders)
        is_near = [any(minimal_windows(each, terms, self._slop)) for each in merged]
        return holders[np.array(is_near, dtype=np.bool_)]

    def _merged(self, holders: Numbers) -> list[list[tuple[int, str]]]:
        """Give for each document the places of the words with their terms, by rising place."""
        merged: list[list[tuple[int, str]]] = [[] for _ in holders]
        for word in {word.term: word for word in self._words}.values():
            places = _in_zone(_places(self._segment, word, holders, np.arange(len(holders))), self._zone)
            text = str(word.term)
            for place in places.tolist():
                merged[place >> _SHIFT].append((place & ((1 << _SHIFT) - 1), text))
        return [sorted(each) for each in merged]


def _holders_of_all(segment: SegmentReader, wanted: Numbers, words: Sequence[Postings]) -> Numbers:
    """Give those of some documents that hold all of some words."""
    different = {word.term: word.numbers for word in words}.values()
    for numbers in sorted(different, key=len):
        if numbers is not wanted:
            wanted = wanted[held_by_any(wanted, [numbers], segment.mask)]
    return wanted


def _places(segment: SegmentReader, word: Postings, holders: Numbers, among: NDArray[np.int64]) -> Places:
    """Give the places of a word in documents that hold it.

    Args:
        segment: Of the documents.
        word: What documents hold it.
        holders: DocSet that all hold it.
        among: Rising; only in these of the documents, counted within `holders`.
    """
    which = places_of(holders[among], word.numbers, segment.mask)
    counts, places = segment.file.positions(word.term, which)
    return (among << _SHIFT).take(repeated_indices(counts)) + places


def _in_zone(places: Places, zone: Zone, after: int = 0) -> Places:
    """Give the places whose phrase, begun some words before, stands in a zone."""
    if zone is None:
        return places
    is_in_title = (places & ((1 << _SHIFT) - 1)) - after < BODY_FROM
    return places[is_in_title if zone == "title" else ~is_in_title]
