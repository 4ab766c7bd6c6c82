"""Open segment files, shared by all readers of this process."""

from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from index.engines.whoosh.segment.segment_file import SegmentFile

_Key = tuple[int, int, int, int]
"""Device, inode, time of change and size: what builds share is one file under several paths."""

_lock = Lock()
_open: WeakValueDictionary[_Key, SegmentFile] = WeakValueDictionary()


def open_shared(path: Path) -> SegmentFile:
    """Return the open segment file of a path, which is closed when its last reader is gone.

    Raises:
        FileNotFoundError: There is no such file.
        ContainerError: It is damaged.
    """
    status = path.stat()
    key = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)
    with _lock:
        segment = _open.get(key)
        if segment is None:
            segment = _open[key] = SegmentFile(path)
        return segment
