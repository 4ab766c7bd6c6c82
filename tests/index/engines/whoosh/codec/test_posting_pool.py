"""Postings gathered one by one are inverted together, and kept in the least that gives their values back."""

from pathlib import Path

import pytest
from whoosh.fields import ID, NUMERIC, STORED, TEXT, FieldType
from whoosh.formats import Existence, Frequency, Positions

from index.engines.whoosh.codec.posting_pool import POSTING, TERM, PostingPool, pool_for
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, SegmentFileWriter


def written(path: Path, pool: PostingPool, documents: int = 4) -> SegmentFile:
    writer = SegmentFileWriter(path)
    pool.write(writer, "field", NO_LENGTHS)
    for _ in range(documents):
        writer.store(b"")
    writer.close()
    return SegmentFile(path)


def postings(file: SegmentFile) -> dict[bytes, list[tuple[int, float]]]:
    info = file.fields["field"]
    return {
        file.text(term): list(zip(file.numbers(term).tolist(), file.weights(term).tolist(), strict=True))
        for term in range(info.first_term, info.end_term)
    }


def test_terms_come_in_the_order_of_their_bytes_and_documents_rise(tmp_path: Path) -> None:
    pool = PostingPool(Existence())
    for number in range(4):
        for text in (b"b", b"a", b"\xc3\xa9")[: number + 1]:
            pool.add(text, number, 1.0, b"")
    assert list(postings(written(tmp_path / "f.arrays", pool)).items()) == [
        (b"a", [(1, 1.0), (2, 1.0), (3, 1.0)]),
        (b"b", [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)]),
        (b"\xc3\xa9", [(2, 1.0), (3, 1.0)]),
    ]


def test_a_document_that_has_a_term_several_times_has_it_once(tmp_path: Path) -> None:
    pool, counted = PostingPool(Existence()), PostingPool(Frequency())
    for weight in (1.0, 2.0):
        pool.add(b"a", 1, weight, b"")
        counted.add(b"a", 1, weight, int(weight).to_bytes(4, "big"))
    assert postings(written(tmp_path / "f.arrays", pool)) == {b"a": [(1, 2.0)]}
    assert postings(written(tmp_path / "g.arrays", counted)) == {b"a": [(1, 3.0)]}


@pytest.mark.parametrize(
    ("field", "values", "kind"),
    [
        (ID(), [b"", b""], "existence"),
        (NUMERIC(), [b"", b""], "existence"),
        (TEXT(phrase=False), [b"\0\0\0\1", b"\0\0\0\1"], "frequencies"),
        (TEXT(phrase=False), [b"\0\0\0\2", b"\0\0\0\1"], "values"),  # not the weight
        (TEXT(), [Positions().encode([0, 4]), Positions().encode([2])], "positions"),
        (TEXT(), [Positions().encode([4, 0]), Positions().encode([2])], "values"),  # they fall
        (TEXT(chars=True), [b"anything", b""], "values"),
    ],
)  # fmt: skip
def test_what_is_kept_is_the_least_that_gives_the_values_back(
    tmp_path: Path, field: FieldType, values: list[bytes], kind: str
) -> None:
    pool = pool_for(field)
    for number, value in enumerate(values):
        pool.add(b"a", number, 1.0, value)
    assert written(tmp_path / "f.arrays", pool).fields["field"].kind == kind


def test_its_size_grows_with_every_posting_and_more_with_a_new_term() -> None:
    pool = PostingPool(Existence())
    sizes = []
    for text in (b"abc", b"abc", b"d"):
        pool.add(text, len(sizes), 1.0, b"")
        sizes.append(pool.size)
    assert sizes == [POSTING + TERM + 3, 2 * POSTING + TERM + 3, 3 * POSTING + 2 * TERM + 4]


def test_a_field_that_is_only_stored_has_no_pool() -> None:
    with pytest.raises(ValueError, match="no postings"):
        pool_for(STORED())
