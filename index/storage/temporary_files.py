"""Where SQLite sorts what its cache cannot hold: in files without a name, in a folder that is ours.

Left to itself it would take /var/tmp or /tmp, where confidential text must never lie.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def sorting_in(folder: Path) -> Iterator[None]:
    """Appoint the folder for this process, as long as it is entered."""
    with closing(sqlite3.connect(":memory:")) as database:
        before = _appointed(database)
        _appoint(database, str(folder.absolute()))
        try:
            yield
        finally:
            _appoint(database, before)


def sort_in_files(database: sqlite3.Connection) -> None:
    """Have a connection sort in the folder that is appointed; in memory where none is, or none can be."""
    database.execute(f"PRAGMA temp_store = {'FILE' if _appointed(database) else 'MEMORY'}")


def _appointed(database: sqlite3.Connection) -> str:
    found = database.execute("PRAGMA temp_store_directory").fetchone()
    return str(found[0]) if found else ""


def _appoint(database: sqlite3.Connection, folder: str) -> None:
    quoted = folder.replace("'", "''")
    database.execute(f"PRAGMA temp_store_directory = '{quoted}'")
