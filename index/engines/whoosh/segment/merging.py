"""Merging of segment files: a rebuild joins its runs, and an index its small segments.

Documents keep their order, within a file and from file to file, so that the posting list of a term is that of
the first file, then that of the next, and so on. Terms are read in ranges, as arrays, and the pages of the
files are released after each range, so that memory stays bounded.
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
"""Postings and positions that are in memory at once; each takes 80 bytes."""
MAPPED = 1 << 23
"""Postings and positions that are read before the pages of the files are released; each takes 6 bytes."""
DOCUMENTS = 1 << 12
"""Documents whose stored bytes are copied at once."""

Value = TypeVar("Value", bound=np.generic)


def lined_up(segments: Sequence[SegmentFile], deleted: Sequence[Numbers]) -> list[Source]:
    """Assign consecutive numbers to the documents of the files, skipping deleted ones."""
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
    """Write the content of several files into one, which stays open.

    Args:
        sources: The files, in the order of their documents.
        writer: Writer of a new file.
        fields: Names of the fields to keep; None for all.
        stored: Converts the stored bytes of a document; None to keep them as they are.
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
    """Return the lengths of all kept documents in a field."""
    kept = [_bytes(name, source) for source in sources]
    holding = [source for source in sources if name in source.segment.fields]
    total = sum(source.segment.fields[name].length - _left_out(name, source) for source in holding)
    documents = sum(int(np.count_nonzero(lengths)) for lengths in kept)
    return Lengths(np.concatenate(kept), total, documents) if documents else NO_LENGTHS


def _left_out(name: str, source: Source) -> int:
    """Return the lengths of the documents left out: unrounded where they are sums of frequencies, as ours."""
    segment, is_left_out = source.segment, source.numbers < 0
    field = segment.fields[name]
    if not field.documents or not is_left_out.any():
        return 0
    terms = range(field.first_term, field.end_term)
    first, end = (segment.extent(terms[0])[0], segment.extent(terms[-1])[1]) if terms else (0, 0)
    whole, total = 0, 0
    for at in range(first, end, MAPPED):
        part = slice(at, min(at + MAPPED, end))
        frequencies = segment.post_code[part] >> 8
        whole += int(frequencies.sum(dtype=np.int64))
        total += int(frequencies[is_left_out[segment.post_number[part]]].sum(dtype=np.int64))
        segment.let_go()
    return total if whole == field.length else int(LENGTHS[segment.lengths(name)[is_left_out]].sum())


def _bytes(name: str, source: Source) -> NDArray[np.uint8]:
    """Return the length byte of each kept document; zeros where the file has none for the field."""
    lengths = source.segment.lengths(name)
    return lengths[source.numbers >= 0] if len(lengths) else np.zeros(source.documents, np.uint8)


# --- terms ---


def _ranges(name: str, segments: Sequence[SegmentFile]) -> Iterator[list[range]]:
    """Cut the terms of a field into ranges that begin and end at the same texts in every file.

    A range has at most `POSTINGS` postings and positions, or a single term.
    """
    at = [segment.fields[name].first_term for segment in segments]
    ends = [segment.fields[name].end_term for segment in segments]
    limit = max(1, POSTINGS // max(1, len(segments)))
    while at != ends:
        bounds = [
            segment.text(stop)
            for segment, first, end in zip(segments, at, ends, strict=True)
            if (stop := _stop(segment, first, end, limit)) < end
        ]
        text = min(bounds, default=None)
        stops = ends if text is None else [segment.starting(name, text).start for segment in segments]
        cut = [range(first, stop) for first, stop in zip(at, stops, strict=True)]
        if sum(map(_load, segments, cut)) > POSTINGS:
            cut = _first_term(segments, cut)
        yield cut
        at = [terms.stop for terms in cut]


def _first_term(segments: Sequence[SegmentFile], cut: Sequence[range]) -> list[range]:
    """Shorten the ranges of terms to the term that sorts first."""
    texts = [
        segment.text(terms.start) if terms else None for segment, terms in zip(segments, cut, strict=True)
    ]
    first = min(text for text in texts if text is not None)
    return [terms[: text == first] for terms, text in zip(cut, texts, strict=True)]


def _stop(segment: SegmentFile, first: int, end: int, limit: int) -> int:
    """Return the term before which a range from `first` has at most `limit` postings and positions.

    The range has at least one term, unless `first` is `end`. Every term has at least one posting, so that no
    more than `limit` terms are looked at.
    """
    if first == end:
        return end
    loads = segment.loads(range(first, min(end, first + limit + 1)))
    return first + max(1, int(loads.searchsorted(loads[0] + limit, "right")) - 1)


def _load(segment: SegmentFile, terms: range) -> int:
    """Count the postings and positions of a range of terms."""
    if not terms:
        return 0
    loads = segment.loads(terms)
    return int(loads[-1] - loads[0])


def _parts(found: Sequence[tuple[Source, range]], kind: Kind) -> Iterator[TermSlice]:
    """Read a term that is too large for memory, file by file, slice by slice."""
    for source, (term,) in found:
        doc_freq = source.segment.doc_freq(term)
        size = max(BLOCK, POSTINGS // 4 * doc_freq // _load(source.segment, range(term, term + 1)))
        for first in range(0, doc_freq, size):
            yield TermSlice.part(source, term, np.arange(first, min(first + size, doc_freq)), kind)
        source.segment.let_go()


def _write_term(slices: Iterator[TermSlice], writer: SegmentFileWriter) -> None:
    parts = _in_blocks(each for each in slices if each.texts)
    first = next(parts, None)
    if first:
        writer.add_term(chain([first], parts))


def _in_blocks(slices: Iterator[TermSlice]) -> Iterator[PostingLists]:
    """Regroup the slices of a term into whole blocks; only the last posting list may end within a block."""
    waiting: list[TermSlice] = []
    for term_slice in slices:
        waiting.append(term_slice)
        postings = sum(len(each.numbers) for each in waiting)
        if postings >= BLOCK and sum(each.load for each in waiting) >= POSTINGS // 4:
            whole = TermSlice.joined(waiting)
            yield whole.cut(0, postings // BLOCK * BLOCK).posting_lists()
            waiting = [whole.cut(postings // BLOCK * BLOCK, postings)]
    last = [each for each in waiting if len(each.numbers)]
    if last:
        yield TermSlice.joined(last).posting_lists()


def _write_range(slices: Sequence[TermSlice], writer: SegmentFileWriter) -> None:
    slices = [each for each in slices if each.texts]
    if not slices:
        return
    texts = sorted({text for each in slices for text in each.texts}) if len(slices) > 1 else slices[0].texts
    row = {text: number for number, text in enumerate(texts)}
    rows = [np.fromiter(map(row.__getitem__, each.texts), np.int64, len(each.texts)) for each in slices]
    layout = _Layout(len(texts), rows, [each.doc_freqs for each in slices])
    numbers = layout.joined([each.numbers for each in slices])
    weights = layout.joined([each.weights for each in slices])
    lists = PostingLists(texts, layout.totals, numbers, weights)
    found = [each.positions for each in slices if each.positions is not None]
    if found:
        counts = layout.joined([each.counts for each in found])
        sizes = [
            np.add.reduceat(each.counts, term_slice.doc_freqs.cumsum() - term_slice.doc_freqs)
            for term_slice, each in zip(slices, found, strict=True)
        ]
        positions = _Layout(len(texts), rows, sizes).joined([each.flat for each in found])
        lists = lists._replace(counts=counts, positions=positions)
    writer.add_terms(lists)


class _Layout:
    """Order of joined arrays: by term, then by file.

    Args:
        terms: Number of terms of all files together.
        rows: For each file, the row of each of its terms in all terms.
        sizes: For each file, the number of items of each of its terms.

    Attributes:
        totals: Number of items of each term.
    """

    def __init__(self, terms: int, rows: Sequence[Integers], sizes: Sequence[Integers]) -> None:
        row, size = np.concatenate(rows), np.concatenate(sizes)
        self.totals: Integers = np.bincount(row, size, terms).astype(np.int64)
        self._targets: list[Integers] | None = None
        if min(terms, len(rows)) > 1:  # one term or one file needs no scattering
            order = sorted_order(row.astype(np.int32))
            starts = np.empty_like(size)
            starts[order] = size[order].cumsum() - size[order]
            starts_by_file = np.split(starts, np.cumsum([len(each) for each in rows])[:-1])
            self._targets = [ranges(*each) for each in zip(starts_by_file, sizes, strict=True)]

    def joined(self, parts: Sequence[NDArray[Value]]) -> NDArray[Value]:
        """Join one array of each file."""
        if self._targets is None:
            return np.concatenate(parts)
        whole = np.empty(sum(map(len, parts)), np.result_type(*parts))
        for target, part in zip(self._targets, parts, strict=True):
            whole[target] = part
        return whole


# --- documents ---


def _copy_documents(source: Source, writer: SegmentFileWriter) -> None:
    """Copy the stored bytes of the kept documents."""
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
