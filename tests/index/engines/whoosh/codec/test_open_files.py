"""Readers share the files that are open, and none stays open for nobody."""

from pathlib import Path

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import add, bodies


def test_readers_share_what_is_open(index: ArraysIndex) -> None:
    add(index, "a")
    segment = index._segments()[0]
    with index.reader():
        assert segment.file(index.storage) is index._segments()[0].file(index.storage)


def test_many_readers_and_commits_leave_no_file_open(index: ArraysIndex) -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for number in range(30):
        add(index, str(number), merge=True)
        assert len(bodies(index)) == number + 1
    assert len(list(descriptors.iterdir())) <= before + 1
