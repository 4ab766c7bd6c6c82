"""One Whoosh segment as a file of arrays: its terms, their posting lists, and its stored documents.

Terms are numbered over the whole segment, by the name of their field, then by their bytes; postings by their
term, then by their document. A "place" in the name of an array, which the format fixes, is a position of a
term in a document. Arrays, see `container` (n terms, p postings):

    term_text, term_end      bytes of all terms, and where each ends; n + 1 with a zero before
    term_key                 first eight bytes of every 16th term, as a number
    term_posting             first posting of each term; n + 1
    term_best                upper bound of the saturation of each term, in 65535ths
    post_number, post_code   document number, and frequency << 8 | length byte; p
    odd_posting, odd_weight  postings whose weight is no whole number up to 255, and these weights
    long_term, long_block    terms of more than a block of postings, and the first block of each (one more)
    block_place              index in place_at of the first position of each block of these terms
    term_place               the same of each term of a field with positions (one more)
    place_count, place_at    number of positions of each posting, 255 for more, and all positions
    crowd_posting, crowd_count   postings with 255 positions or more, and how many each has
    length_FIELD             length byte of each document, see `index.ranking.LENGTHS`
    store_end, store_bytes   where the stored bytes of each document end (one more), and these bytes;
                             uncompressed: to decompress ten took a third of the time of a search
    attached:NAME            arrays that the codec attaches, such as columns
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.container import Array, Container, ContainerError
from index.engines.whoosh.segment.faults import find_faults, read_description
from index.engines.whoosh.segment.layout import (
    ATTACHED,
    BLOCK,
    BOUND,
    CROWD,
    KEYED,
    Codes,
    FieldInfo,
    Integers,
    Numbers,
    key,
)
from index.integers import changes


class SegmentFile:
    """A segment, mapped into memory; may be read by several threads. Raises `ContainerError` when damaged.

    The types and sizes of all arrays are checked here once, so that the kernel can be lent their addresses.

    Attributes:
        documents: Number of documents, including deleted ones.
        fields: Fields by their names.
        post_number: Document number of every posting, see `extent`.
        post_code: Code of every posting, see `codes`.
        post_position: Positions of all postings, one posting after the other.
        crowd: Numbers of the postings with 255 positions or more, rising.
        crowd_counts: Number of positions of each posting of `crowd`.
    """

    def __init__(self, path: Path) -> None:
        self._container = Container(path)
        array = self._container.array
        self._text, self._end = array("term_text", np.uint8).data, self._unsigned("term_end").data
        self._key = array("term_key", np.uint64)
        self._posting, self._best = self._unsigned("term_posting").data, array("term_best", np.uint16).data
        self.post_number: Numbers = array("post_number", np.uint32)
        self.post_code: Codes = array("post_code", np.uint16)
        self._odd, self._odd_weight = self._int64("odd_posting"), array("odd_weight", np.float32)
        self._long, self._long_block = self._int64("long_term"), self._int64("long_block")
        self._block_position = self._unsigned("block_place")
        self._term_position = self._unsigned("term_place")
        self._position_count = array("place_count", np.uint8)
        self.post_position = self._unsigned("place_at")
        self.crowd, self.crowd_counts = self._int64("crowd_posting"), self._int64("crowd_count")
        self._store_end, self._store = self._unsigned("store_end").data, array("store_bytes", np.uint8).data
        self.documents, self.fields = read_description(self._container)
        self._lengths = {name: array(f"length_{name}", np.uint8) for name in self.fields}
        self._by_term = sorted(self.fields.values(), key=lambda field: field.first_term)
        self._first_terms = [field.first_term for field in self._by_term]

    def _unsigned(self, name: str) -> NDArray[np.unsignedinteger]:
        return self._container.array(name, np.unsignedinteger)

    def _int64(self, name: str) -> Integers:
        return self._unsigned(name).astype(np.int64)

    # --- terms ---

    def find(self, field: str, text: bytes) -> int:
        """Return the number of a term; -1 where the field does not have it."""
        info = self.fields.get(field)
        if info is None:
            return -1
        term = self._from(info, text)
        return term if term < info.end_term and self.text(term) == text else -1

    def prefixed(self, field: str, prefix: bytes) -> range:
        """Return the numbers of a field's terms that begin with a prefix."""
        info = self.fields.get(field)
        if info is None:
            return range(0)
        after = _after(prefix)
        return range(self._from(info, prefix), self._from(info, after) if after else info.end_term)

    def starting(self, field: str, text: bytes) -> range:
        """Return the numbers of a field's terms that do not sort before a text."""
        info = self.fields.get(field)
        return range(self._from(info, text), info.end_term) if info else range(0)

    def text(self, term: int) -> bytes:
        """Return the bytes of a term."""
        return bytes(self._text[self._end[term] : self._end[term + 1]])

    def texts(self, terms: range) -> list[bytes]:
        """Return the bytes of each term of a range."""
        ends = self._end[terms.start : terms.stop + 1].tolist()
        data, first = bytes(self._text[ends[0] : ends[-1]]), ends[0]
        return [data[start - first : end - first] for start, end in pairwise(ends)]

    def starts(self, terms: range) -> Integers:
        """Return the first posting of each term of a range, then the posting after their last."""
        return np.array(self._posting[terms.start : terms.stop + 1], dtype=np.int64)

    def loads(self, terms: range) -> Integers:
        """Return running counts of postings and positions up to each term of a range, and up to its end.

        The terms are of one field. Only differences of the counts mean something.
        """
        loads, field = self.starts(terms), self.field(terms.start)
        if field.has_positions:
            first = terms.start - field.first_term + field.first_placed
            loads += self._term_position[first : first + len(loads)]
        return loads

    def field(self, term: int) -> FieldInfo:
        """Return the field of a term."""
        return self._by_term[bisect_right(self._first_terms, term) - 1]

    def _from(self, field: FieldInfo, text: bytes) -> int:
        """Return the first term of a field that does not sort before a text; `end_term` if all do."""
        first, end = -(-field.first_term // KEYED), -(-field.end_term // KEYED)
        keys, wanted = self._key[first:end], key(text)
        low = (first + int(keys.searchsorted(wanted, "left")) - 1) * KEYED
        high = (first + int(keys.searchsorted(wanted, "right"))) * KEYED
        low, high = max(low, field.first_term), min(high, field.end_term)
        while low < high:
            middle = (low + high) >> 1
            if self.text(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    # --- postings ---

    def extent(self, term: int) -> tuple[int, int]:
        """Return the first posting of a term, and the posting after its last."""
        first, end = self._posting[term], self._posting[term + 1]
        if not first <= end <= len(self.post_number):
            raise ContainerError(f"the postings of term {term} are said to be {first} to {end}")
        return first, end

    def doc_freq(self, term: int) -> int:
        """Return the number of documents that hold a term."""
        first, end = self.extent(term)
        return end - first

    def numbers(self, term: int) -> Numbers:
        """Return the numbers of the documents that hold a term, rising."""
        first, end = self.extent(term)
        return self.post_number[first:end]

    def codes(self, term: int) -> Codes:
        """Return the code of each posting of a term: frequency, at most 255, << 8 | length byte."""
        first, end = self.extent(term)
        return self.post_code[first:end]

    def weights(self, term: int) -> NDArray[np.float32]:
        """Return the exact weight of each posting of a term."""
        return self.weights_between(*self.extent(term))

    def weights_between(self, first: int, end: int) -> NDArray[np.float32]:
        """Return the exact weight of each posting from `first` up to `end`."""
        weights = (self.post_code[first:end] >> 8).astype(np.float32)
        if len(self._odd):
            odd = slice(*self._odd.searchsorted((first, end)))
            weights[self._odd[odd] - first] = self._odd_weight[odd]
        return weights

    def best(self, term: int) -> float:
        """Return an upper bound of the saturation of a term, for the average length in this segment."""
        return self._best[term] / BOUND

    def _blocks(self, term: int) -> range:
        """Return the blocks of a term of more than one block; an empty range for other terms."""
        index = int(self._long.searchsorted(term))
        if index == len(self._long) or self._long[index] != term:
            return range(0)
        return range(int(self._long_block[index]), int(self._long_block[index + 1]))

    # --- positions ---

    def positions(self, term: int, which: Integers) -> tuple[Integers, Integers]:
        """Return the positions of some postings of a term.

        Args:
            term: Number of a term of a field with positions.
            which: Postings, counted from the first of the term, rising.

        Returns:
            Number of positions of each posting, and all these positions, one posting after the other.
        """
        counts, starts = self._position_extents(term, which)
        if len(counts) and not 0 <= int(counts.min()) <= int(counts.sum()) <= len(self.post_position):
            raise ContainerError(f"term {term} is said to have more places than there are")
        rows = repeated_indices(counts)
        indices = np.arange(len(rows)) + (starts - counts.cumsum() + counts).take(rows)
        if len(rows) and not 0 <= int(indices.min()) <= int(indices.max()) < len(self.post_position):
            raise ContainerError(f"the places of term {term} lie outside of its file")
        return counts, self.post_position[indices].astype(np.int64)

    def all_positions(self, first_term: int, end_term: int) -> tuple[Integers, NDArray[np.unsignedinteger]]:
        """Return the number of positions of each posting of some terms, and all these positions.

        The terms are those of one field from `first_term` up to `end_term`.
        """
        field = self.field(first_term)
        first, end = self._posting[first_term], self._posting[end_term]
        counts = self._counts(np.arange(first, end), field)
        row = first_term - field.first_term + field.first_placed
        start, stop = int(self._term_position[row]), int(self._term_position[row + end_term - first_term])
        return counts, self.post_position[start:stop]

    def _position_extents(self, term: int, which: Integers) -> tuple[Integers, Integers]:
        """Return the number of positions of some postings, and the index of the first in `post_position`."""
        field, (first, end) = self.field(term), self.extent(term)
        blocks = self.position_blocks(term)
        if len(blocks) == 1:
            counts = self._counts(np.arange(first, end), field)
            return counts[which], (blocks[0] + counts.cumsum() - counts)[which]
        block = which // BLOCK
        is_next = changes(block)
        rows, row = block[is_next], is_next.cumsum() - 1
        postings = first + rows[:, None] * BLOCK + np.arange(BLOCK)
        counts = self._counts(np.minimum(postings, end - 1), field)
        starts = blocks[rows][:, None] + counts.cumsum(1) - counts
        column = which % BLOCK
        return counts[row, column], starts[row, column]

    def position_blocks(self, term: int) -> Integers:
        """Return the index in `post_position` of the first position of each block of a term."""
        blocks = self._blocks(term)
        if blocks:
            return self._block_position[blocks.start : blocks.stop].astype(np.int64)
        field = self.field(term)
        return self._term_position[term - field.first_term + field.first_placed :][:1].astype(np.int64)

    def position_counts(self, term: int) -> NDArray[np.uint8]:
        """Return the number of positions of each posting of a term; 255 for more, see `crowd`."""
        field, (first, end) = self.field(term), self.extent(term)
        base = field.first_counted - self._posting[field.first_term]
        return self._position_count[first + base : end + base]

    def _counts(self, postings: Integers, field: FieldInfo) -> Integers:
        """Return the exact number of positions of postings of a field."""
        base = field.first_counted - self._posting[field.first_term]
        counts = self._position_count[postings + base].astype(np.int64)
        if len(self.crowd):
            crowded = counts == CROWD
            counts[crowded] = self.crowd_counts[self.crowd.searchsorted(postings[crowded])]
        return counts

    # --- documents ---

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """Return the length byte of each document in a field; empty where the field has no lengths."""
        return self._lengths.get(field, _NO_LENGTHS)

    def stored(self, number: int) -> bytes:
        """Return the stored bytes of a document."""
        return bytes(self._store[self._store_end[number] : self._store_end[number + 1]])

    def stored_bytes(self, first: int, end: int) -> tuple[Integers, memoryview]:
        """Return the sizes of the stored bytes of the documents from `first` up to `end`, and these bytes."""
        ends = np.array(self._store_end[first : end + 1], dtype=np.int64)
        return np.diff(ends), self._store[ends[0] : ends[-1]]

    # --- attachments ---

    @property
    def attachments(self) -> tuple[str, ...]:
        """Names of the arrays that the writer attached."""
        return tuple(
            name.removeprefix(ATTACHED) for name in self._container.names if name.startswith(ATTACHED)
        )

    def attachment(self, name: str) -> Array:
        """Return an attached array; an empty one where none has the name."""
        return self._container.untyped_array(ATTACHED + name)

    # --- the file ---

    @property
    def is_whole(self) -> bool:
        """False where the file was cut off since it was opened; see `Container.is_whole`."""
        return self._container.is_whole

    def let_go(self) -> None:
        """Release the pages that were read, see `Container.let_go`."""
        self._container.let_go()

    def faults(self) -> Iterator[str]:
        """Read the whole file and yield what is wrong, one clause each."""
        return find_faults(self._container, self.documents, self.fields)


_NO_LENGTHS = np.zeros(0, np.uint8)


def repeated_indices(counts: Integers) -> Integers:
    """Return every index of `counts`, repeated as often as its count says: `[2, 0, 1]` gives `[0, 0, 2]`.

    Four times as fast as `numpy.repeat` where most counts are small and none is 0.
    """
    if not counts.all():
        return np.arange(len(counts)).repeat(counts)
    rows = np.zeros(int(counts.sum()), dtype=np.int64)
    rows[counts[:-1].cumsum()] = 1
    return rows.cumsum(out=rows)


def _after(prefix: bytes) -> bytes:
    """Return the least bytes that sort after all that begin with a prefix; `b""` where there are none."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else b""
