"""Slices of the terms of segment files on their way into a merged file, with the documents renumbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import Integers, Kind
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.values import NO_POSITIONS, PositionLists, values
from index.inversion import PostingLists


@dataclass(frozen=True)
class Source:
    """A file to be merged.

    Attributes:
        segment: The file.
        numbers: New number of each of its documents, -1 for those that are left out. The others rise, also
            from one source to the next.
    """

    segment: SegmentFile
    numbers: Integers

    @property
    def documents(self) -> int:
        """Number of documents that are kept."""
        return int(np.count_nonzero(self.numbers >= 0))


@dataclass(frozen=True)
class TermSlice:
    """The postings of a range of terms of one file, without those of left-out documents.

    Attributes:
        texts: Terms that still have a posting.
        doc_freqs: Number of postings of each term.
        numbers: New document number of each posting.
        weights: Weight of each posting.
        positions: Positions of each posting; None where the field has none.
    """

    texts: list[bytes]
    doc_freqs: Integers
    numbers: Integers
    weights: NDArray[np.float32]
    positions: PositionLists | None

    @classmethod
    def read(cls, source: Source, terms: range, kind: Kind) -> Self:
        """Read a range of terms that is not empty, as the `kind` of the merged field stores them."""
        segment = source.segment
        starts = segment.starts(terms)
        field = segment.field(terms.start)
        positions = (
            PositionLists(*segment.all_positions(terms.start, terms.stop)) if field.has_positions else None
        )
        term_slice = cls._between(
            source, int(starts[0]), int(starts[-1]), segment.texts(terms), np.diff(starts)
        )
        return term_slice._with_positions(positions, field.kind, kind)

    @classmethod
    def part(cls, source: Source, term: int, which: Integers, kind: Kind) -> Self:
        """Read consecutive postings of a term, counted from its first; for the rest see `read`."""
        segment = source.segment
        field = segment.field(term)
        first = segment.extent(term)[0] + int(which[0])
        positions = PositionLists(*segment.positions(term, which)) if field.has_positions else None
        texts, doc_freqs = [segment.text(term)], np.array([len(which)])
        term_slice = cls._between(source, first, first + len(which), texts, doc_freqs)
        return term_slice._with_positions(positions, field.kind, kind)

    @classmethod
    def _between(cls, source: Source, first: int, end: int, texts: list[bytes], doc_freqs: Integers) -> Self:
        numbers = source.numbers[source.segment.post_number[first:end]]
        return cls(texts, doc_freqs, numbers, source.segment.weights_between(first, end), None)

    def _with_positions(self, positions: PositionLists | None, own_kind: Kind, kind: Kind) -> Self:
        """Add the positions, converted from one kind of field to another, and drop left-out documents."""
        if own_kind != kind:
            parts = [
                np.frombuffer(each, np.uint8)
                for each in values(own_kind, self.weights, positions or NO_POSITIONS)
            ]
            positions = PositionLists(
                np.array([len(part) for part in parts], np.int64), np.concatenate(parts)
            )
        term_slice = replace(self, positions=positions)
        return term_slice if int(self.numbers.min()) >= 0 else term_slice._without_deleted()

    @classmethod
    def joined(cls, slices: Sequence[Self]) -> Self:
        """Concatenate slices of one term."""
        if len(slices) == 1:
            return slices[0]
        numbers = np.concatenate([each.numbers for each in slices])
        weights = np.concatenate([each.weights for each in slices])
        found = [each.positions for each in slices if each.positions]
        positions = PositionLists(*map(np.concatenate, zip(*found, strict=True))) if found else None
        return cls(slices[0].texts, np.array([len(numbers)]), numbers, weights, positions)

    def cut(self, first: int, end: int) -> Self:
        """Return the postings of one term from `first` up to `end`."""
        positions = None
        if self.positions:
            counts, flat = self.positions
            before, within = int(counts[:first].sum()), int(counts[first:end].sum())
            positions = PositionLists(counts[first:end], flat[before : before + within])
        part = slice(first, end)
        return type(self)(
            self.texts, np.array([end - first]), self.numbers[part], self.weights[part], positions
        )

    @property
    def load(self) -> int:
        """Number of postings and positions."""
        return len(self.numbers) + (len(self.positions.flat) if self.positions else 0)

    def posting_lists(self) -> PostingLists:
        """Return the slice in the form that the writer takes."""
        lists = PostingLists(self.texts, self.doc_freqs, self.numbers, self.weights)
        return (
            lists._replace(counts=self.positions.counts, positions=self.positions.flat)
            if self.positions
            else lists
        )

    def _without_deleted(self) -> Self:
        is_kept = self.numbers >= 0
        rows = np.arange(len(self.texts)).repeat(self.doc_freqs)[is_kept]
        doc_freqs = np.bincount(rows, minlength=len(self.texts))
        positions = None
        if self.positions:
            counts, flat = self.positions
            positions = PositionLists(counts[is_kept], flat[is_kept.repeat(counts)])
        texts = [text for text, freq in zip(self.texts, doc_freqs.tolist(), strict=True) if freq]
        numbers, weights = self.numbers[is_kept], self.weights[is_kept]
        return type(self)(texts, doc_freqs[doc_freqs > 0], numbers, weights, positions)
