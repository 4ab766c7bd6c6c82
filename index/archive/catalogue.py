"""The bulletins of a build, in a small SQLite file: name, date, order, and the ids of their documents."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from index.archive.document import Bulletin, from_iso, from_row, sort_name, to_iso, to_row
from index.archive.holdings import BulletinCount
from index.storage.immutable_database import open_immutable, unreadable_errors

_TABLE = """
    CREATE TABLE bulletin (
        id TEXT PRIMARY KEY, name TEXT, source TEXT, date TEXT, url TEXT, sort_name TEXT, documents INT
    ) WITHOUT ROWID;
    CREATE INDEX in_order ON bulletin (source, date, sort_name, id);
    CREATE INDEX newest ON bulletin (date, source, sort_name, id);
    CREATE TABLE place (bulletin TEXT, place INT, document TEXT, PRIMARY KEY (bulletin, place, document))
        WITHOUT ROWID;
"""
_COLUMNS = "id, name, source, date, url"
_BEFORE_AND_AFTER = (("<", "DESC"), (">", "ASC"))

Place = tuple[str, int, str]
"""Bulletin id, place in the bulletin, from 1, and id of the document at that place."""


def write_catalogue(build: Path, bulletins: Iterable[BulletinCount], places: Iterable[Place]) -> None:
    """Write the catalogue of a build; `places` are in ascending order."""
    with closing(sqlite3.connect(_file(build))) as database, database:
        database.executescript(_TABLE)
        database.executemany(
            "INSERT INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((*to_row(each.bulletin), sort_name(each.bulletin.name), each.documents) for each in bulletins),
        )
        database.executemany("INSERT INTO place VALUES (?, ?, ?)", places)


class Catalogue:
    """The catalogue of a build, for the thread that opened it.

    Every method raises `IndexDamagedError` where the file is damaged.
    """

    def __init__(self, build: Path) -> None:
        self._file = _file(build)
        with unreadable_errors(self._file):
            self._database = open_immutable(self._file, self)
            self.count()

    def count(self) -> int:
        """Count the bulletins."""
        with unreadable_errors(self._file):
            return int(self._database.execute("SELECT count(*) FROM bulletin").fetchone()[0])

    def count_of(self, source: str) -> int:
        """Count the bulletins of a source."""
        with unreadable_errors(self._file):
            rows = self._database.execute("SELECT count(*) FROM bulletin WHERE source = ?", (source,))
            return int(rows.fetchone()[0])

    def get(self, bulletin_id: str) -> Bulletin | None:
        """Fetch a bulletin by its id; None where there is none."""
        with unreadable_errors(self._file):
            return _one(
                self._database.execute(f"SELECT {_COLUMNS} FROM bulletin WHERE id = ?", (bulletin_id,))
            )

    def neighbours(self, bulletin: Bulletin) -> tuple[Bulletin | None, Bulletin | None]:
        """Return the bulletins before and after one, of its source, by date, then name; None at an end."""
        identifier, name, source, day, _ = to_row(bulletin)
        place = (source, day, sort_name(name), identifier)
        with unreadable_errors(self._file):
            before, after = (
                self._database.execute(
                    f"SELECT {_COLUMNS} FROM bulletin "
                    f"WHERE source = ? AND (date, sort_name, id) {sign} (?, ?, ?) "
                    f"ORDER BY date {order}, sort_name {order}, id {order} LIMIT 1",
                    place,
                )
                for sign, order in _BEFORE_AND_AFTER
            )
            return _one(before), _one(after)

    def around(self, bulletin_id: str, document_id: str) -> tuple[int, str | None, str | None]:
        """Count the places in a bulletin, and return the ids before and after a document's first place."""
        with unreadable_errors(self._file):
            total, place = self._database.execute(
                "SELECT count(*), min(place) FILTER (WHERE document = ?) FROM place WHERE bulletin = ?",
                (document_id, bulletin_id),
            ).fetchone()
            before, after = (
                self._database.execute(
                    f"SELECT document FROM place WHERE bulletin = ? AND (place, document) {sign} (?, ?) "
                    f"ORDER BY place {order}, document {order} LIMIT 1",
                    (bulletin_id, place, document_id),
                ).fetchone()
                for sign, order in _BEFORE_AND_AFTER
            )
            return int(total), before and str(before[0]), after and str(after[0])

    def latest(self, limit: int) -> tuple[BulletinCount, ...]:
        """Return the newest bulletins, newest first, undated last."""
        with unreadable_errors(self._file):
            rows = self._database.execute(
                f"SELECT {_COLUMNS}, documents FROM bulletin "
                "ORDER BY date DESC, source, sort_name DESC, id LIMIT ?",
                (limit,),
            )
            return _counted(rows)

    def of_day(self, day: date) -> tuple[BulletinCount, ...]:
        """Return the bulletins of a day, by source, then name."""
        with unreadable_errors(self._file):
            rows = self._database.execute(
                f"SELECT {_COLUMNS}, documents FROM bulletin WHERE date = ? ORDER BY source, sort_name, id",
                (to_iso(day),),
            )
            return _counted(rows)

    def order_of_day(self, bulletin: Bulletin) -> tuple[int, int]:
        """Return which of the bulletins of its source and day one is, from 1, and how many there are."""
        identifier, name, source, day, _ = to_row(bulletin)
        with unreadable_errors(self._file):
            rows = self._database.execute(
                "SELECT count(*) FILTER (WHERE (sort_name, id) <= (?, ?)), count(*) "
                "FROM bulletin WHERE source = ? AND date = ?",
                (sort_name(name), identifier, source, day),
            )
            order, total = rows.fetchone()
            return int(order), int(total)

    def count_documents(self, day: date) -> int:
        """Count the documents in the bulletins of a day, whatever the documents' own days."""
        with unreadable_errors(self._file):
            rows = self._database.execute(
                "SELECT count(DISTINCT document) FROM bulletin JOIN place ON bulletin = id WHERE date = ?",
                (to_iso(day),),
            )
            return int(rows.fetchone()[0])

    def contents(self, bulletin_id: str, limit: int, offset: int = 0) -> tuple[tuple[int, str], ...]:
        """Return `limit` places of a bulletin after the first `offset`, each with the id of its document."""
        with unreadable_errors(self._file):
            rows = self._database.execute(
                "SELECT place, document FROM place WHERE bulletin = ? "
                "ORDER BY place, document LIMIT ? OFFSET ?",
                (bulletin_id, limit, offset),
            )
            return tuple((int(place), str(document)) for place, document in rows)

    def places(self, bulletin_id: str) -> tuple[int, ...]:
        """Return the places of a bulletin, one a document, rising."""
        with unreadable_errors(self._file):
            rows = self._database.execute(
                "SELECT place FROM place WHERE bulletin = ? ORDER BY place", (bulletin_id,)
            )
            return tuple(int(place) for (place,) in rows)

    def count_places(self, bulletin_id: str) -> int:
        """Count the places in a bulletin."""
        return self.around(bulletin_id, "")[0]

    def days_around(self, day: date, source: str | None = None) -> tuple[date | None, date | None]:
        """Return the nearest days before and after one with a bulletin, of a source or of any."""
        of_source, values = ("", ()) if source is None else ("AND source = ?", (source,))
        with unreadable_errors(self._file):
            before, after = (
                self._database.execute(
                    f"SELECT date FROM bulletin WHERE date {sign} ? AND date != '' {of_source} "
                    f"ORDER BY date {order} LIMIT 1",
                    (to_iso(day), *values),
                ).fetchone()
                for sign, order in _BEFORE_AND_AFTER
            )
            return from_iso(before and before[0]), from_iso(after and after[0])


def _file(build: Path) -> Path:
    return build / "catalogue.sqlite"


def _counted(rows: sqlite3.Cursor) -> tuple[BulletinCount, ...]:
    return tuple(BulletinCount(from_row(*row[:5]), row[5]) for row in rows)


def _one(rows: sqlite3.Cursor) -> Bulletin | None:
    row = rows.fetchone()
    return from_row(*row) if row else None
