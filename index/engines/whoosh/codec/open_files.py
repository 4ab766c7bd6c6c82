"""Segment files that are open already, so that every reader of this process shares them."""

from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from index.engines.whoosh.segment.segment_file import SegmentFile

_Key = tuple[str, int, int, int]

_lock = Lock()
_open: WeakValueDictionary[_Key, SegmentFile] = WeakValueDictionary()


def opened(path: Path) -> SegmentFile:
    """Give a segment file; raises `FileNotFoundError` or `ContainerError`. It closes when nobody has it."""
    found = path.stat()
    key = (str(path), found.st_ino, found.st_mtime_ns, found.st_size)
    with _lock:
        segment = _open.get(key)
        if segment is None:
            segment = _open[key] = SegmentFile(path)
        return segment
