"""The ledger in a spool: what earlier builds knew, and what the documents gathered add to it."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from index.archive.document import digest
from index.archive.ledger import KnownBulletin, KnownFile, KnownItem
from index.archive.source_files import STANDARD_INPUT

_LEARN = """
    BEGIN;
    INSERT OR REPLACE INTO ledger_item SELECT id, text, source, coalesce((
        SELECT document FROM version WHERE version.id = document.id AND version.document != document.id
    ), '') FROM document;
    INSERT OR REPLACE INTO ledger_bulletin SELECT id, digest, items, coalesce(date, ''), name FROM bulletin;
    DELETE FROM ledger_place WHERE bulletin IN (SELECT id FROM bulletin);
    INSERT OR IGNORE INTO ledger_place SELECT document, bulletin FROM appearance;
"""
AT_ONCE = 10_000
"""Items of a file that are in memory at once when the ledger is written."""


def know(database: sqlite3.Connection, row: KnownItem | KnownBulletin) -> None:
    """Add a row of a ledger to a spool; where several have one id, the first one counts."""
    match row:
        case KnownItem():
            database.execute(
                "INSERT OR IGNORE INTO ledger_item VALUES (?, ?, ?, ?)",
                (row.id, row.text, row.source, row.leads),
            )
        case KnownBulletin():
            added = database.execute(
                "INSERT OR IGNORE INTO ledger_bulletin VALUES (?, ?, ?, ?, ?)",
                (row.id, digest(row.items), len(row.items), row.date, row.name),
            )
            if added.rowcount:
                database.executemany(
                    "INSERT INTO ledger_place VALUES (?, ?)", ((item, row.id) for item in row.items)
                )


def ledger(database: sqlite3.Connection) -> Iterator[KnownItem | KnownBulletin]:
    """Yield the rows of the new ledger: the known ones, updated and extended by the documents added."""
    database.executescript(_LEARN)
    for row in database.execute("SELECT id, text, source, leads FROM ledger_item ORDER BY id"):
        yield KnownItem(*row)
    places = database.execute(
        "SELECT id, date, name, item FROM ledger_bulletin JOIN ledger_place ON bulletin = id "
        "ORDER BY id, item"
    )
    for (identifier, day, name), rows in groupby(places, itemgetter(0, 1, 2)):
        yield KnownBulletin(identifier, day, name, tuple(item for *_, item in rows))


def given(
    database: sqlite3.Connection, left_out: Collection[str], digests: Mapping[bytes, str]
) -> Iterator[KnownFile]:
    """Yield what each file gives, `AT_ONCE` items at a time.

    A file that gives an item that was left out is read again the next time.

    Args:
        database: The spool.
        left_out: Ids of the documents that were left out.
        digests: Digest of each file that was read.
    """
    select = "SELECT file, item, bulletin FROM given WHERE file != ? ORDER BY file, item"
    rows = database.execute(select, (STANDARD_INPUT,))
    numbered = ((row, number // AT_ONCE) for number, row in enumerate(rows))
    for (path, _), its in groupby(numbered, lambda each: (each[0][0], each[1])):
        pairs = [(item, bulletin) for (_, item, bulletin), _ in its]
        left = [pair for pair in pairs if pair[0] not in left_out]
        items = dict.fromkeys(item for item, _ in left)
        bulletins = dict.fromkeys(bulletin for _, bulletin in left if bulletin)
        loose = tuple(item for item, bulletin in left if not bulletin)
        found = digests.get(path, "") if len(left) == len(pairs) else ""
        yield KnownFile(path, found, tuple(items), tuple(bulletins), loose)
