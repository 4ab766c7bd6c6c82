"""Postings of a field, gathered one by one and inverted by sorting."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import FieldType, SpellField
from whoosh.formats import Existence, Format, Frequency, Positions

from index.engines.whoosh.segment.layout import Integers, Kind
from index.engines.whoosh.segment.segment_writer import Lengths, SegmentFileWriter, Terms
from index.engines.whoosh.segment.values import Places

POSTING = 12
"""Bytes that a posting takes here, its value aside."""
OBJECT = 41
"""Bytes that Python takes for a byte string in a list beside its content."""
TERM = 150
"""Bytes that a new term takes beside its content."""


class Inverted(NamedTuple):
    """All postings of a field, by term, then by document.

    Attributes:
        texts: The terms, in order.
        holders: How many postings each term has.
        numbers: The document of each posting.
        weights: Its weight.
        values: What Whoosh's format keeps of it.
    """

    texts: list[bytes]
    holders: Integers
    numbers: NDArray[np.uint32]
    weights: NDArray[np.float32]
    values: Sequence[bytes]


def pool_for(field: FieldType) -> "FieldPool":
    """Make a pool for the postings of a field; of words for spelling their values mean nothing."""
    return FieldPool(Existence() if isinstance(field, SpellField) else field.format)


class FieldPool:
    """Gathers the postings of a field, in any order.

    Attributes:
        size: About how many bytes of memory they take.
    """

    def __init__(self, format_: Format | None) -> None:
        if format_ is None:
            raise ValueError("a field without a format has no postings")
        self._format = format_
        self._is_valued = type(format_) is not Existence
        self._texts: dict[bytes, int] = {}
        self._terms, self._documents = array("I"), array("I")
        self._weights = array("f")
        self._values: list[bytes] = []
        self.size = 0

    def add(self, text: bytes, document: int, weight: float, value: bytes) -> None:
        """Take a posting."""
        terms = len(self._texts)
        term = self._texts.setdefault(text, terms)
        self.size += POSTING if term < terms else POSTING + TERM + len(text)
        self._terms.append(term)
        self._documents.append(document)
        self._weights.append(weight)
        if self._is_valued:
            self._values.append(value)
            self.size += OBJECT + len(value)

    def write(self, writer: SegmentFileWriter, name: str, lengths: Lengths) -> None:
        """Write the field; `lengths` are those of all documents."""
        texts, holders, numbers, weights, values = self._inverted()
        kind, places = kept(self._format, weights, values)
        writer.begin_field(name, kind, lengths)
        writer.add_terms(Terms(texts, holders, numbers, weights, *places))
        writer.end_field()

    def _inverted(self) -> Inverted:
        texts = sorted(self._texts)
        rank = np.empty(len(texts), np.int64)
        rank[[self._texts[text] for text in texts]] = np.arange(len(texts))
        keys = rank[np.frombuffer(self._terms, np.uint32)] << 32 | np.frombuffer(self._documents, np.uint32)
        order = keys.argsort(kind="stable")
        keys, weights = keys[order], np.frombuffer(self._weights, np.float32)[order]
        values = [self._values[each] for each in order.tolist()] if self._is_valued else []
        is_first = np.diff(keys, prepend=-1) != 0
        if not is_first.all():
            weights, values = self._once(np.flatnonzero(is_first), weights, values)
            keys = keys[is_first]
        numbers = (keys & 0xFFFF_FFFF).astype(np.uint32)
        return Inverted(texts, np.bincount(keys >> 32, minlength=len(texts)), numbers, weights, values)

    def _once(
        self, firsts: Integers, weights: NDArray[np.float32], values: list[bytes]
    ) -> tuple[NDArray[np.float32], list[bytes]]:
        """Make one posting of those that a document has several times, as a list of numbers may."""
        if not self._is_valued:
            return np.maximum.reduceat(weights, firsts), []
        ends = [*firsts[1:].tolist(), len(values)]
        groups = [values[first:end] for first, end in zip(firsts.tolist(), ends, strict=True)]
        combined = [
            group[0] if len(group) == 1 else self._format.combine(group)  # type: ignore[attr-defined]  # which all have
            for group in groups
        ]
        return np.add.reduceat(weights, firsts), combined


def kept(
    format_: Format, weights: NDArray[np.float32], values: Sequence[bytes]
) -> tuple[Kind, Places | tuple[()]]:
    """Say what must be kept of postings so that their values can be given back, and give it."""
    if type(format_) is Existence:
        return "existence", ()
    if type(format_) is Frequency and _are_counts(values, weights):
        return "frequencies", ()
    if type(format_) is Positions:
        places = _positions(format_, values)
        if places is not None:
            return "positions", places
    return "values", _lined_up([np.frombuffer(value, np.uint8) for value in values])


def _are_counts(values: Sequence[bytes], weights: NDArray[np.float32]) -> bool:
    """Tell whether the frequencies in some values are the weights, too."""
    if any(len(value) != 4 for value in values):
        return False
    return np.array_equal(np.frombuffer(b"".join(values), ">u4"), weights)


def _positions(format_: Positions, values: Sequence[bytes]) -> Places | None:
    """Read the positions of each posting; None where they fall, so that arrays would not keep them.

    A document may have a term twice at one position: 15h15 gives 15 beside itself.
    """
    places = _lined_up([np.array(format_.decode_positions(value), np.int64) for value in values])
    rises = np.diff(places.places, prepend=-1) >= 0
    starts = places.counts.cumsum() - places.counts
    rises[starts[places.counts > 0]] = True
    is_kept = rises.all() and (places.counts > 0).all() and places.places.min(initial=0) >= 0
    return places if is_kept and places.places.max(initial=0) < 1 << 32 else None


def _lined_up(parts: Sequence[NDArray[np.integer]]) -> Places:
    counts = np.array([len(part) for part in parts], np.int64)
    return Places(counts, np.concatenate(parts) if parts else np.zeros(0, np.int64))
