"""One Whoosh segment as a file of arrays: its terms, their postings, and what is stored of its documents.

Terms are numbered over the whole segment, by the name of their field, then by their bytes; postings by their
term, then by their document. Arrays, see `container` (n terms, p postings):

    term_text, term_end      bytes of all terms, and where each ends; n + 1 with a zero before
    term_key                 first eight bytes of every 16th term, as a number
    term_posting             first posting of each term; n + 1
    term_best                bound of the saturation of each term, in 65535ths
    post_number, post_code   document, and frequency << 8 | length byte; p
    odd_posting, odd_weight  postings whose weight is no whole number up to 255
    long_term, long_block    terms of more than a block of postings, and the first block of each (one more)
    block_place              where the places of each block of these terms begin
    term_place               where the places of each term of a field with places begin (one more)
    place_count, place_at    number of places of each posting, 255 for more, and the places
    crowd_posting, crowd_count   postings with 255 places or more
    length_FIELD             length byte of each document, see `index.ranking.LENGTHS`
    store_end, store_bytes   what is stored of each document; one more. As it is:
                             to decompress ten took a third of the time of a search
    attached:NAME            what others attach
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

    Attributes:
        documents: Number of its documents, deleted ones too.
        fields: By their names.
        post_number: All documents of all postings, see `extent`.
        post_code: All codes.
        post_place: All places.
        crowd: Postings with 255 places or more.
        crowd_counts: How many each of these has.
    """

    def __init__(self, path: Path) -> None:
        self._container = Container(path)
        array = self._container.array
        self._text, self._end = array("term_text").data, array("term_end").data
        self._key = array("term_key")
        self._posting, self._best = array("term_posting").data, array("term_best").data
        self.post_number: Numbers = array("post_number")
        self.post_code: Codes = array("post_code")
        self._odd, self._odd_weight = self._few("odd_posting"), array("odd_weight")
        self._long, self._long_block = self._few("long_term"), self._few("long_block")
        self._block_place = array("block_place")
        self._place = array("term_place")
        self._count, self.post_place = array("place_count"), array("place_at")
        self.crowd, self.crowd_counts = self._few("crowd_posting"), self._few("crowd_count")
        self._store_end, self._store = array("store_end").data, array("store_bytes").data
        self.documents, self.fields = read_description(self._container)
        self._by_term = sorted(self.fields.values(), key=lambda field: field.first_term)
        self._first_terms = [field.first_term for field in self._by_term]

    def _few(self, name: str) -> Integers:
        return self._container.array(name).astype(np.int64)

    # --- terms ---

    def find(self, field: str, text: bytes) -> int:
        """Give the number of a term; -1 where the field has it not."""
        info = self.fields.get(field)
        if info is None:
            return -1
        term = self._from(info, text)
        return term if term < info.end_term and self.text(term) == text else -1

    def prefixed(self, field: str, beginning: bytes) -> range:
        """Give the numbers of the terms that begin so."""
        info = self.fields.get(field)
        if info is None:
            return range(0)
        after = _after(beginning)
        return range(self._from(info, beginning), self._from(info, after) if after else info.end_term)

    def starting(self, field: str, text: bytes) -> range:
        """Give the numbers of a field's terms from a text on."""
        info = self.fields.get(field)
        return range(self._from(info, text), info.end_term) if info else range(0)

    def text(self, term: int) -> bytes:
        """Give the bytes of a term."""
        return bytes(self._text[self._end[term] : self._end[term + 1]])

    def texts(self, terms: range) -> list[bytes]:
        """Give the bytes of some terms that follow each other."""
        ends = self._end[terms.start : terms.stop + 1].tolist()
        data, first = bytes(self._text[ends[0] : ends[-1]]), ends[0]
        return [data[start - first : end - first] for start, end in pairwise(ends)]

    def starts(self, terms: range) -> Integers:
        """Give the first posting of each of some terms that follow each other, and that after their last."""
        return np.array(self._posting[terms.start : terms.stop + 1], dtype=np.int64)

    def loads(self, terms: range) -> Integers:
        """Give how many postings and places are before each of some terms, and before that after their last.

        The terms follow each other in one field; it is counted from anywhere.
        """
        loads, field = self.starts(terms), self.field(terms.start)
        if field.has_positions:
            place = terms.start - field.first_term + field.first_placed
            loads += self._place[place : place + len(loads)]
        return loads

    def field(self, term: int) -> FieldInfo:
        """Give the field of a term."""
        return self._by_term[bisect_right(self._first_terms, term) - 1]

    def _from(self, field: FieldInfo, text: bytes) -> int:
        """Give the first term of a field that is not before a text; the end where there is none."""
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
        """Give the number of the first posting of a term, and that after its last."""
        first, end = self._posting[term], self._posting[term + 1]
        if not first <= end <= len(self.post_number):
            raise ContainerError(f"the postings of term {term} are said to be {first} to {end}")
        return first, end

    def holders(self, term: int) -> int:
        """Count the documents that hold a term."""
        first, end = self.extent(term)
        return end - first

    def numbers(self, term: int) -> Numbers:
        """Give the documents that hold a term, by rising number."""
        first, end = self.extent(term)
        return self.post_number[first:end]

    def codes(self, term: int) -> Codes:
        """Give the codes of a term: frequency, at most 255, << 8 | length byte."""
        first, end = self.extent(term)
        return self.post_code[first:end]

    def weights(self, term: int) -> NDArray[np.float32]:
        """Give the exact weights of a term, as floating-point numbers."""
        return self.weights_between(*self.extent(term))

    def weights_between(self, first: int, end: int) -> NDArray[np.float32]:
        """Give the exact weights of some postings that follow each other."""
        weights = (self.post_code[first:end] >> 8).astype(np.float32)
        if len(self._odd):
            odd = slice(*self._odd.searchsorted((first, end)))
            weights[self._odd[odd] - first] = self._odd_weight[odd]
        return weights

    def best(self, term: int) -> float:
        """Give a bound of the saturation of a term, for the average length of this segment."""
        return self._best[term] / BOUND

    def _blocks(self, term: int) -> range:
        place = int(self._long.searchsorted(term))
        if place == len(self._long) or self._long[place] != term:
            return range(0)
        return range(int(self._long_block[place]), int(self._long_block[place + 1]))

    # --- places ---

    def places(self, term: int, which: Integers) -> tuple[Integers, Integers]:
        """Give the places of some postings of a term.

        Args:
            term: Of a field with places.
            which: Postings, counted from the first of the term, rising.

        Returns:
            How many places each of them has, and all these places one after the other.
        """
        counts, starts = self._whereabouts(term, which)
        if len(counts) and not 0 <= int(counts.min()) <= int(counts.sum()) <= len(self.post_place):
            raise ContainerError(f"term {term} is said to have more places than there are")
        rows = each_repeated(counts)
        found = np.arange(len(rows)) + (starts - counts.cumsum() + counts).take(rows)
        if len(rows) and not 0 <= int(found.min()) <= int(found.max()) < len(self.post_place):
            raise ContainerError(f"the places of term {term} lie outside of its file")
        return counts, self.post_place[found].astype(np.int64)

    def all_positions(self, first_term: int, end_term: int) -> tuple[Integers, NDArray[np.unsignedinteger]]:
        """Give how many places each posting of some terms of a field has, and all these places."""
        field = self.field(first_term)
        first, end = self._posting[first_term], self._posting[end_term]
        counts = self._counts(np.arange(first, end), field)
        place = first_term - field.first_term + field.first_placed
        start, stop = int(self._place[place]), int(self._place[place + end_term - first_term])
        return counts, self.post_place[start:stop]

    def _whereabouts(self, term: int, which: Integers) -> tuple[Integers, Integers]:
        """Give how many places some postings have, and where they begin."""
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
        """Give where the places of each block of a term begin in `post_place`."""
        blocks = self._blocks(term)
        if blocks:
            return self._block_place[blocks.start : blocks.stop].astype(np.int64)
        field = self.field(term)
        return self._place[term - field.first_term + field.first_placed :][:1].astype(np.int64)

    def position_counts(self, term: int) -> NDArray[np.uint8]:
        """Give how many places each posting of a term has; 255 for more, see `crowd`."""
        field, (first, end) = self.field(term), self.extent(term)
        base = field.first_counted - self._posting[field.first_term]
        return self._count[first + base : end + base]

    def _counts(self, postings: Integers, field: FieldInfo) -> Integers:
        base = field.first_counted - self._posting[field.first_term]
        counts = self._count[postings + base].astype(np.int64)
        if len(self.crowd):
            crowded = counts == CROWD
            counts[crowded] = self.crowd_counts[self.crowd.searchsorted(postings[crowded])]
        return counts

    # --- documents ---

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """Give the length byte of each document in a field; nothing where the field has no lengths."""
        return self._container.array(f"length_{field}")

    def stored(self, number: int) -> bytes:
        """Give what is stored of a document."""
        return bytes(self._store[self._store_end[number] : self._store_end[number + 1]])

    def stored_bytes(self, first: int, end: int) -> tuple[Integers, memoryview]:
        """Give the sizes of what is stored of documents that follow each other, and all of it."""
        ends = np.array(self._store_end[first : end + 1], dtype=np.int64)
        return np.diff(ends), self._store[ends[0] : ends[-1]]

    # --- what else there is ---

    @property
    def attachments(self) -> tuple[str, ...]:
        """Name what the writer was given beside terms and documents."""
        return tuple(
            name.removeprefix(ATTACHED) for name in self._container.names if name.startswith(ATTACHED)
        )

    def attachment(self, name: str) -> Array:
        """Give what the writer was given under a name; an empty array where it was given nothing."""
        return self._container.array(ATTACHED + name)

    # --- the whole ---

    def let_go(self) -> None:
        """Let the system take back the memory of what was read."""
        self._container.let_go()

    def faults(self) -> Iterator[str]:
        """Read everything and yield what is wrong, one clause each."""
        return find_faults(self._container, self.documents, self.fields)


def each_repeated(counts: Integers) -> Integers:
    """Give each place of some counts as often as the count there says.

    Four times as fast as `numpy.repeat`, where most counts are small and none is 0.
    """
    if not counts.all():
        return np.arange(len(counts)).repeat(counts)
    rows = np.zeros(int(counts.sum()), dtype=np.int64)
    rows[counts[:-1].cumsum()] = 1
    return rows.cumsum(out=rows)


def _after(beginning: bytes) -> bytes:
    """Give the first text after all that begin so; nothing where there is none."""
    kept = beginning.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else b""
