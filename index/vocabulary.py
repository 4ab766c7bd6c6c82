"""The words of an archive: in how many items each stands, and how people write it.

One SQLite file beside the index, in which words nearly alike and titles lie as well (`index.near_words`,
`index.titles`). It is written in one pass while documents are indexed, and read piece by piece: to open it
reads no word.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from index import near_words, titles
from index.analysis import MAX_TERM, Terms, analyse, terms
from index.document import Document
from index.errors import IndexOutdatedError
from index.immutable_database import open_immutable, told_unreadable
from index.near_words import NearWord, nearest, write_near_words
from index.titles import Title, gather_title, write_titles

VERSION = 1
"""Changes whenever a file written before can no longer be read."""

FREQUENT = 2
"""Items that a word stands in before another may be taken for it: what stands once may itself be misspelt."""

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = MEMORY;
    CREATE TABLE archive (items INT);
    CREATE TABLE word (exact TEXT PRIMARY KEY, items INT, written TEXT) WITHOUT ROWID;
    CREATE TABLE form (exact TEXT, form TEXT, items INT, PRIMARY KEY (exact, form)) WITHOUT ROWID;
    CREATE TABLE stem (stem TEXT PRIMARY KEY, items INT) WITHOUT ROWID;
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
    """Gathers the words of documents, the newest first, and writes them at the end of its context."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(_file(folder), isolation_level=None)
        self._database.executescript(_TABLES + near_words.TABLES + titles.TABLES)
        self._database.execute("BEGIN")
        self._items = 0
        self._exact: Counter[str] = Counter()
        self._forms: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        self._terms: dict[str, Terms] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with closing(self._database):
            if error is None:
                self._write()

    def add(self, document: Document) -> None:
        """Count the words of a document: each once, however often it stands there."""
        found: dict[str, Terms] = {}
        for text in (document.title, document.body):
            for token in analyse(text):
                found[text[token.span.start : token.span.end]] = token.terms
        written = {word: its for word, its in found.items() if len(word) <= MAX_TERM}
        self._items += 1
        self._terms.update(written)
        self._written.update(written.keys())
        self._exact.update({its.exact for its in found.values()})
        self._forms.update({its.accented or its.exact for its in found.values()})
        self._stems.update({its.stem for its in found.values()})
        gather_title(self._database, document.title, analyse(document.title))

    def _write(self) -> None:
        write = self._database.executemany
        write("INSERT INTO archive VALUES (?)", [(self._items,)])
        write("INSERT INTO word VALUES (?, ?, ?)", self._rows_of_words())
        write("INSERT INTO form VALUES (?, ?, ?)", self._rows_of_forms())
        write("INSERT INTO stem VALUES (?, ?)", sorted(self._stems.items()))
        write_titles(self._database)
        frequent = ((word, items) for word, items in self._exact.items() if items >= FREQUENT)
        write_near_words(self._database, frequent)
        for number in range(1, _SHORT + 1):
            first = f"substr(exact, 1, {number})"
            self._database.execute(f"CREATE INDEX beginning_{number} ON word ({first}, items DESC)")
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._database.execute("COMMIT")

    def _rows_of_words(self) -> Iterator[tuple[str, int, str]]:
        ways = self._ways()
        for word, items in sorted(self._exact.items()):
            yield word, items, ways.get(word, word)

    def _ways(self) -> dict[str, str]:
        """Give the most frequent way to write each word; of equal ones that with fewer capitals."""
        ways: dict[str, str] = {}
        for written, _ in sorted(self._written.items(), key=_by_use):
            ways.setdefault(self._terms[written].exact, written)
        return ways

    def _rows_of_forms(self) -> Iterator[tuple[str, str, int]]:
        """Give the forms of the words that have accents."""
        accented = {form: exact for form in self._forms if (exact := terms(form).exact) != form}
        for form, exact in sorted((accented | {exact: exact for exact in accented.values()}).items()):
            if self._forms[form]:
                yield exact, form, self._forms[form]


class Vocabulary:
    """The words of an archive, for the thread that opened it.

    Every method raises `IndexDamagedError` where the file cannot be read; so does opening it, or
    `IndexOutdatedError` where it has another version.
    """

    def __init__(self, folder: Path) -> None:
        self._file = _file(folder)
        with told_unreadable(self._file):
            self._database = open_immutable(self._file, self)
            version = self._number("PRAGMA user_version")
            if not version:
                raise sqlite3.DatabaseError("it was not written to its end")
        if version != VERSION:
            raise IndexOutdatedError(
                f"{str(self._file)!r} has version {version}, this is {VERSION}; run: bulletins rebuild PATH"
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

    def nearest(self, exact: str, most: int, limit: int) -> list[NearWord]:
        """See `index.near_words.nearest`."""
        with told_unreadable(self._file):
            return nearest(self._database, exact, most, limit)

    def titles(self, words: Sequence[str], beginning: str, limit: int) -> tuple[Title, ...]:
        """See `index.titles.titles`."""
        with told_unreadable(self._file):
            return tuple(titles.titles(self._database, words, beginning, limit))

    def _number(self, sql: str, *values: str) -> int:
        found = self._rows(sql, *values)
        return int(found[0][0]) if found else 0

    def _rows(self, sql: str, *values: str | int) -> _Rows:
        return _rows(self._file, self._database, sql, *values)


def _rows(file: Path, database: sqlite3.Connection, sql: str, *values: str | int) -> _Rows:
    with told_unreadable(file):
        return database.execute(sql, values).fetchall()


def _forms(read: Callable[[str, str], _Rows], exact: str) -> tuple[Form, ...]:
    rows = read("SELECT form, items FROM form WHERE exact = ? ORDER BY items DESC, form", exact)
    return tuple(Form(str(text), int(items)) for text, items in rows)


def _file(folder: Path) -> Path:
    return folder / "vocabulary.sqlite"


def _by_use(counted: tuple[str, int]) -> tuple[int, int, str]:
    written, items = counted
    return -items, sum(map(str.isupper, written)), written
