"""The words of an archive: the number of items that hold each word, and how people write it.

One SQLite file beside the index, which also holds the tables of fuzzy terms, sounds and titles
(`index.vocabulary.fuzzy`, `index.vocabulary.sounds`, `index.vocabulary.titles`). It is written in one pass
while documents are indexed, and read row by row: opening it reads no word.
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
from index.vocabulary import fuzzy, sounds, titles
from index.vocabulary.fuzzy import FuzzyTerm, write_fuzzy_terms
from index.vocabulary.titles import Title, gather_titles, write_titles
from index.vocabulary.word_counts import Columns, WordCounts
from index.vocabulary.written_forms import WrittenForm, stem_forms, written_forms

VERSION = 2
"""Version of the file format; changes whenever older files can no longer be read."""

FREQUENT = 2
"""Fewest items of a word that others are corrected to: a word of one item may itself be misspelt."""

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
# With the most frequent way to write each word; of equally frequent ones, the one with fewer capitals.
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
"""Words whose rows are kept in memory, the last ones looked up."""

_Rows = list[tuple[str | int, ...]]
_SHORT = 2
"""Letters of the longest prefix with a database index of its own: thousands of words begin with it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the archive, accents and capitals aside.

    Attributes:
        exact: Folded form: seoul.
        items: Number of items that hold it.
        written: Spelling of most items: Séoul.
    """

    exact: str
    items: int
    written: str


@dataclass(frozen=True, slots=True)
class AccentedForm:
    """A word with its accents, and the number of items that write it so."""

    text: str
    items: int


class VocabularyWriter:
    """A context that gathers the words of items, in any order, and writes them when it ends without an error.

    Words are gathered in a temporary file: memory does not grow with the archive.
    """

    def __init__(self, folder: Path) -> None:
        self._gathered = folder / "words.sqlite"
        self._database = sqlite3.connect(_file(folder), isolation_level=None)
        self._database.execute("ATTACH ? AS gathered", (str(self._gathered),))
        allow_temporary_files(self._database)
        self._database.executescript(_TABLES + _GATHERED + fuzzy.TABLES + titles.TABLES + sounds.TABLES)
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
        """Add the words of more items."""
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
        sounds.write_sounds(self._database, FREQUENT)
        write_fuzzy_terms(self._database, self._database.execute(_FREQUENT_WORDS, (FREQUENT,)))
        for number in range(1, _SHORT + 1):
            first = f"substr(exact, 1, {number})"
            self._database.execute(f"CREATE INDEX beginning_{number} ON word ({first}, items DESC)")
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._database.execute("COMMIT")


class Vocabulary:
    """The words of an archive, for the thread that opened it.

    Attributes:
        documents: Number of items in the archive.

    Raises:
        IndexDamagedError: The file cannot be read; every method raises it, too.
        IndexOutdatedError: The file has another version.
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
        # The caches hold the database but not this object: the file is closed when this is collected.
        read = partial(_rows, self._file, self._database)
        self._word = lru_cache(REMEMBERED)(partial(read, "SELECT items, written FROM word WHERE exact = ?"))
        self._stem = lru_cache(REMEMBERED)(partial(read, "SELECT items FROM stem WHERE stem = ?"))
        self._forms = lru_cache(REMEMBERED)(partial(_accented_forms, read))
        self._written_forms = lru_cache(REMEMBERED)(partial(written_forms, self._database))
        self._stem_forms = lru_cache(REMEMBERED)(partial(stem_forms, self._database))
        self._fuzzy_terms = lru_cache(REMEMBERED)(partial(fuzzy.fuzzy_terms, self._database))

    def items(self, exact: str) -> int:
        """Return the number of items that hold a word, accents and capitals aside."""
        found = self._word(exact)
        return int(found[0][0]) if found else 0

    def stem_items(self, stem: str) -> int:
        """Return the number of items that hold any word of a stem."""
        found = self._stem(stem)
        return int(found[0][0]) if found else 0

    def written(self, exact: str) -> str:
        """Return a word as most items write it; as it is if the archive lacks it."""
        found = self._word(exact)
        return str(found[0][1]) if found else exact

    def accented_forms(self, exact: str) -> tuple[AccentedForm, ...]:
        """Return the forms of a folded word, most frequent first; none if no item writes it with accents.

        The form without accents is among them where items write it.
        """
        return self._forms(exact)

    def written_forms(self, exact: str) -> tuple[WrittenForm, ...]:
        """Return the forms of a folded word; none if the archive lacks it."""
        with unreadable_errors(self._file):
            return self._written_forms(exact)

    def stem_forms(self, stem: str) -> tuple[WrittenForm, ...]:
        """Return the forms of a stem; see `index.vocabulary.written_forms.stem_forms`."""
        with unreadable_errors(self._file):
            return self._stem_forms(stem)

    def words_beginning(self, prefix: str, limit: int) -> tuple[Word, ...]:
        """Return up to `limit` words that begin with a folded prefix, most frequent first."""
        select = "SELECT exact, items, written FROM word WHERE {} ORDER BY items DESC LIMIT ?"
        if len(prefix) <= _SHORT:
            rows = self._rows(select.format(f"substr(exact, 1, {len(prefix)}) = ?"), prefix, limit)
        else:
            rows = self._rows(
                select.format("exact >= ? AND exact < ?"), prefix, prefix + chr(0x10FFFF), limit
            )
        return tuple(Word(str(exact), int(items), str(written)) for exact, items, written in rows)

    def fuzzy_terms(self, exact: str, max_edits: int, limit: int) -> list[FuzzyTerm]:
        """Return up to `limit` words within `max_edits` edits; see `index.vocabulary.fuzzy.fuzzy_terms`."""
        with unreadable_errors(self._file):
            return self._fuzzy_terms(exact, max_edits, limit)

    def names_like(self, exact: str, limit: int) -> list[str]:
        """Return up to `limit` names that sound like a word; see `index.vocabulary.sounds.names_like`."""
        with unreadable_errors(self._file):
            return [name for name, _ in sounds.names_like(self._database, exact, limit) if name != exact]

    def titles(self, words: Sequence[str], prefix: str, limit: int) -> tuple[Title, ...]:
        """Return titles by their words and a prefix; see `index.vocabulary.titles.titles`."""
        with unreadable_errors(self._file):
            return tuple(titles.titles(self._database, words, prefix, limit))

    def _number(self, sql: str, *values: str) -> int:
        found = self._rows(sql, *values)
        return int(found[0][0]) if found else 0

    def _rows(self, sql: str, *values: str | int) -> _Rows:
        return _rows(self._file, self._database, sql, *values)


def _rows(file: Path, database: sqlite3.Connection, sql: str, *values: str | int) -> _Rows:
    with unreadable_errors(file):
        return database.execute(sql, values).fetchall()


def _accented_forms(read: Callable[[str, str], _Rows], exact: str) -> tuple[AccentedForm, ...]:
    rows = read("SELECT form, items FROM form WHERE exact = ? ORDER BY items DESC, form", exact)
    return tuple(AccentedForm(str(text), int(items)) for text, items in rows)


def _file(folder: Path) -> Path:
    return folder / "vocabulary.sqlite"


def _capitals(text: str) -> int:
    """Return the number of capitals of a text."""
    return 0 if text.islower() else sum(map(str.isupper, text))
