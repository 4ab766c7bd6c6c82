"""Which segments a commit merges, and in which order their documents stay."""

from itertools import islice

from whoosh import fields
from whoosh.analysis import RegexTokenizer
from whoosh.query import NestedChildren, NestedParent, Term
from whoosh.writing import CLEAR

from index.engines.whoosh.codec.merge_policy import SMALL
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import add, bodies


def test_merged_segments_are_few_however_many_are_added(index: ArraysIndex) -> None:
    for number in range(80):
        add(index, *(f"{number}-{each}" for each in range(1 + number % 5)), merge=True)
    assert index.doc_count() == 240
    assert len(index._segments()) <= 5


def test_a_commit_that_adds_nothing_merges_nothing(index: ArraysIndex) -> None:
    add(index, "a", "b")
    before = index._segments()
    with index.writer() as writer:
        writer.delete_document(0)
    assert index._segments() == before
    assert index.latest_generation() == 2


def test_documents_of_one_writer_stay_in_order(index: ArraysIndex) -> None:
    writer = index.writer(limitmb=0)
    for number in range(SMALL + 1):
        writer.add_document(id=str(number))
    writer.commit()
    with index.reader() as reader:
        assert [stored["id"] for _, stored in reader.iter_docs()] == [str(n) for n in range(SMALL + 1)]


def test_documents_stay_in_order_when_small_segments_are_merged(index: ArraysIndex) -> None:
    added = iter(map(str, range(1000)))
    expected: list[str] = []
    for count in (5, 2, 4, 1, 3):
        writer = index.writer(limitmb=0)
        for name in islice(added, count):
            writer.add_document(id=name, kind=name)
            expected.append(name)
        writer.update_document(id=expected[0], kind="again")
        expected.append(expected.pop(0))
        writer.commit()
    with index.reader() as reader:
        assert reader.is_atomic()
        assert [stored["id"] for _, stored in reader.iter_docs()] == expected


def test_groups_stay_together(index: ArraysIndex) -> None:
    for parent in "ab":
        writer = index.writer(limitmb=0)
        with writer.group():
            writer.add_document(id=parent, kind="parent")
            writer.add_document(id=f"{parent}1", kind="child", body="mer")
            writer.add_document(id=f"{parent}2", kind="child", body="mer" if parent == "b" else "terre")
        writer.commit()
    parents = Term("kind", "parent")
    upwards = NestedParent(parents, Term("body", "terre"))
    downwards = NestedChildren(parents, Term("id", "b"))
    with index.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(upwards, limit=None)] == ["a"]
        assert [hit["id"] for hit in searcher.search(downwards, limit=None)] == ["b1", "b2"]


def test_policies_of_whoosh_work(index: ArraysIndex) -> None:
    add(index, "a")
    writer = index.writer()
    writer.add_document(id="b", body="b")
    writer.commit(mergetype=CLEAR)
    assert bodies(index) == ["b"]


def test_a_removed_field_goes_with_its_terms(index: ArraysIndex) -> None:
    add(index, "a")
    index.remove_field("body")
    index.add_field("more", fields.TEXT(RegexTokenizer(), stored=True))
    with index.writer() as writer:
        writer.add_document(id="b", more="b")
        writer.optimize = True
    with index.reader() as reader:
        assert sorted(reader.indexed_field_names()) == ["id", "more"]
        assert [stored for _, stored in reader.iter_docs()] == [{"id": "b", "more": "b"}, {"id": "a"}]


def test_a_cancelled_change_of_the_schema_is_none(index: ArraysIndex) -> None:
    writer = index.writer()
    writer.add_field("more", fields.TEXT)
    writer.cancel()
    assert "more" not in index.schema
