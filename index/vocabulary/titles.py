"""The titles of an archive, found by prefixes of their words: the most frequent first, then the newest.

Those that are alike in both stand by their words, whichever part has them.

They are in an FTS5 table of SQLite, which holds the folded words of our own analysis and splits at spaces.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, islice, starmap
from operator import attrgetter
from typing import NamedTuple

from index.vocabulary.word_counts import Columns

TABLES = """
    CREATE TABLE gathered.titles (words TEXT, written TEXT, items INT, day INT);
    CREATE TABLE title (place INTEGER PRIMARY KEY, words TEXT, written TEXT, items INT, day INT);
    CREATE VIRTUAL TABLE title_words USING fts5(
        words, content = 'title', content_rowid = 'place', detail = none, columnsize = 0, prefix = '1 2 3',
        tokenize = "ascii tokenchars ','"
    );
"""
# A row for each way to write a title; those of the same words stand together, the newest first.
_WRITE = """
    INSERT INTO title (words, written, items, day)
    SELECT words, written, sum(items), max(day) FROM gathered.titles
    GROUP BY words, written HAVING sum(items) > 0
    ORDER BY sum(sum(items)) OVER (PARTITION BY words) DESC, max(max(day)) OVER (PARTITION BY words) DESC,
        words, 4 DESC, written
"""
_FIND = """
    SELECT title.words, written, items, day FROM title_words JOIN title ON place = title_words.rowid
    WHERE title_words MATCH ? ORDER BY title_words.rowid
"""


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the archive.

    Attributes:
        written: The title as written; of several that differ in accents, capitals and signs only, the newest.
        words: Folded words in order; a compound as a whole and in its parts.
    """

    written: str
    words: tuple[str, ...]


class _Found(NamedTuple):
    """A title in one file: its folded words, as written, its number of items, and the day of the newest."""

    words: str
    written: str
    items: int
    day: int

    def with_other(self, other: "_Found") -> "_Found":
        """Return it with the items of another one of the same words, as the newer one is written."""
        newer = min(self, other, key=lambda each: (-each.day, each.written))
        return newer._replace(items=self.items + other.items)


def gather_titles(database: sqlite3.Connection, titles: Columns, sign: int = 1) -> None:
    """Add titles to those gathered.

    Args:
        database: The database being written, with the gathered tables attached.
        titles: Three columns: folded words with spaces between; the title as written; `day_number` of its
            item, see `index.vocabulary.word_counts`. Titles without words are left out.
        sign: 1 to add them, -1 to take them away.
    """
    database.executemany(
        f"INSERT INTO gathered.titles VALUES (?, ?, {sign}, ?)",  # noqa: S608  a number
        (title for title in zip(*titles, strict=True) if title[0]),
    )


def write_titles(database: sqlite3.Connection) -> None:
    """Write the gathered titles; to be called once, when all are gathered."""
    database.execute(_WRITE)


def index_titles(database: sqlite3.Connection) -> None:
    """Index the words of the titles that were written."""
    for command in ("rebuild", "optimize"):
        database.execute("INSERT INTO title_words (title_words) VALUES (?)", (command,))


def titles(
    databases: Sequence[sqlite3.Connection], words: Sequence[str], prefix: str, limit: int
) -> list[Title]:
    """Find titles that hold all of some folded words, and a word with a prefix unless the prefix is empty.

    Of several databases the first `limit` of each are read, and those of the same words added up.
    """
    wanted = " AND ".join([f'"{word}"' for word in words] + ([f'"{prefix}"*'] if prefix else []))
    found: dict[str, _Found] = {}
    for database in databases:
        for title in islice(_each_once(database, wanted), limit):
            known = found.get(title.words)
            found[title.words] = known.with_other(title) if known else title
    ordered: Iterable[_Found] = found.values()
    if len(databases) > 1:
        ordered = sorted(ordered, key=lambda each: (-each.items, -each.day, each.words))
    return [Title(title.written, tuple(title.words.split(" "))) for title in islice(ordered, limit)]


def _each_once(database: sqlite3.Connection, wanted: str) -> Iterator[_Found]:
    """Yield the titles of a database in order, those of the same words as one."""
    rows = starmap(_Found, database.execute(_FIND, (wanted,)))
    for _, alike in groupby(rows, key=attrgetter("words")):
        yield reduce(_Found.with_other, alike)
