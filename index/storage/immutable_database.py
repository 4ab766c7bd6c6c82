"""SQLite files of a build: written once, then only read."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import finalize

from index.errors import REBUILD, IndexDamagedError


def open_immutable(file: Path, owner: object) -> sqlite3.Connection:
    """Open a file to read, closed when `owner` is gone; raises `sqlite3.Error`.

    No lock is taken and nothing is written beside it. Opened for good: the build may be deleted meanwhile.
    """
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    database = sqlite3.connect(address, uri=True, check_same_thread=False)
    finalize(owner, database.close)
    return database


@contextmanager
def unreadable_errors(file: Path) -> Iterator[None]:
    """Make one error of what a damaged file may raise.

    Beside SQLite's own errors: a message that is no UTF-8, a date that is none, a row that is not as written.
    """
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, IndexError, struct.error) as error:
        raise IndexDamagedError(f"{str(file)!r} cannot be read ({error}); {REBUILD}") from error
