"""A commit is whole or none, on the disk before it is named, and never leaves a lock behind."""

from pathlib import Path

import pytest
from whoosh import fields
from whoosh.index import LockError
from whoosh.writing import IndexingError

from index.engines.whoosh.codec import toc, whoosh_writer
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import add, bodies, files, schema


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


def test_an_error_within_a_writer_cancels_it(index: ArraysIndex) -> None:
    with pytest.raises(fields.UnknownFieldError), index.writer() as writer:
        writer.add_document(id="a")
        writer.add_document(unheard="b")
    assert bodies(index) == []
    index.writer().cancel()
