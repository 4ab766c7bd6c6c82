"""Damaged segments of a Whoosh index are told, as errors of ours."""

from pathlib import Path

import pytest
from whoosh import query as q
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import EmptyIndexError

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.errors import IndexDamagedError
from tests.index.engines.whoosh.codec.bodies import add, schema


def test_a_folder_without_an_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmptyIndexError):
        ArraysIndex(FileStorage(str(tmp_path)), schema())


def test_an_index_lies_in_a_folder() -> None:
    with pytest.raises(ValueError, match="lies in a folder"):
        ArraysIndex.create(RamStorage(), schema())


def test_a_segment_that_is_gone_or_cut_is_said(index: ArraysIndex) -> None:
    add(index, "a")
    (segment,) = Path(index.storage.folder).glob("*.arrays")
    whole = segment.read_bytes()
    for size in range(0, len(whole), 100):
        segment.write_bytes(whole[:size])
        with pytest.raises(IndexDamagedError):
            index.reader()
    segment.unlink()
    with pytest.raises(IndexDamagedError):
        index.reader()


def answers(index: ArraysIndex) -> list[dict[str, object]]:
    """Ask for a phrase and a prefix; give what is stored of each hit."""
    query = q.Or([q.Phrase("body", ["mer", "7"]), q.Prefix("body", "1")])
    with index.searcher() as searcher:
        return [hit.fields() for hit in searcher.search(query, limit=None)]


def test_a_byte_that_was_changed_is_told_or_changes_no_answer(index: ArraysIndex) -> None:
    add(index, *(f"mer {number}" for number in range(20)))
    (segment,) = Path(index.storage.folder).glob("*.arrays")
    whole, right = segment.read_bytes(), answers(index)
    assert len(right) == 12
    for place in range(0, len(whole), 11):
        segment.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            assert list(SegmentFile(segment).faults()) or answers(index) == right, place
            answers(index)  # an error of ours, if any
        except (IndexDamagedError, ContainerError):
            pass
