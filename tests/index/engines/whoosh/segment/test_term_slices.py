"""Ranges of terms on their way from one file into another: renumbered, without what was deleted."""

import numpy as np
import pytest

from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, SegmentFileWriter
from index.engines.whoosh.segment.term_slices import Source, TermSlice
from index.inversion import PostingLists

Written = dict[str, list[tuple[int, float, list[int]]]]
"""For each term its documents, weights and positions."""

TERMS: Written = {
    "a": [(0, 2.0, [3, 7]), (2, 1.0, [1])],
    "b": [(1, 1.0, [5])],
    "c": [(0, 1.0, [0]), (1, 3.0, [2, 4, 6]), (3, 1.0, [9])],
}


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> SegmentFile:
    path = tmp_path_factory.mktemp("segment") / "file.arrays"
    rows = [row for postings in TERMS.values() for row in postings]
    lists = PostingLists(
        [term.encode() for term in TERMS],
        np.array([len(postings) for postings in TERMS.values()]),
        np.array([document for document, _, _ in rows]),
        np.array([weight for _, weight, _ in rows]),
        np.array([len(places) for *_, places in rows]),
        np.array([place for *_, places in rows for place in places]),
    )
    writer = SegmentFileWriter(path)
    writer.begin_field("forms", "positions", NO_LENGTHS)
    writer.add_terms(lists)
    writer.end_field()
    for number in range(4):
        writer.store(b"%d" % number)
    writer.close()
    return SegmentFile(path)


def spelt_out(piece: TermSlice) -> Written:
    """Read what a slice would write."""
    lists, found = piece.posting_lists(), Written()
    positions, counts = iter(lists.positions.tolist()), iter(lists.counts.tolist())
    rows = iter(zip(lists.documents.tolist(), lists.weights.tolist(), strict=True))
    for text, count in zip(lists.texts, lists.doc_freqs.tolist(), strict=True):
        taken = [next(rows) for _ in range(count)]
        found[text.decode()] = [(*row, [next(positions) for _ in range(next(counts))]) for row in taken]
    return found


@pytest.mark.parametrize(
    "numbers",
    [[0, 1, 2, 3], [10, 20, 30, 40], [-1, 0, 1, 2], [0, -1, 1, -1], [0, 1, -1, -1]],
)
@pytest.mark.parametrize("terms", [range(3), range(1), range(1, 3)])
def test_a_range_of_terms_has_the_new_numbers_of_the_documents_that_are_kept(
    segment: SegmentFile, numbers: list[int], terms: range
) -> None:
    piece = TermSlice.read(Source(segment, np.array(numbers)), terms, "positions")
    kept = {
        term: [
            (numbers[number], weight, places) for number, weight, places in postings if numbers[number] >= 0
        ]
        for term, postings in list(TERMS.items())[terms.start : terms.stop]
    }
    assert spelt_out(piece) == {term: postings for term, postings in kept.items() if postings}


def test_some_postings_of_a_term_are_read_by_themselves(segment: SegmentFile) -> None:
    piece = TermSlice.part(Source(segment, np.arange(4)), 2, np.array([1, 2]), "positions")
    assert spelt_out(piece) == {"c": TERMS["c"][1:]}


def test_parts_of_a_term_put_together_are_the_term_and_cut_again_the_parts(segment: SegmentFile) -> None:
    source = Source(segment, np.arange(4))
    parts = [TermSlice.part(source, 2, np.array(which), "positions") for which in ([0], [1, 2])]
    whole = TermSlice.joined(parts)
    assert spelt_out(whole) == {"c": TERMS["c"]}
    assert [spelt_out(whole.cut(0, 1)), spelt_out(whole.cut(1, 3))] == list(map(spelt_out, parts))


def test_the_load_counts_postings_and_positions(segment: SegmentFile) -> None:
    assert TermSlice.read(Source(segment, np.arange(4)), range(3), "positions").load == 6 + 9


def test_a_source_counts_the_documents_that_are_kept(segment: SegmentFile) -> None:
    assert Source(segment, np.array([-1, 0, -1, 1])).documents == 2
