"""Postings of a field, added one by one as Whoosh yields them, then inverted together."""

from array import array
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import FieldType, SpellField
from whoosh.formats import Existence, Format, Frequency, Positions

from index.engines.whoosh.segment.layout import Kind
from index.engines.whoosh.segment.segment_writer import Lengths, SegmentFileWriter
from index.engines.whoosh.segment.values import NO_POSITIONS, PositionLists
from index.inversion import Inversion

POSTING = 12
"""Bytes that a posting takes in the pool, without its value."""
OBJECT = 41
"""Bytes that a byte string in a list takes beside its content."""
TERM = 150
"""Bytes that a new term takes beside its text."""


def pool_for(field: FieldType) -> "PostingPool":
    """Return an empty pool for the postings of a field; those of a spelling field need no values."""
    return PostingPool(Existence() if isinstance(field, SpellField) else field.format)


class PostingPool:
    """Gathers the postings of a field; those of one term must come in ascending order of documents.

    Attributes:
        size: Bytes of memory that the postings take, roughly.
    """

    def __init__(self, format_: Format | None) -> None:
        if format_ is None:
            raise ValueError("a field without a format has no postings")
        self._format = format_
        self._has_values = type(format_) is not Existence
        self._texts: dict[bytes, int] = {}
        self._terms, self._documents = array("i"), array("I")
        self._weights = array("f")
        self._values: list[bytes] = []
        self.size = 0

    def add(self, text: bytes, document: int, weight: float, value: bytes) -> None:
        """Add a posting."""
        terms = len(self._texts)
        term = self._texts.setdefault(text, terms)
        self.size += POSTING if term < terms else POSTING + TERM + len(text)
        self._terms.append(term)
        self._documents.append(document)
        self._weights.append(weight)
        if self._has_values:
            self._values.append(value)
            self.size += OBJECT + len(value)

    def write(self, writer: SegmentFileWriter, name: str, lengths: Lengths) -> None:
        """Write the field, with the lengths of all documents in it."""
        terms, documents = np.frombuffer(self._terms, np.int32), np.frombuffer(self._documents, np.uint32)
        inversion = Inversion(terms, documents, list(self._texts))
        weights = np.frombuffer(self._weights, np.float32)[inversion.order]
        # A term may be added several times for a document, as from a list of numbers: one posting.
        combine = np.add if self._has_values else np.maximum
        weights = combine.reduceat(weights, inversion.starts) if len(weights) else weights
        kind, places = kept(self._format, weights, self._combined(inversion))
        writer.begin_field(name, kind, lengths)
        counts, positions = places
        writer.add_terms(inversion.posting_lists(weights)._replace(counts=counts, positions=positions))
        writer.end_field()

    def _combined(self, inversion: Inversion) -> list[bytes]:
        """Return the value of each posting; an empty list where the format has none."""
        if not self._has_values:
            return []
        values = [self._values[posting] for posting in inversion.order.tolist()]
        if len(inversion.starts) == len(values):
            return values
        bounds = pairwise([*inversion.starts.tolist(), len(values)])
        groups = (values[first:end] for first, end in bounds)
        return [
            group[0] if len(group) == 1 else self._format.combine(group)  # type: ignore[attr-defined]  # all formats have it
            for group in groups
        ]


def kept(
    format_: Format, weights: NDArray[np.float32], values: Sequence[bytes]
) -> tuple[Kind, PositionLists]:
    """Return the least that must be stored so that `values` can restore the values of all postings."""
    if type(format_) is Existence:
        return "existence", NO_POSITIONS
    if type(format_) is Frequency and _are_counts(values, weights):
        return "frequencies", NO_POSITIONS
    if type(format_) is Positions:
        places = _positions(format_, values)
        if places is not None:
            return "positions", places
    return "values", _concatenated([np.frombuffer(value, np.uint8) for value in values])


def _are_counts(values: Sequence[bytes], weights: NDArray[np.float32]) -> bool:
    """Return whether the values are the weights, as 4-byte frequencies."""
    if any(len(value) != 4 for value in values):
        return False
    return np.array_equal(np.frombuffer(b"".join(values), ">u4"), weights)


def _positions(format_: Positions, values: Sequence[bytes]) -> PositionLists | None:
    """Decode the positions of each posting; None where arrays cannot store them, such as descending ones.

    A document may have a term twice at one position, as 15h15 has the term 15.
    """
    places = _concatenated([np.array(format_.decode_positions(value), np.int64) for value in values])
    rises = np.diff(places.flat, prepend=-1) >= 0
    starts = places.counts.cumsum() - places.counts
    rises[starts[places.counts > 0]] = True
    is_kept = rises.all() and (places.counts > 0).all() and places.flat.min(initial=0) >= 0
    return places if is_kept and places.flat.max(initial=0) < 1 << 32 else None


def _concatenated(parts: Sequence[NDArray[np.integer]]) -> PositionLists:
    counts = np.array([len(part) for part in parts], np.int64)
    return PositionLists(counts, np.concatenate(parts) if parts else np.zeros(0, np.int64))
