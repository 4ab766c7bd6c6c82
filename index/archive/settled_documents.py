"""The documents of a spool in their order, newest first: numbered, divided into ranges, and read."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.archive.document import Document
from index.archive.spool_tables import SPOOL
from index.archive.spooled_versions import read_settled
from index.storage.immutable_database import open_immutable

_LARGEST = (
    "SELECT coalesce(max(size), 0) FROM (SELECT size FROM document UNION ALL SELECT size FROM composed)"
)
_SETTLE = """
    BEGIN;
    CREATE TABLE settled (
        rank INTEGER PRIMARY KEY, id TEXT, content INT, source TEXT, date TEXT, url TEXT, time TEXT,
        date_origin TEXT, size INT, versions INT
    );
    INSERT INTO settled SELECT NULL, id, content, source, date, url, time, date_origin, size, versions FROM (
        SELECT id, content, source, date, url, time, date_origin, size, 0 AS versions, (
            SELECT sort_name || char(31) || printf('%08d', place)
            FROM appearance JOIN bulletin ON bulletin.id = appearance.bulletin
            WHERE appearance.document = document.id
            ORDER BY bulletin.date IS NULL, bulletin.date, bulletin.time, sort_name, place LIMIT 1
        ) AS place FROM document WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.id = document.id)
        UNION ALL SELECT id, content, source, date, url, time, date_origin, size, 1, place FROM composed
    ) ORDER BY date IS NULL, date DESC, source, time, place, id;  -- as `Document.place_key`
    COMMIT;
"""


def settle(database: sqlite3.Connection) -> None:
    """Order the documents newest first, undated last; called once, when all are added.

    Those of a day are in the order of their sources, then by time, then of their places in a bulletin,
    then by id.
    """
    database.executescript(_SETTLE)


def largest(database: sqlite3.Connection) -> int:
    """Return the size of the largest document; 0 where there is none."""
    return int(database.execute(_LARGEST).fetchone()[0])


def runs(database: sqlite3.Connection, most: int) -> Iterator[range]:
    """Divide the numbers of the settled documents into consecutive ranges.

    Args:
        database: The spool.
        most: Largest size of all documents in a range; a larger document has its own.
    """
    first = taken = 0
    end = -1
    for end, (size,) in enumerate(database.execute("SELECT size FROM settled ORDER BY rank")):
        if end > first and taken + size > most:
            yield range(first, end)
            first, taken = end, 0
        taken += size
    if end >= 0:
        yield range(first, end + 1)


class SettledDocuments:
    """The documents of a settled spool by number; several processes may read them at the same time."""

    def __init__(self, folder: Path) -> None:
        self._database = open_immutable(folder / SPOOL, self)

    def read(self, numbers: range) -> Iterator[Document]:
        """Yield the documents of consecutive numbers, from 0; appearances are oldest first."""
        yield from read_settled(self._database, numbers)
