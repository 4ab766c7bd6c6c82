"""Writing of a segment file: fields sorted by name, terms by their bytes, in batches of whole terms."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
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
        kept: Length byte of each document, see `index.ranking.LENGTHS`; empty where the field has no lengths.
        total: Sum of the lengths, unrounded.
        documents: Number of documents that have a length.
    """

    kept: NDArray[np.uint8]
    total: int
    documents: int

    @classmethod
    def of(cls, lengths: Integers) -> "Lengths":
        """Round the lengths of all documents to bytes, and add them up."""
        return cls(length_bytes(lengths), int(lengths.sum()), int(np.count_nonzero(lengths)))


NO_LENGTHS = Lengths(np.zeros(0, np.uint8), 0, 0)


class _Blocks(NamedTuple):
    """Summaries of the postings of some terms, by blocks.

    Attributes:
        best: Upper bound of the saturation of each term.
        counts: Number of blocks of each term.
        starts: Index of the first position of each block.
        ends: Index after the last position of each term.
    """

    best: NDArray[np.uint16]
    counts: Integers
    starts: Integers
    ends: Integers

    @classmethod
    def of_one(cls, parts: Sequence["_Blocks"]) -> "_Blocks":
        """Combine the summaries of the parts of one term."""
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
        self._positions = self._blocks = self._stored = self.documents = 0
        for name in ("term_end", "term_posting", "long_block", "store_end"):
            self._append(name, [0])

    # --- postings ---

    def begin_field(self, name: str, kind: Kind, lengths: Lengths = NO_LENGTHS) -> None:
        """Begin a field whose name sorts after all before it."""
        info = FieldInfo(
            name, kind, self._terms, -1, self._counted, self._placed, lengths.total, lengths.documents
        )
        self._field = _Field(info, lengths.kept)
        if len(lengths.kept):
            self._file.append(f"length_{name}", lengths.kept, "<u1")
        if info.has_positions:
            self._append("term_place", [self._positions])
            self._placed += 1

    def add_terms(self, terms: PostingLists) -> None:
        """Add terms that sort after all before them in the field."""
        if len(terms.texts):
            ends = self._postings + np.cumsum(terms.doc_freqs)
            self._add(terms.texts, ends, self._add_postings(terms))

    def add_term(self, parts: Iterable[PostingLists]) -> None:
        """Add a term whose postings come in parts, and which sorts after all before it in the field.

        Args:
            parts: One or more posting lists of the term; all but the last have whole blocks.
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
        """Add terms whose postings are already written.

        Args:
            texts: Bytes of the terms.
            ends: Posting after the last of each term.
            blocks: Summaries of their postings.
        """
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
        positions = (
            self._add_positions(terms)
            if self._field.info.has_positions
            else np.zeros(len(codes) + 1, np.int64)
        )
        self._postings += len(codes)
        return _blocks(self._field.bounds(codes, terms.weights), np.cumsum(terms.doc_freqs), positions)

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
        """Add the weights that their codes do not hold exactly."""
        odd = np.flatnonzero(weights != codes >> 8)
        self._append("odd_posting", self._postings + odd)
        self._file.append("odd_weight", weights[odd].astype(np.float32), "<f4")

    def _add_positions(self, terms: PostingLists) -> Integers:
        """Add positions; return the index of the first of each posting, then the index after the last."""
        counts = terms.counts
        crowd = np.flatnonzero(counts >= CROWD)
        self._append("crowd_posting", self._postings + crowd)
        self._append("crowd_count", counts[crowd])
        self._file.append("place_count", np.minimum(counts, CROWD).astype(np.uint8), "<u1")
        self._append("place_at", terms.positions)
        bounds = self._positions + np.concatenate(([0], np.cumsum(counts)))
        self._positions = int(bounds[-1])
        self._counted += len(counts)
        return bounds

    def _add_blocks(self, blocks: _Blocks) -> None:
        """Add the bound of each term, and where the positions of each block of long terms begin."""
        best, counts, starts, _ = blocks
        self._file.append("term_best", best, "<u2")
        is_long = counts > 1
        in_long = np.repeat(is_long, counts)
        self._append("long_term", self._terms + np.flatnonzero(is_long))
        self._append("long_block", self._blocks + np.cumsum(counts[is_long]))
        self._append("block_place", starts[in_long])
        self._blocks += int(np.count_nonzero(in_long))

    # --- documents ---

    def store(self, data: bytes) -> None:
        """Store the bytes of the next document."""
        self.store_all(np.array([len(data)]), data)

    def store_all(self, sizes: Integers, data: bytes | memoryview) -> None:
        """Store the bytes of the next documents.

        Args:
            sizes: Number of bytes of each document.
            data: The bytes of all these documents, one after the other.
        """
        self._append("store_end", self._stored + np.cumsum(sizes))
        self._file.append("store_bytes", np.frombuffer(data, np.uint8), "<u1")
        self._stored += len(data)
        self.documents += len(sizes)

    # --- the file ---

    def attach(self, name: str, values: Array) -> None:
        """Add an array that `SegmentFile.attachment` returns under the same name."""
        self._file.append(ATTACHED + name, values, f"<{values.dtype.kind}{values.dtype.itemsize}")

    def close(self) -> None:
        """Write the file."""
        self._file.close({"documents": self.documents, "fields": [asdict(field) for field in self._fields]})

    def abandon(self) -> None:
        """Delete the temporary files; the segment file is not written."""
        self._file.abandon()

    def _append(self, name: str, values: Sequence[int] | NDArray[np.integer]) -> None:
        self._file.append(name, np.asarray(values))


def _blocks(bounds: NDArray[np.uint16], ends: Integers, positions: Integers) -> _Blocks:
    """Summarise postings by blocks.

    Args:
        bounds: Upper bound of the saturation of each posting.
        ends: Number of postings up to the end of each term.
        positions: Index of the first position of each posting, then the index after the last.
    """
    doc_freqs = np.diff(ends, prepend=0)
    counts = -(-doc_freqs // BLOCK)
    within = ranges(np.zeros_like(counts), counts)
    starts = np.repeat(ends - doc_freqs, counts) + within * BLOCK
    best = np.maximum.reduceat(bounds, ends - doc_freqs)
    return _Blocks(best, counts, positions[starts], positions[ends])


@lru_cache(maxsize=4)
def _bounds(average: float) -> NDArray[np.uint16]:
    """Return an upper bound of the saturation of each code, in 65535ths; for most fields it is the same."""
    return np.ceil(saturations(average) * BOUND).astype(np.uint16)


class _Field:
    """A field that is being written, and how its postings are coded."""

    def __init__(self, info: FieldInfo, kept: NDArray[np.uint8]) -> None:
        self.info = info
        self._kept = kept
        self._bounds = _bounds(info.average)

    def codes(
        self, numbers: NDArray[np.integer], weights: NDArray[np.integer] | NDArray[np.floating]
    ) -> NDArray[np.uint16]:
        """Return the code of each posting: frequency, at most 255, << 8 | length byte."""
        frequencies = np.clip(weights, 0, MAX_FREQUENCY).astype(np.uint16)
        return frequencies << 8 | (self._kept[numbers] if len(self._kept) else np.uint16(0))

    def bounds(
        self, codes: NDArray[np.uint16], weights: NDArray[np.integer] | NDArray[np.floating]
    ) -> NDArray[np.uint16]:
        """Return an upper bound of the saturation of each posting, in 65535ths.

        It is 1 where the code does not hold the weight exactly.
        """
        bounds = self._bounds[codes]
        bounds[weights != codes >> 8] = BOUND
        return bounds
