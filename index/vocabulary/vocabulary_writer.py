"""Writing the words of items: how many hold each word, and how people write it.

One SQLite file beside each segment, which also holds the tables of fuzzy terms, sounds and titles
(`index.vocabulary.fuzzy`, `index.vocabulary.sounds`, `index.vocabulary.titles`). All that it counts can be
added up with other files and taken away again, so that segments are merged without reading a text.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from index.storage.immutable_database import WRITTEN_ONCE, attached
from index.storage.temporary_files import allow_temporary_files
from index.vocabulary import fuzzy, sounds, titles
from index.vocabulary.titles import gather_titles, index_titles, write_titles
from index.vocabulary.word_counts import Columns, WordCounts

VERSION = 4
"""Version of the file format; changes whenever older files can no longer be read."""
FREQUENT = 2
"""Fewest items of a word that others are corrected to: a word of one item may itself be misspelt."""
SHORT = 2
"""Letters of the longest prefix with a database index of its own: thousands of words begin with it."""

_COUNTED = """
    CREATE TABLE {0}.word (exact TEXT PRIMARY KEY, items INT, plain INT) WITHOUT ROWID;
    CREATE TABLE {0}.form (exact TEXT, form TEXT, items INT, PRIMARY KEY (exact, form)) WITHOUT ROWID;
    CREATE TABLE {0}.stem (stem TEXT PRIMARY KEY, items INT) WITHOUT ROWID;
    CREATE TABLE {0}.written (exact TEXT, way TEXT, items INT, PRIMARY KEY (exact, way)) WITHOUT ROWID;
"""
_TABLES = f"""
    {WRITTEN_ONCE}
    PRAGMA gathered.journal_mode = OFF;
    PRAGMA gathered.synchronous = OFF;
    PRAGMA gathered.cache_size = -16000;
    PRAGMA main.cache_size = -16000;  -- as much is sorted in memory
    BEGIN;
    CREATE TABLE archive (items INT);
    {_COUNTED.format("main")}
    {_COUNTED.format("gathered")}
"""
_WORDS = {"word": 1, "form": 2, "stem": 1, "written": 2}
"""Tables that count items, each with its number of columns before the counts."""


class VocabularyWriter:
    """A context that gathers the words of items, in any order, and writes them when it ends without an error.

    Words are gathered in a temporary file of SQLite's, once they are many: memory does not grow with the
    archive, and the file that stays never held what was subtracted.

    Args:
        file: The new file.
    """

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(
            file.resolve().as_uri(), isolation_level=None, uri=True
        )  # as what is attached
        allow_temporary_files(self._database)
        self._database.execute("ATTACH '' AS gathered")
        self._database.executescript(_TABLES + fuzzy.TABLES + titles.TABLES + sounds.TABLES)
        self._items = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with closing(self._database):
            if error is None:
                self._write()

    def add(self, counts: WordCounts) -> None:
        """Add the words of more items."""
        self._count(counts, 1)

    def subtract(self, counts: WordCounts) -> None:
        """Take away the words of items that are among those of an added file."""
        self._count(counts, -1)

    def add_file(self, file: Path) -> None:
        """Add the words of another file."""
        self._database.execute("COMMIT")  # nothing is attached in a transaction
        with attached(self._database, file, "part"):
            self._database.execute("BEGIN")
            (items,) = self._database.execute("SELECT items FROM part.archive").fetchone()
            self._items += items
            for table in _WORDS:
                rows = f"SELECT * FROM part.{table} WHERE true"  # noqa: S608  constants
                self._database.execute(f"INSERT INTO gathered.{table} {rows} {_adding(table)}")
            self._database.execute(
                "INSERT INTO gathered.titles SELECT words, written, items, day FROM part.title"
            )
            self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def _count(self, counts: WordCounts, sign: int) -> None:
        self._items += sign * counts.items
        for table, columns in zip(
            _WORDS, (counts.words, counts.forms, counts.stems, counts.written), strict=True
        ):
            self._add(table, columns, sign)
        gather_titles(self._database, counts.titles, sign)

    def _add(self, table: str, columns: Columns, sign: int) -> None:
        marks = ", ".join(["?"] * _WORDS[table] + [f"? * {sign}"] * (len(columns) - _WORDS[table]))
        self._database.executemany(
            f"INSERT INTO gathered.{table} VALUES ({marks}) {_adding(table)}",  # noqa: S608  constants
            zip(*columns, strict=True),
        )

    def _write(self) -> None:
        self._database.execute("INSERT INTO archive VALUES (?)", (self._items,))
        for table, keys in _WORDS.items():
            order = ", ".join(map(str, range(1, keys + 1)))
            rows = f"SELECT * FROM gathered.{table} WHERE items > 0 ORDER BY {order}"  # noqa: S608  constants
            self._database.execute(f"INSERT INTO main.{table} {rows}")
        write_titles(self._database)
        index_titles(self._database)
        sounds.write_sounds(self._database)
        fuzzy.write_fuzzy_terms(self._database, FREQUENT)
        for number in range(1, SHORT + 1):
            first = f"substr(exact, 1, {number})"
            self._database.execute(f"CREATE INDEX beginning_{number} ON word ({first}, items DESC)")
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._database.execute("COMMIT")


def _adding(table: str) -> str:
    added = "items = items + excluded.items"
    return f"ON CONFLICT DO UPDATE SET {added}{', plain = plain + excluded.plain' if table == 'word' else ''}"
