"""Replacing and deleting documents of a Whoosh index."""

import pytest
from whoosh import query as q
from whoosh.sorting import FieldFacet, add_sortable
from whoosh.writing import IndexingError

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import add, bodies, files


def test_an_update_replaces_what_was_committed_and_what_was_not(index: ArraysIndex) -> None:
    add(index, "a", "b")
    with index.writer() as writer:
        writer.update_document(id="a", body="a2")
        writer.update_document(id="a", body="a3")
        writer.add_document(id="c", body="c")
        writer.update_document(id="c", body="c2")
    assert bodies(index) == ["a3", "b", "c2"]
    assert index.doc_count() == 3
    index.optimize()
    assert (bodies(index), index.doc_count_all()) == (["a3", "b", "c2"], 3)


def test_an_update_replaces_by_numbers_too(index: ArraysIndex) -> None:
    with index.writer() as writer:
        writer.update_document(number=7, body="old")
        writer.update_document(number=7, id="x", body="new")
        writer.update_document(number=8, id="x", body="newer")
    assert bodies(index) == ["newer"]


def test_an_update_that_fails_deletes_nothing(index: ArraysIndex) -> None:
    add(index, "a")
    writer = index.writer()
    with pytest.raises(ValueError, match="is not unicode"):
        writer.update_document(id="a", body=1)
    writer.commit()
    assert bodies(index) == ["a"]


def test_updates_hold_when_memory_was_emptied_in_between(index: ArraysIndex) -> None:
    writer = index.writer(limitmb=0)
    for number in range(6):
        writer.update_document(id=str(number % 2), body=f"body {number}")
    writer.commit()
    assert bodies(index) == ["body 4", "body 5"]
    assert index.doc_count_all() == 2


def test_a_document_is_deleted_and_brought_back(index: ArraysIndex) -> None:
    add(index, "a", "b")
    with index.writer() as writer:
        writer.delete_document(0)
        writer.delete_document(1)
        writer.delete_document(0, delete=False)
        assert (writer.is_deleted(0), writer.is_deleted(1)) == (False, True)
        assert writer.deleted_count() == 1
        with pytest.raises(IndexingError):
            writer.delete_document(2)
    assert bodies(index) == ["a"]


def test_deleting_by_a_query_counts_each_document_once(index: ArraysIndex) -> None:
    add(index, "a x", "b x")
    add(index, "c x", "d")
    with index.writer() as writer:
        assert writer.delete_by_term("body", "x") == 3
        assert writer.delete_by_term("body", "x") == 0
        assert writer.delete_by_query(q.Every()) == 1
    assert bodies(index) == []


def test_segments_without_a_document_go(index: ArraysIndex) -> None:
    add(index, "a")
    add(index, "b")
    with index.writer() as writer:
        writer.delete_by_term("body", "a")
    assert files(index) == [".arrays", ".toc"]


def test_no_column_is_added_to_what_was_committed_and_nothing_is_changed(index: ArraysIndex) -> None:
    add(index, "a")
    with pytest.raises(NotImplementedError, match="make the field sortable"), index.writer() as writer:
        add_sortable(writer, "number", FieldFacet("number"))
    assert (bodies(index), files(index)) == (["a"], [".arrays", ".toc"])
    index.writer().cancel()
