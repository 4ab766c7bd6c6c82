"""The ledger: all ids that were ever given, inherited from build to build so that links last.

Each part of a build has a SQLite file of the items, bulletins and files that it changed, whether or not they
are still indexed; of several files that know one the newest counts. It holds digests of texts, and no text.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

from index.errors import REBUILD, IndexDamagedError, SearchError
from index.storage.immutable_database import copy_each, created, open_immutable

VERSION = 3
Row = tuple[str, ...]

_TABLES = """
    CREATE TABLE item (id TEXT PRIMARY KEY, text TEXT, source TEXT, leads TEXT) WITHOUT ROWID;
    CREATE INDEX item_by_text ON item (text);
    CREATE TABLE bulletin (id TEXT PRIMARY KEY, date TEXT, name TEXT, items TEXT) WITHOUT ROWID;
    CREATE TABLE place (item TEXT, bulletin TEXT, PRIMARY KEY (item, bulletin)) WITHOUT ROWID;
    -- A file that is read no more has no digest; one that gives much has several rows.
    CREATE TABLE file (path BLOB, digest TEXT, items TEXT, bulletins TEXT, loose TEXT);
    CREATE INDEX file_by_path ON file (path);
    CREATE TABLE giver (id TEXT, path BLOB, PRIMARY KEY (id, path)) WITHOUT ROWID;
"""
_MERGE = """
    DELETE FROM place WHERE bulletin IN (SELECT id FROM part.bulletin);
    DELETE FROM giver WHERE path IN (SELECT path FROM part.file);
    DELETE FROM file WHERE path IN (SELECT path FROM part.file);
    INSERT OR REPLACE INTO item SELECT * FROM part.item;
    INSERT OR REPLACE INTO bulletin SELECT * FROM part.bulletin;
    INSERT OR REPLACE INTO place SELECT * FROM part.place;
    INSERT INTO file SELECT * FROM part.file ORDER BY rowid;
    INSERT OR REPLACE INTO giver SELECT * FROM part.giver;
"""
_ITEMS = {
    2: "SELECT id, text, source FROM item ORDER BY id",
    VERSION: "SELECT id, text, source, leads FROM item ORDER BY id",
}
"""What reads the items of a ledger, by its version; of an earlier one only `rows` are read."""


class LedgerError(SearchError):
    """A ledger cannot be trusted; the message ends a sentence that begins with the ledger."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item with its id.

    Attributes:
        id: Its permanent id.
        text: `text_digest` of its text, as last seen.
        source: Its source, as last seen.
        leads: Id of the document of which it is a version; empty where that is its own.
    """

    id: str
    text: str
    source: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class KnownBulletin:
    """A bulletin with its id.

    Attributes:
        id: Its permanent id.
        date: ISO date, as last seen; empty where it had none.
        name: Its name, as last seen.
        items: Ids of its items, as last seen, sorted.
    """

    id: str
    date: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was read, and what it gave.

    Attributes:
        path: Its absolute path, in bytes as the system has it.
        digest: Digest of its content when it was read; None where it is read no more.
        items: Ids of its items.
        bulletins: Ids of the bulletins that it puts items into.
        loose: Ids of its items that it puts into none.
    """

    path: bytes
    digest: str | None
    items: tuple[str, ...] = ()
    bulletins: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    def with_more(self, other: "KnownFile") -> "KnownFile":
        """Return it with what else it gives; its digest is lost where it is another one."""
        found = self.digest if self.digest == other.digest else ""
        return KnownFile(
            self.path,
            found,
            _joined(self.items, other.items),
            _joined(self.bulletins, other.bulletins),
            _joined(self.loose, other.loose),
        )


Known = KnownItem | KnownBulletin | KnownFile


def write_ledger(file: Path, rows: Iterable[Known], merged: Sequence[Path] = ()) -> None:
    """Write the ledger of a part.

    Args:
        file: The new file.
        rows: What it learns.
        merged: Ledgers of the parts right before it, the newest first, which it takes the place of.
    """
    with created(file, _TABLES) as database:
        copy_each(database, reversed(merged), _MERGE)
        if merged:
            rows = list(rows)
            for row in rows:
                _forget(database, row)
        for row in rows:
            _write(database, row)
        database.execute(f"PRAGMA user_version = {VERSION}")


def _forget(database: sqlite3.Connection, row: Known) -> None:
    """Forget what a bulletin had, or a file gave, of which a new row is about to be written."""
    match row:
        case KnownBulletin():
            for (items,) in database.execute("SELECT items FROM bulletin WHERE id = ?", (row.id,)).fetchall():
                places = ((item, row.id) for item in _ids(items))
                database.executemany("DELETE FROM place WHERE item = ? AND bulletin = ?", places)
        case KnownFile():
            select = "SELECT bulletins, loose FROM file WHERE path = ?"
            for lists in database.execute(select, (row.path,)).fetchall():
                givers = ((each, row.path) for each in chain.from_iterable(map(_ids, lists)))
                database.executemany("DELETE FROM giver WHERE id = ? AND path = ?", givers)
            database.execute("DELETE FROM file WHERE path = ?", (row.path,))


def _write(database: sqlite3.Connection, row: Known) -> None:
    match row:
        case KnownItem():
            values = row.id, row.text, row.source, row.leads
            database.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", values)
        case KnownBulletin():
            values = row.id, row.date, row.name, json.dumps(row.items)
            database.execute("INSERT OR REPLACE INTO bulletin VALUES (?, ?, ?, ?)", values)
            places = ((item, row.id) for item in row.items)
            database.executemany("INSERT OR IGNORE INTO place VALUES (?, ?)", places)
        case KnownFile():
            lists = map(json.dumps, (row.items, row.bulletins, row.loose))
            database.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (row.path, row.digest, *lists))
            givers = ((each, row.path) for each in (*row.bulletins, *row.loose))
            database.executemany("INSERT OR IGNORE INTO giver VALUES (?, ?)", givers)


class Ledger:
    """The ledger of a build, for the thread that opened it.

    Args:
        files: The files of its parts, the newest first.

    Every method raises `LedgerError` where a file is damaged.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        with _reading():
            self._databases = [open_immutable(file, self) for file in files]
            for database in self._databases:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if version not in _ITEMS:
                    raise LedgerError(f"has another version than {VERSION}")

    def rows(self) -> Iterator[KnownItem | KnownBulletin]:
        """Yield all items and bulletins, the newest part first: of several with one id the first counts."""
        with _reading():
            for database in self._databases:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                for row in database.execute(_ITEMS[version]):
                    yield KnownItem(*row)
                for row in database.execute("SELECT id, date, name, items FROM bulletin ORDER BY id"):
                    yield _bulletin(row)

    def files_in(self, folder: bytes) -> Iterator[KnownFile]:
        """Yield the files that are read and lie in a folder or deeper, by path."""
        with _reading():
            select = "SELECT path FROM file WHERE path > ? AND path < ?"
            within = folder.rstrip(b"/") + b"/", folder.rstrip(b"/") + b"0"  # what comes right after "/"
            paths = {path for each in self._databases for (path,) in each.execute(select, within)}
            for path in sorted(paths):
                if found := self.file(path):
                    yield found

    def item(self, identifier: str) -> KnownItem | None:
        """Return an item by its id."""
        row = self._newest("SELECT id, text, source, leads FROM item WHERE id = ?", identifier)
        return KnownItem(*row) if row else None

    def items_of_text(self, text: str) -> Iterator[KnownItem]:
        """Yield the items that had a text when last seen."""
        for (identifier,) in self._all("SELECT id FROM item WHERE text = ?", text):
            found = self.item(identifier)
            if found and found.text == text:
                yield found

    def items_leading_to(self, identifier: str) -> Iterator[KnownItem]:
        """Yield the items that lead to an item, and what leads to these; all rows are looked at."""
        for (found,) in self._all("SELECT id FROM item WHERE leads = ?", identifier):
            item = self.item(found)
            if item and item.leads == identifier:
                yield item
                yield from self.items_leading_to(item.id)

    def bulletin(self, identifier: str) -> KnownBulletin | None:
        """Return a bulletin by its id."""
        row = self._newest("SELECT id, date, name, items FROM bulletin WHERE id = ?", identifier)
        return _bulletin(row) if row else None

    def bulletins_of_items(self, items: Iterable[str]) -> Iterator[KnownBulletin]:
        """Yield the bulletins that had any of some items when last seen."""
        wanted = set(items)
        select = "SELECT bulletin FROM place WHERE item = ?"
        for identifier in sorted({each for item in wanted for (each,) in self._all(select, item)}):
            found = self.bulletin(identifier)
            if found and not wanted.isdisjoint(found.items):
                yield found

    def file(self, path: bytes) -> KnownFile | None:
        """Return a file that is read, by its path."""
        select = "SELECT digest, items, bulletins, loose FROM file WHERE path = ? ORDER BY rowid"
        with _reading():
            found = (database.execute(select, (path,)).fetchall() for database in self._databases)
            rows = next(filter(None, found), [])
            digests = {row[0] for row in rows}
            if not rows or None in digests:
                return None
            _, *columns = zip(*rows, strict=True)
            lists = (tuple(dict.fromkeys(chain.from_iterable(map(_ids, each)))) for each in columns)
            return KnownFile(path, digests.pop() if len(digests) == 1 else "", *lists)

    def givers(self, identifier: str, besides: bytes = b"") -> Iterator[bytes]:
        """Yield the paths of the files that give a bulletin, or an item in none; all but one."""
        with _reading():
            for number, database in enumerate(self._databases):
                select = "SELECT path FROM giver WHERE id = ?"
                for (path,) in database.execute(select, (identifier,)).fetchall():
                    newer = self._databases[:number]
                    if path != besides and not any(_knows_file(each, path) for each in newer):
                        yield path

    def _newest(self, select: str, value: str | bytes) -> Row | None:
        with _reading():
            for database in self._databases:
                if row := database.execute(select, (value,)).fetchone():
                    return cast(Row, row)
            return None

    def _all(self, select: str, value: str) -> list[Row]:
        """Return the rows of all parts, each once."""
        with _reading():
            return list(
                dict.fromkeys(row for each in self._databases for row in each.execute(select, (value,)))
            )


def _knows_file(database: sqlite3.Connection, path: bytes) -> bool:
    return database.execute("SELECT 1 FROM file WHERE path = ?", (path,)).fetchone() is not None


def _joined(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Join ids, each once."""
    return tuple(dict.fromkeys((*some, *more)))


def _ids(written: str) -> tuple[str, ...]:
    return tuple(map(str, json.loads(written)))


@contextmanager
def ledger_errors() -> Iterator[None]:
    """Raise `IndexDamagedError` where the ledger of an archive cannot be read, and something needs it."""
    try:
        yield
    except LedgerError as error:
        raise IndexDamagedError(f"the ledger of the index {error}; {REBUILD}") from error


@contextmanager
def _reading() -> Iterator[None]:
    """Raise `LedgerError` for whatever reading a damaged file may raise."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, TypeError, RecursionError) as error:
        raise LedgerError(f"cannot be read: {error}") from error


def _bulletin(row: Sequence[object]) -> KnownBulletin:
    identifier, day, name, items = map(str, row)
    return KnownBulletin(identifier, day, name, _ids(items))
