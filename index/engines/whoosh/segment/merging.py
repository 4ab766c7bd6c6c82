"""Merging segment files into one: a rebuild joins its parts so, and an index its small segments.

Documents keep their order, within a file and from file to file, so that the postings of a term are those of
the first file, then those of the next, and so on. Terms go through memory in ranges, as arrays, and of the
files no more stays there than is read at once.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import BLOCK, Integers, Kind, Numbers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, Lengths, SegmentFileWriter
from index.engines.whoosh.segment.term_slices import Source, TermSlice
from index.integers import ranges, sorted_order
from index.inversion import PostingLists
from index.ranking import LENGTHS

POSTINGS = 1 << 20
"""And places that are in memory at once; each takes 80 bytes."""
MAPPED = 1 << 23
"""Postings and places of files that are read before their memory is let go; each takes 6 bytes."""
DOCUMENTS = 1 << 12
"""Whose stored bytes are copied at once."""

Value = TypeVar("Value", bound=np.generic)


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
    mapped = 0
    for cut in _ranges(name, [source.segment for source in holding]):
        found = [(source, terms) for source, terms in zip(holding, cut, strict=True) if terms]
        load = sum(_load(source.segment, terms) for source, terms in found)
        if load > POSTINGS:
            _write_term(_parts(found, kind), writer)
        else:
            _write_range([TermSlice.read(source, terms, kind) for source, terms in found], writer)
        mapped += load
        if mapped > MAPPED:
            _let_go(holding)
            mapped = 0
    _let_go(holding)
    writer.end_field()


def _let_go(sources: Sequence[Source]) -> None:
    for source in sources:
        source.segment.let_go()


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
    """Cut the terms of a field into ranges, the same in every file: from one text up to another.

    A range has at most as much as is in memory at once, or a single term.
    """
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
        cut = [range(first, stop) for first, stop in zip(at, stops, strict=True)]
        if sum(map(_load, segments, cut)) > POSTINGS:
            cut = _of_first_term(segments, cut)
        yield cut
        at = [terms.stop for terms in cut]


def _of_first_term(segments: Sequence[SegmentFile], cut: Sequence[range]) -> list[range]:
    """Leave of ranges of terms only the very first term."""
    texts = [
        segment.text(terms.start) if terms else None for segment, terms in zip(segments, cut, strict=True)
    ]
    first = min(text for text in texts if text is not None)
    return [terms[: text == first] for terms, text in zip(cut, texts, strict=True)]


def _reach(segment: SegmentFile, first: int, end: int, most: int) -> int:
    """Give the term up to which a file has so many postings and places, from a term on; one further at least.

    No term has less than one, so that none after so many is looked at.
    """
    if first == end:
        return end
    loads = segment.loads(range(first, min(end, first + most + 1)))
    return first + max(1, int(loads.searchsorted(loads[0] + most, "right")) - 1)


def _load(segment: SegmentFile, terms: range) -> int:
    """Count the postings and the places of some terms."""
    if not terms:
        return 0
    loads = segment.loads(terms)
    return int(loads[-1] - loads[0])


def _parts(found: Sequence[tuple[Source, range]], kind: Kind) -> Iterator[TermSlice]:
    """Read a term that is too large for memory, file by file, piece by piece."""
    for source, (term,) in found:
        holders = source.segment.holders(term)
        most = max(BLOCK, POSTINGS // 4 * holders // _load(source.segment, range(term, term + 1)))
        for first in range(0, holders, most):
            yield TermSlice.part(source, term, np.arange(first, min(first + most, holders)), kind)
        source.segment.let_go()


def _write_term(pieces: Iterator[TermSlice], writer: SegmentFileWriter) -> None:
    parts = _in_blocks(piece for piece in pieces if piece.texts)
    first = next(parts, None)
    if first:
        writer.add_term(chain([first], parts))


def _in_blocks(pieces: Iterator[TermSlice]) -> Iterator[PostingLists]:
    """Put the pieces of a term together as whole blocks, but for the last of them."""
    waiting: list[TermSlice] = []
    for piece in pieces:
        waiting.append(piece)
        postings = sum(len(each.numbers) for each in waiting)
        if postings >= BLOCK and sum(each.load for each in waiting) >= POSTINGS // 4:
            whole = TermSlice.joined(waiting)
            yield whole.cut(0, postings // BLOCK * BLOCK).posting_lists()
            waiting = [whole.cut(postings // BLOCK * BLOCK, postings)]
    last = [piece for piece in waiting if len(piece.numbers)]
    if last:
        yield TermSlice.joined(last).posting_lists()


def _write_range(pieces: Sequence[TermSlice], writer: SegmentFileWriter) -> None:
    pieces = [piece for piece in pieces if piece.texts]
    if not pieces:
        return
    texts = sorted({text for piece in pieces for text in piece.texts}) if len(pieces) > 1 else pieces[0].texts
    row = {text: number for number, text in enumerate(texts)}
    rows = [np.fromiter(map(row.__getitem__, piece.texts), np.int64, len(piece.texts)) for piece in pieces]
    layout = _Layout(len(texts), rows, [piece.holders for piece in pieces])
    numbers = layout.joined([piece.numbers for piece in pieces])
    weights = layout.joined([piece.weights for piece in pieces])
    lists = PostingLists(texts, layout.totals, numbers, weights)
    found = [piece.places for piece in pieces if piece.places is not None]
    if found:
        counts = layout.joined([each.counts for each in found])
        sizes = [
            np.add.reduceat(each.counts, piece.holders.cumsum() - piece.holders)
            for piece, each in zip(pieces, found, strict=True)
        ]
        places = _Layout(len(texts), rows, sizes).joined([each.places for each in found])
        lists = lists._replace(counts=counts, positions=places)
    writer.add_terms(lists)


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
        row, size = np.concatenate(rows), np.concatenate(sizes)
        self.totals: Integers = np.bincount(row, size, terms).astype(np.int64)
        self._targets: list[Integers] | None = None
        if min(terms, len(rows)) > 1:  # of one term, or of one file, nothing is scattered
            order = sorted_order(row.astype(np.int32))
            starts = np.empty_like(size)
            starts[order] = size[order].cumsum() - size[order]
            of_files = np.split(starts, np.cumsum([len(each) for each in rows])[:-1])
            self._targets = [ranges(*each) for each in zip(of_files, sizes, strict=True)]

    def joined(self, parts: Sequence[NDArray[Value]]) -> NDArray[Value]:
        """Bring arrays of the files into one."""
        if self._targets is None:
            return np.concatenate(parts)
        whole = np.empty(sum(map(len, parts)), np.result_type(*parts))
        for target, part in zip(self._targets, parts, strict=True):
            whole[target] = part
        return whole


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
