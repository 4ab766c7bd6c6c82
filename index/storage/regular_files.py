"""Reading files of an index that somebody may have put something else in the place of."""

import os
import stat
from io import BufferedReader
from pathlib import Path


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read; anything that could be read for ever (a pipe, a device) raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{str(path)!r} is no regular file")
    return os.fdopen(descriptor, "rb")


def read_text(path: Path) -> str:
    """Read a small file; raises `OSError`, or `ValueError` where it is no UTF-8."""
    with open_regular(path) as file:
        return file.read().decode("utf-8")
