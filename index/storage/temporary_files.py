"""Temporary files of SQLite, to which it sorts what its cache cannot hold: unlinked, and in a folder of ours.

Left to itself SQLite takes /var/tmp or /tmp, where confidential text must never lie.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Set the folder for all connections of this process until the context ends."""
    with closing(sqlite3.connect(":memory:")) as database:
        before = _current_folder(database)
        _set_folder(database, str(folder.absolute()))
        try:
            yield
        finally:
            _set_folder(database, before)


def allow_temporary_files(database: sqlite3.Connection) -> None:
    """Let a connection write to the folder that is set; where none is or can be set, it sorts in memory."""
    database.execute(f"PRAGMA temp_store = {'FILE' if _current_folder(database) else 'MEMORY'}")


def _current_folder(database: sqlite3.Connection) -> str:
    found = database.execute("PRAGMA temp_store_directory").fetchone()
    return str(found[0]) if found else ""


def _set_folder(database: sqlite3.Connection, folder: str) -> None:
    quoted = folder.replace("'", "''")
    database.execute(f"PRAGMA temp_store_directory = '{quoted}'")
