"""The words of an archive: in how many items each stands, and how people write it.

One SQLite file beside the index, in which fuzzy terms and titles lie as well (`index.vocabulary.fuzzy`,
`index.vocabulary.titles`). It is written in one pass while documents are indexed, and read piece by piece:
opening it reads no word.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from index.errors import REBUILD, IndexOutdatedError
from index.storage.immutable_database import open_immutable, unreadable_errors
from index.storage.temporary_files import allow_temporary_files
from index.vocabulary import fuzzy, titles
from index.vocabulary.fuzzy import FuzzyTerm, nearest, write_fuzzy_terms
from index.vocabulary.titles import Title, gather_titles, write_titles
from index.vocabulary.word_counts import Columns, WordCounts

VERSION = 1
"""Changes whenever a file written before can no longer be read."""

FREQUENT = 2
"""Items that a word stands in before another may be taken for it: what stands once may itself be misspelt."""

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE archive (items INT);
    CREATE TABLE word (exact TEXT PRIMARY KEY, items INT, written TEXT) WITHOUT ROWID;
    CREATE TABLE form (exact TEXT, form TEXT, items INT, PRIMARY KEY (exact, form)) WITHOUT ROWID;
    CREATE TABLE stem (stem TEXT PRIMARY KEY, items INT) WITHOUT ROWID;
"""
_GATHERED = """
    PRAGMA gathered.journal_mode = OFF;
    PRAGMA gathered.synchronous = OFF;
    PRAGMA gathered.cache_size = -16000;
    PRAGMA main.cache_size = -16000;  -- as much is sorted in memory
    CREATE TABLE gathered.words (exact TEXT PRIMARY KEY, items INT, plain INT) WITHOUT ROWID;
    CREATE TABLE gathered.written (exact TEXT, way TEXT, items INT, PRIMARY KEY (exact, way)) WITHOUT ROWID;
"""
# The most frequent way to write each word; of equal ones that with fewer capitals.
_WORDS = """
    INSERT INTO word SELECT exact, items, coalesce((
        SELECT way FROM gathered.written WHERE written.exact = words.exact
        ORDER BY items DESC, capitals(way), way LIMIT 1
    ), exact) FROM gathered.words ORDER BY exact
"""
_FORMS_WITHOUT_ACCENTS = """
    INSERT INTO form SELECT exact, exact, plain FROM gathered.words
    WHERE plain > 0 AND EXISTS (SELECT 1 FROM form WHERE form.exact = words.exact)
"""
_FREQUENT_WORDS = """
    SELECT exact, items FROM word WHERE items >= ? ORDER BY length(exact), items DESC, exact
"""
REMEMBERED = 10_000
"""Words looked up last, whose answers are kept."""

_Rows = list[tuple[str | int, ...]]
_SHORT = 2
"""Letters of a beginning that thousands of words have: they have an index of their own."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the archive, accents and capitals aside.

    Attributes:
        exact: Its folded form: seoul.
        items: Number of items it stands in.
        written: As most people write it: Séoul.
    """

    exact: str
    items: int
    written: str


@dataclass(frozen=True, slots=True)
class Form:
    """One way to put the accents of a word, and the number of items that have it so."""

    text: str
    items: int


class VocabularyWriter:
    """Gathers the words of items, in any order, and writes them at the end of its context.

    They are gathered on disk, in a file that is gone afterwards: memory does not grow with the archive.
    """

    def __init__(self, folder: Path) -> None:
        self._gathered = folder / "words.sqlite"
        self._database = sqlite3.connect(_file(folder), isolation_level=None)
        self._database.execute("ATTACH ? AS gathered", (str(self._gathered),))
        allow_temporary_files(self._database)
        self._database.executescript(_TABLES + _GATHERED + fuzzy.TABLES + titles.TABLES)
        self._database.execute("BEGIN")
        self._items = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with closing(self._database):
            if error is None:
                self._write()
        self._gathered.unlink(missing_ok=True)

    def add(self, counts: WordCounts) -> None:
        """Take in the words of more items."""
        self._items += counts.items
        self._add(
            "gathered.words", counts.words, "items = items + excluded.items, plain = plain + excluded.plain"
        )
        self._add("gathered.written", counts.written)
        self._add("form", counts.forms)
        self._add("stem", counts.stems)
        gather_titles(self._database, counts.titles)

    def _add(self, table: str, columns: Columns, added: str = "items = items + excluded.items") -> None:
        marks = ", ".join("?" * len(columns))
        self._database.executemany(
            f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO UPDATE SET {added}",  # noqa: S608  constants
            zip(*columns, strict=True),
        )

    def _write(self) -> None:
        self._database.create_function("capitals", 1, _capitals, deterministic=True)
        self._database.execute("INSERT INTO archive VALUES (?)", (self._items,))
        self._database.execute(_WORDS)
        self._database.execute(_FORMS_WITHOUT_ACCENTS)
        write_titles(self._database)
        write_fuzzy_terms(self._database, self._database.execute(_FREQUENT_WORDS, (FREQUENT,)))
        for number in range(1, _SHORT + 1):
            first = f"substr(exact, 1, {number})"
            self._database.execute(f"CREATE INDEX beginning_{number} ON word ({first}, items DESC)")
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._database.execute("COMMIT")


class Vocabulary:
    """The words of an archive, for the thread that opened it.

    Every method raises `IndexDamagedError` where the file cannot be read; so does opening it, or
    `IndexOutdatedError` where it has another version.
    """

    def __init__(self, folder: Path) -> None:
        self._file = _file(folder)
        with unreadable_errors(self._file):
            self._database = open_immutable(self._file, self)
            version = self._number("PRAGMA user_version")
            if not version:
                raise sqlite3.DatabaseError("it was not written to its end")
        if version != VERSION:
            raise IndexOutdatedError(
                f"{str(self._file)!r} has version {version}, this is {VERSION}; {REBUILD}"
            )
        self.documents = self._number("SELECT items FROM archive")
        # Nothing here holds this object: its file is closed with it.
        read = partial(_rows, self._file, self._database)
        self._word = lru_cache(REMEMBERED)(partial(read, "SELECT items, written FROM word WHERE exact = ?"))
        self._stem = lru_cache(REMEMBERED)(partial(read, "SELECT items FROM stem WHERE stem = ?"))
        self._forms = lru_cache(REMEMBERED)(partial(_forms, read))

    def items(self, exact: str) -> int:
        """Count the items that a word stands in, accents and capitals aside."""
        found = self._word(exact)
        return int(found[0][0]) if found else 0

    def stem_items(self, stem: str) -> int:
        """Count the items that a word stands in, in any of its inflections."""
        found = self._stem(stem)
        return int(found[0][0]) if found else 0

    def written(self, exact: str) -> str:
        """Give a word as most people write it; the word itself where the archive has none."""
        found = self._word(exact)
        return str(found[0][1]) if found else exact

    def forms(self, exact: str) -> tuple[Form, ...]:
        """Give the ways to put the accents of a word, the most frequent first; none where it has none."""
        return self._forms(exact)

    def beginning(self, text: str, limit: int) -> tuple[Word, ...]:
        """Give the words that begin so, the most frequent first."""
        select = "SELECT exact, items, written FROM word WHERE {} ORDER BY items DESC LIMIT ?"
        if len(text) <= _SHORT:
            rows = self._rows(select.format(f"substr(exact, 1, {len(text)}) = ?"), text, limit)
        else:
            rows = self._rows(select.format("exact >= ? AND exact < ?"), text, text + chr(0x10FFFF), limit)
        return tuple(Word(str(exact), int(items), str(written)) for exact, items, written in rows)

    def nearest(self, exact: str, most: int, limit: int) -> list[FuzzyTerm]:
        """See `index.vocabulary.fuzzy.nearest`."""
        with unreadable_errors(self._file):
            return nearest(self._database, exact, most, limit)

    def titles(self, words: Sequence[str], beginning: str, limit: int) -> tuple[Title, ...]:
        """See `index.vocabulary.titles.titles`."""
        with unreadable_errors(self._file):
            return tuple(titles.titles(self._database, words, beginning, limit))

    def _number(self, sql: str, *values: str) -> int:
        found = self._rows(sql, *values)
        return int(found[0][0]) if found else 0

    def _rows(self, sql: str, *values: str | int) -> _Rows:
        return _rows(self._file, self._database, sql, *values)


def _rows(file: Path, database: sqlite3.Connection, sql: str, *values: str | int) -> _Rows:
    with unreadable_errors(file):
        return database.execute(sql, values).fetchall()


def _forms(read: Callable[[str, str], _Rows], exact: str) -> tuple[Form, ...]:
    rows = read("SELECT form, items FROM form WHERE exact = ? ORDER BY items DESC, form", exact)
    return tuple(Form(str(text), int(items)) for text, items in rows)


def _file(folder: Path) -> Path:
    return folder / "vocabulary.sqlite"


def _capitals(text: str) -> int:
    return 0 if text.islower() else sum(map(str.isupper, text))
