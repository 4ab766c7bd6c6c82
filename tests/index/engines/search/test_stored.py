"""What is stored of documents comes back as it was; where it is damaged, an error is raised."""

import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.opened import OpenedSegment
from index.engines.whoosh.segment.compression import CHECKSUM, DICTIONARY, compress, decompress
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import SegmentFileWriter

PIECES = st.one_of(st.binary(max_size=40), st.text(max_size=40).map(str.encode), st.just(DICTIONARY[-90:]))
DATA = st.builds(
    lambda pieces, times: b"".join(pieces) * times, st.lists(PIECES, max_size=9), st.integers(1, 40)
)
NONE = np.array([], dtype=np.uint32)


def opened(stored: list[bytes]) -> OpenedSegment:
    with TemporaryDirectory() as folder:
        writer = SegmentFileWriter(Path(folder) / "one")
        for data in stored:
            writer.store(data)
        writer.close()
        return OpenedSegment(SegmentFile(Path(folder) / "one"), 0, NONE)


@settings(deadline=None)
@given(st.lists(DATA, min_size=1, max_size=9))
@example([b"", b"x" * 300_000, b"y", bytes(range(256)) * 9])
def test_it_comes_back_as_it_was(stored: list[bytes]) -> None:
    segment = opened(stored)
    assert segment.stored(range(len(stored))) == stored
    assert segment.stored([len(stored) - 1, 0]) == [stored[-1], stored[0]]


def test_news_items_are_read_by_the_kernel() -> None:
    stored = [
        f"Le président de la République a reçu {n} maires, « sans eux », à l’Élysée.".encode()
        for n in range(99)
    ]
    segment = opened(stored)
    if kernel.loaded:
        assert kernel.loaded.stored(segment, range(40)) == stored[:40]
    assert segment.stored(range(99)) == stored


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200))
def test_what_was_changed_is_an_error(data: bytes, place: int) -> None:
    segment = opened([data, b"other"])
    store = segment.file.store.copy()
    store[place % len(compress(data))] ^= 1
    damaged = with_store(store.tobytes(), [0, len(compress(data)), len(store)])
    with pytest.raises(ContainerError):
        damaged.stored([0, 1])


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_zlib_reads_them_or_refused(packed: bytes) -> None:
    """No memory is read that is not theirs, whatever they say."""
    packed = (
        bytes([packed[0] & ~7 | 3, *packed[1:]]) if packed else packed
    )  # the last block, in the fixed code
    data = zlib.adler32(packed).to_bytes(CHECKSUM, "little") + packed
    try:
        expected = decompress(data)
    except zlib.error:
        with pytest.raises(ContainerError):
            with_store(data, [0, len(data)]).stored([0])
    else:
        assert with_store(data, [0, len(data)]).stored([0]) == [expected]


def with_store(data: bytes, ends: list[int]) -> OpenedSegment:
    """Open a segment that stores some bytes."""
    file = opened([]).file
    file.store, file._store, file._store_end = (
        np.frombuffer(data, np.uint8),
        memoryview(data),
        memoryview(np.array(ends)),
    )
    return OpenedSegment(file, 0, NONE)
