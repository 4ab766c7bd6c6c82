"""SQLite files of a build, which are written once, then only read."""

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from weakref import finalize

from index.errors import REBUILD, IndexDamagedError

WRITTEN_ONCE = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
"""
"""For a new file that has one writer, and no reader before it is whole."""


def open_immutable(file: Path, owner: object) -> sqlite3.Connection:
    """Open a file read-only, until `owner` is garbage-collected; raises `sqlite3.Error`.

    Takes no lock and writes no file beside it. The connection still reads the file when its build is deleted.
    """
    database = sqlite3.connect(_address(file), uri=True, check_same_thread=False)
    finalize(owner, database.close)
    return database


@contextmanager
def created(file: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """Create a file with some tables; what is written to it until the context ends is one transaction.

    Without a journal and without fsync: whoever lets it be read brings it to the disk before.
    """
    with closing(sqlite3.connect(file.resolve().as_uri(), isolation_level=None, uri=True)) as database:
        database.executescript(f"{WRITTEN_ONCE} BEGIN; {tables}")
        yield database
        database.execute("COMMIT")


def copy_each(database: sqlite3.Connection, files: Iterable[Path], script: str) -> None:
    """Run a script for each of some files, which it reads as `part`; the database is in a transaction."""
    for file in files:
        database.execute("COMMIT")  # nothing is attached in a transaction
        with attached(database, file, "part"):
            database.executescript(f"BEGIN; {script} COMMIT;")
        database.execute("BEGIN")


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
