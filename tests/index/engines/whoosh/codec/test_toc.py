"""A table of contents that is not as it was written is refused, and nothing in it is taken on trust."""

import os
from pathlib import Path

import pytest

from index.engines.whoosh.codec import toc
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.errors import IndexDamagedError
from tests.index.engines.whoosh.codec.bodies import add, schema


def test_a_table_of_contents_that_was_changed_is_refused(index: ArraysIndex) -> None:
    add(index, "a")
    (table,) = Path(index.storage.folder).glob("*.toc")
    whole = table.read_bytes()
    for place in range(0, len(whole), 7):
        table.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(IndexDamagedError):
            index.reader()
    for size in range(0, len(whole), 50):
        table.write_bytes(whole[:size])
        with pytest.raises(IndexDamagedError):
            index.reader()


class _Foreign:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("false",)


def test_nothing_foreign_is_unpickled_from_a_table(index: ArraysIndex, tmp_path: Path) -> None:
    toc.write_toc(tmp_path, "MAIN", 1, schema(), [_Foreign()])  # type: ignore[list-item]
    with pytest.raises(IndexDamagedError, match="does not belong in an index"):
        index.reader()
