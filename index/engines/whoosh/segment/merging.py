"""Merging segment files into one: a rebuild joins its parts so, and an index its small segments.

Documents keep their order, within a file and from file to file, so that the postings of a term are those of
the first file, then those of the next, and so on. Terms go through memory in ranges, as arrays, and of the
files no more stays there than is read at once.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.segment_file import Integers, Kind, Numbers, SegmentFile
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, Lengths, SegmentFileWriter, Terms
from index.engines.whoosh.segment.values import NO_PLACES, Places, values
from index.ranking import LENGTHS

POSTINGS = 1 << 18
"""In memory at once, unless a single term has more."""
TERMS = 1 << 16
"""Of a file in memory at once."""
DOCUMENTS = 1 << 12
"""Whose stored bytes are copied at once."""

Value = TypeVar("Value", bound=np.generic)


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


def lined_up(segments: Sequence[SegmentFile], deleted: Sequence[Numbers]) -> list[Source]:
    """Number the documents of some files through, those aside that are deleted in each."""
    sources, first = [], 0
    for segment, left_out in zip(segments, deleted, strict=True):
        is_kept = np.ones(segment.documents, np.bool_)
        is_kept[left_out] = False
        numbers = np.where(is_kept, first + is_kept.cumsum() - 1, -1)
        sources.append(Source(segment, numbers))
        first += int(is_kept.sum())
    return sources


def merge(
    sources: Sequence[Source],
    writer: SegmentFileWriter,
    fields: Collection[str] | None = None,
    stored: Callable[[bytes], bytes] | None = None,
) -> None:
    """Write what some files hold into one, which stays open.

    Args:
        sources: In the order of their documents.
        writer: Of a new file.
        fields: That are kept; None for all.
        stored: Makes what is stored of a document from what was; None where that stays.
    """
    names = {name for source in sources for name in source.segment.fields}
    for name in sorted(names if fields is None else names.intersection(fields)):
        _merge_field(name, sources, writer)
    for source in sources:
        if stored is None:
            _copy_documents(source, writer)
        else:
            for number in np.flatnonzero(source.numbers >= 0).tolist():
                writer.store(stored(source.segment.stored(number)))


def _merge_field(name: str, sources: Sequence[Source], writer: SegmentFileWriter) -> None:
    holding = [source for source in sources if name in source.segment.fields]
    kinds = {source.segment.fields[name].kind for source in holding}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "values"
    writer.begin_field(name, kind, _lengths(name, sources))
    for ranges in _ranges(name, [source.segment for source in holding]):
        pieces = [
            _Piece.read(source, terms, kind) for source, terms in zip(holding, ranges, strict=True) if terms
        ]
        _write_range([piece for piece in pieces if piece.texts], writer)
        for source in holding:
            source.segment.let_go()
    writer.end_field()


def _lengths(name: str, sources: Sequence[Source]) -> Lengths:
    """Give the lengths of all documents in a field.

    The total is that of the files, but for documents that are left out, whose lengths are known as rounded.
    """
    kept = [_bytes(name, source) for source in sources]
    holding = [source.segment for source in sources if name in source.segment.fields]
    total = sum(segment.fields[name].length for segment in holding)
    total -= sum(int(LENGTHS[segment.lengths(name)].sum()) for segment in holding)
    total += sum(int(LENGTHS[lengths].sum()) for lengths in kept)
    documents = sum(int(np.count_nonzero(lengths)) for lengths in kept)
    return Lengths(np.concatenate(kept), total, documents) if documents else NO_LENGTHS


def _bytes(name: str, source: Source) -> NDArray[np.uint8]:
    """Give the lengths of the documents that are kept, as bytes."""
    lengths = source.segment.lengths(name)
    return lengths[source.numbers >= 0] if len(lengths) else np.zeros(source.documents, np.uint8)


# --- terms ---


def _ranges(name: str, segments: Sequence[SegmentFile]) -> Iterator[list[range]]:
    """Cut the terms of a field into ranges, the same in every file: from one text up to another."""
    at = [segment.fields[name].first_term for segment in segments]
    ends = [segment.fields[name].end_term for segment in segments]
    most = max(1, POSTINGS // max(1, len(segments)))
    while at != ends:
        bounds = [
            segment.text(stop)
            for segment, first, end in zip(segments, at, ends, strict=True)
            if (stop := _reach(segment, first, end, most)) < end
        ]
        text = min(bounds, default=None)
        stops = ends if text is None else [segment.starting(name, text).start for segment in segments]
        yield [range(first, stop) for first, stop in zip(at, stops, strict=True)]
        at = stops


def _reach(segment: SegmentFile, first: int, end: int, most: int) -> int:
    """Give the term up to which a file has so many postings, from a term on; one further at least."""
    if first == end:
        return end
    starts = segment.starts(range(first, min(end, first + TERMS)))
    return first + max(1, int(starts.searchsorted(starts[0] + most, "right")) - 1)


@dataclass(frozen=True)
class _Piece:
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
        first, end = int(starts[0]), int(starts[-1])
        numbers = source.numbers[segment.post_number[first:end]]
        weights = segment.weights_between(first, end)
        places = _places(segment, terms, weights, kind)
        piece = cls(segment.texts(terms), np.diff(starts), numbers, weights, places)
        return piece if not len(numbers) or int(numbers.min()) >= 0 else piece._without_deleted()

    def _without_deleted(self) -> Self:
        is_kept = self.numbers >= 0
        rows = np.arange(len(self.texts)).repeat(self.holders)[is_kept]
        holders = np.bincount(rows, minlength=len(self.texts))
        places = None
        if self.places:
            counts, all_places = self.places
            places = Places(counts[is_kept], all_places[is_kept.repeat(counts)])
        texts = [text for text, held in zip(self.texts, holders.tolist(), strict=True) if held]
        numbers, weights = self.numbers[is_kept], self.weights[is_kept]
        return type(self)(texts, holders[holders > 0], numbers, weights, places)


def _places(segment: SegmentFile, terms: range, weights: NDArray[np.float32], kind: Kind) -> Places | None:
    field = segment.field(terms.start)
    found = Places(*segment.all_places(terms.start, terms.stop)) if field.has_places else None
    if field.kind == kind:
        return found
    parts = [np.frombuffer(value, np.uint8) for value in values(field.kind, weights, found or NO_PLACES)]
    return Places(np.array([len(part) for part in parts], np.int64), np.concatenate(parts))


def _write_range(pieces: Sequence[_Piece], writer: SegmentFileWriter) -> None:
    if not pieces:
        return
    texts = sorted({text for piece in pieces for text in piece.texts}) if len(pieces) > 1 else pieces[0].texts
    row = {text: number for number, text in enumerate(texts)}
    rows = [np.fromiter(map(row.__getitem__, piece.texts), np.int64, len(piece.texts)) for piece in pieces]
    layout = _Layout(len(texts), rows, [piece.holders for piece in pieces])
    numbers = layout.joined([piece.numbers for piece in pieces])
    weights = layout.joined([piece.weights for piece in pieces])
    terms = Terms(texts, layout.totals, numbers, weights)
    found = [piece.places for piece in pieces if piece.places is not None]
    if found:
        counts = layout.joined([each.counts for each in found])
        sizes = [
            np.add.reduceat(each.counts, piece.holders.cumsum() - piece.holders)
            for piece, each in zip(pieces, found, strict=True)
        ]
        places = _Layout(len(texts), rows, sizes).joined([each.places for each in found])
        terms = terms._replace(counts=counts, places=places)
    writer.add_terms(terms)


class _Layout:
    """Where what the files have of each term goes: by term, then by file.

    Args:
        terms: How many there are in all.
        rows: For each file, which of them its terms are.
        sizes: How much it has of each.

    Attributes:
        totals: How much there is of each term.
    """

    def __init__(self, terms: int, rows: Sequence[Integers], sizes: Sequence[Integers]) -> None:
        table = np.zeros((terms, len(rows)), np.int64)
        for file, (row, size) in enumerate(zip(rows, sizes, strict=True)):
            table[row, file] = size
        self.totals: Integers = table.sum(1)
        starts = (table.cumsum() - table.ravel()).reshape(table.shape)
        is_one = min(table.shape) == 1  # of one term, or of one file, nothing is scattered
        self._targets = (
            None
            if is_one
            else [
                _spread(starts[row, file], size)
                for file, (row, size) in enumerate(zip(rows, sizes, strict=True))
            ]
        )

    def joined(self, parts: Sequence[NDArray[Value]]) -> NDArray[Value]:
        """Bring arrays of the files into one."""
        if self._targets is None:
            return np.concatenate(parts)
        whole = np.empty(sum(map(len, parts)), np.result_type(*parts))
        for target, part in zip(self._targets, parts, strict=True):
            whole[target] = part
        return whole


def _spread(starts: Integers, sizes: Integers) -> Integers:
    """Count up from each start, as far as its size."""
    ends = sizes.cumsum()
    return np.arange(int(ends[-1])) + (starts - ends + sizes).repeat(sizes)


# --- documents ---


def _copy_documents(source: Source, writer: SegmentFileWriter) -> None:
    """Copy what is stored."""
    for first in range(0, source.segment.documents, DOCUMENTS):
        is_kept = source.numbers[first : first + DOCUMENTS] >= 0
        sizes, data = source.segment.stored_bytes(first, first + len(is_kept))
        copied: bytes | memoryview = data
        if not is_kept.all():
            ends = sizes.cumsum().tolist()
            copied = b"".join(
                data[end - size : end]
                for end, size, kept in zip(ends, sizes.tolist(), is_kept.tolist(), strict=True)
                if kept
            )
        writer.store_all(sizes[is_kept], copied)
        source.segment.let_go()
