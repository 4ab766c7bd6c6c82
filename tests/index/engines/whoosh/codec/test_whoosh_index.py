"""Adding, replacing, deleting, locking and reopening, as Whoosh promises and where it does not keep to it."""

import threading
from itertools import islice
from pathlib import Path

import pytest
import whoosh.index
from whoosh import fields
from whoosh import query as q
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage, ReadOnlyError
from whoosh.index import LockError
from whoosh.query import NestedChildren, NestedParent, Term
from whoosh.sorting import FieldFacet, add_sortable
from whoosh.writing import CLEAR, AsyncWriter, BufferedWriter, IndexingError

from index.engines.whoosh.codec import toc, whoosh_writer
from index.engines.whoosh.codec.merge_policy import SMALL
from index.engines.whoosh.codec.whoosh_index import ArraysIndex


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        body=fields.TEXT(RegexTokenizer(), stored=True),
        kind=fields.ID,
        number=fields.NUMERIC(unique=True),
    )


@pytest.fixture
def index(tmp_path: Path) -> ArraysIndex:
    return ArraysIndex.create(FileStorage(str(tmp_path)), schema())


def add(index: ArraysIndex, *bodies: str, merge: bool = False) -> None:
    writer = index.writer()
    for body in bodies:
        writer.add_document(id=body, body=body)
    writer.commit(merge=merge)


def bodies(index: ArraysIndex) -> list[str]:
    with index.searcher() as searcher:
        return sorted(hit["body"] for hit in searcher.search(q.Every(), limit=None))


def files(index: ArraysIndex) -> list[str]:
    return sorted(path.suffix for path in Path(index.storage.folder).iterdir() if "LOCK" not in path.name)


# --- replacing and deleting ---


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


# --- merging ---


def test_merged_segments_are_few_however_many_are_added(index: ArraysIndex) -> None:
    for number in range(150):
        add(index, *(f"{number}-{each}" for each in range(1 + number % 5)), merge=True)
    assert index.doc_count() == 450
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


# --- readers ---


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


def test_readers_share_what_is_open(index: ArraysIndex) -> None:
    add(index, "a")
    segment = index._segments()[0]
    with index.reader():
        assert segment.file(index.storage) is index._segments()[0].file(index.storage)


def test_the_files_of_the_last_commit_are_opened_with_their_deletions(index: ArraysIndex) -> None:
    add(index, "a", "b")
    add(index, "c")
    with index.writer() as writer:
        writer.delete_by_term("body", "b")
        writer.merge = False
    found = [(file.documents, deleted.tolist()) for file, deleted in index.opened()]
    assert found == [(2, [1]), (1, [])]


def test_many_readers_and_commits_leave_no_file_open(index: ArraysIndex) -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for number in range(30):
        add(index, str(number), merge=True)
        assert len(bodies(index)) == number + 1
    assert len(list(descriptors.iterdir())) <= before + 1


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


# --- the lock ---


def test_a_second_writer_is_told_of_the_first(index: ArraysIndex) -> None:
    first = index.writer()
    with pytest.raises(LockError):
        index.writer()
    with pytest.raises(LockError):
        ArraysIndex.create(index.storage, schema())
    first.cancel()
    index.writer().cancel()


@pytest.mark.parametrize("step", ["sync", "write_toc", "merge", "clean_files"])
def test_a_commit_that_fails_leaves_the_index_as_it_was_and_unlocked(
    index: ArraysIndex, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add(index, "a")
    with monkeypatch.context() as patched:
        patched.setattr(whoosh_writer, step, _full)
        writer = index.writer()
        writer.add_document(id="b", body="b")
        with pytest.raises(OSError, match="disk is full"):
            writer.commit(optimize=True)
    assert bodies(index) == (["a", "b"] if step == "clean_files" else ["a"])
    with pytest.raises(IndexingError):
        writer.add_document(id="c")
    add(index, "c", merge=True)
    assert bodies(index) == (["a", "b", "c"] if step == "clean_files" else ["a", "c"])
    assert files(index) == [".arrays", ".toc"]


def _full(*_arguments: object) -> None:
    raise OSError("the disk is full")


def test_a_writer_that_cannot_begin_holds_no_lock(
    index: ArraysIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(index.storage, "temp_storage", _full)
        with pytest.raises(OSError, match="disk is full"):
            index.writer()
    index.writer().cancel()


def test_a_cancelled_writer_leaves_nothing(index: ArraysIndex) -> None:
    writer = index.writer(limitmb=0)
    writer.add_document(id="a", body="a")
    writer.cancel()
    assert (bodies(index), files(index)) == ([], [".toc"])


def test_a_writer_whose_files_cannot_be_removed_is_cancelled_and_unlocked(
    index: ArraysIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = index.writer()
    writer.add_document(id="a", body="a")
    monkeypatch.setattr(writer._tempstorage, "destroy", _full)
    writer.cancel()
    assert bodies(index) == []
    index.writer().cancel()


def test_a_commit_is_on_the_disk_before_it_is_named(
    index: ArraysIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, synced = Path(index.storage.folder), []

    def sync(path: Path) -> None:
        assert path.exists()
        synced.append("folder" if path == folder else path.suffix)
        tables = sorted(each.name for each in folder.glob("*.toc"))
        assert tables == (["_MAIN_0.toc"] if len(synced) < 4 else ["_MAIN_0.toc", "_MAIN_1.toc"])

    monkeypatch.setattr(whoosh_writer, "sync", sync)
    monkeypatch.setattr(toc, "sync", sync)
    add(index, "a")
    assert synced == [".arrays", "folder", ".new", "folder"]
    assert files(index) == [".arrays", ".toc"]


def test_what_a_killed_writer_left_goes_with_the_next_commit(index: ArraysIndex) -> None:
    add(index, "a")
    folder = Path(index.storage.folder)
    for name in (
        "MAIN_0123456789abcdef.arrays",
        "MAIN_0123456789abcdef.arrays.post_code.part",
        "_MAIN_2.toc.new",
    ):
        (folder / name).write_bytes(b"half")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "0.arrays").write_bytes(b"half")
    assert bodies(index) == ["a"]
    add(index, "b", merge=True)
    assert (bodies(index), files(index)) == (["a", "b"], [".arrays", ".toc"])


def test_a_folder_that_is_only_read_is_not_written(index: ArraysIndex) -> None:
    storage = FileStorage(index.storage.folder, readonly=True)
    with pytest.raises(ReadOnlyError):
        ArraysIndex(storage, schema()).writer()
    with pytest.raises(ReadOnlyError):
        ArraysIndex.create(storage, schema())
    index.writer().cancel()


def test_an_error_within_a_writer_cancels_it(index: ArraysIndex) -> None:
    with pytest.raises(fields.UnknownFieldError), index.writer() as writer:
        writer.add_document(id="a")
        writer.add_document(unheard="b")
    assert bodies(index) == []
    index.writer().cancel()


# --- the other writers of Whoosh ---


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
