"""SQLite files of a build, which are written once, then only read."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import finalize

from index.errors import REBUILD, IndexDamagedError


def open_immutable(file: Path, owner: object) -> sqlite3.Connection:
    """Open a file read-only, until `owner` is garbage-collected; raises `sqlite3.Error`.

    Takes no lock and writes no file beside it. The connection still reads the file when its build is deleted.
    """
    database = sqlite3.connect(_address(file), uri=True, check_same_thread=False)
    finalize(owner, database.close)
    return database


@contextmanager
def attached(database: sqlite3.Connection, file: Path, name: str) -> Iterator[None]:
    """Read a file under a name in another database, which must be in no transaction then and at the end."""
    database.execute(f"ATTACH ? AS {name}", (_address(file),))
    yield
    database.execute(f"DETACH {name}")


@contextmanager
def unreadable_errors(file: Path) -> Iterator[None]:
    """Raise `IndexDamagedError` for whatever reading a damaged file may raise.

    Beside SQLite's own errors: an error message that is not UTF-8, an invalid date, a row of another shape.
    """
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, IndexError, struct.error) as error:
        raise IndexDamagedError(f"{str(file)!r} cannot be read ({error}); {REBUILD}") from error


def _address(file: Path) -> str:
    return f"{file.resolve().as_uri()}?mode=ro&immutable=1"
