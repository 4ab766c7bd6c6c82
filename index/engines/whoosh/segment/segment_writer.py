"""Writes a `segment_file`: fields by their names, terms by their bytes, in batches of whole terms."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.container import Array, ContainerWriter
from index.engines.whoosh.segment.layout import (
    ATTACHED,
    BLOCK,
    BOUND,
    CROWD,
    KEYED,
    FieldInfo,
    Integers,
    Kind,
    key,
)
from index.integers import ranges
from index.inversion import PostingLists
from index.ranking import MAX_FREQUENCY, length_bytes, saturations


class Lengths(NamedTuple):
    """The lengths of all documents of a segment in a field.

    Attributes:
        kept: The byte of each document, see `index.ranking.LENGTHS`; none where the field has no lengths.
        total: Sum of the lengths, unrounded.
        documents: Number of documents that have one.
    """

    kept: NDArray[np.uint8]
    total: int
    documents: int

    @classmethod
    def of(cls, lengths: Integers) -> "Lengths":
        """Keep the lengths of documents."""
        return cls(length_bytes(lengths), int(lengths.sum()), int(np.count_nonzero(lengths)))


NO_LENGTHS = Lengths(np.zeros(0, np.uint8), 0, 0)


class _Blocks(NamedTuple):
    """What is kept of the postings of some terms beside them.

    Attributes:
        best: A bound of the saturation of each term.
        counts: Number of blocks of each term.
        starts: Where the places of each block begin.
        ends: Where the places of each term end.
    """

    best: NDArray[np.uint16]
    counts: Integers
    starts: Integers
    ends: Integers

    @classmethod
    def of_one(cls, parts: Sequence["_Blocks"]) -> "_Blocks":
        """Put together what is kept of the parts of one term."""
        best, counts, starts, ends = (np.concatenate(each) for each in zip(*parts, strict=True))
        return cls(best.max(keepdims=True), counts.sum(keepdims=True), starts, ends[-1:])


class SegmentFileWriter:
    """Writes one segment.

    Args:
        path: The new file.
    """

    def __init__(self, path: Path) -> None:
        self._file = ContainerWriter(path)
        self._fields: list[FieldInfo] = []
        self._field: _Field
        self._terms = self._bytes = self._postings = self._counted = self._placed = 0
        self._places = self._blocks = self._stored = self.documents = 0
        for name in ("term_end", "term_posting", "long_block", "store_end"):
            self._append(name, [0])

    # --- postings ---

    def begin_field(self, name: str, kind: Kind, lengths: Lengths = NO_LENGTHS) -> None:
        """Begin a field, later in order than those before it."""
        info = FieldInfo(
            name, kind, self._terms, -1, self._counted, self._placed, lengths.total, lengths.documents
        )
        self._field = _Field(info, lengths.kept)
        if len(lengths.kept):
            self._file.append(f"length_{name}", lengths.kept, "<u1")
        if info.has_positions:
            self._append("term_place", [self._places])
            self._placed += 1

    def add_terms(self, terms: PostingLists) -> None:
        """Add terms to the field, later in order than those before them."""
        if len(terms.texts):
            ends = self._postings + np.cumsum(terms.doc_freqs)
            self._add(terms.texts, ends, self._add_postings(terms))

    def add_term(self, parts: Iterable[PostingLists]) -> None:
        """Add a term, later in order than those before it, whose postings come in parts.

        Args:
            parts: Each has the term; all but the last have whole blocks.
        """
        blocks = []
        for part in parts:
            blocks.append(self._add_postings(part))
            texts = part.texts
        self._add(texts, np.array([self._postings]), _Blocks.of_one(blocks))

    def end_field(self) -> None:
        """End the field."""
        self._fields.append(replace(self._field.info, end_term=self._terms))

    def _add(self, texts: Sequence[bytes], ends: Integers, blocks: _Blocks) -> None:
        """Add terms whose postings were added, and end at `ends`."""
        self._add_texts(texts)
        self._append("term_posting", ends)
        if self._field.info.has_positions:
            self._append("term_place", blocks.ends)
            self._placed += len(texts)
        self._add_blocks(blocks)
        self._terms += len(texts)

    def _add_postings(self, terms: PostingLists) -> _Blocks:
        codes = self._field.codes(terms.documents, terms.weights)
        self._add_odd(codes, terms.weights)
        self._file.append("post_number", terms.documents.astype(np.uint32), "<u4")
        self._file.append("post_code", codes, "<u2")
        places = (
            self._add_places(terms) if self._field.info.has_positions else np.zeros(len(codes) + 1, np.int64)
        )
        self._postings += len(codes)
        return _blocks(self._field.bounds(codes, terms.weights), np.cumsum(terms.doc_freqs), places)

    def _add_texts(self, texts: Sequence[bytes]) -> None:
        self._file.append("term_text", np.frombuffer(b"".join(texts), np.uint8), "<u1")
        ends = self._bytes + np.cumsum([len(text) for text in texts])
        self._append("term_end", ends)
        self._bytes = int(ends[-1])
        keyed = texts[-self._terms % KEYED :: KEYED]
        self._file.append("term_key", np.array([key(text) for text in keyed], np.uint64), "<u8")

    def _add_odd(
        self, codes: NDArray[np.uint16], weights: NDArray[np.integer] | NDArray[np.floating]
    ) -> None:
        odd = np.flatnonzero(weights != codes >> 8)
        self._append("odd_posting", self._postings + odd)
        self._file.append("odd_weight", weights[odd].astype(np.float32), "<f4")

    def _add_places(self, terms: PostingLists) -> Integers:
        """Add places; give where those of each posting begin in the segment, and where the last end."""
        counts = terms.counts
        crowd = np.flatnonzero(counts >= CROWD)
        self._append("crowd_posting", self._postings + crowd)
        self._append("crowd_count", counts[crowd])
        self._file.append("place_count", np.minimum(counts, CROWD).astype(np.uint8), "<u1")
        self._append("place_at", terms.positions)
        bounds = self._places + np.concatenate(([0], np.cumsum(counts)))
        self._places = int(bounds[-1])
        self._counted += len(counts)
        return bounds

    def _add_blocks(self, blocks: _Blocks) -> None:
        """Add the bounds of terms, and where the places of blocks begin."""
        best, counts, starts, _ = blocks
        self._file.append("term_best", best, "<u2")
        is_long = counts > 1
        kept = np.repeat(is_long, counts)
        self._append("long_term", self._terms + np.flatnonzero(is_long))
        self._append("long_block", self._blocks + np.cumsum(counts[is_long]))
        self._append("block_place", starts[kept])
        self._blocks += int(np.count_nonzero(kept))

    # --- documents ---

    def store(self, data: bytes) -> None:
        """Store something of the next document."""
        self.store_all(np.array([len(data)]), data)

    def store_all(self, sizes: Integers, data: bytes | memoryview) -> None:
        """Store something of each of the next documents."""
        self._append("store_end", self._stored + np.cumsum(sizes))
        self._file.append("store_bytes", np.frombuffer(data, np.uint8), "<u1")
        self._stored += len(data)
        self.documents += len(sizes)

    # --- the whole ---

    def attach(self, name: str, values: Array) -> None:
        """Add an array for others to read, see `SegmentFile.attachment`."""
        self._file.append(ATTACHED + name, values, f"<{values.dtype.kind}{values.dtype.itemsize}")

    def close(self) -> None:
        """Write the file."""
        self._file.close({"documents": self.documents, "fields": [asdict(field) for field in self._fields]})

    def abandon(self) -> None:
        """Leave no file."""
        self._file.abandon()

    def _append(self, name: str, values: Sequence[int] | NDArray[np.integer]) -> None:
        self._file.append(name, np.asarray(values))


def _blocks(bounds: NDArray[np.uint16], ends: Integers, places: Integers) -> _Blocks:
    """Sum up postings by blocks.

    Args:
        bounds: Of the saturation of each.
        ends: Where those of each term end.
        places: Where the places of each begin, and where those of the last end.
    """
    holders = np.diff(ends, prepend=0)
    counts = -(-holders // BLOCK)
    within = ranges(np.zeros_like(counts), counts)
    starts = np.repeat(ends - holders, counts) + within * BLOCK
    best = np.maximum.reduceat(bounds, ends - holders)
    return _Blocks(best, counts, places[starts], places[ends])


class _Field:
    """A field that is being written."""

    def __init__(self, info: FieldInfo, kept: NDArray[np.uint8]) -> None:
        self.info = info
        self._kept = kept
        self._bounds = np.ceil(saturations(info.average) * BOUND).astype(np.uint16)

    def codes(
        self, numbers: NDArray[np.integer], weights: NDArray[np.integer] | NDArray[np.floating]
    ) -> NDArray[np.uint16]:
        """Give the codes of postings."""
        frequencies = np.clip(weights, 0, MAX_FREQUENCY).astype(np.uint16)
        return frequencies << 8 | (self._kept[numbers] if len(self._kept) else np.uint16(0))

    def bounds(
        self, codes: NDArray[np.uint16], weights: NDArray[np.integer] | NDArray[np.floating]
    ) -> NDArray[np.uint16]:
        """Give a bound of the saturation of postings, in 65535ths."""
        bounds = self._bounds[codes]
        bounds[weights != codes >> 8] = BOUND
        return bounds
