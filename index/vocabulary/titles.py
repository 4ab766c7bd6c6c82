"""The titles of an archive, found by prefixes of their words; the most frequent first, then the newest.

They are in an FTS5 table of SQLite, which holds the folded words of our own analysis and splits at spaces.
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
        written: The title as written; of several that differ in accents, capitals and signs only, the newest.
        words: Folded words in order; a compound as a whole and in its parts.
    """

    written: str
    words: tuple[str, ...]


def gather_titles(database: sqlite3.Connection, titles: Columns) -> None:
    """Add titles to those gathered.

    Args:
        database: The database being written, with the gathered tables attached.
        titles: Three columns: folded words with spaces between; the title as written; rank of its item, the
            newest item first. Titles without words are left out.
    """
    database.executemany(
        "INSERT INTO gathered.titles VALUES (?, ?, ?)",
        (title for title in zip(*titles, strict=True) if title[0]),
    )


def write_titles(database: sqlite3.Connection) -> None:
    """Write the gathered titles and index them; to be called once, when all are gathered."""
    database.execute(
        "INSERT INTO title (words, written) SELECT words, written FROM ("
        "SELECT words, written, min(place) AS newest, count(*) AS items FROM gathered.titles GROUP BY words"
        ") ORDER BY items DESC, newest"
    )
    for command in ("rebuild", "optimize"):
        database.execute("INSERT INTO title_words (title_words) VALUES (?)", (command,))


def titles(database: sqlite3.Connection, words: Sequence[str], prefix: str, limit: int) -> Iterator[Title]:
    """Find titles that hold all of some folded words, and a word with a prefix unless the prefix is empty."""
    wanted = [f'"{word}"' for word in words] + ([f'"{prefix}"*'] if prefix else [])
    found = database.execute(
        "SELECT written, title.words FROM title_words JOIN title ON place = title_words.rowid "
        "WHERE title_words MATCH ? ORDER BY title_words.rowid LIMIT ?",
        (" AND ".join(wanted), limit),
    )
    return (Title(written, tuple(folded.split(" "))) for written, folded in found)
