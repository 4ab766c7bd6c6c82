"""The titles of an archive, found by the beginnings of their words: the most frequent first, then the newest.

An FTS5 table of SQLite holds the folded words that our own analysis made; it cuts them at spaces only.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.vocabulary.word_counts import Columns

TABLES = """
    CREATE TABLE gathered.titles (words TEXT, written TEXT, place INT);
    CREATE TABLE title (place INTEGER PRIMARY KEY, words TEXT, written TEXT);
    CREATE VIRTUAL TABLE title_words USING fts5(
        words, content = 'title', content_rowid = 'place', detail = none, columnsize = 0, prefix = '1 2 3',
        tokenize = "ascii tokenchars ','"
    );
"""


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the archive.

    Attributes:
        written: As people wrote it, the newest of several that differ in accents, capitals and signs only.
        words: Its folded words, in order; a compound whole and in its parts.
    """

    written: str
    words: tuple[str, ...]


def gather_titles(database: sqlite3.Connection, titles: Columns) -> None:
    """Take in titles: their folded words, how they are written, and the places of their items."""
    database.executemany(
        "INSERT INTO gathered.titles VALUES (?, ?, ?)",
        (title for title in zip(*titles, strict=True) if title[0]),
    )


def write_titles(database: sqlite3.Connection) -> None:
    """Write what was gathered, once all is."""
    database.execute(
        "INSERT INTO title (words, written) SELECT words, written FROM ("
        "SELECT words, written, min(place) AS newest, count(*) AS items FROM gathered.titles GROUP BY words"
        ") ORDER BY items DESC, newest"
    )
    for command in ("rebuild", "optimize"):
        database.execute("INSERT INTO title_words (title_words) VALUES (?)", (command,))


def titles(database: sqlite3.Connection, words: Sequence[str], beginning: str, limit: int) -> Iterator[Title]:
    """Find titles that have all these words, and one that begins so; an empty beginning asks for nothing."""
    wanted = [f'"{word}"' for word in words] + ([f'"{beginning}"*'] if beginning else [])
    found = database.execute(
        "SELECT written, title.words FROM title_words JOIN title ON place = title_words.rowid "
        "WHERE title_words MATCH ? ORDER BY title_words.rowid LIMIT ?",
        (" AND ".join(wanted), limit),
    )
    return (Title(written, tuple(has.split(" "))) for written, has in found)
