"""Reading files of an index, which may have been replaced by something that is no regular file."""

import os
import stat
from io import BufferedReader
from pathlib import Path


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file to read; raises `OSError` for a pipe or device, which could be read for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{str(path)!r} is no regular file")
    return os.fdopen(descriptor, "rb")


def read_text(path: Path) -> str:
    """Read a small file; raises `OSError`, or `ValueError` where it is not UTF-8."""
    with open_regular(path) as file:
        return file.read().decode("utf-8")
