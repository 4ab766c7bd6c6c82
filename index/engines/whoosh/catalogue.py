"""The bulletins of a build, in a small SQLite file beside the Whoosh index: names, dates and neighbours."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from index.document import Bulletin
from index.errors import IndexDamagedError
from index.results import BulletinCount

_TABLE = """
    CREATE TABLE bulletin (
        id TEXT PRIMARY KEY, name TEXT, source TEXT, date TEXT, url TEXT, sort_name TEXT, documents INT
    ) WITHOUT ROWID;
    CREATE INDEX in_order ON bulletin (source, date, sort_name, id);
    CREATE INDEX newest ON bulletin (date, source, sort_name, id);
"""
_COLUMNS = "id, name, source, date, url"
_PLACE = "(date, sort_name, id)"


def write(build: Path, bulletins: Iterable[tuple[Bulletin, str, int]]) -> int:
    """Write the bulletins, each with its name as it sorts and its number of documents; give their count."""
    with closing(sqlite3.connect(_file(build))) as database, database:
        database.executescript(_TABLE)
        database.executemany(
            "INSERT INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    each.id,
                    each.name,
                    each.source,
                    each.date.isoformat() if each.date else "",
                    each.url,
                    sort_name,
                    documents,
                )
                for each, sort_name, documents in bulletins
            ),
        )
        return int(database.execute("SELECT count(*) FROM bulletin").fetchone()[0])


def get(build: Path, bulletin_id: str) -> Bulletin | None:
    """Fetch a bulletin by its id."""
    with _open(build) as database:
        return _one(database.execute(f"SELECT {_COLUMNS} FROM bulletin WHERE id = ?", (bulletin_id,)))


def neighbours(build: Path, bulletin_id: str) -> tuple[Bulletin | None, Bulletin | None]:
    """Give the bulletins before and after one, of the same source."""
    with _open(build) as database:
        source, *place = database.execute(
            "SELECT source, date, sort_name, id FROM bulletin WHERE id = ?", (bulletin_id,)
        ).fetchone()
        before, after = (
            database.execute(
                f"SELECT {_COLUMNS} FROM bulletin WHERE source = ? AND {_PLACE} {sign} (?, ?, ?) "
                f"ORDER BY date {order}, sort_name {order}, id {order} LIMIT 1",
                (source, *place),
            )
            for sign, order in (("<", "DESC"), (">", "ASC"))
        )
        return _one(before), _one(after)


def latest(build: Path, limit: int) -> tuple[BulletinCount, ...]:
    """Name the newest bulletins, newest first, undated last."""
    with _open(build) as database:
        rows = database.execute(
            f"SELECT {_COLUMNS}, documents FROM bulletin "
            "ORDER BY date DESC, source, sort_name DESC, id LIMIT ?",
            (limit,),
        )
        return tuple(BulletinCount(_bulletin(*row[:5]), row[5]) for row in rows)


def _file(build: Path) -> Path:
    return build / "catalogue.sqlite"


@contextmanager
def _open(build: Path) -> Iterator[sqlite3.Connection]:
    file = _file(build)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            yield database
    except sqlite3.Error as error:
        raise IndexDamagedError(
            f"{str(file)!r} cannot be read ({error}); run: bulletins rebuild PATH"
        ) from error


def _one(rows: sqlite3.Cursor) -> Bulletin | None:
    row = rows.fetchone()
    return _bulletin(*row) if row else None


def _bulletin(identifier: str, name: str, source: str, day: str, url: str) -> Bulletin:
    return Bulletin(identifier, name, source, date.fromisoformat(day) if day else None, url)
