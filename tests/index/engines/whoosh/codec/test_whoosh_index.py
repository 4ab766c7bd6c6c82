"""Opening, reading and refreshing a Whoosh index of our segments."""

import threading

import pytest
import whoosh.index
from whoosh import query as q
from whoosh.filedb.filestore import FileStorage, ReadOnlyError
from whoosh.query import Term
from whoosh.writing import AsyncWriter, BufferedWriter

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import add, bodies, schema


def test_a_reader_keeps_what_it_was_opened_on(index: ArraysIndex) -> None:
    add(index, "a", "b")
    with index.searcher() as searcher:
        with index.writer() as writer:
            writer.delete_by_term("body", "a")
            writer.add_document(id="c", body="c")
            writer.optimize = True
        assert sorted(hit["body"] for hit in searcher.search(q.Every(), limit=None)) == ["a", "b"]


@pytest.mark.parametrize("before", [[], ["a"], ["a", "b"]], ids=["empty", "one segment", "two segments"])
def test_a_refreshed_searcher_finds_what_there_is(index: ArraysIndex, before: list[str]) -> None:
    for body in before:
        add(index, body)
    searcher = index.searcher()
    assert searcher.up_to_date() or not before
    with index.writer() as writer:
        writer.delete_by_term("body", "a")
        writer.add_document(id="c", body="c")
    assert not searcher.up_to_date()
    for optimizes in (False, True):
        searcher = searcher.refresh()
        found = sorted(hit["body"] for hit in searcher.search(q.Every(), limit=None))
        assert found == [*before[1:], "c"]
        if not optimizes:
            index.optimize()


def test_the_files_of_the_last_commit_are_opened_with_their_deletions(index: ArraysIndex) -> None:
    add(index, "a", "b")
    add(index, "c")
    with index.writer() as writer:
        writer.delete_by_term("body", "b")
        writer.merge = False
    found = [(file.documents, deleted.tolist()) for file, deleted in index.opened()]
    assert found == [(2, [1]), (1, [])]


def test_reading_while_another_thread_writes_finds_whole_commits(index: ArraysIndex) -> None:
    def write() -> None:
        for number in range(40):
            add(index, f"{number}", f"{number} more", merge=True)

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert len(bodies(index)) % 2 == 0
    writer.join()
    assert len(bodies(index)) == 80


def test_whoosh_opens_the_folder_by_itself(index: ArraysIndex) -> None:
    add(index, "a", "b")
    with whoosh.index.open_dir(index.storage.folder).searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(Term("body", "b"))] == ["b"]


def test_a_folder_that_is_only_read_is_not_written(index: ArraysIndex) -> None:
    storage = FileStorage(index.storage.folder, readonly=True)
    with pytest.raises(ReadOnlyError):
        ArraysIndex(storage, schema()).writer()
    with pytest.raises(ReadOnlyError):
        ArraysIndex.create(storage, schema())
    index.writer().cancel()


def test_several_processes_are_one_which_is_said_and_lose_nothing(index: ArraysIndex) -> None:
    with pytest.warns(UserWarning, match="single-process writer in place of 2 processes"):
        writer = index.writer(procs=2, multisegment=True)
    with writer:
        writer.add_document(id="a", body="a")
    assert bodies(index) == ["a"]


def test_a_buffered_writer_writes_what_it_gathered(index: ArraysIndex) -> None:
    writer = BufferedWriter(index, period=None, limit=3)
    for number in range(5):
        writer.add_document(id=str(number), body=f"mer {number}")
    with writer.searcher() as searcher:
        assert len(searcher.search(Term("body", "mer"))) == 5
    writer.close()
    assert len(bodies(index)) == 5


def test_a_refreshed_searcher_finds_once_what_a_buffered_writer_has_committed(index: ArraysIndex) -> None:
    writer = BufferedWriter(index, period=None)
    writer.add_document(id="a", body="a")
    searcher = writer.searcher()
    assert not searcher.up_to_date()
    writer.commit()
    assert [hit["id"] for hit in searcher.refresh().search(q.Every())] == ["a"]
    writer.close()


def test_an_asynchronous_writer_waits_for_the_lock(index: ArraysIndex) -> None:
    first = index.writer()
    second = AsyncWriter(index, delay=0.01)
    second.add_document(id="a", body="a")
    second.commit()
    first.cancel()
    second.wait(10)
    assert bodies(index) == ["a"]
