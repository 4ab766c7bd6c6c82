"""The words of an archive: the number of items that hold each word, and how people write it.

An archive has a vocabulary file for each of its segments (`index.vocabulary.vocabulary_writer`); what they
count is added up word by word. They are read row by row: opening them reads no word.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from index.errors import REBUILD, IndexOutdatedError
from index.storage.immutable_database import open_immutable, unreadable_errors
from index.text import is_capitalised
from index.vocabulary import fuzzy, sounds, titles
from index.vocabulary.fuzzy import FuzzyTerm, Shelves
from index.vocabulary.titles import Title
from index.vocabulary.vocabulary_writer import FREQUENT, SHORT, VERSION
from index.vocabulary.written_forms import (
    Databases,
    WrittenForm,
    accented_forms,
    stem_forms,
    written_forms,
    written_way,
)

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

REMEMBERED = 10_000
"""Words whose rows are kept in memory, the last ones looked up."""


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


class Vocabulary:
    """The words of an archive, for the thread that opened it.

    Args:
        files: A file of each of its segments.

    Attributes:
        documents: Number of items in the archive; those that were taken out since the last merge count, too.

    Raises:
        IndexDamagedError: A file cannot be read; every method raises it, too.
        IndexOutdatedError: A file has another version.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        opened = [_opened(file, self) for file in files]
        opened.sort(key=itemgetter(1), reverse=True)
        self.documents = sum(items for _, items in opened)
        self._place = files[0] if len(files) == 1 else Path(*{file.parent for file in files})
        self._databases = databases = [database for database, _ in opened]
        # The caches hold the databases but not this object: the files are closed when this is collected.
        self._items = self._cached(partial(_items, databases, "word", "exact"))
        self._stem_items = self._cached(partial(_items, databases, "stem", "stem"))
        self._written = self._cached(partial(written_way, databases))
        self._accented_forms = self._cached(partial(_accented_forms, databases))
        self._written_forms = self._cached(partial(written_forms, databases))
        self._stem_forms = self._cached(partial(stem_forms, databases))
        self._sounding_like = self._cached(partial(_sounding_like, databases))
        shelves = Shelves(databases, self._items, FREQUENT)
        self._fuzzy_terms = self._cached(partial(fuzzy.fuzzy_terms, shelves))

    def items(self, exact: str) -> int:
        """Return the number of items that hold a word, accents and capitals aside."""
        return self._items(exact)

    def stem_items(self, stem: str) -> int:
        """Return the number of items that hold any word of a stem."""
        return self._stem_items(stem)

    def written(self, exact: str) -> str:
        """Return a word as most items write it; as it is if the archive lacks it."""
        return self._written(exact)

    def accented_forms(self, exact: str) -> tuple[AccentedForm, ...]:
        """Return the forms of a folded word, most frequent first; none if no item writes it with accents.

        The form without accents is among them where items write it.
        """
        return self._accented_forms(exact)

    def written_forms(self, exact: str) -> tuple[WrittenForm, ...]:
        """Return the forms of a folded word; none if the archive lacks it."""
        return self._written_forms(exact)

    def stem_forms(self, stem: str) -> tuple[WrittenForm, ...]:
        """Return the forms of a stem; see `index.vocabulary.written_forms.stem_forms`."""
        return self._stem_forms(stem)

    def words_beginning(self, prefix: str, limit: int) -> tuple[Word, ...]:
        """Return up to `limit` words that begin with a folded prefix, most frequent first."""
        with unreadable_errors(self._place):
            found = _most_frequent(self._databases, prefix, limit, self._items)
            return tuple(Word(str(exact), int(items), self._written(exact)) for exact, items in found)

    def counts_beginning(self, prefix: str) -> list[tuple[str, int]]:
        """Return all words that begin with a folded prefix, with the number of items that hold each."""
        with unreadable_errors(self._place):
            select = "SELECT exact, items FROM word WHERE exact >= ? AND exact < ?"
            counted = Counter[str]()
            for database in self._databases:
                for exact, items in database.execute(select, (prefix, prefix + chr(0x10FFFF))):
                    counted[str(exact)] += int(items)
            return list(counted.items())

    def fuzzy_terms(self, exact: str, max_edits: int, limit: int) -> list[FuzzyTerm]:
        """Return up to `limit` words within `max_edits` edits; see `index.vocabulary.fuzzy.fuzzy_terms`."""
        return self._fuzzy_terms(exact, max_edits, limit)

    def names_like(self, exact: str, limit: int) -> list[str]:
        """Return up to `limit` names that sound like a word, most frequent first."""
        names = (
            name
            for name in self._sounding_like(exact)
            if self.items(name) >= FREQUENT and is_capitalised(self.written(name))
        )
        best = sorted(names, key=lambda name: (-self.items(name), name))[:limit]
        return [name for name in best if name != exact]

    def titles(self, words: Sequence[str], prefix: str, limit: int) -> tuple[Title, ...]:
        """Return titles by their words and a prefix; see `index.vocabulary.titles.titles`."""
        with unreadable_errors(self._place):
            return tuple(titles.titles(self._databases, words, prefix, limit))

    def _cached(self, read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        """Return a function that remembers what was read last, and raises `IndexDamagedError`."""
        return cast(Callable[Asked, Answer], lru_cache(REMEMBERED)(partial(_guarded, self._place, read)))


def _guarded(place: Path, read: Callable[Asked, Answer], *asked: Asked.args, **named: Asked.kwargs) -> Answer:
    with unreadable_errors(place):
        return read(*asked, **named)


def _opened(file: Path, owner: object) -> tuple[sqlite3.Connection, int]:
    """Open a file, until its owner is collected; return it with its number of items."""
    with unreadable_errors(file):
        database = open_immutable(file, owner)
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if not version:
            raise sqlite3.DatabaseError("it was not written to its end")
        if version != VERSION:
            raise IndexOutdatedError(f"{str(file)!r} has version {version}, this is {VERSION}; {REBUILD}")
        (items,) = database.execute("SELECT items FROM archive").fetchone()
        return database, int(items)


def _items(databases: Databases, table: str, column: str, text: str) -> int:
    """Return the number of items that a table counts for a text."""
    select = f"SELECT items FROM {table} WHERE {column} = ?"  # noqa: S608  constants
    return sum(int(items) for database in databases for (items,) in database.execute(select, (text,)))


def _sounding_like(databases: Databases, exact: str) -> frozenset[str]:
    return frozenset(name for database in databases for name in sounds.names_like(database, exact))


def _accented_forms(databases: Databases, exact: str) -> tuple[AccentedForm, ...]:
    forms = accented_forms(databases, exact)
    return tuple(AccentedForm(*form) for form in sorted(forms.items(), key=lambda form: (-form[1], form[0])))


def _most_frequent(
    databases: Databases, prefix: str, limit: int, items: Callable[[str], int]
) -> list[tuple[str, int]]:
    """Return the words with a prefix that most items of all databases hold.

    Each database is read from its most frequent word on, until no word unread in all of them could be one of
    the most frequent (Fagin's threshold algorithm).
    """
    if len(databases) == 1:
        return _beginning(databases[0], prefix, limit).fetchall()
    found: dict[str, int] = {}
    waiting = [_beginning(database, prefix, -1) for database in databases]
    while waiting and limit:
        read = [(rows, some) for rows in waiting if (some := rows.fetchmany(limit))]
        found |= {exact: items(exact) for _, some in read for exact, _ in some if exact not in found}
        waiting = [rows for rows, _ in read]
        most_unread = sum(some[-1][1] for _, some in read)
        if sum(count > most_unread for count in found.values()) >= limit:
            break
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))[:limit]


def _beginning(database: sqlite3.Connection, prefix: str, limit: int) -> sqlite3.Cursor:
    """Select up to `limit` words that begin with a prefix, most frequent first; all for -1."""
    select = "SELECT exact, items FROM word WHERE {} ORDER BY items DESC, exact LIMIT ?"
    if len(prefix) <= SHORT:
        return database.execute(select.format(f"substr(exact, 1, {len(prefix)}) = ?"), (prefix, limit))
    return database.execute(
        select.format("exact >= ? AND exact < ?"), (prefix, prefix + chr(0x10FFFF), limit)
    )
