"""Taking documents out of an archive for good: what its bulletins and its ledger say of them."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from index.archive.builds import database_errors
from index.storage.temporary_files import allow_temporary_files, temporary_files_in

_OF_CATALOGUE = """
    UPDATE bulletin SET documents = documents - (
        SELECT count(*) FROM place WHERE bulletin = id AND document = :id
    ) WHERE id IN (SELECT bulletin FROM place WHERE document = :id);
    DELETE FROM place WHERE document = :id;
    DELETE FROM bulletin WHERE documents = 0;
    UPDATE summary SET added = (SELECT count(*) FROM bulletin);
"""
_LISTS = (("bulletin", "id", ("items",)), ("file", "rowid", ("items", "loose")))
"""Tables of the ledger with lists of items, their keys, and the columns of the lists."""


def purge(catalogue_file: Path, ledger_file: Path, identifiers: Collection[str]) -> None:
    """Forget some documents in the catalogue and the ledger of a whole archive, and keep no byte of them.

    They are given by their ids and those of their versions. Files that give them are read again by the next
    addition. Raises `SearchError` where it cannot be written.
    """
    with database_errors(), temporary_files_in(ledger_file.parent):
        with _rewritten(catalogue_file) as catalogue:
            for identifier in identifiers:
                for statement in _OF_CATALOGUE.split(";")[:-1]:
                    catalogue.execute(statement, {"id": identifier} if ":id" in statement else {})
        with _rewritten(ledger_file) as ledger:
            for identifier in identifiers:
                ledger.execute("DELETE FROM item WHERE ? IN (id, leads)", (identifier,))
                ledger.execute("DELETE FROM place WHERE item = ?", (identifier,))
                ledger.execute("DELETE FROM giver WHERE id = ?", (identifier,))
            for table, key, columns in _LISTS:
                _shorten(ledger, table, key, columns, set(identifiers))


def _shorten(
    ledger: sqlite3.Connection, table: str, key: str, columns: Sequence[str], identifiers: set[str]
) -> None:
    """Take ids out of the lists of a table; a file that loses one has no digest that any content has."""
    rows = ledger.execute(f"SELECT {key}, {', '.join(columns)} FROM {table}").fetchall()  # noqa: S608
    for name, *lists in rows:
        read = [json.loads(each) for each in lists]
        if not any(identifiers.intersection(each) for each in read):
            continue
        for column, each in zip(columns, read, strict=True):
            left = json.dumps([item for item in each if item not in identifiers])
            ledger.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (left, name))  # noqa: S608
        if table == "file":
            ledger.execute("UPDATE file SET digest = '' WHERE rowid = ? AND digest IS NOT NULL", (name,))


@contextmanager
def _rewritten(file: Path) -> Iterator[sqlite3.Connection]:
    """Change a SQLite file, then write it anew, so that it has no byte of what was deleted."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        allow_temporary_files(database)
        database.execute("PRAGMA journal_mode = OFF")
        yield database
        database.execute("VACUUM")
