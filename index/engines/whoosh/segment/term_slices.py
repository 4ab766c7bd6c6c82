"""Pieces of segment files, on their way into another one: the postings of some of their terms, renumbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import Integers, Kind
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.values import NO_PLACES, Places, values
from index.inversion import PostingLists


@dataclass(frozen=True)
class Source:
    """A file to be merged.

    Attributes:
        segment: The file.
        numbers: The new number of each of its documents, -1 of those that are left out; otherwise they rise,
            also from one source to the next.
    """

    segment: SegmentFile
    numbers: Integers

    @property
    def documents(self) -> int:
        """Number of its documents that are kept."""
        return int(np.count_nonzero(self.numbers >= 0))


@dataclass(frozen=True)
class TermSlice:
    """What a file holds of a range of terms, as far as its documents are kept.

    Attributes:
        texts: The terms that still have a posting.
        holders: How many postings each has.
        numbers: The new document of each posting.
        weights: Its weight.
        places: Its places, where the field has any.
    """

    texts: list[bytes]
    holders: Integers
    numbers: Integers
    weights: NDArray[np.float32]
    places: Places | None

    @classmethod
    def read(cls, source: Source, terms: range, kind: Kind) -> Self:
        """Read a range of terms that is not empty; its places as another kind of field has them."""
        segment = source.segment
        starts = segment.starts(terms)
        field = segment.field(terms.start)
        places = Places(*segment.all_positions(terms.start, terms.stop)) if field.has_positions else None
        piece = cls._between(source, int(starts[0]), int(starts[-1]), segment.texts(terms), np.diff(starts))
        return piece._with_places(places, field.kind, kind)

    @classmethod
    def part(cls, source: Source, term: int, which: Integers, kind: Kind) -> Self:
        """Read some postings of a term that follow each other."""
        segment = source.segment
        field = segment.field(term)
        first = segment.extent(term)[0] + int(which[0])
        places = Places(*segment.places(term, which)) if field.has_positions else None
        texts, holders = [segment.text(term)], np.array([len(which)])
        piece = cls._between(source, first, first + len(which), texts, holders)
        return piece._with_places(places, field.kind, kind)

    @classmethod
    def _between(cls, source: Source, first: int, end: int, texts: list[bytes], holders: Integers) -> Self:
        numbers = source.numbers[source.segment.post_number[first:end]]
        return cls(texts, holders, numbers, source.segment.weights_between(first, end), None)

    def _with_places(self, places: Places | None, its_kind: Kind, kind: Kind) -> Self:
        """Add the places, as another kind of field has them, and leave out what was deleted."""
        if its_kind != kind:
            parts = [
                np.frombuffer(each, np.uint8) for each in values(its_kind, self.weights, places or NO_PLACES)
            ]
            places = Places(np.array([len(part) for part in parts], np.int64), np.concatenate(parts))
        piece = replace(self, places=places)
        return piece if int(self.numbers.min()) >= 0 else piece._without_deleted()

    @classmethod
    def joined(cls, pieces: Sequence[Self]) -> Self:
        """Put the postings of one term together."""
        if len(pieces) == 1:
            return pieces[0]
        numbers = np.concatenate([piece.numbers for piece in pieces])
        weights = np.concatenate([piece.weights for piece in pieces])
        found = [piece.places for piece in pieces if piece.places]
        places = Places(*map(np.concatenate, zip(*found, strict=True))) if found else None
        return cls(pieces[0].texts, np.array([len(numbers)]), numbers, weights, places)

    def cut(self, first: int, end: int) -> Self:
        """Take some of the postings of one term."""
        places = None
        if self.places:
            counts, all_positions = self.places
            before, within = int(counts[:first].sum()), int(counts[first:end].sum())
            places = Places(counts[first:end], all_positions[before : before + within])
        part = slice(first, end)
        return type(self)(self.texts, np.array([end - first]), self.numbers[part], self.weights[part], places)

    @property
    def load(self) -> int:
        """Number of its postings and places."""
        return len(self.numbers) + (len(self.places.places) if self.places else 0)

    def posting_lists(self) -> PostingLists:
        """Return it as it is written."""
        lists = PostingLists(self.texts, self.holders, self.numbers, self.weights)
        return (
            lists._replace(counts=self.places.counts, positions=self.places.places) if self.places else lists
        )

    def _without_deleted(self) -> Self:
        is_kept = self.numbers >= 0
        rows = np.arange(len(self.texts)).repeat(self.holders)[is_kept]
        holders = np.bincount(rows, minlength=len(self.texts))
        places = None
        if self.places:
            counts, all_positions = self.places
            places = Places(counts[is_kept], all_positions[is_kept.repeat(counts)])
        texts = [text for text, held in zip(self.texts, holders.tolist(), strict=True) if held]
        numbers, weights = self.numbers[is_kept], self.weights[is_kept]
        return type(self)(texts, holders[holders > 0], numbers, weights, places)
