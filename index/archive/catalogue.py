"""The bulletins of a build, in small SQLite files: name, date, order, and the ids of their documents.

Each part of a build has a file of the bulletins that it changed, each with all of its places; of several
files that hold a bulletin the newest counts. A bulletin that was taken out is a row without documents.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from index.archive.document import Bulletin, from_iso, from_row, sort_name, to_clock, to_iso, to_row
from index.archive.holdings import BulletinCount
from index.storage.immutable_database import copy_each, created, open_immutable, unreadable_errors

# `was` is the source of the bulletin that the row replaces in an older file; NULL where there is none.
_TABLE = """
    CREATE TABLE bulletin (
        id TEXT PRIMARY KEY, name TEXT, source TEXT, date TEXT, url TEXT, time TEXT, date_origin TEXT,
        sort_name TEXT, documents INT, was TEXT
    ) WITHOUT ROWID;
    CREATE INDEX in_order ON bulletin (source, date, time, sort_name, id);
    CREATE INDEX newest ON bulletin (date, source, time, sort_name, id);
    CREATE INDEX replaced ON bulletin (was) WHERE was IS NOT NULL;
    CREATE TABLE place (bulletin TEXT, place INT, document TEXT, PRIMARY KEY (bulletin, place, document))
        WITHOUT ROWID;
    CREATE TABLE summary (added INT);  -- bulletins more than without this file
"""
_SUMMARY = "INSERT INTO summary SELECT count(*) FILTER (WHERE documents) - count(was) FROM bulletin"
_REPLACING = """ON CONFLICT DO UPDATE SET
    name = excluded.name, source = excluded.source, date = excluded.date, url = excluded.url,
    time = excluded.time, date_origin = excluded.date_origin, sort_name = excluded.sort_name,
    documents = excluded.documents
"""
_MERGE = f"""
    DELETE FROM place WHERE bulletin IN (SELECT id FROM part.bulletin);
    INSERT INTO place SELECT * FROM part.place;
    INSERT INTO bulletin SELECT * FROM part.bulletin WHERE true {_REPLACING};
"""
_COLUMNS = "id, name, source, date, url, time, date_origin"
_BEFORE_AND_AFTER = (("<", "DESC"), (">", "ASC"))

Place = tuple[str, int, str]
"""Bulletin id, place in the bulletin, from 1, and id of the document at that place."""
Row = tuple[str, str, str, str, str, str, str, int]
"""The columns of a bulletin, and its number of documents."""


def write_catalogue(
    file: Path,
    bulletins: Iterable[BulletinCount],
    places: Iterable[Place],
    before: "Catalogue | None" = None,
    merged: Sequence[Path] = (),
) -> None:
    """Write the catalogue of a part.

    Args:
        file: The new file.
        bulletins: What it changes: bulletins with their number of documents, 0 for one that is taken out.
        places: All places of these bulletins, in ascending order.
        before: The catalogue of all parts before it.
        merged: The files of the newest of these parts, the newest first, which it takes the place of.
    """
    with created(file, _TABLE) as database:
        copy_each(database, reversed(merged), _MERGE)
        for each in bulletins:
            identifier, name = each.bulletin.id, sort_name(each.bulletin.name)
            was = before.source_of(identifier) if before else None
            database.execute("DELETE FROM place WHERE bulletin = ?", (identifier,))
            database.execute(
                f"INSERT INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {_REPLACING}",
                (*to_row(each.bulletin), name, each.documents, was),
            )
        database.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
        database.execute("DELETE FROM bulletin WHERE documents = 0 AND was IS NULL")
        database.execute(_SUMMARY)


class Catalogue:
    """The catalogue of a build, for the thread that opened it.

    Args:
        files: The files of its parts, the newest first.

    Every method raises `IndexDamagedError` where a file is damaged.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._place = files[0] if len(files) == 1 else Path(*{file.parent for file in files})
        with unreadable_errors(self._place):
            self._databases = [open_immutable(file, self) for file in files]
            self.count()

    def count(self) -> int:
        """Count the bulletins."""
        return self._sum("SELECT added FROM summary")

    def count_of(self, source: str) -> int:
        """Count the bulletins of a source."""
        held = self._sum("SELECT count(*) FILTER (WHERE documents) FROM bulletin WHERE source = ?", source)
        return held - self._sum("SELECT count(*) FROM bulletin WHERE was = ?", source)

    def get(self, bulletin_id: str) -> Bulletin | None:
        """Fetch a bulletin by its id; None where there is none."""
        with unreadable_errors(self._place):
            found = self._find(bulletin_id)
            row = (
                found
                and found.execute(
                    f"SELECT {_COLUMNS} FROM bulletin WHERE id = ? AND documents", (bulletin_id,)
                ).fetchone()
            )
            return from_row(*row) if row else None

    def source_of(self, bulletin_id: str) -> str | None:
        """Return the source of a bulletin; None where there is no bulletin with this id."""
        found = self.get(bulletin_id)
        return found.source if found else None

    def neighbours(self, bulletin: Bulletin) -> tuple[Bulletin | None, Bulletin | None]:
        """Return the bulletins before and after one of its source, by day, time, name; None at an end."""
        place = (bulletin.source, *_order(bulletin))
        found: list[BulletinCount | None] = []
        for sign, order in _BEFORE_AND_AFTER:
            nearest = self._first(
                f"source = ? AND (date, time, sort_name, id) {sign} (?, ?, ?, ?) "
                f"ORDER BY date {order}, time {order}, sort_name {order}, id {order}",
                place,
                1,
            )
            choose = max if sign == "<" else min
            found.append(choose(nearest, key=_by_time, default=None))
        before, after = (each.bulletin if each else None for each in found)
        return before, after

    def around(self, bulletin_id: str, document_id: str) -> tuple[int, str | None, str | None]:
        """Count the places in a bulletin, and return the ids before and after a document's first place."""
        with unreadable_errors(self._place):
            database = self._find(bulletin_id)
            if database is None:
                return 0, None, None
            total, place = database.execute(
                "SELECT count(*), min(place) FILTER (WHERE document = ?) FROM place WHERE bulletin = ?",
                (document_id, bulletin_id),
            ).fetchone()
            before, after = (
                database.execute(
                    f"SELECT document FROM place WHERE bulletin = ? AND (place, document) {sign} (?, ?) "
                    f"ORDER BY place {order}, document {order} LIMIT 1",
                    (bulletin_id, place, document_id),
                ).fetchone()
                for sign, order in _BEFORE_AND_AFTER
            )
            return int(total), before and str(before[0]), after and str(after[0])

    def latest(self, limit: int) -> tuple[BulletinCount, ...]:
        """Return the newest bulletins, newest first, undated last."""
        found = self._first("true ORDER BY date DESC, source, time DESC, sort_name DESC, id", (), limit)
        found.sort(key=lambda each: each.bulletin.id)
        found.sort(key=lambda each: _order(each.bulletin)[1:3], reverse=True)
        found.sort(key=lambda each: each.bulletin.source)
        found.sort(key=lambda each: to_iso(each.bulletin.date), reverse=True)
        return tuple(found[:limit])

    def of_day(self, day: date) -> tuple[BulletinCount, ...]:
        """Return the bulletins of a day, by source, then time and name."""
        found = self._first("date = ? ORDER BY source, time, sort_name, id", (to_iso(day),), None)
        return tuple(sorted(found, key=_by_source_and_name))

    def order_of_day(self, bulletin: Bulletin) -> tuple[int, int]:
        """Return which of the bulletins of its source and day one is, from 1, and how many there are."""
        day = to_iso(bulletin.date)
        found = self._first("source = ? AND date = ?", (bulletin.source, day), None)
        last = _order(bulletin)
        return sum(_by_time(each) <= last for each in found), len(found)

    def count_documents(self, day: date) -> int:
        """Count the documents in the bulletins of a day, whatever the documents' own days."""
        documents: set[str] = set()
        for each in self.of_day(day):
            documents.update(document for _, document in self.contents(each.bulletin.id, -1))
        return len(documents)

    def contents(self, bulletin_id: str, limit: int, offset: int = 0) -> tuple[tuple[int, str], ...]:
        """Return `limit` places of a bulletin after the first `offset`, each with the id of its document.

        All of them for -1.
        """
        with unreadable_errors(self._place):
            database = self._find(bulletin_id)
            if database is None:
                return ()
            rows = database.execute(
                "SELECT place, document FROM place WHERE bulletin = ? "
                "ORDER BY place, document LIMIT ? OFFSET ?",
                (bulletin_id, limit, offset),
            )
            return tuple((int(place), str(document)) for place, document in rows)

    def places(self, bulletin_id: str) -> tuple[int, ...]:
        """Return the places of a bulletin, one a document, rising."""
        return tuple(place for place, _ in self.contents(bulletin_id, -1))

    def count_places(self, bulletin_id: str) -> int:
        """Count the places in a bulletin."""
        return self.around(bulletin_id, "")[0]

    def days_around(self, day: date, source: str | None = None) -> tuple[date | None, date | None]:
        """Return the nearest days before and after one with a bulletin, of a source or of any."""
        of_source, values = ("", ()) if source is None else ("AND source = ?", (source,))
        found = []
        for sign, order in _BEFORE_AND_AFTER:
            where = f"date {sign} ? AND date != '' {of_source} ORDER BY date {order}"
            nearest = [to_iso(each.bulletin.date) for each in self._first(where, (to_iso(day), *values), 1)]
            found.append((max if sign == "<" else min)(nearest, default=None))
        before, after = map(from_iso, found)
        return before, after

    def all(self) -> Iterator[BulletinCount]:
        """Yield all bulletins, in no order."""
        yield from self._first("true", (), None)

    def _find(self, bulletin_id: str) -> sqlite3.Connection | None:
        """Return the newest database that holds a bulletin, or says that it was taken out."""
        if len(self._databases) == 1:
            return self._databases[0]
        return next((each for each in self._databases if _holds(each, bulletin_id)), None)

    def _first(self, where: str, values: Sequence[str], limit: int | None) -> list[BulletinCount]:
        """Return the first bulletins of each database that a newer one does not replace; all for None."""
        with unreadable_errors(self._place):
            found: list[BulletinCount] = []
            for number, database in enumerate(self._databases):
                rows = database.execute(f"SELECT {_COLUMNS}, documents FROM bulletin WHERE {where}", values)
                newer = self._databases[:number]
                valid = (row for row in rows if row[7] and not any(_holds(each, row[0]) for each in newer))
                found += map(_counted, islice(valid, limit))
            return found

    def _sum(self, select: str, *values: str) -> int:
        """Add up what each database counts."""
        with unreadable_errors(self._place):
            return sum(int(each.execute(select, values).fetchone()[0]) for each in self._databases)


def _holds(database: sqlite3.Connection, bulletin_id: str) -> bool:
    found = database.execute("SELECT 1 FROM bulletin WHERE id = ?", (bulletin_id,))
    return found.fetchone() is not None


def _order(bulletin: Bulletin) -> tuple[str, str, str, str]:
    """Return what sorts the bulletins of a source: day, time, name, id."""
    return to_iso(bulletin.date), to_clock(bulletin.time), sort_name(bulletin.name), bulletin.id


def _by_time(each: BulletinCount) -> tuple[str, str, str, str]:
    return _order(each.bulletin)


def _by_source_and_name(each: BulletinCount) -> tuple[str, str, str, str]:
    _, at, name, identifier = _order(each.bulletin)
    return each.bulletin.source, at, name, identifier


def _counted(row: Row) -> BulletinCount:
    return BulletinCount(from_row(*row[:7]), row[7])
